#pragma once
// What can be asked of any clinical system, and what it answers.
#include "schemas/errors.hpp"
#include "schemas/events.hpp"

#include <optional>
#include <variant>

namespace tidings {

/// One thing asked of a clinical system.
struct read_appointment {
  patient_id patient;
  appointment_id appointment;
};
struct write_cancel {
  patient_id patient;
  appointment_id appointment;
};
struct write_note {
  patient_id patient;
  appointment_id appointment;
  std::string text;
};
struct write_code {
  patient_id patient;
  operation_id operation; ///< goes along as a mark, so that reading back finds it
  std::string code;
  std::string text;
  secret_text value{}; ///< a measurement, e.g. `82.5`; empty: the code alone
  std::string unit{};
};
/// Was the entry with this operation's mark filed today or since `since`?
struct find_code {
  patient_id patient;
  operation_id operation;
  timestamp since{};
};
struct write_consent {
  patient_id patient;
  bool yes = false;
};
struct read_patient {
  patient_id patient;
};
/// A PDF for the record. The same operation has the same bytes at each try.
struct write_document {
  patient_id patient;
  operation_id operation; ///< its mark: names and ids are derived from it
  std::string title;      ///< never the patient's own words
  timestamp at{};         ///< when it was asked for
  secret_text nhs_number; ///< digits; empty where the record has none
  secret_text pdf;
};
/// Is the document with this operation's mark there?
struct find_document {
  patient_id patient;
  operation_id operation;
  timestamp since{};
};
/// Books the slot that was this appointment's, and is free again, for another patient. Done only where the system
/// itself gives it to the first who asks: never beside somebody else's booking.
struct write_booking {
  patient_id patient;
  appointment_id appointment;
};
using connector_request = std::variant<read_appointment, write_cancel, write_note, write_code, find_code, write_consent,
                                       read_patient, write_document, find_document, write_booking>;
/// `error` none: done. `refused`: the system said no for good. `unreachable`, `overloaded`: certainly not done, try
/// later. `outcome_unknown`: it may have been done.
struct connector_answer {
  practice_id practice;
  std::uint64_t token = 0;
  failure error;
  std::optional<appointment> found_appointment; ///< read_appointment: nothing when it isn't there
  std::string notes;                            ///< read_appointment: its comments
  std::string system_uid; ///< write_code, find_code, write_document, find_document: the entry's id; empty: not there
};
} // namespace tidings
