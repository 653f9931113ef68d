#pragma once
// What stands in a dropped file, by its headings. Pure. A file of appointments is a complete reading of the window that
// it states, or, where it states none, from its first to its last appointment:
//
//   id,patient,starts_at,…
//   4711,88,2026-03-30 09:10,…
//   END,1,2026-03-30,2026-04-12,2026-03-29 18:00
//
// The end row: how many rows there are, the first and the last day that were asked for, and when the file was made; the
// last three may be left out. A file of groups says, with the same end row, who is in each group that it names, all of
// them:
//
//   group,patient,joined,left
//   Flu 2026,88,2026-09-01,
#include "actors/connector/files/csv.hpp"
#include "schemas/connectors/file_drop.hpp"
#include "schemas/events.hpp"

#include <map>
#include <optional>
#include <set>

namespace tidings::files {

struct appointments_table {
  std::vector<appointment> rows;
  timestamp from{}, to{};           ///< what it is a complete reading of
  std::optional<timestamp> made_at; ///< when it says so
  std::vector<row_error> errors;    ///< any: it isn't taken at all
};
struct patients_table {
  std::map<patient_id, patient_details> rows;
  std::vector<row_error> errors; ///< of rows that were left out; line 0: none was taken
};

/// One row: from its day `joined` on, up to its day `left`.
struct group_row {
  std::string group;
  patient_id patient;
  std::optional<timestamp> joined, left;
};
struct groups_table {
  std::vector<group_row> rows;
  std::optional<timestamp> made_at; ///< when it says so
  std::vector<row_error> errors;    ///< any: it isn't taken at all, since whoever is left out would have left
};

appointments_table read_appointments(std::string_view bytes, const file_drop_settings& how);
patients_table read_patients(std::string_view bytes, const file_drop_settings& how);
groups_table read_groups(std::string_view bytes, const file_drop_settings& how);

/// Who is in each group now. One that nobody is in any more is there, and empty.
std::map<std::string, std::set<patient_id>> members_at(const std::vector<group_row>& rows, timestamp now);

/// Appointments to come that a new reading takes away from the one in force, and of how many that are in its window.
struct shrinkage {
  std::size_t gone = 0, of = 0;
};
shrinkage shrinkage_of(const std::vector<appointment>& before, const appointments_table& now, timestamp today);
bool is_too_much(const shrinkage& what, const file_drop_settings& how);

/// Groups that a new list doesn't name any more, so that nobody is in them, and of how many that there are.
shrinkage groups_gone(const std::vector<group_row>& before, const std::vector<group_row>& now);
/// More than half of them, or all: that is rather a wrong export than a practice that has dissolved its groups.
bool is_too_much(const shrinkage& groups);

/// When each group that isn't named any more was last seen to end.
using ended_groups = std::map<std::string, timestamp>;
/// After `now` took the place of `before`. One that ended more than `keep` ago was told often enough.
ended_groups ended_after(const ended_groups& known, const std::vector<group_row>& before,
                         const std::vector<group_row>& now, timestamp at, millis keep);

} // namespace tidings::files
