#include "schemas/mail_address.hpp"

#include <algorithm>

namespace tidings {

bool is_mail_address(std::string_view text) {
  constexpr std::size_t longest = 254;
  constexpr std::string_view others = "!#$%&'*+-/=?^_`{|}~.";
  const auto at = text.find('@');
  if (at == text.npos || at == 0 || at + 1 == text.size() || text.size() > longest) return false;
  const auto alphanumeric = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  const auto local = text.substr(0, at), domain = text.substr(at + 1);
  return std::all_of(local.begin(), local.end(),
                     [&](char c) { return alphanumeric(c) || others.find(c) != others.npos; }) &&
         std::all_of(domain.begin(), domain.end(), [&](char c) { return alphanumeric(c) || c == '-' || c == '.'; }) &&
         domain.front() != '.' && domain.back() != '.' && domain.find("..") == domain.npos;
}

} // namespace tidings
