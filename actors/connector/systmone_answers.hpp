#pragma once
// What SystmOne answers, as values. Unknown elements are ignored (the specification says so of its own additions);
// what we need and can't read is a failure that says what and where.
#include "schemas/commands.hpp"
#include "schemas/errors.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pugi {
class xml_document;
}

namespace tidings::systmone {

/// The largest answer taken. Full records are "several megabytes"; a fortnight's diary of a large practice is about 4.
constexpr std::size_t answer_bytes_max = 16 * 1024 * 1024;

/// SystmOne's own no. `permanent` false: it may say yes later. The text is for people: nothing is decided on it.
struct refusal {
  std::string text;
  bool permanent = false;
};

struct answer {
  std::string device_id;
  std::string request_uid;
  std::string function;
  std::optional<refusal> refused;
  std::shared_ptr<const pugi::xml_document> document;
};
/// One whole document. Doctypes, other roots and a missing `Response` are failures.
result<answer> read_answer(std::string_view bytes);

/// An appointment with its comment. `derived` rows came without AppointmentUID: their id is made of practice, patient,
/// start and clinician, and the system's own must be looked up before a write.
struct booking {
  appointment what;
  std::string comments;
  std::string system_uid; ///< empty: not told
};

struct diary {
  std::vector<booking> rows;
  bool has_uids = true; ///< false: at least one row came without AppointmentUID
  std::uint64_t without_patient =
      0; ///< left out: neither NHS number nor pseudo number, so nobody can be asked about them
};
/// GetDiary. All rows or a failure, never some.
result<diary> read_diary(const answer& from, const practice_id& practice);
/// GetPatientRecord with the Appointments filter.
result<std::vector<booking>> read_appointments(const answer& from, const practice_id& practice, const patient_id& who);
/// GetPatientRecord with the Demographics filter.
result<patient_details> read_demographics(const answer& from, const patient_id& who);
/// EventUID of the entry whose free text holds `mark`; empty when there is none.
result<std::string> find_entry(const answer& from, std::string_view mark);
/// EventUID in the answer to an UpdatePatientRecord; empty when it has none.
std::string read_event_uid(const answer& from);

/// The id of an appointment that came without one: starts with `derived:`.
appointment_id derived_id(const practice_id& practice, const appointment& what);
bool is_derived(const appointment_id& id);

} // namespace tidings::systmone
