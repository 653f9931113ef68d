#pragma once
// Microtest Evolution, or any other database that a mapping file describes.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/odbc/mapped_rows.hpp"
#include "actors/connector/odbc/odbc_connection.hpp"
#include "actors/connector/odbc/statement_text.hpp"
#include "schemas/connectors/microtest.hpp"

#include <memory>
#include <unordered_map>

namespace tidings {

class microtest_system final : public clinical_system {
public:
  explicit microtest_system(microtest_settings with, wall_clock now = system_now);

  result<void> probe() override;
  result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) override;
  result<patient_details> read_patient(const patient_id& system_id) override;
  /// Asked for anew; what can't be read, or rather is a wrong view than the practice's wish, stays as it was and is
  /// remarked.
  group_lists groups() override;
  std::string remark() override { return groups_remark_; }
  connector_answer perform(const connector_request& what) override;

private:
  using values = std::map<std::string, std::string>;

  /// A connection whose schema has been looked at.
  result<odbc::connection*> connected();
  result<void> look_at_schema();
  result<odbc::columns> look_at_query(const std::string& name, const std::string& sql,
                                      const std::map<std::string, std::string>& wanted);
  failure failed(const odbc::trouble& why, std::string_view doing);
  result<std::vector<odbc::row>> ask(const std::string& name, const std::string& sql, const values& given);
  result<std::optional<odbc::booking>> read_one(const appointment_id& id);

  connector_answer read(const read_appointment& what);
  connector_answer find(const find_code& what);
  /// Reads the appointment, sees that it is still what was read before, writes, and commits if that met one row.
  connector_answer write_appointment(const patient_id& patient, const appointment_id& id, const std::string& sql,
                                     std::string_view name, values given);
  /// Only where the row is what was last read, a slot that is free: the database itself compares and sets.
  connector_answer book(const write_booking& what);
  connector_answer write_once(const std::string& sql, std::string_view name, const values& given);
  /// In one transaction: what `sql` touched must be one row.
  failure guarded(odbc::connection& db, const std::string& sql, std::string_view name, const values& given,
                  std::string_view when_none);

  microtest_settings with_;
  wall_clock now_;
  std::unique_ptr<odbc::connection> db_;
  std::uint64_t connections_ = 0; ///< made so far: a transaction ends with its own
  odbc::columns appointment_at_, one_at_, patient_at_, group_at_;
  std::set<std::string> groups_told_; ///< since the start
  std::string groups_remark_;
  /// What each appointment was when it was last read for a write: the write happens to just that.
  std::unordered_map<appointment_id, odbc::booking> seen_;
};

} // namespace tidings
