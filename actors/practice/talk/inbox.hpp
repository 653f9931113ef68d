#pragma once
// What staff do with conversations.
#include "actors/practice/decide.hpp"

namespace tidings::talk {

/// How long an answer of staff's waits before it goes: until then it can be taken back.
inline constexpr std::chrono::seconds undo_window{10};
inline constexpr std::size_t notes_max = 200; ///< in one conversation; more belong into the record
inline constexpr std::size_t note_bytes_max = 2'000;

decision move(const practice_state& state, const move_conversation& c);
decision note(const practice_state& state, const note_conversation& c);
decision answer_by_staff(const practice_state& state, const practice_settings& settings, const answer_conversation& c,
                         timestamp now);
decision trust(const practice_state& state, const trust_number& c);
decision begin_questions(const practice_state& state, const practice_settings& settings, const ask_questions& c,
                         timestamp now);
/// One of the practice's own codes into the record of the one patient whose conversation it is.
decision file_by_hand(const practice_state& state, const practice_settings& settings, const file_code_by_hand& c,
                      timestamp now);
/// Why nobody can be told whose record something of this conversation belongs into; empty when it can only be
/// `patient`'s.
std::string whose_record(const practice_state& state, const conversation_track& known, patient_id& patient);
/// What was said in a conversation, as a document into that record.
decision file_conversation(const practice_state& state, const practice_settings& settings,
                           const tidings::file_conversation& c, timestamp now);
/// What is remembered of it among the conversation's notes, so that the same is filed once.
request_id hand_code_mark(const operation_id& operation);
decision take_fft(const practice_state& state, const record_fft& c);

} // namespace tidings::talk
