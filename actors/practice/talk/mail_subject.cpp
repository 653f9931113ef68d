#include "actors/practice/talk/mail_subject.hpp"

#include "actors/practice/talk/mail_talk.hpp"
#include "actors/reply/keywords.hpp"

#include <algorithm>
#include <array>

namespace tidings::talk {
namespace {

/// Subjects that only say what a mail is about.
constexpr std::array<std::string_view, 8> topics{"appointment",          "my appointment", "your appointment",
                                                 "appointment reminder", "reminder",       "apwyntiad",
                                                 "fy apwyntiad",         "eich apwyntiad"};

bool is_topic(std::string_view subject) {
  std::string small(subject);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::find(topics.begin(), topics.end(), small) != topics.end();
}

bool says_nothing(const reply_verdict& verdict) {
  return verdict.meaning == reply_meaning::empty || verdict.meaning == reply_meaning::thanks;
}

void leave_to_person(reply_verdict& verdict, std::string_view why) {
  verdict.automatic = verdict.ambiguous = false;
  verdict.why += why;
}

} // namespace

void hear_subject(reply_verdict& verdict, const reply_arrived& mail, const reply_context& context) {
  if (!mail.answers.is_nil() || answers_another(mail.thread.reveal())) return;
  const auto subject = new_subject(mail.subject.reveal());
  if (subject.empty()) return;
  const auto said = parse_reply(subject, context);
  if (said.meaning == reply_meaning::keyword && said.automatic) {
    const bool same = verdict.meaning == reply_meaning::keyword && verdict.keyword == said.keyword;
    if (same && verdict.automatic) return;
    if (says_nothing(verdict) || same) {
      verdict = said;
      verdict.why += " in the subject";
      return;
    }
    return leave_to_person(verdict, "; its subject is the keyword `" + (*context.keywords)[*said.keyword].id +
                                        "`, but its text says more");
  }
  if (verdict.meaning == reply_meaning::urgent) return;
  if (says_nothing(verdict) || said.meaning == reply_meaning::urgent || said.urgent) {
    if (says_nothing(said)) return;
    const bool text_says_nothing = says_nothing(verdict);
    verdict = said;
    leave_to_person(verdict, text_says_nothing ? "; it stands in the subject alone" : "; it stands in the subject");
    return;
  }
  if (!verdict.automatic || is_topic(subject) || said.meaning == verdict.meaning || says_nothing(said)) return;
  if (verdict.meaning == reply_meaning::keyword) return; // it is all that they wrote, and changes no appointment
  leave_to_person(verdict, "; but its subject may say something else");
}

} // namespace tidings::talk
