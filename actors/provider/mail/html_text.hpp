#pragma once
#include <string>
#include <string_view>

namespace tidings::mail {

/// The words of an HTML mail as lines. Quotations (blockquote, the reply heads of Gmail, Outlook, Apple Mail and Yahoo)
/// and all that comes after Outlook's reply head are left out. Any bytes are taken; nesting is bounded.
std::string text_of_html(std::string_view utf8);

} // namespace tidings::mail
