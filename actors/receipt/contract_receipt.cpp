#include "actors/receipt/contract_receipt.hpp"

#include "actors/receipt/firetext_receipt.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tidings {
namespace {

constexpr std::size_t code_bytes_max = 16;

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

struct smpp_word {
  std::string_view word;
  receipt_status status;
};
// SMPP 3.4 §5.2.28. UNKNOWN and what is still under way say nothing.
constexpr std::array<smpp_word, 5> smpp_words{{
    {"DELIVRD", receipt_status::delivered},
    {"EXPIRED", receipt_status::temporary_failure},
    {"DELETED", receipt_status::permanent_failure},
    {"UNDELIV", receipt_status::permanent_failure},
    {"REJECTD", receipt_status::permanent_failure},
}};

/// `id:… sub:… stat:DELIVRD err:000 Text:…` (SMPP 3.4 appendix B) as fields named `stat`, `err`, `done date`, …
std::string part_of(std::string_view text, std::string_view name) {
  std::string wanted(name);
  wanted += ':';
  for (std::size_t at = 0; (at = text.find(wanted, at)) != text.npos; ++at) {
    if (at != 0 && text[at - 1] != ' ') continue;
    const auto from = at + wanted.size();
    return std::string(text.substr(from, std::min(text.find(' ', from), text.size()) - from));
  }
  return {};
}

/// A patient's words may stand in the same field: a receipt starts as none of theirs does.
std::string smpp_receipt(const http_contract& contract, const form_fields& fields) {
  const auto text = field_of(fields, contract.receipt.text).value_or("");
  return text.starts_with("id:") ? text : std::string();
}

std::string status_of(const http_contract& contract, const form_fields& fields) {
  return field_of(fields, contract.receipt.status).value_or(part_of(smpp_receipt(contract, fields), "stat"));
}

result<contract_word> read_receipt(const provider_id& provider, const http_contract& contract,
                                   const form_fields& fields, timestamp now) {
  const auto& names = contract.receipt;
  const auto text = smpp_receipt(contract, fields);
  const auto status = status_of(contract, fields);
  const auto reference = field_of(fields, names.reference);
  if (!reference) return fail(error_code::invalid_input, "the receipt's reference is missing");
  if (status.empty()) return fail(error_code::invalid_input, "the receipt's status is missing");
  const auto message = parse_id<message_id>(*reference);
  if (!message) return contract_word();
  receipt_arrived out;
  out.message = *message;
  out.provider = provider;
  out.status = contract_status(contract, status);
  out.code = field_of(fields, names.code).value_or(part_of(text, "err"));
  if (out.code.empty()) out.code = status;
  out.code.resize(std::min(out.code.size(), code_bytes_max));
  const auto time = field_of(fields, names.time).value_or(part_of(text, "done date"));
  out.reported_at = contract_time(time).value_or(now);
  return contract_word(std::move(out));
}

reply_arrived read_reply(const provider_id& provider, const http_contract& contract, const form_fields& fields,
                         timestamp now) {
  const auto& names = contract.reply;
  const auto from = field_of(fields, names.from).value_or("");
  const auto to = field_of(fields, names.to).value_or("");
  const auto time = field_of(fields, names.time);
  const auto id = field_of(fields, names.id);
  const auto said = fields.find(names.text);
  const auto text = said == fields.end() ? std::string() : said->second;
  // Lengths before texts, so that no two different replies make the same name.
  std::string name;
  const auto add = [&](const std::string& part) { name += std::to_string(part.size()) + ":" + part; };
  add(provider.value);
  if (id) {
    add(*id);
  } else {
    for (const auto& part : {from, to, time.value_or(std::to_string(to_ms(now) / 600'000)), text}) add(part);
  }
  reply_arrived reply;
  reply.reply = id_from_name<reply_id>(id ? "http reply id" : "http reply", name);
  reply.provider = provider;
  reply.from = secret_text(from);
  reply.to = to;
  reply.text = secret_text(text);
  reply.reported_at = (time ? contract_time(*time) : std::nullopt).value_or(now);
  return reply;
}

/// Exactly `size` digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t size) {
  int value = 0;
  for (std::size_t i = at; i < at + size; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

} // namespace

receipt_status contract_status(const http_contract& contract, const std::string& word) {
  const auto asked = upper(word);
  for (const auto& [known, status] : contract.receipt.statuses)
    if (upper(known) == asked) return status;
  for (const auto& one : smpp_words)
    if (one.word == asked) return one.status;
  return receipt_status::pending;
}

std::optional<timestamp> contract_time(std::string_view text) {
  const bool number = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  if (!number) return firetext_time(text);
  if ((text.size() == 10 && text[0] != '1') ||
      text.size() == 12) { // SMPP's; seconds since 1970 start with 1 until 2033
    std::string written = "20";
    for (std::size_t i = 0; i < text.size(); i += 2) {
      if (digits(text, i, 2) < 0) return std::nullopt;
      written += text.substr(i, 2);
      if (i + 2 < text.size()) written += i < 4 ? "-" : i == 4 ? " " : ":";
    }
    return firetext_time(written);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || (text.size() != 10 && text.size() != 13)) return std::nullopt;
  return from_ms(text.size() == 10 ? value * 1'000 : value);
}

result<contract_word> read_contract_post(const provider_id& provider, const http_contract& contract,
                                         const form_fields& fields, timestamp now) {
  const auto& reply = contract.reply;
  const bool is_reply = field_of(fields, reply.from) && !reply.text.empty() && fields.contains(reply.text);
  // A reply may name the message that it answers; then it has no status.
  const bool is_receipt = field_of(fields, contract.receipt.reference) && !status_of(contract, fields).empty();
  if (is_reply && !is_receipt) return contract_word(read_reply(provider, contract, fields, now));
  return read_receipt(provider, contract, fields, now);
}

} // namespace tidings
