#pragma once
// The page behind the link of a file that went with an e-mail: what it is, whose it is, and the button that fetches it.
// HTML that needs no script; it names the practice and the file, and nobody else.
#include "schemas/kept_file_views.hpp"
#include "web/endpoint/http_types.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::web::files {

/// As the practice tells it (`answer::told`). Nothing: it isn't such a page.
std::optional<view::kept_file_page> read_page(std::string_view json);

/// @param typed  the address that they said, to be put right
response file_page(const view::kept_file_page& page, std::string_view typed = {});
/// The file itself, to be saved and never shown as a page of ours.
response file_itself(const view::kept_file_page& page, std::string bytes);
/// One page for every link that can't be opened.
response no_such_page();
/// It can't be opened just now; the link is as good as before.
response later_page(int status);

} // namespace tidings::web::files
