#pragma once
// Text as other systems keep it, to and from UTF-8. What doesn't fit becomes `?` on the way out.
#include <string>
#include <string_view>

namespace tidings {

bool is_utf8(std::string_view bytes);
std::string utf8_of_windows_1252(std::string_view bytes); ///< the five bytes that mean nothing there become U+FFFD
std::string windows_1252_of(std::string_view utf8);
std::string utf8_of(std::u16string_view units); ///< a lone surrogate becomes U+FFFD
std::u16string utf16_of(std::string_view utf8);

} // namespace tidings
