#pragma once
// What is asked of SystmOne, as bytes: one XML document on one line, ended by a newline.
// Source: TPP, "SystmOne Client Integration Interface Specification" v33.4 (tpp-uk.com/resources/integration-request).
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>

namespace tidings::systmone {

/// What every request carries.
struct envelope {
  std::string api_key;
  std::string device_id; ///< empty: asks for the device to be approved
  std::string request_uid;
};

std::string get_functions(const envelope& about);
/// Appointments that start in [from, to]; both ends go out as London time.
std::string get_diary(const envelope& about, timestamp from, timestamp to);
/// Names, mobile and SMS consent. Free of the 30-second rule.
std::string get_demographics(const envelope& about, const patient_id& who);
/// The patient's pending appointments. Held to one per 30 seconds.
std::string get_appointments(const envelope& about, const patient_id& who);
/// Entries filed on the London days of `from` to `to`. Free of the 30-second rule only when both are today.
std::string get_entries(const envelope& about, const patient_id& who, timestamp from, timestamp to);

std::string cancel_appointment(const envelope& about, const patient_id& who, const appointment_id& which);
/// Replaces the appointment's comment.
std::string comment_appointment(const envelope& about, const patient_id& who, const appointment_id& which,
                                std::string_view comment);
/// A SNOMED CT entry in the record. `free_text` carries the operation's mark (see `mark_of`).
std::string file_code(const envelope& about, const patient_id& who, std::string_view code, std::string_view free_text,
                      timestamp at);
std::string set_consent(const envelope& about, const patient_id& who, bool yes);

/// How an entry of ours is found again: `Tidings ref <operation id>`.
std::string mark_of(const operation_id& operation);

/// A patient without NHS number is known by SystmOne's pseudo number; its patient_id has this before it.
constexpr std::string_view pseudo_prefix = "pseudo:";

/// `text` as XML character data on one line: line breaks become character references, bytes that are not UTF-8 and
/// characters that XML 1.0 forbids become `?`.
std::string escaped(std::string_view text);

} // namespace tidings::systmone
