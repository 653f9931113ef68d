#pragma once
// The field's own words. Numbers go into the log: never change or reuse one; add at the end.
#include <boost/describe/enum.hpp>

#include <cstdint>

namespace tidings {

enum class message_kind : std::uint8_t {
  reminder,
  confirmation,
  now,
  campaign,
  fft,
  auto_response,
  survey,
  document,
  newsletter,
  follow_up,   ///< after an appointment that wasn't attended
  waiting_list ///< offers a slot that came free; always keeps sending hours
};
BOOST_DESCRIBE_ENUM(message_kind, reminder, confirmation, now, campaign, fft, auto_response, survey, document,
                    newsletter, follow_up, waiting_list)

enum class channel : std::uint8_t { sms, email, voice, smart };
BOOST_DESCRIBE_ENUM(channel, sms, email, voice, smart)

/// Which letters a text message may have. `gsm`: GOV.UK Notify's policy, the GSM alphabet and Welsh letters; what isn't
/// among them goes as its likeness or as `?`. `unicode`: any letter, at 70 characters a segment instead of 160.
enum class sms_alphabet : std::uint8_t { by_default, gsm, unicode };
BOOST_DESCRIBE_ENUM(sms_alphabet, by_default, gsm, unicode)

/// What a program may do with its key to the GOV.UK Notify API. `test`: everything but send.
enum class api_key_type : std::uint8_t { normal, team, test };
BOOST_DESCRIBE_ENUM(api_key_type, normal, team, test)

/// What a message asks its reader to answer.
enum class question_kind : std::uint8_t {
  none,
  confirm_cancel,
  confirm_only,
  cancel_only,
  fft,         ///< NHS Friends and Family Test: 1 very good ... 5 very poor, 6 don't know
  fft_comment, ///< its second question, in the patient's own words
  yes_no,
  blood_pressure,
  weight,
  height,
  peak_flow,
  blood_glucose,
  smoking,
  which_appointment, ///< asked back: the number of one of several appointments
  slot_offer         ///< whether they want a slot that came free: no answer to it is one about an appointment
};
BOOST_DESCRIBE_ENUM(question_kind, none, confirm_cancel, confirm_only, cancel_only, fft, fft_comment, yes_no,
                    blood_pressure, weight, height, peak_flow, blood_glucose, smoking, which_appointment, slot_offer)

/// What a patient's reply means. `staff`: anything only a person should read.
enum class reply_meaning : std::uint8_t {
  confirm,
  cancel,
  opt_out,
  opt_in,
  rebook,
  question,
  thanks,
  wrong_person,
  urgent,
  staff,
  empty,
  fft,     ///< a score of the Friends and Family Test, perhaps with a comment
  comment, ///< words we asked for
  yes,
  no,
  blood_pressure,
  weight,
  height,
  peak_flow,
  blood_glucose,
  smoking,
  keyword, ///< one of the practice's or the host's own keywords
  abuse,
  other_language, ///< neither English nor Welsh
  choice          ///< the number of one of several appointments, as we asked
};
BOOST_DESCRIBE_ENUM(reply_meaning, confirm, cancel, opt_out, opt_in, rebook, question, thanks, wrong_person, urgent,
                    staff, empty, fft, comment, yes, no, blood_pressure, weight, height, peak_flow, blood_glucose,
                    smoking, keyword, abuse, other_language, choice)

/// `unknown`: the record says nothing, which the NHS reads as implied consent for direct care.
enum class consent : std::uint8_t { unknown, yes, no };
BOOST_DESCRIBE_ENUM(consent, unknown, yes, no)

enum class appointment_status : std::uint8_t { booked, arrived, in_progress, finished, did_not_attend, cancelled };
BOOST_DESCRIBE_ENUM(appointment_status, booked, arrived, in_progress, finished, did_not_attend, cancelled)

/// Where a message stands. The last six are end states.
enum class message_state : std::uint8_t {
  accepted,          ///< durable, waiting for its time or for its provider
  dispatching,       ///< an attempt is under way
  in_doubt,          ///< an attempt may or may not have reached the provider
  sent,              ///< the provider took it
  delivered,         ///< the network says the phone has it
  permanent_failure, ///< can't be delivered
  technical_failure, ///< we could not send it
  cancelled,         ///< no longer wanted, never sent
  expired,           ///< its time passed before it could be sent
  temporary_failure, ///< the network gave up for now: an end state, a person may send again
};
BOOST_DESCRIBE_ENUM(message_state, accepted, dispatching, in_doubt, sent, delivered, permanent_failure,
                    technical_failure, cancelled, expired, temporary_failure)
constexpr bool is_end(message_state state) { return state >= message_state::delivered; }

/// What one call to a provider came to.
enum class attempt_result : std::uint8_t {
  sent,          ///< the provider took it
  retry,         ///< certainly not taken; worth another try
  permanent,     ///< certainly not taken; this message never will be
  configuration, ///< certainly not taken; the account needs a person
  unknown,       ///< no answer: it may have been taken
};
BOOST_DESCRIBE_ENUM(attempt_result, sent, retry, permanent, configuration, unknown)

/// What a look-up at the provider found about an attempt in doubt.
enum class look_up_finding : std::uint8_t { seen, never_seen, unknown };
BOOST_DESCRIBE_ENUM(look_up_finding, seen, never_seen, unknown)

/// Receipts, in rising rank: a late lower one never overwrites a higher one.
enum class receipt_status : std::uint8_t {
  pending,
  temporary_failure,
  technical_failure,
  permanent_failure,
  delivered
};
BOOST_DESCRIBE_ENUM(receipt_status, pending, temporary_failure, technical_failure, permanent_failure, delivered)

/// A write into the clinical system.
enum class operation_kind : std::uint8_t {
  cancel_appointment,
  confirm_appointment,
  file_code,
  set_consent,
  file_document,
  book_slot ///< one that came free, for whoever it was promised to
};
BOOST_DESCRIBE_ENUM(operation_kind, cancel_appointment, confirm_appointment, file_code, set_consent, file_document,
                    book_slot)

enum class operation_result : std::uint8_t {
  done,      ///< written, or found to be written already
  rejected,  ///< the system said no for good
  differs,   ///< the appointment is no longer what the patient answered about: not written
  withdrawn, ///< the patient changed their mind in time: certainly not written
};
BOOST_DESCRIBE_ENUM(operation_result, done, rejected, differs, withdrawn)

/// What was made of a measurement that a patient sent.
enum class measure_finding : std::uint8_t {
  usual,        ///< filed
  out_of_range, ///< filed, and a person looks
  severe,       ///< filed, and a person looks at once
  implausible,  ///< can't be so: asked again once, then a person looks; never filed
};
BOOST_DESCRIBE_ENUM(measure_finding, usual, out_of_range, severe, implausible)

/// How an answer of the Friends and Family Test came in, as the monthly submission tells them apart.
enum class fft_method : std::uint8_t { text_message, online, app, paper, telephone, other };
BOOST_DESCRIBE_ENUM(fft_method, text_message, online, app, paper, telephone, other)

/// How staff were told what a patient wants to be sent. `unknown`: of older versions, or the patient texted it.
enum class wish_told : std::uint8_t { unknown, in_person, telephone, letter, email, online, record };
BOOST_DESCRIBE_ENUM(wish_told, unknown, in_person, telephone, letter, email, online, record)

/// Where a conversation stands for the practice's staff.
enum class conversation_status : std::uint8_t { unread, read, done };
BOOST_DESCRIBE_ENUM(conversation_status, unread, read, done)

/// How the offer of a slot to one patient ended.
enum class offer_end : std::uint8_t {
  taken,       ///< they said yes first: it is promised to them
  declined,    ///< they said no
  lapsed,      ///< no answer in their time: a later yes takes it while it is still free
  not_reached, ///< the text never reached them
  not_asked,   ///< they may not be asked: no consent, no mobile, dead, …
  withdrawn,   ///< it was no longer free
};
BOOST_DESCRIBE_ENUM(offer_end, taken, declined, lapsed, not_reached, not_asked, withdrawn)

/// How it ended with a slot that came free.
enum class slot_end : std::uint8_t {
  booked,      ///< the clinical system shows it booked for whoever it was promised to
  given_away,  ///< the clinical system shows it booked for somebody else
  nobody_left, ///< everybody that may be asked was asked in vain
  too_late,    ///< it begins too soon to ask anybody
  clinic_gone, ///< so many of one clinician's went at once that the clinic itself may be off
  stopped,     ///< by staff
};
BOOST_DESCRIBE_ENUM(slot_end, booked, given_away, nobody_left, too_late, clinic_gone, stopped)

enum class connector_state : std::uint8_t { up, degraded, awaiting_approval, deactivated, down };
BOOST_DESCRIBE_ENUM(connector_state, up, degraded, awaiting_approval, deactivated, down)

enum class provider_state : std::uint8_t { up, degraded, down, stopped };
BOOST_DESCRIBE_ENUM(provider_state, up, degraded, down, stopped)

} // namespace tidings
