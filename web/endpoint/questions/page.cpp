#include "web/endpoint/questions/page.hpp"

#include "web/endpoint/limits.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/questions/words.hpp"
#include "web/endpoint/text.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tidings::web::questions {
namespace {

constexpr std::size_t words_max = 400;         ///< as the practice reads them at most
constexpr std::size_t why_letters_max = 1'000; ///< four bytes each at most: what the practice reads of a comment

/// The kinds of the Friends and Family Test, whose second half may be left empty.
constexpr std::string_view test_kind = "fft", why_kind = "fft_comment";

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

std::string_view code_of(page_language language) { return words_in(language).code; }

/// Where the words of an element aren't in the page's language.
std::string lang_of(page_language words, page_language page) {
  return words == page ? std::string() : fmt::format(" lang=\"{}\"", code_of(words));
}

std::string problem_of(const view::question_field& one, const page_words& words) {
  if (one.problem.empty()) return {};
  return fmt::format("<p class=\"wrong\" id=\"{}-wrong\"><span class=\"unseen\">{}</span> {}</p>\n", id_of(one),
                     words.error, html_escaped(one.problem));
}

/// The ids of what explains a field, for screen readers.
std::string described_by(const view::question_field& one, bool has_hint) {
  std::string ids;
  if (has_hint) ids = id_of(one) + "-hint";
  if (!one.problem.empty()) ids += (ids.empty() ? "" : " ") + id_of(one) + "-wrong";
  if (ids.empty()) return {};
  return " aria-describedby=\"" + ids + '"';
}

std::string radios(const view::question_field& one, const page_words& words, std::string_view lang) {
  auto html = fmt::format("<fieldset{}>\n<legend{}>{}</legend>\n{}", described_by(one, false), lang, text_of(one.text),
                          problem_of(one, words));
  const auto choices = words.choices_of(one.kind);
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

std::string text_field(const view::question_field& one, const page_words& words, std::string_view lang) {
  const auto hint = words.hint_of(one.kind);
  auto html =
      fmt::format("<fieldset>\n<legend{}><label for=\"{}\">{}</label></legend>\n", lang, id_of(one), text_of(one.text));
  if (!hint.empty()) html += fmt::format("<p class=\"hint\" id=\"{}-hint\">{}</p>\n", id_of(one), hint);
  html += problem_of(one, words);
  const auto told = (one.problem.empty() ? "" : " aria-invalid=\"true\"") + described_by(one, !hint.empty());
  if (one.kind == why_kind)
    return html + fmt::format("<textarea id=\"{}\" name=\"a.{}\" rows=\"5\" maxlength=\"{}\"{}>{}</textarea>\n",
                              id_of(one), html_escaped(one.step), why_letters_max, told, html_escaped(one.words));
  html += fmt::format("<input type=\"text\" id=\"{}\" name=\"a.{}\" value=\"{}\" maxlength=\"{}\" autocomplete=\"off\""
                      "{}>\n",
                      id_of(one), html_escaped(one.step), html_escaped(one.words), words_max, told);
  return html;
}

std::string field_of(const view::question_field& one, page_language language) {
  const auto& words = words_in(language);
  const auto lang = lang_of(one.language, language);
  auto html = fmt::format("<div class=\"field{}\">\n", one.problem.empty() ? "" : " field--wrong");
  html += words.choices_of(one.kind).empty() ? text_field(one, words, lang) : radios(one, words, lang);
  if (one.kind == test_kind || one.kind == why_kind) return html + "</fieldset>\n</div>\n";
  html += fmt::format("<div class=\"choice choice--less\"><input type=\"checkbox\" id=\"{0}-none\" name=\"n.{1}\" "
                      "value=\"1\"{2}><label for=\"{0}-none\">{3}</label></div>\n",
                      id_of(one), html_escaped(one.step), one.cannot_say ? " checked" : "", words.cannot_say);
  return html + "</fieldset>\n</div>\n";
}

std::string summary_of(const view::question_page& page, const page_words& words) {
  std::string html = fmt::format("<div class=\"summary\" role=\"alert\">\n<h2>{}</h2>\n<p>{}</p>\n<ul>\n",
                                 words.problem_title, words.nothing_sent);
  for (const auto& one : page.fields)
    if (!one.problem.empty())
      html += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id_of(one), html_escaped(one.problem));
  return html + "</ul>\n</div>\n";
}

std::string call_of(const view::question_page& page, const page_words& words) {
  auto call = std::string(words.ring) + html_escaped(page.practice);
  if (!page.phone.empty()) call.append(words.on).append(html_escaped(page.phone));
  return call;
}

std::string paragraph(std::string_view words) { return fmt::format("<p>{}</p>\n", words); }
std::string not_at_once(const page_words& words) {
  return fmt::format("<p class=\"hint\">{}</p>\n", words.not_at_once);
}

/// Of a page that has nothing to lose.
std::string link_to_other(const page_words& words) {
  return fmt::format("<p class=\"languages\"><a href=\"?language={0}\" lang=\"{0}\" hreflang=\"{0}\">{1}</a></p>\n",
                     words.other_code, words.other);
}

/// Of a form: what they have written goes with them. The first button of a form is what Enter presses, so that it has
/// to be one that sends.
std::string button_to_other(const page_words& words) {
  return fmt::format("<button type=\"submit\" class=\"unseen\" tabindex=\"-1\" aria-hidden=\"true\">{0}</button>\n"
                     "<p class=\"languages\"><button type=\"submit\" class=\"as-link\" name=\"show\" value=\"{1}\" "
                     "lang=\"{1}\">{2}</button></p>\n",
                     words.send, words.other_code, words.other);
}

/// Which questions stand on the page, as one that was left empty is missing among what a browser sends; and in which
/// language.
std::string hidden_fields(const view::question_page& page) {
  std::string steps;
  for (const auto& one : page.fields) steps += (steps.empty() ? "" : " ") + one.step;
  return fmt::format("<input type=\"hidden\" name=\"asked\" value=\"{}\">\n"
                     "<input type=\"hidden\" name=\"language\" value=\"{}\">\n",
                     html_escaped(steps), boost::describe::enum_to_string(page.language, ""));
}

page_frame frame_of(std::string_view from, const page_words& words, bool wrong = false) {
  return {.from = from, .wrong = wrong ? words.error : "", .language = words.code, .about = words.about};
}

} // namespace

response form_page(const view::question_page& page, bool sent) {
  const auto& words = words_in(page.language);
  const bool wrong =
      std::any_of(page.fields.begin(), page.fields.end(), [](const auto& one) { return !one.problem.empty(); });
  auto html = "<form method=\"post\" novalidate>\n" + button_to_other(words);
  if (wrong) html += summary_of(page, words);
  if (sent && !wrong) html += fmt::format("<p class=\"told\" role=\"status\">{}</p>\n", words.more_below);
  const bool is_test = !page.fields.empty() && page.fields.front().kind == test_kind;
  html += fmt::format("<p>{}{}{}</p>\n", words.before_practice, html_escaped(page.practice),
                      is_test ? words.test_after_practice : words.after_practice);
  html += not_at_once(words) + hidden_fields(page);
  for (const auto& one : page.fields) html += field_of(one, page.language);
  html += fmt::format("<button type=\"submit\">{}</button>\n</form>\n<p>{}{}.</p>", words.send, words.not_for_you,
                      call_of(page, words));
  return patient_page(200, is_test ? words.test_title : words.title, html, frame_of(page.practice, words, wrong));
}

response taken_page(const view::question_page& page) {
  const auto& words = words_in(page.language);
  std::string html;
  if (!page.emergency.empty()) {
    html += fmt::format("<div class=\"summary\" role=\"alert\">\n<h2>{}</h2>\n", words.read_now);
    if (!words.emergency.empty()) html += paragraph(words.emergency);
    html += fmt::format("<p{}>{}</p>\n</div>\n", lang_of(page_language::en, page.language), text_of(page.emergency));
  }
  html += fmt::format("<p role=\"status\">{}</p>\n", words.arrived);
  if (!page.thanks.empty())
    html += fmt::format("<p{}>{}</p>\n", lang_of(page.thanks_language, page.language), text_of(page.thanks));
  html += fmt::format("<p>{}{}.</p>\n", words.to_add, call_of(page, words));
  return patient_page(200, words.thanks_title, html + not_at_once(words), frame_of(page.practice, words));
}

response no_such_page(page_language language) {
  const auto& words = words_in(language);
  return patient_page(404, words.no_link_title,
                      link_to_other(words) + paragraph(words.no_link) + paragraph(words.have_sent) +
                          paragraph(words.have_not) + not_at_once(words),
                      frame_of(words.your_practice, words));
}

response later_page(int status, page_language language) {
  const auto& words = words_in(language);
  auto answer =
      patient_page(status, words.later_title, paragraph(words.later) + paragraph(words.go_back) + not_at_once(words),
                   frame_of(words.your_practice, words));
  answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

} // namespace tidings::web::questions
