#pragma once
// UTF-8 to and from code points.
#include <string>
#include <string_view>

namespace tidings::sms {

/// Bytes that aren't UTF-8 become U+FFFD, one for each.
std::u32string code_points(std::string_view utf8);
void append_utf8(std::string& out, char32_t c);
std::string to_utf8(std::u32string_view text);

} // namespace tidings::sms
