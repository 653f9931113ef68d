#include "actors/practice/talk/details.hpp"

#include "actors/practice/channels.hpp"

namespace tidings::talk {
namespace {

constexpr std::chrono::hours details_question_lasts{72}; ///< over a Sunday, too

/// The patient's mobile, when it is theirs alone; nothing when asking there would tell nothing.
std::optional<std::string> own_mobile(const practice_state& state, const patient_details& patient) {
  auto number = mobile_of(patient);
  if (!number) return std::nullopt;
  const auto owners = state.patients_by_number.find(*number);
  return owners != state.patients_by_number.end() && owners->second.size() == 1 ? number : std::nullopt;
}

/// Asked already and not answered: a second question would make one answer count twice.
bool is_being_asked(const practice_state& state, const std::string& number, timestamp now) {
  const auto questions = state.questions_by_number.find(number);
  if (questions == state.questions_by_number.end()) return false;
  for (const auto& id : questions->second) {
    const auto& track = state.messages.at(id);
    const bool lost = is_end(track.state) && track.state != message_state::delivered;
    if (is_about_details(track) && !track.answered && !lost && track.changed_at + answers_wait > now) return true;
  }
  return false;
}

/// A disputed number's patient is asked all the same: whoever has it may say that it is right after all. So the text is
/// to the number, and no message of the patient's.
std::optional<message_accepted> question_to(const practice_state& state, const practice_settings& settings,
                                            const confirm_details& c, const patient_id& id, timestamp now) {
  const auto patient = state.patients.find(id);
  if (patient == state.patients.end() || !against_any_message(patient->second).empty()) return std::nullopt;
  if (patient->second.sms_consent == consent::no) return std::nullopt;
  const auto number = own_mobile(state, patient->second);
  if (!number || is_being_asked(state, *number, now)) return std::nullopt;
  outgoing what{.message =
                    id_from_name<message_id>("confirm details", settings.id.str() + '|' + id.value + '|' + c.campaign),
                .kind = message_kind::survey,
                .number = *number,
                .patient = is_disputed(state, *number) ? patient_id{} : id,
                .body = conversations_of(settings).details_question,
                .asked_by = c.by,
                .due_at = now,
                .expires_at = now + details_question_lasts,
                .question = question_kind::yes_no,
                .talk = {.conversation = {}, .set = std::string(details_set), .step = id.value}};
  if (state.messages.contains(what.message)) return std::nullopt;
  auto made = say(state, settings, std::move(what));
  if (!made) return std::nullopt;
  made->idempotency_key = c.campaign;
  return std::move(*made);
}

} // namespace

bool is_about_details(const message_track& asked) { return asked.what.talk.set == details_set; }

decision ask_details(const practice_state& state, const practice_settings& settings, const confirm_details& c,
                     timestamp now) {
  if (c.patients.empty() || c.patients.size() > details_patients_max)
    return refused(error_code::invalid_input, "patients: 1 to 100 ids");
  if (settings.sms_route.empty())
    return refused(error_code::refused, "this practice doesn't send text messages: it has no route for them");
  decision made;
  std::set<std::string> asked; // a patient given twice
  for (const auto& id : c.patients) {
    auto question = question_to(state, settings, c, id, now);
    if (!question || !asked.insert(question->to.reveal()).second) continue;
    made.events.push_back(std::move(*question));
  }
  made.what.repeated = made.events.empty();
  made.what.id = std::to_string(made.events.size()); // how many are asked
  return made;
}

outcome take_details(const reply_at_hand& reply, const message_track& asked, const reply_verdict& verdict) {
  outcome made;
  const bool yes = verdict.meaning == reply_meaning::yes;
  if (!verdict.automatic || (!yes && verdict.meaning != reply_meaning::no)) return made;
  const auto owners = reply.state.patients_by_number.find(reply.number);
  const bool still_theirs = owners != reply.state.patients_by_number.end() && owners->second.size() == 1 &&
                            owners->second.begin()->value == asked.what.talk.step;
  if (!still_theirs) {
    made.why = "but the record has changed since it was asked";
    return made;
  }
  const auto mark = reply.state.marks.of_number(reply.number);
  made.done = true;
  made.add(details_answered{secret_text(reply.number), mark, patient_id(asked.what.talk.step), reply.said.reply, yes});
  const bool disputed = is_disputed(reply.state, reply.number);
  const auto by = "reply " + to_text(reply.said.reply);
  if (yes && disputed) made.add(number_trusted{mark, by});
  if (!yes && !disputed) made.add(number_disputed{secret_text(reply.number), mark, reply.said.reply});
  return made;
}

} // namespace tidings::talk
