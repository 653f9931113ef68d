// A code that staff file for the one patient whose conversation it is.
#include "actors/practice/talk/act.hpp"
#include "actors/practice/talk/inbox.hpp"

#include <algorithm>

namespace tidings::talk {
namespace {

const hand_code* chosen(const conversation_settings& words, const file_code_by_hand& c) {
  const auto& all = words.codes_by_hand;
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) {
    return one.code == c.code && (c.text.empty() || one.text == c.text);
  });
  return found == all.end() ? nullptr : &*found;
}

} // namespace

std::string whose_record(const practice_state& state, const conversation_track& known, patient_id& patient) {
  const auto& number = known.number.reveal();
  const auto& key = number.empty() ? known.address.reveal() : number;
  if (key.empty()) return "the number was erased";
  if (known.disputed) return "whoever has this number says that it isn't the patient's";
  const auto owners = state.patients_by_number.find(key);
  const std::string has = number.empty() ? "address" : "number";
  if (owners == state.patients_by_number.end() || owners->second.empty()) return "no patient has this " + has;
  if (owners->second.size() > 1)
    return "more than one patient has this " + has + ": nobody could tell whose record it belongs into";
  patient = *owners->second.begin();
  // The number was another's when it last wrote, or the reply could have been several patients'.
  if (known.patient != patient) return "it isn't sure whose the last reply is: file it in the clinical system";
  return {};
}

request_id hand_code_mark(const operation_id& operation) { return request_id{operation.bytes}; }

decision file_by_hand(const practice_state& state, const practice_settings& settings, const file_code_by_hand& c,
                      timestamp now) {
  const auto found = state.conversations.find(c.conversation);
  if (found == state.conversations.end())
    return refused(error_code::not_found, "no such conversation at this practice");
  const auto& known = found->second;
  if (known.notes.contains(hand_code_mark(c.operation)))
    return {{}, answer{.repeated = true, .id = to_text(c.operation)}};
  const auto* code = chosen(conversations_of(settings), c);
  if (!code) return refused(error_code::invalid_input, "code: not one of those that this practice files by hand");
  patient_id patient;
  if (auto why = whose_record(state, known, patient); !why.empty()) return refused(error_code::refused, std::move(why));
  if (known.notes.size() >= notes_max)
    return refused(error_code::refused, "this conversation has 200 notes and codes already");
  return {{operation_requested{.operation = c.operation,
                               .kind = operation_kind::file_code,
                               .patient = patient,
                               .code = code->code,
                               .text = code->text,
                               .give_up_at = now + entry_given_up,
                               .requested_at = now},
           code_chosen{c.conversation, c.operation, patient, code->code, code->text, c.by}},
          answer{.id = to_text(c.operation)}};
}

} // namespace tidings::talk
