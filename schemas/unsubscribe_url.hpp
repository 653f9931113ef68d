#pragma once
#include <cstddef>
#include <string_view>

namespace tidings {

/// Bytes. With its header's name and brackets it stands in one line of a mail, since nothing may break it: RFC 5322
/// §2.1.1 allows 998.
constexpr std::size_t unsubscribe_url_max = 900;

/// An address with https:// that can stand in `List-Unsubscribe: <…>` as it is (RFC 8058 §3.1 wants HTTPS): RFC 3986's
/// characters, a host, nobody's name or password in front of it.
bool is_unsubscribe_url(std::string_view text);

} // namespace tidings
