#pragma once
// A query's rows into our words, by the mapping file. Pure. Errors name the column and what is wrong with it, and never
// what stands in a patient's row.
#include "schemas/connectors/microtest.hpp"
#include "schemas/errors.hpp"
#include "schemas/events.hpp"

#include <map>
#include <optional>
#include <set>

namespace tidings::odbc {

/// A result as `connection::query` gives it.
using cells = std::vector<std::optional<std::string>>;

/// Which column of a result is what: our name -> its place.
class columns {
public:
  /// `not_configured` names the first column that isn't there, and those that are.
  static result<columns> find(const std::map<std::string, std::string>& wanted, const std::vector<std::string>& found,
                              std::string_view of_what);
  /// Empty text: NULL, or not mapped.
  std::string text(const cells& row, const std::string& name) const;

private:
  std::map<std::string, std::size_t> at_;
};

/// An appointment, and what a write is guarded by.
struct booking {
  appointment what;
  std::string notes;
  std::string version;
};

result<booking> read_booking(const columns& at, const cells& row, const microtest_mapping& mapping);
result<patient_details> read_details(const columns& at, const cells& row, const microtest_mapping& mapping);

/// Members by group. A row without a patient names a group that may have none.
result<std::map<std::string, std::set<patient_id>>> read_groups(const columns& at, const std::vector<cells>& rows);

/// A time as the database keeps it, `2026-03-30 09:10:00`, and back.
result<timestamp> read_time(std::string_view text, const microtest_mapping& mapping);
std::string print_time(timestamp at, const microtest_mapping& mapping);

} // namespace tidings::odbc
