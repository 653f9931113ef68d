#pragma once
// What a practice's conversations go by: its own words, keywords, the Friends and Family Test, questions about health.
// config/practices/A99999.yaml explains each option.
#include "schemas/page_language.hpp"
#include "schemas/settings.hpp"
#include "schemas/waiting_list_settings.hpp"

namespace tidings {

/// What is texted by itself. Empty: nothing. `((practice_name))` and `((practice_phone))` everywhere,
/// `((appointment_date))`, `((appointment_time))` and `((clinician))` where one appointment is meant.
struct automatic_texts {
  std::string confirmed;    ///< after a confirmation
  std::string cancelled;    ///< once the clinical system has cancelled
  std::string received;     ///< a person is going to read it
  std::string out_of_hours; ///< the same, when nobody is there
  std::string kept = "((practice_name)): Thank you. Your appointment on ((appointment_date)) at ((appointment_time)) "
                     "was NOT cancelled.";
  std::string which = "((practice_name)): Sorry, which appointment do you mean? Reply ((choices)).";
  std::string urgent = "((practice_name)): We can't see texts at all times. In an emergency call 999 now. For urgent "
                       "medical help call 111.";
  /// After START.
  std::string opted_in = "((practice_name)): Thank you. You will be sent ((messages)) again. Reply STOP to stop them.";
  bool operator==(const automatic_texts&) const = default;
};

/// A text about one appointment that isn't a reminder.
struct appointment_text {
  template_id text;                         ///< empty: none is sent
  std::vector<std::string> sessions;        ///< empty: all
  std::vector<std::string> not_sessions;    ///< never these
  minutes notice_min{2 * 60};               ///< of a confirmation: none is sent later than this before the start
  std::vector<channel> by = {channel::sms}; ///< most wanted first: the first by which the patient can be reached
};

struct fft_settings {
  bool ask = false;
  std::string question = "((practice_name)): Thinking about your appointment: overall, how was your experience of "
                         "our service? Reply 1 Very good, 2 Good, 3 Neither good nor poor, 4 Poor, 5 Very poor, "
                         "6 Don't know";
  std::string comment = "((practice_name)): Thank you. Please tell us why you gave your answer, in your own words. "
                        "Your answer is counted "
                        "without your name.";
  /// By text message in the place of `question`, with ((link)) to a page that asks the same. Empty: no link.
  std::string question_with_link;
  minutes delay{3 * 60};  ///< after the appointment's end
  int months_between = 6; ///< nobody is asked again sooner
  double share = 1;       ///< of those who may be asked
  std::vector<std::string> sessions, not_sessions;
  std::vector<channel> by = {channel::sms}; ///< most wanted first: the first by which the patient can be reached
  std::string subject = "How was your appointment at ((practice_name))?"; ///< by e-mail
  /// By telephone. Which key says what is read out after it.
  std::string spoken = "This is ((practice_name)). Thinking about your appointment: overall, how was your experience "
                       "of our service?";
};

/// One question of a set.
struct question_step {
  std::string id;
  std::string text;
  std::string text_welsh; ///< on a page behind a link; empty: `text` stands there
  question_kind kind = question_kind::yes_no;
  double low = 0, high = 0;                     ///< usual values; both 0: any. Of a blood pressure the systolic
  double diastolic_low = 0, diastolic_high = 0; ///< of a blood pressure
  std::string code, diastolic_code;             ///< filed with the value; empty: not filed
  std::map<std::string, std::string> codes;     ///< `yes`, `no`, `never`, `ex`, `current` -> filed without a value
  std::map<std::string, std::string> then;      ///< the same answers -> the next question's id, or `end`
};

/// How the questions of a set reach the patient: a text each, one after the other, or one text with a link to a page
/// that has all of them.
enum class ask_way : std::uint8_t { sms, link };
BOOST_DESCRIBE_ENUM(ask_way, sms, link)

struct question_set {
  std::string id;
  ask_way ask_by = ask_way::sms;
  std::vector<question_step> steps;
  std::string thanks;                         ///< texted after the last; empty: nothing
  std::string thanks_welsh;                   ///< on a page behind a link; empty: `thanks` stands there
  page_language language = page_language::en; ///< of such a page, when whoever opens it wants no other
  std::string again = "((practice_name)): Sorry, we could not read that. ((question))";
  std::string invitation = "((practice_name)): Please answer a few questions about your health: ((link)) The link is "
                           "for you alone and works until ((link_until)).";
};

/// Appointments about which some messages are not sent. A list that is empty leaves nothing out; those that aren't must
/// all fit.
struct message_exclusion {
  std::vector<std::string> sessions, clinicians, slot_types;
  std::vector<message_kind> kinds; ///< reminder, confirmation, fft, follow_up; empty: all of these
  std::vector<channel> channels;   ///< empty: all
  bool operator==(const message_exclusion&) const = default;
};

/// A code that staff may file from a conversation.
struct hand_code {
  std::string code; ///< SNOMED CT id
  std::string text; ///< what people call it; filed with it
  bool operator==(const hand_code&) const = default;
};

struct conversation_settings {
  automatic_texts texts;
  sending_hours staffed{.opens = 8 * 60, .closes = 18 * 60 + 30, .saturdays = false, .sundays = false, .kinds = {}};
  std::vector<keyword_settings> keywords; ///< the host's, then the practice's own
  appointment_text confirmation;          ///< of a booking
  appointment_text missed;                ///< after an appointment that wasn't attended
  fft_settings fft;
  std::vector<question_set> questions;
  std::map<std::string, std::string> canned; ///< replies that staff may choose from
  std::vector<message_exclusion> exclusions; ///< the host's, then the practice's own
  std::vector<hand_code> codes_by_hand;      ///< the practice's own
  /// Of a confirm-your-details campaign. It names nobody: phones are shared.
  std::string details_question = "((practice_name)): Is this still the mobile number of a patient of ours? Reply YES "
                                 "or NO";
  waiting_list_settings waiting_list;
  std::string public_url; ///< the endpoint's, for links that patients open; empty: none can be sent
};

/// Those of a practice; the defaults when it has none.
const conversation_settings& conversations_of(const practice_settings& settings);

} // namespace tidings
