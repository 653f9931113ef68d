#pragma once
// The few pages the endpoint draws itself: signing in, and what to do when there is nothing to show. HTML without
// script or inline style, as the content security policy wants.
#include "web/endpoint/http_types.hpp"

#include <string_view>

namespace tidings::web {

constexpr std::string_view stylesheet_path = "/sign-in.css";

response stylesheet();
response page(int status, std::string_view title, std::string_view body_html);
/// What of a page isn't its text.
struct page_frame {
  std::string_view from;       ///< whose page it is
  std::string_view wrong = {}; ///< said first in the window's title: "Error:"; empty: nothing is wrong
  std::string_view language = "en-GB";
  std::string_view about = "Messages between a general practice and its patients";
};
/// For a patient: the practice's name in the place of ours.
response patient_page(int status, std::string_view title, std::string_view body_html, const page_frame& frame);
/// One button; pressing it signs in. The token stands in the form only.
response sign_in_page(std::string_view token);
/// How to get a link.
response ask_for_link_page(int status, std::string_view title, std::string_view why);
response no_web_app_page();
response not_found_page();

} // namespace tidings::web
