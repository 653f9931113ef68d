#pragma once
// Texts that the practice writes by itself or for its staff, and to whom none may be written.
#include "actors/practice/decide.hpp"
#include "schemas/conversation_settings.hpp"

namespace tidings::talk {

/// Who asked for a text, where it was no person. None of them can be a rule's name.
inline constexpr std::string_view by_booking = "a booking", by_missed = "a missed appointment",
                                  by_fft = "friends and family test", by_questions = "health questions",
                                  by_which = "which appointment", by_urgent = "urgent words",
                                  by_out_of_hours = "out of hours", by_received = "a reply for staff",
                                  by_confirmed = "a confirmation", by_cancelled = "a cancellation",
                                  by_kept = "a change of mind", by_keyword = "a keyword",
                                  by_waiting_list = "the waiting list", by_opted_in = "an opt-in";

/// How many texts of one sort go to one number in one London day without a person: two machines that answer each other
/// fall silent. A patient who plainly needs more of them needs a person.
inline constexpr std::uint32_t automatic_a_day_max = 6;
inline constexpr std::uint32_t urgent_a_day_max = 3;   ///< beside those: help is named even when the others are used up
inline constexpr std::uint32_t received_a_day_max = 1; ///< "a person will read it", in hours and out of them each

struct outgoing {
  message_id message;
  message_kind kind = message_kind::auto_response;
  std::string number; ///< E.164 digits; of e-mail the address
  patient_id patient; ///< empty: nobody in particular
  std::string body;   ///< with placeholders
  std::map<std::string, std::string> values = {};
  std::string_view asked_by;
  timestamp due_at{};
  timestamp expires_at{};
  question_kind question = question_kind::none;
  const appointment* about = nullptr;
  talk_details talk = {};
  sms_alphabet alphabet = sms_alphabet::by_default; ///< by default the practice's
  channel by = channel::sms;                        ///< or email, or voice
  bool wanted_again = false; ///< they have just said so: what was opted out of until now doesn't stand against it
  std::string subject = {};  ///< of an e-mail, with placeholders; empty: the practice's usual one
  std::vector<std::string> attachments = {}; ///< of an e-mail
  secret_text thread = {};                   ///< of an e-mail that answers one
};

/// Why nothing of this patient's may go to this number, or by e-mail to this address; empty when it may.
std::string against_writing(const practice_state& state, const std::string& number, const patient_id& patient,
                            channel by = channel::sms);

/// The message, or why it can't be.
result<message_accepted> say(const practice_state& state, const practice_settings& settings, outgoing what);

/// An answer that no person asked for: within the day's limits, and only when there are words for it.
std::optional<message_accepted> answer_by_itself(const practice_state& state, const practice_settings& settings,
                                                 outgoing what, timestamp now);

/// What a text may say of an appointment, and of the practice.
std::map<std::string, std::string> words_of(const appointment& what);
/// What it may say of a patient.
void add_words_of(const patient_details& patient, std::map<std::string, std::string>& values);

/// The number that was texted about the appointment last; nothing when none was.
std::optional<std::string> number_asked_about(const practice_state& state, const appointment_id& id);

} // namespace tidings::talk
