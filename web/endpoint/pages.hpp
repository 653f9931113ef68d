#pragma once
// The few pages the endpoint draws itself: signing in, and what to do when there is nothing to show. HTML without
// script or inline style, as the content security policy wants.
#include "web/endpoint/http_types.hpp"

#include <string_view>

namespace tidings::web {

constexpr std::string_view stylesheet_path = "/sign-in.css";

response stylesheet();
response page(int status, std::string_view title, std::string_view body_html);
/// For a patient: the practice's name in the place of ours. `wrong`: the window's title says so first.
response patient_page(int status, std::string_view title, std::string_view body_html, std::string_view practice,
                      bool wrong = false);
/// One button; pressing it signs in. The token stands in the form only.
response sign_in_page(std::string_view token);
/// How to get a link.
response ask_for_link_page(int status, std::string_view title, std::string_view why);
response no_web_app_page();
response not_found_page();

} // namespace tidings::web
