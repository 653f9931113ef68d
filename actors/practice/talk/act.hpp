#pragma once
// What is done about a reply, one function for each sort of thing. Each adds its events and says whether the reply is
// dealt with; where it isn't, a person gets it.
#include "actors/practice/talk/say.hpp"
#include "actors/practice/talk/understand.hpp"
#include "schemas/documents.hpp"

namespace tidings::talk {

/// How long an answer that no person asked for is worth sending.
inline constexpr std::chrono::hours answer_lasts{24};
/// More appointments than this are no question for a text.
inline constexpr std::size_t choices_max = 4;
/// Whoever doesn't say which appointment in this time is called by a person instead, while there is time.
inline constexpr std::chrono::hours choice_waits{2};
/// A number is asked back at most once in this time.
inline constexpr std::chrono::hours asks_back_every{24};
/// Coded entries that can't be written are a person's then.
inline constexpr std::chrono::hours entry_given_up{7 * 24};

/// One reply on its way.
struct reply_at_hand {
  const practice_state& state;
  const practice_settings& settings;
  const reply_arrived& said;
  const std::string& number; ///< E.164 digits
  const correlation& found;
  timestamp now;

  const conversation_settings& words() const { return conversations_of(settings); }
  /// The only patient it can be from; empty when that isn't sure.
  patient_id patient() const { return found.patients.size() == 1 ? *found.patients.begin() : patient_id{}; }
};

/// What comes of it.
struct outcome {
  std::vector<event> events;
  bool done = false;   ///< no person need see it
  bool urgent = false; ///< a person must, at once
  std::string why;     ///< added to why the reply was understood so

  void add(event e) { events.push_back(std::move(e)); }
};

/// A message made by this reply: always the same for the same reply and name.
message_id message_of(const reply_at_hand& reply, std::string_view name);
/// Texts `body` if that is wanted and may be.
void text_back(const reply_at_hand& reply, outcome& into, std::string_view by, const std::string& body,
               std::map<std::string, std::string> values = {}, const patient_id& patient = {});

outcome confirm(const reply_at_hand& reply, const appointment_track& about);
outcome cancel(const reply_at_hand& reply, const appointment_track& about);
/// A reply after a cancellation that may regret it: what is still to be written is held back.
outcome hold_back(const reply_at_hand& reply, const appointment_track& about);
/// The open cancellation of this appointment as it now stands; null: none.
const operation_requested* open_cancel(const practice_state& state, const appointment_id& id);

/// @param offer  a slot that a yes may be for, too; null: none
outcome ask_which(const reply_at_hand& reply, const reply_verdict& verdict, const message_track* offer = nullptr);
outcome choose(const reply_at_hand& reply, const message_track& asked, std::size_t choice);
/// Those who were asked which and said nothing: a person has their reply.
std::vector<event> unanswered(const practice_state& state, timestamp now);
timestamp next_unanswered(const practice_state& state);

/// Yes or no to the slot that `asked` offered.
outcome answer_offer(const reply_at_hand& reply, const message_track& asked, bool wanted);

outcome opt_out(const reply_at_hand& reply);
/// START, alone: takes back what the same number or address said by STOP, and nothing that anybody else has said.
outcome opt_in(const reply_at_hand& reply);
outcome dispute(const reply_at_hand& reply);
outcome take_keyword(const reply_at_hand& reply, const reply_verdict& verdict);
outcome take_score(const reply_at_hand& reply, const message_track& asked, const reply_verdict& verdict);
/// 1 to 6 pressed in the call that asked.
fft_answered score_by_keys(const practice_state& state, const reply_arrived& said, const message_track& asked,
                           int score);
outcome take_comment(const reply_at_hand& reply);
outcome take_measure(const reply_at_hand& reply, const message_track& asked, const reply_verdict& verdict);
/// "A person will read it", or that nobody is there; help in an emergency.
void answer_for_staff(const reply_at_hand& reply, outcome& into, bool urgent);

/// An entry for the record.
struct entry {
  patient_id patient;
  std::string code, text, value, unit;
  std::string of{}; ///< tells entries of one code apart, where one reply makes several
};
operation_requested file(const reply_at_hand& reply, entry what);
/// All entries of an answer to a health question.
void file_answer(const reply_at_hand& reply, outcome& into, const patient_id& patient, const question_step& step,
                 const reply_verdict& verdict);

/// What was answered to a whole set of questions, as a document for the record; nothing where the practice doesn't want
/// that.
std::optional<operation_requested> file_answers(const reply_at_hand& reply, const patient_id& patient,
                                                document_lines said);

} // namespace tidings::talk
