#include "actors/provider/smpp/receipt.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace tidings::smpp {
namespace {

constexpr std::size_t code_bytes_max = 32;
constexpr std::size_t id_bytes_max = 64; ///< §5.2.23

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0'; }

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::toupper(c) : c); });
  return out;
}

/// The word behind `name:`, which stands at a word's start; upper or lower case. `all` is upper case.
std::string_view field(std::string_view text, std::string_view all, std::string_view name) {
  for (auto at = all.find(name); at != all.npos; at = all.find(name, at + 1)) {
    if (at != 0 && !is_space(all[at - 1])) continue;
    auto rest = text.substr(at + name.size());
    const auto end = std::find_if(rest.begin(), rest.end(), is_space);
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  }
  return {};
}

std::string tidy(std::string_view code) {
  std::string out;
  for (const auto c : code.substr(0, code_bytes_max)) {
    const bool plain =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '/';
    if (plain) out += c;
  }
  return out;
}

std::string number_key(std::string_view id, int base) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(id.data(), id.data() + id.size(), value, base);
  if (read.ec != std::errc() || read.ptr != id.data() + id.size()) return std::string(id);
  return '#' + std::to_string(value);
}

constexpr std::array<std::string_view, 9> words = {"",        "ENROUTE", "DELIVRD", "EXPIRED", "DELETED",
                                                   "UNDELIV", "ACCEPTD", "UNKNOWN", "REJECTD"};

} // namespace

id_writing id_writing_of(std::string_view word) {
  if (word == "hex_answer") return id_writing::hex_answer;
  return word == "hex_receipt" ? id_writing::hex_receipt : id_writing::as_given;
}

std::optional<receipt_status> status_of_state(std::uint8_t message_state) {
  switch (message_state) {
  case 1: // ENROUTE
  case 6: // ACCEPTED
  case 7: // UNKNOWN
    return receipt_status::pending;
  case 2:
    return receipt_status::delivered;
  case 3: // EXPIRED: the phone was off for as long as the network tries
    return receipt_status::temporary_failure;
  case 4: // DELETED
  case 5: // UNDELIVERABLE
  case 8: // REJECTED
    return receipt_status::permanent_failure;
  default:
    return std::nullopt;
  }
}

std::optional<receipt_status> status_of_word(std::string_view stat) {
  const auto found = std::find(words.begin() + 1, words.end(), upper(stat));
  if (found == words.end()) return std::nullopt;
  return status_of_state(static_cast<std::uint8_t>(found - words.begin()));
}

result<receipt> read_receipt(const short_message& what) {
  const auto* payload = what.find(tag::message_payload);
  const std::string_view text = what.text.empty() && payload != nullptr ? *payload : what.text;
  const auto all = upper(text);
  receipt out;
  if (const auto* id = what.find(tag::receipted_message_id)) out.id_parameter = id->substr(0, id->find('\0'));
  out.id_text = field(text, all, "ID:");
  if (out.id_parameter.size() > id_bytes_max) out.id_parameter.clear();
  if (out.id_text.size() > id_bytes_max) out.id_text.clear();
  if (out.id_parameter.empty() && out.id_text.empty())
    return fail(error_code::invalid_input, "a receipt that names no message");
  const auto stat = field(text, all, "STAT:");
  auto status = status_of_word(stat);
  out.code = tidy(upper(stat));
  if (const auto* state = what.find(tag::message_state); state != nullptr && state->size() == 1) {
    const auto number = static_cast<std::uint8_t>((*state)[0]);
    if (const auto told = status_of_state(number)) {
      status = told;
      out.code = words[number];
    }
  }
  if (!status) return fail(error_code::invalid_input, "a receipt that names no state");
  out.status = *status;
  if (const auto error = tidy(field(text, all, "ERR:")); !error.empty()) out.code += '/' + error;
  return out;
}

std::string key_of_answer(std::string_view id, id_writing ids) {
  if (ids == id_writing::as_given) return std::string(id);
  return number_key(id, ids == id_writing::hex_answer ? 16 : 10);
}

std::vector<std::string> keys_of(const receipt& what, id_writing ids) {
  std::vector<std::string> out;
  if (!what.id_parameter.empty()) out.push_back(key_of_answer(what.id_parameter, ids));
  if (what.id_text.empty()) return out;
  auto other =
      ids == id_writing::as_given ? what.id_text : number_key(what.id_text, ids == id_writing::hex_answer ? 10 : 16);
  if (out.empty() || out.front() != other) out.push_back(std::move(other));
  return out;
}

} // namespace tidings::smpp
