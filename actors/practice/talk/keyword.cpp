// A keyword comes in, by text message or e-mail: advice goes back, a code is filed, a group is joined or left.
#include "actors/practice/channels.hpp"
#include "actors/practice/talk/act.hpp"

namespace tidings::talk {
namespace {

void change_group(const reply_at_hand& reply, outcome& into, const std::string& group, bool joined) {
  if (group.empty()) return;
  const auto patient = reply.patient();
  const auto member = patient.empty() ? reply.state.marks.of_number(reply.number) : patient.value;
  const auto members = reply.state.groups.find(group);
  const bool is_in = members != reply.state.groups.end() && members->second.contains(member);
  if (is_in == joined) return;
  into.add(group_changed{group, patient, secret_text(reply.number), joined, "reply " + to_text(reply.said.reply)});
}

} // namespace

outcome take_keyword(const reply_at_hand& reply, const reply_verdict& verdict) {
  const auto& keyword = reply.words().keywords.at(*verdict.keyword);
  const auto patient = reply.patient();
  outcome made{.done = true};
  std::map<std::string, std::string> values{{"keyword", keyword.id}};
  if (const auto known = reply.state.patients.find(patient); known != reply.state.patients.end())
    add_words_of(known->second, values);
  text_back(reply, made, by_keyword, keyword.answer, std::move(values), patient);
  const bool answered = !made.events.empty();
  made.events.insert(made.events.begin(), keyword_taken{reply.said.reply, keyword.id,
                                                        answered ? message_of(reply, by_keyword) : message_id{}});
  change_group(reply, made, keyword.joins, true);
  change_group(reply, made, keyword.leaves, false);
  if (!keyword.code.empty() && !patient.empty())
    made.add(file(reply, {.patient = patient,
                          .code = keyword.code,
                          .text = keyword.code_text.empty()
                                      ? "Keyword " + keyword.id + " received " + std::string(said_by(reply.said.by))
                                      : keyword.code_text,
                          .value = {},
                          .unit = {}}));
  if (!keyword.code.empty() && patient.empty()) {
    made.done = false;
    made.why = "its code was not filed: it is from no one patient alone";
  } else if (!keyword.answer.empty() && !answered) {
    made.done = false;
    made.why = "its answer could not be sent";
  }
  return made;
}

} // namespace tidings::talk
