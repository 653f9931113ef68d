#pragma once
#include <string>
#include <string_view>

namespace tidings::mail {

/// What the sender wrote himself: without quotations, forwarded headers and signatures; lines trimmed, ends trimmed.
/// Words below a quotation count when every quoted line has its `>` and an empty line parts them from it; a line that
/// follows a quoted one at once may be the rest of it, broken by a mail program, and is left out.
std::string own_words(std::string_view text);

} // namespace tidings::mail
