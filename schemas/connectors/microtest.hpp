#pragma once
// Options of `system: microtest`: a database that is reached by ODBC, and what is asked of it.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <map>
#include <string>
#include <vector>

namespace tidings {

/// The mapping file. Statements are the database's own SQL with `:name` where a value goes in.
struct microtest_mapping {
  std::string times = "local";  ///< how the database keeps times: `local` (Europe/London) or `utc`
  std::string text = "unicode"; ///< how the driver gives text: `unicode`, or bytes that are `utf-8` or `windows-1252`
  std::vector<std::string> on_connect;
  std::string appointments; ///< :from, :to
  std::string appointment;  ///< :appointment; the same columns, one row or none
  std::string patient;      ///< :patient
  /// What we call it -> the result's column.
  std::map<std::string, std::string> appointment_columns, patient_columns;
  std::string groups; ///< every member of every group; empty: the database has none
  std::map<std::string, std::string> group_columns;
  std::map<std::string, appointment_status> statuses;
  std::map<std::string, tidings::consent> consents;
  // Writes. Empty: can't be done, and is refused so that staff do it.
  std::string cancel;                              ///< :appointment, :version, :operation_time
  std::string note;                                ///< :appointment, :version, :text
  std::string code;                                ///< :operation, :patient, :code, :text, :operation_time
  std::string find_code;                           ///< :operation, :patient; one column, the entry's id
  std::string consent;                             ///< :patient, :consent
  std::string consent_yes = "Y", consent_no = "N"; ///< what is written
  std::string book; ///< :appointment, :version, :patient; a row that is the slot itself, and free
  bool operator==(const microtest_mapping&) const = default;
};

struct microtest_settings {
  secret_text connection;   ///< an ODBC connection string
  std::string mapping_file; ///< where `mapping` was read
  microtest_mapping mapping;
  bool writes = false;
  millis connect_timeout{10'000};
  millis query_timeout{30'000};
  bool operator==(const microtest_settings&) const = default;
};

} // namespace tidings
