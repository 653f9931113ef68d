#pragma once
// The page that a patient opens by the link in a text: a set of questions about their health, without signing in. HTML
// that needs no script, in English or Welsh. It names the practice and nobody else.
#include "schemas/question_page_views.hpp"
#include "web/endpoint/http_types.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::web::questions {

/// As the practice tells it (`answer::told`). Nothing: it isn't such a page.
std::optional<view::question_page> read_page(std::string_view json);

/// @param sent  they have just sent what stands in it, and something is still missing
response form_page(const view::question_page& page, bool sent);
response taken_page(const view::question_page& page);
/// One page for every link that can't be opened, so that it tells nothing of what there is.
response no_such_page(page_language language);
/// It can't be opened or taken down just now; the link is as good as before.
response later_page(int status, page_language language);

/// What a form was filled in with, by question; as `form_page` names its fields. Nothing: it isn't that form.
struct filled {
  std::string step, words;
  bool cannot_say = false;
};
std::optional<std::vector<filled>> read_form(const parameters& form);

} // namespace tidings::web::questions
