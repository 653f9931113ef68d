#include "web/endpoint/files/page.hpp"

#include "schemas/json_fields.hpp"
#include "web/endpoint/limits.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

namespace tidings::web::files {
namespace {

constexpr std::string_view title = "You have a file to download";

/// `1.4 MB`, `12 KB`: as file managers round it.
std::string spoken_size(std::uint32_t bytes) {
  constexpr double kilo = 1'000, mega = 1'000'000;
  if (bytes >= mega) return fmt::format("{:.1f} MB", bytes / mega);
  return fmt::format("{:.0f} KB", bytes < kilo ? 1 : bytes / kilo);
}

std::string whom_to_ask(const view::kept_file_page& page) {
  auto call = "ring " + html_escaped(page.practice);
  if (!page.phone.empty()) call += " on " + html_escaped(page.phone);
  return call;
}

std::string address_field(bool wrong, std::string_view typed) {
  std::string html = fmt::format("<div class=\"field{}\">\n<label for=\"address\">Your e-mail address</label>\n"
                                 "<p class=\"hint\" id=\"address-hint\">The one to which the e-mail with this link "
                                 "was sent. It shows that the file is for you.</p>\n",
                                 wrong ? " field--wrong" : "");
  if (wrong)
    html += "<p class=\"wrong\" id=\"address-wrong\"><span class=\"unseen\">Error:</span> The e-mail was sent to "
            "another address. Check what you typed.</p>\n";
  html += fmt::format("<input type=\"email\" id=\"address\" name=\"address\" value=\"{}\" maxlength=\"320\" "
                      "autocomplete=\"email\" spellcheck=\"false\" required aria-describedby=\"address-hint{}\"{}>\n"
                      "</div>\n",
                      html_escaped(typed), wrong ? " address-wrong" : "", wrong ? " aria-invalid=\"true\"" : "");
  return html;
}

/// RFC 6266: a plain name for old programs, and the whole one in UTF-8.
std::string saved_as(const std::string& name) {
  std::string plain, encoded;
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool safe = letter || c == '.' || c == '-' || c == '_';
    plain += safe || c == ' ' ? c : '_';
    encoded += safe ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

} // namespace

std::optional<view::kept_file_page> read_page(std::string_view text) {
  namespace json = boost::json;
  using json_fields::flag_in;
  using json_fields::text_in;
  json::error_code wrong;
  const auto read = json::parse(json::string_view(text.data(), text.size()), wrong);
  const auto* object = wrong ? nullptr : read.if_object();
  const auto* size = object ? object->if_contains("size") : nullptr;
  if (!size || !size->is_number()) return std::nullopt;
  return view::kept_file_page{.practice = text_in(*object, "practice"),
                              .phone = text_in(*object, "phone"),
                              .name = text_in(*object, "name"),
                              .media_type = text_in(*object, "media_type"),
                              .size = size->to_number<std::uint32_t>(),
                              .until = text_in(*object, "until"),
                              .confirm_address = flag_in(*object, "confirm_address"),
                              .wrong_address = flag_in(*object, "wrong_address"),
                              .fetched = flag_in(*object, "fetched"),
                              .message = text_in(*object, "message"),
                              .file = text_in(*object, "file")};
}

response file_page(const view::kept_file_page& page, std::string_view typed) {
  std::string html;
  if (page.wrong_address)
    html += "<div class=\"summary\" role=\"alert\">\n<h2>There is a problem</h2>\n<p><a href=\"#address\">The e-mail "
            "was sent to another address. Check what you typed.</a></p>\n</div>\n";
  html += fmt::format("<p>{} sent you <strong>{}</strong> ({}).</p>\n<p>You can download it until {}.</p>\n",
                      html_escaped(page.practice), html_escaped(page.name), spoken_size(page.size),
                      html_escaped(page.until));
  html += "<form method=\"post\" novalidate>\n";
  if (page.confirm_address) html += address_field(page.wrong_address, typed);
  html += fmt::format("<button type=\"submit\">Download the file</button>\n</form>\n<p>Is this not for you, or does "
                      "something not work? Please {}.</p>",
                      whom_to_ask(page));
  return patient_page(page.wrong_address ? 403 : 200, title, html,
                      {.from = page.practice, .wrong = page.wrong_address ? "Error:" : ""});
}

response file_itself(const view::kept_file_page& page, std::string bytes) {
  auto answer = response::with(200, page.media_type, std::move(bytes));
  answer.set("Cache-Control", "no-store");
  answer.set("Content-Disposition", saved_as(page.name));
  return answer;
}

response no_such_page() {
  return patient_page(404, "This link can’t be opened",
                      "<p>The file may not be kept any more, or a part of the link is missing.</p>\n"
                      "<p>If you still need it, please ring your practice.</p>",
                      {.from = "Your GP practice"});
}

response later_page(int status) {
  auto answer =
      patient_page(status, "Please try again in a few minutes",
                   "<p>The file can’t be shown just now. The link still works.</p>", {.from = "Your GP practice"});
  answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

} // namespace tidings::web::files
