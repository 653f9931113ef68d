#pragma once
// What `sanitise_content_for` does to a value of an e-mail: its links go and its Markdown is escaped, by GOV.UK
// Notify's rule. Where Notify's leaves an address with http:// or https:// standing (an IP address, somebody's name in
// front of the host), that goes too. Pure; the result is at most three times as long as the value.
#include <string>
#include <string_view>

namespace tidings::web::notify {

/// Addresses with a scheme, a path, a query or a fragment go, up to the next blank or `<`. A bare host may be a full
/// stop without its space: `foo.com` becomes `foo. com`, which no mail program makes a link of.
std::string without_links(std::string_view value);

/// A backslash in front of each character that Markdown reads.
std::string markdown_escaped(std::string_view text);

} // namespace tidings::web::notify
