#pragma once
#include <string>
#include <string_view>

namespace tidings {

/// `local@domain` that can stand in a header and in an SMTP command as it is: ASCII, at most 254 characters (RFC 5321
/// §4.5.3.1.3), no spaces, brackets or quotes.
bool is_mail_address(std::string_view text);

} // namespace tidings
