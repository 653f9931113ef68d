#pragma once
// A practice's appointments and patients from files that somebody, or something, puts into a folder.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/files/drop_folder.hpp"
#include "actors/connector/files/drop_tables.hpp"

namespace tidings {

class file_drop_system final : public clinical_system {
public:
  explicit file_drop_system(file_drop_settings with, wall_clock now = system_now);

  result<void> probe() override;
  /// Takes what lies in the folder first.
  result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) override;
  window window_read(timestamp from, timestamp to) const override;
  result<patient_details> read_patient(const patient_id& system_id) override;
  group_lists groups() override;
  std::string remark() override { return groups_remark_; }
  /// Always refused: a file can't be answered, so staff get it.
  connector_answer perform(const connector_request& what) override;

private:
  result<void> load();
  result<void> take_all();
  result<void> take_appointments(const files::dropped& file);
  result<void> take_patients(const files::dropped& file);
  result<void> take_groups(const files::dropped& file);

  file_drop_settings with_;
  wall_clock now_;
  files::drop_folder folder_;
  bool loaded_ = false;
  std::map<files::drop_kind, files::in_force> force_;
  std::optional<files::appointments_table> appointments_;
  std::map<patient_id, patient_details> patients_;
  std::vector<files::group_row> groups_;
  std::string complaint_;     ///< about the newest appointments file, when it wasn't taken
  std::string groups_remark_; ///< about the newest file of groups, when it wasn't taken
};

} // namespace tidings
