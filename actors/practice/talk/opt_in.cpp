// START takes back a STOP: of the same number or address, by the same channel, said by whoever has it.
#include "actors/practice/channels.hpp"
#include "actors/practice/opt_outs.hpp"
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/mail_talk.hpp"

namespace tidings::talk {
namespace {

timestamp written_at(const reply_at_hand& reply) {
  return reply.said.reported_at == timestamp{} ? reply.now : reply.said.reported_at;
}

/// Why a person has to decide; empty when nothing stands against it.
std::string doubt(const reply_at_hand& reply, const stop_track* stop) {
  const auto on = reply.said.by;
  if (!is_opted_out(reply.state, reply.number, on))
    return "nothing was stopped here by a STOP: if they get no messages, that has another reason";
  if (!stop) return "it was staff who took the opt-out down";
  if (is_disputed(reply.state, reply.number)) return "whoever has this number says that it isn't the patient's";
  if (written_at(reply) < stop->said_at) return "STOP was written later";
  for (const auto& id : reply.found.patients) {
    const auto patient = reply.state.patients.find(id);
    if (patient == reply.state.patients.end()) continue;
    if (const auto why = against_any_message(patient->second); !why.empty()) return std::string(why);
    if (consent_for(patient->second, on) == consent::no && !stop->record.contains(id))
      return "the record says no to " + std::string(messages_by(on)) + ", and not because of a STOP";
  }
  return {};
}

} // namespace

outcome opt_in(const reply_at_hand& reply) {
  const auto on = reply.said.by;
  const auto* stop = find_stop(reply.state, on, reply.number);
  if (auto against = doubt(reply, stop); !against.empty()) return {.why = std::move(against)};
  outcome made{.done = true};
  const auto still_out = kinds_out_of(reply.state, on, reply.number);
  made.add(opted_in{secret_text(reply.number), "reply " + to_text(reply.said.reply), on,
                    still_out.empty() ? std::vector<message_kind>{} : kinds_but(still_out), wish_told::unknown,
                    reply.patient()});
  for (const auto& patient : reply.found.patients)
    if (stop->record.contains(patient))
      made.add(operation_requested{
          .operation = id_from_name<operation_id>("opt-in", to_text(reply.said.reply) + '|' + patient.value),
          .kind = operation_kind::set_consent,
          .patient = patient,
          .code = {},
          .text = "yes",
          .reply = reply.said.reply,
          .give_up_at = reply.now + entry_given_up,
          .requested_at = reply.now});
  auto thanks = answer_by_itself(reply.state, reply.settings,
                                 {.message = message_of(reply, by_opted_in),
                                  .number = reply.number,
                                  .patient = {},
                                  .body = reply.words().texts.opted_in,
                                  .values = {{"messages", std::string(messages_by(on))}},
                                  .asked_by = by_opted_in,
                                  .due_at = reply.now,
                                  .expires_at = reply.now + answer_lasts,
                                  .talk = {.conversation = {}, .about = reply.said.reply},
                                  .by = on,
                                  .wanted_again = true,
                                  .subject = as_it_stands(subject_of_answer(reply.said.subject.reveal())),
                                  .thread = reply.said.thread},
                                 reply.now);
  if (thanks) made.add(std::move(*thanks));
  return made;
}

} // namespace tidings::talk
