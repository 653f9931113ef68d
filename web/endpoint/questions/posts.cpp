// A link to a set of questions is opened, or its form is sent. Whoever has the link may; nobody else learns anything.
#include "web/endpoint/patient_links.hpp"
#include "web/endpoint/questions/language.hpp"
#include "web/endpoint/questions/page.hpp"
#include "web/endpoint/target.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace tidings::web {
namespace {

/// The page that comes of it. `what.secret` is in no log, no audit entry and no answer.
void ask_practice(house& home, const call_ptr& one, const practice_id& practice, answer_by_link what,
                  std::optional<page_language> wanted) {
  const bool sent = what.sent;
  const auto language = wanted.value_or(page_language::en); // where the practice doesn't say which
  if (wanted) what.language = boost::describe::enum_to_string(*wanted, "");
  tell(home, practice, std::move(what), nullptr, [&home, one, sent, language](const answer& said) {
    const auto page = said.accepted ? questions::read_page(said.told.reveal()) : std::optional<view::question_page>{};
    if (page) return one->done(page->taken ? questions::taken_page(*page) : questions::form_page(*page, sent));
    if (said.refusal != error_code::not_found)
      return one->done(questions::later_page(said.refusal == error_code::overloaded ? 429 : 503, language));
    link_was_wrong(home, *one);
    one->done(questions::no_such_page(language));
  });
}

/// @param form  what was sent; null: they only look
void answer_link(house& home, const call_ptr& one, const parameters* form) {
  const auto wanted = questions::wanted_language(one->asked, form);
  const auto language = wanted.value_or(page_language::en);
  const auto practice = practice_of_link(home, one,
                                         {[language] { return questions::no_such_page(language); },
                                          [language](int status) { return questions::later_page(status, language); }});
  if (!practice) return;
  // Looked at, not used: previews and scanners fetch links. Nor is anything sent by who changes the language; what they
  // have written goes with them.
  answer_by_link what{.secret = secret_text(one->arguments[1]), .sent = false, .answers = {}};
  const auto filled = form ? questions::read_form(*form) : std::nullopt;
  if (filled) { // what the page couldn't have sent shows it anew
    what.sent = !form->contains("show");
    for (const auto& each : *filled) what.answers.push_back({each.step, secret_text(each.words), each.cannot_say});
  }
  ask_practice(home, one, *practice, std::move(what), wanted);
}

} // namespace

void get_question_link(house& home, const call_ptr& one) { answer_link(home, one, nullptr); }

void post_question_link(house& home, const call_ptr& one) {
  const auto form = parse_form(one->asked.body, repeats::refused);
  const bool whole = form && is_content_type(one->asked, "application/x-www-form-urlencoded");
  answer_link(home, one, whole ? &*form : nullptr);
}

} // namespace tidings::web
