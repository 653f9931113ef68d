#pragma once
#include "systmone/practice_book.hpp"
#include "systmone/wire.hpp"

#include <chrono>

namespace tidings::sim {

/// What the published specification leaves open, or practices set for themselves.
struct function_rules {
  /// The printed GetDiary example has no AppointmentUID, Status or Comments; the text around it says they are there.
  bool diary_without_uid = false;
  /// Cancelled appointments vanish instead of showing their status.
  bool hide_cancelled = false;
  /// Cancelling closer to the start than this is refused (TPP's telephony interface calls it "too close to start"); 0
  /// is off.
  std::chrono::minutes cancel_cutoff{0};
};

/// Carries out one request against the book. Refusals change nothing: an update is checked in full before any of it is
/// done.
function_result carry_out(practice_book&, const function_request&, const function_rules&, instant now);

/// Whether the 30 s rule of GetPatientRecord applies: not for demographics alone, nor for entries of today alone.
bool is_full_record(const function_request&, instant now);

function_result get_diary(practice_book&, const function_request&, const function_rules&, instant now);
function_result get_patient_record(practice_book&, const function_request&, const function_rules&, instant now);
function_result update_patient_record(practice_book&, const function_request&, const function_rules&, instant now);
function_result patient_search(practice_book&, const function_request&);

/// The patient `Identity` names (`NhsNumber` or `NHSNumber`), or the refusal.
tl::expected<patient*, function_error> identify(practice_book&, pugi::xml_node parameters);
void append_identity(pugi::xml_node parent, const patient&);
void append_address(pugi::xml_node parent, const patient&);

} // namespace tidings::sim
