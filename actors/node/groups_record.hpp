#pragma once
// What the audit trail knows of the groups of practices, also over a stop: a group that was changed while the broker
// was off let users into other practices all the same. Thread-safe.
#include "actors/node/config/practice_groups.hpp"
#include "schemas/errors.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

namespace tidings {

class groups_record : public std::enable_shared_from_this<groups_record> {
public:
  /// Puts the changes on record; `done` hears whether they are on disk, or why not.
  using keep = std::function<void(std::vector<std::string> changes, std::function<void(result<void>)> done)>;

  /// @param file where the groups that are on record are kept: `{"swindon": ["A99001", …], …}`. Without one nothing is
  ///        taken for known: the first start puts all groups on record.
  static std::shared_ptr<groups_record> open(std::filesystem::path file, keep on_record,
                                             std::function<void(std::string)> say);

  /// These are in force at the start: `again` puts on record what differs from what was last known.
  void begin(const practice_groups& groups);
  /// These are in force from now on.
  void in_force(const practice_groups& groups);
  /// What could not be put on record yet is tried again. Costs nothing when there is nothing.
  void again();

private:
  groups_record(std::filesystem::path file, keep on_record, std::function<void(std::string)> say)
      : file_(std::move(file)), keep_(std::move(on_record)), say_(std::move(say)) {}
  void kept(const practice_groups& told, const result<void>& how);

  const std::filesystem::path file_;
  const keep keep_;
  const std::function<void(std::string)> say_;
  std::mutex lock_; ///< guards all below
  practice_groups known_, now_;
  bool under_way_ = false;
  std::string said_; ///< why it failed last: not said every second
};

} // namespace tidings
