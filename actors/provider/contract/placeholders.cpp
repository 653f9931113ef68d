#include "actors/provider/contract/placeholders.hpp"

namespace tidings::contract {

std::vector<found_placeholder> placeholders_in(std::string_view text) {
  std::vector<found_placeholder> out;
  for (std::size_t at = 0; (at = text.find("((", at)) != text.npos;) {
    const auto end = text.find_first_of("()", at + 2);
    if (end == text.npos) break;
    if (end == at + 2 || text.substr(end, 2) != "))") {
      at += 1;
      continue;
    }
    out.push_back({at, end + 2 - at, text.substr(at + 2, end - at - 2)});
    at = end + 2;
  }
  return out;
}

std::string filled(std::string_view text, const std::function<std::string(std::string_view name)>& value,
                   const std::function<std::string(std::string_view)>& encoded) {
  std::string out;
  std::size_t from = 0;
  for (const auto& one : placeholders_in(text)) {
    out.append(text.substr(from, one.at - from)).append(encoded(value(one.name)));
    from = one.at + one.size;
  }
  return out.append(text.substr(from));
}

} // namespace tidings::contract
