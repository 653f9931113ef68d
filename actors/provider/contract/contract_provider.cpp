#include "actors/provider/contract/contract_provider.hpp"

#include "actors/provider/contract/answer.hpp"
#include "actors/provider/contract/request.hpp"
#include "actors/provider/http_answers.hpp"
#include "actors/receipt/contract_receipt.hpp"

#include <fmt/format.h>

namespace tidings::contract {
namespace {
using http_answers::meaning;

/// What HTTP itself says for certain, whoever speaks it (RFC 9110 §15). A 400 or 5xx says nothing certain: some answer
/// so to what they have taken.
meaning meaning_of_status(int status) {
  if (status >= 300 && status < 400)
    return {attempt_result::configuration, "the address answers with a redirect: check the contract's url"};
  switch (status) {
  case 401:
  case 403:
    return {attempt_result::configuration, "the provider doesn't let this account in"};
  case 404:
  case 405:
  case 410:
    return {attempt_result::configuration, "nothing of the provider's is at this address: check the contract's url"};
  case 407:
    return {attempt_result::configuration, "the proxy asks for a password"};
  case 429:
    return {attempt_result::retry, "the provider asks to send more slowly"};
  default:
    return {attempt_result::unknown, "an answer that the contract doesn't describe"};
  }
}

std::string_view sentence_of(attempt_result what) {
  switch (what) {
  case attempt_result::sent:
    return "the provider took it";
  case attempt_result::retry:
    return "the provider can't take it now";
  case attempt_result::permanent:
    return "the provider doesn't accept this message";
  case attempt_result::configuration:
    return "the provider's account needs a person";
  case attempt_result::unknown:
    break;
  }
  return "the provider's answer doesn't say whether it took the message";
}

/// A code goes into the log and onto pages. What might be a number or words of somebody's is not one.
bool is_code(std::string_view text) {
  constexpr std::size_t bytes_max = 16, digits_max = 8;
  std::size_t digits = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!digit && !letter && c != '-' && c != '_' && c != '.') return false;
    digits += digit ? 1 : 0;
  }
  return text.size() <= bytes_max && digits <= digits_max;
}

/// The last segment of a `Location`, or the id as it is.
std::string id_text(std::string text, bool is_address) {
  constexpr std::size_t bytes_max = 128;
  while (is_address && text.ends_with('/')) text.pop_back();
  if (const auto slash = text.rfind('/'); is_address && slash != text.npos) text.erase(0, slash + 1);
  if (text.size() > bytes_max) return {};
  for (const char c : text)
    if (c <= ' ' || c > '~') return {};
  return text;
}

class contract_provider final : public http_provider {
public:
  explicit contract_provider(const provider_settings& account)
      : account_(account), contract_(*account.contract), accepted_(contract_.accepted), id_(contract_.id),
        code_(contract_.code), seen_(contract_.look_up.seen), never_seen_(contract_.look_up.never_seen),
        status_(contract_.look_up.status) {}

  result<http_request> send_request(const outbound& what, timestamp) const override {
    return filled_request(account_, contract_, contract_.send, what);
  }
  attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp) const override;
  std::optional<http_request> look_up_request(message_id message, timestamp) const override;
  found read_look_up(message_id message, std::uint32_t attempt, const http_outcome& answer) const override;

private:
  std::string own_id(const read_answer& answer) const;
  meaning meaning_of(const read_answer& answer, std::string_view code, bool took, std::string_view reference) const;

  const provider_settings account_;
  const http_contract& contract_; ///< account_ holds it
  test accepted_;
  place id_, code_;
  test seen_, never_seen_;
  place status_;
};

std::string contract_provider::own_id(const read_answer& answer) const {
  const auto got = id_.in(answer);
  return got ? id_text(*got, !contract_.id.header.empty()) : std::string();
}

meaning contract_provider::meaning_of(const read_answer& answer, std::string_view code, bool has_id,
                                      std::string_view reference) const {
  const int status = answer.response->status;
  const bool took = accepted_.holds(answer, reference) && has_id;
  if (const auto known = contract_.codes.find(std::string(code)); known != contract_.codes.end()) {
    const auto what = known->second;
    // A success that the rest of the answer doesn't bear out is no certain one.
    if (what == attempt_result::sent && !took) return {attempt_result::unknown, sentence_of(attempt_result::unknown)};
    if (status == 429 && what != attempt_result::configuration) return meaning_of_status(status);
    return {what, sentence_of(what)};
  }
  if (took) return {attempt_result::sent, sentence_of(attempt_result::sent)};
  if (const auto known = contract_.statuses.find(status); known != contract_.statuses.end())
    return {known->second, sentence_of(known->second)};
  return meaning_of_status(status);
}

attempt_outcome contract_provider::read_send(const outbound& what, const http_outcome& answer, timestamp) const {
  auto out = http_answers::begun(what, answer);
  if (!answer) return out;
  const read_answer read(*answer);
  const auto code = code_.in(read).value_or("");
  const auto id = own_id(read);
  const auto [result, detail] = meaning_of(read, code, !id_.is_given() || !id.empty(), to_text(what.message));
  out.result = result;
  out.detail = detail;
  out.code = !code.empty() && is_code(code) ? code : fmt::format("HTTP {}", answer->status);
  if (result == attempt_result::sent) out.provider_reference = id;
  return out;
}

std::optional<http_request> contract_provider::look_up_request(message_id message, timestamp) const {
  if (contract_.look_up.ask.url.empty()) return std::nullopt;
  outbound about;
  about.message = message;
  return filled_request(account_, contract_, contract_.look_up.ask, about);
}

found contract_provider::read_look_up(message_id message, std::uint32_t attempt, const http_outcome& answer) const {
  if (!answer) return http_answers::unknown(message, attempt, answer.error().detail);
  found out{{message, attempt, look_up_finding::unknown, {}}, {}};
  const read_answer read(*answer);
  const auto reference = to_text(message);
  // A status alone proves nothing: a wrong address answers 404 too.
  const bool seen = seen_.has_place() && seen_.holds(read, reference);
  const bool never = never_seen_.has_place() && never_seen_.holds(read, reference);
  if (seen == never) {
    out.what.detail = seen ? "the answer says both that the provider has it and that it never had it"
                           : fmt::format("HTTP {}, and nothing in it that the contract describes", answer->status);
    return out;
  }
  out.what.finding = seen ? look_up_finding::seen : look_up_finding::never_seen;
  out.what.detail = seen ? "the provider has it" : "the provider never had it";
  if (const auto word = seen ? status_.in(read) : std::nullopt)
    out.receipt = receipt_arrived{
        message, account_.id, contract_status(contract_, *word), is_code(*word) ? *word : std::string(), {}};
  return out;
}

} // namespace

std::shared_ptr<const http_provider> make(const provider_settings& account) {
  return std::make_shared<const contract_provider>(account);
}

} // namespace tidings::contract
