#pragma once
// Files that go with e-mails: leaflets, the same for everybody, in a folder of the host's.
#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tidings {

/// Five of the largest stay under 14 MB as a mail, which mail systems take; and they are read for each mail anew.
constexpr std::size_t attachment_bytes_max = 2U * 1024 * 1024;
constexpr std::size_t attachments_max = 5;
constexpr std::size_t attachment_name_max = 100; ///< bytes

/// `leaflet.pdf`: a plain file name, so that nothing outside of the folder can be meant.
inline bool is_attachment_name(std::string_view name) {
  constexpr std::string_view end = ".pdf", others = "-_. ";
  const auto plain = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || others.find(c) != others.npos;
  };
  return name.size() > end.size() && name.size() <= attachment_name_max && name.ends_with(end) && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), plain);
}

} // namespace tidings
