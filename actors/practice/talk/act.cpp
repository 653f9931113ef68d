#include "actors/practice/talk/act.hpp"

#include "actors/practice/hours.hpp"
#include "actors/practice/talk/mail_talk.hpp"

namespace tidings::talk {

message_id message_of(const reply_at_hand& reply, std::string_view name) {
  return id_from_name<message_id>("answer", to_text(reply.said.reply) + '|' + std::string(name));
}

namespace {

/// An answer to a mail keeps its subject; one without is given the practice's usual one.
std::string subject_for(const reply_at_hand& reply) {
  auto subject = reply.said.by == channel::email ? subject_of_answer(reply.said.subject.reveal()) : std::string();
  return as_it_stands(std::move(subject));
}

} // namespace

void text_back(const reply_at_hand& reply, outcome& into, std::string_view by, const std::string& body,
               std::map<std::string, std::string> values, const patient_id& patient) {
  auto made = answer_by_itself(reply.state, reply.settings,
                               {.message = message_of(reply, by),
                                .number = reply.number,
                                .patient = patient,
                                .body = body,
                                .values = std::move(values),
                                .asked_by = by,
                                .due_at = reply.now,
                                .expires_at = reply.now + answer_lasts,
                                .talk = {.conversation = {}, .about = reply.said.reply},
                                .by = reply.said.by == channel::email ? channel::email : channel::sms,
                                .subject = subject_for(reply),
                                .thread = reply.said.thread},
                               reply.now);
  if (made) into.add(std::move(*made));
}

operation_requested file(const reply_at_hand& reply, entry what) {
  auto name = to_text(reply.said.reply) + '|' + what.patient.value + '|' + what.code;
  if (!what.of.empty()) name += '|' + what.of;
  return {.operation = id_from_name<operation_id>("entry", name),
          .kind = operation_kind::file_code,
          .patient = std::move(what.patient),
          .code = std::move(what.code),
          .text = std::move(what.text),
          .reply = reply.said.reply,
          .give_up_at = reply.now + entry_given_up,
          .requested_at = reply.now,
          .value = secret_text(std::move(what.value)),
          .unit = std::move(what.unit)};
}

outcome opt_out(const reply_at_hand& reply) {
  outcome made{.done = true};
  if (!is_opted_out(reply.state, reply.number))
    made.add(opted_out{secret_text(reply.number), "reply " + to_text(reply.said.reply)});
  for (const auto& patient : reply.found.patients)
    made.add(operation_requested{
        .operation = id_from_name<operation_id>("opt-out", to_text(reply.said.reply) + '|' + patient.value),
        .kind = operation_kind::set_consent,
        .patient = patient,
        .code = {},
        .text = "no",
        .reply = reply.said.reply,
        .give_up_at = reply.now + entry_given_up,
        .requested_at = reply.now});
  return made;
}

outcome dispute(const reply_at_hand& reply) {
  outcome made;
  made.why = "nothing of a patient's goes to this number until a person has checked it";
  const auto mark = reply.state.marks.of_number(reply.number);
  if (!is_disputed(reply.state, reply.number))
    made.add(number_disputed{secret_text(reply.number), mark, reply.said.reply});
  return made;
}

void answer_for_staff(const reply_at_hand& reply, outcome& into, bool urgent) {
  const auto& texts = reply.words().texts;
  if (urgent)
    text_back(reply, into, by_urgent, texts.urgent);
  else if (!is_open(hours_of(reply.words().staffed, message_kind::auto_response), reply.now))
    text_back(reply, into, by_out_of_hours, texts.out_of_hours);
  else
    text_back(reply, into, by_received, texts.received);
}

} // namespace tidings::talk
