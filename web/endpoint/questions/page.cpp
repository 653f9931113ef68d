#include "web/endpoint/questions/page.hpp"

#include "web/endpoint/limits.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace tidings::web::questions {
namespace {

constexpr std::size_t words_max = 400; ///< as the practice reads them at most

struct choice {
  std::string_view words; ///< what is sent, read like an answer by text message
  std::string_view shown;
};
constexpr std::array yes_or_no{choice{"yes", "Yes"}, choice{"no", "No"}};
constexpr std::array smoking{choice{"I have never smoked", "I have never smoked"},
                             choice{"I used to smoke", "I used to smoke"}, choice{"I smoke", "I smoke"}};

std::span<const choice> choices_of(const std::string& kind) {
  if (kind == "yes_no") return yes_or_no;
  if (kind == "smoking") return smoking;
  return {};
}

std::string_view hint_of(const std::string& kind) {
  if (kind == "blood_pressure") return "The two numbers, with the higher one first. For example 120/80";
  if (kind == "weight") return "For example 72.5 kg or 11 st 6 lb";
  if (kind == "height") return "For example 172 cm or 5 ft 8 in";
  if (kind == "peak_flow") return "In litres a minute. For example 420";
  if (kind == "blood_glucose") return "In mmol/l. For example 5.6";
  return {};
}

std::string id_of(const view::question_field& one) { return "q-" + html_escaped(one.step); }

/// Line breaks of the practice's own stay; nothing else of it is markup.
std::string text_of(const std::string& text) {
  std::string html;
  for (const char c : html_escaped(text)) {
    if (c == '\n') html += "<br>";
    html += c;
  }
  return html;
}

std::string problem_of(const view::question_field& one) {
  if (one.problem.empty()) return {};
  return fmt::format("<p class=\"wrong\" id=\"{}-wrong\"><span class=\"unseen\">Error:</span> {}</p>\n", id_of(one),
                     html_escaped(one.problem));
}

/// The ids of what explains a field, for screen readers.
std::string described_by(const view::question_field& one, bool has_hint) {
  std::string ids;
  if (has_hint) ids = id_of(one) + "-hint";
  if (!one.problem.empty()) ids += (ids.empty() ? "" : " ") + id_of(one) + "-wrong";
  if (ids.empty()) return {};
  return " aria-describedby=\"" + ids + '"';
}

std::string radios(const view::question_field& one, std::span<const choice> choices) {
  auto html = fmt::format("<fieldset{}>\n<legend>{}</legend>\n{}", described_by(one, false), text_of(one.text),
                          problem_of(one));
  bool first = true;
  for (const auto& each : choices) {
    const auto id = first ? id_of(one) : fmt::format("{}-{}", id_of(one), &each - choices.data());
    first = false;
    html +=
        fmt::format("<div class=\"choice\"><input type=\"radio\" id=\"{}\" name=\"a.{}\" value=\"{}\"{}>"
                    "<label for=\"{}\">{}</label></div>\n",
                    id, html_escaped(one.step), each.words, one.words == each.words ? " checked" : "", id, each.shown);
  }
  return html;
}

std::string text_field(const view::question_field& one) {
  const auto hint = hint_of(one.kind);
  auto html = fmt::format("<fieldset>\n<legend><label for=\"{}\">{}</label></legend>\n", id_of(one), text_of(one.text));
  if (!hint.empty()) html += fmt::format("<p class=\"hint\" id=\"{}-hint\">{}</p>\n", id_of(one), hint);
  html += problem_of(one);
  html += fmt::format("<input type=\"text\" id=\"{}\" name=\"a.{}\" value=\"{}\" maxlength=\"{}\" autocomplete=\"off\""
                      "{}{}>\n",
                      id_of(one), html_escaped(one.step), html_escaped(one.words), words_max,
                      one.problem.empty() ? "" : " aria-invalid=\"true\"", described_by(one, !hint.empty()));
  return html;
}

std::string field_of(const view::question_field& one) {
  const auto choices = choices_of(one.kind);
  auto html = fmt::format("<div class=\"field{}\">\n", one.problem.empty() ? "" : " field--wrong");
  html += choices.empty() ? text_field(one) : radios(one, choices);
  html += fmt::format("<div class=\"choice choice--less\"><input type=\"checkbox\" id=\"{0}-none\" name=\"n.{1}\" "
                      "value=\"1\"{2}><label for=\"{0}-none\">I can’t answer this</label></div>\n",
                      id_of(one), html_escaped(one.step), one.cannot_say ? " checked" : "");
  return html + "</fieldset>\n</div>\n";
}

std::string summary_of(const view::question_page& page) {
  std::string html =
      "<div class=\"summary\" role=\"alert\">\n<h2>There is a problem</h2>\n<p>Nothing is sent yet. What "
      "you wrote is still here.</p>\n<ul>\n";
  for (const auto& one : page.fields)
    if (!one.problem.empty())
      html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id_of(one), html_escaped(one.problem));
  return html + "</ul>\n</div>\n";
}

std::string call_of(const view::question_page& page) {
  return page.phone.empty() ? "ring " + html_escaped(page.practice)
                            : "ring " + html_escaped(page.practice) + " on " + html_escaped(page.phone);
}

constexpr std::string_view not_at_once =
    "<p class=\"hint\">Nobody reads answers at once. For urgent medical help call 111. In an emergency call 999.</p>\n";

/// Which questions stand on the page: one that was left empty is missing among what a browser sends.
std::string asked_field(const view::question_page& page) {
  std::string steps;
  for (const auto& one : page.fields) steps += (steps.empty() ? "" : " ") + one.step;
  return "<input type=\"hidden\" name=\"asked\" value=\"" + html_escaped(steps) + "\">\n";
}

} // namespace

response form_page(const view::question_page& page, bool sent) {
  const bool wrong =
      std::any_of(page.fields.begin(), page.fields.end(), [](const auto& one) { return !one.problem.empty(); });
  std::string html;
  if (wrong) html += summary_of(page);
  if (sent && !wrong)
    html += "<p class=\"told\" role=\"status\">Thank you. There are a few more questions below.</p>\n";
  html += fmt::format("<p>{} asks you these questions. Your answers go to the practice and into your record.</p>\n",
                      html_escaped(page.practice));
  html += not_at_once;
  html += "<form method=\"post\" novalidate>\n" + asked_field(page);
  for (const auto& one : page.fields) html += field_of(one);
  html += "<button type=\"submit\">Send my answers</button>\n</form>\n<p>Is this not for you, or would you rather "
          "speak to somebody? Please " +
          call_of(page) + ".</p>";
  return patient_page(200, "Questions about your health", html, page.practice, wrong);
}

response taken_page(const view::question_page& page) {
  std::string html;
  if (!page.emergency.empty())
    html += "<div class=\"summary\" role=\"alert\">\n<h2>Please read this now</h2>\n<p>" + text_of(page.emergency) +
            "</p>\n</div>\n";
  html += "<p role=\"status\">Your answers have arrived. You can close this page.</p>\n";
  if (!page.thanks.empty()) html += "<p>" + text_of(page.thanks) + "</p>\n";
  html += "<p>Something to add or to put right? Please " + call_of(page) + ".</p>\n";
  return patient_page(200, "Thank you", html + std::string(not_at_once), page.practice);
}

response no_such_page() {
  return patient_page(404, "This link can’t be opened",
                      "<p>It may be too old, or somebody has sent answers by it already: each link works once, for 7 "
                      "days. Or a part of it is missing.</p>\n"
                      "<p>If you have sent your answers, they have arrived and there is nothing more to do.</p>\n"
                      "<p>If you have not, please ring your practice.</p>\n" +
                          std::string(not_at_once),
                      "Your GP practice");
}

response later_page(int status) {
  auto answer = patient_page(status, "Please try again in a few minutes",
                             "<p>The page can’t be shown just now, and nothing was sent. The link still works.</p>\n"
                             "<p>If you have just filled it in, go back: what you wrote is still there.</p>\n" +
                                 std::string(not_at_once),
                             "Your GP practice");
  answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

} // namespace tidings::web::questions
