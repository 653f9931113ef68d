#pragma once
// All books of templates that were made in the browser: a file each in one folder, `<practice>.json` and `host.json`.
// What is told as done is on disk. Thread-safe.
#include "actors/node/config/made_templates.hpp"
#include "actors/node/templates/book.hpp"
#include "schemas/time.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

namespace tidings::templates {

class shelf {
public:
  /// A file that can't be read is told by `say`; its owner's templates are then neither in force nor changed.
  static std::shared_ptr<shelf> open(std::filesystem::path folder, wall_clock now,
                                     const std::function<void(std::string)>& say);
  /// The same to look into alone: nothing is made where there is none.
  static std::shared_ptr<shelf> look(
      std::filesystem::path folder, wall_clock now = system_now,
      const std::function<void(std::string)>& say = [](const std::string&) {});

  /// The settings with what is in force beside them. A template of the files stays where an id is taken twice.
  practice_settings_ptr with_templates(const practice_settings_ptr& of_files) const;
  /// What a practice's file may name besides templates of files, and what it may no more or not yet.
  made_templates made_for(const practice_id& practice) const;
  /// Ids that are in force in a file and here, as a line each that says how to mend it.
  std::vector<std::string> clashes(const practice_settings& of_files) const;

  struct wish {
    move what;
    std::string user;
    bool may_approve_own = false;
    std::string clash;       ///< with templates of the files; empty: none
    bool only_tried = false; ///< nothing changes: would it be done?
  };
  result<outcome> carry_out(const practice_id& owner, const wish& asked);
  /// Fails with `log_damaged`.
  result<book> of(const practice_id& owner) const;

private:
  shelf(std::filesystem::path folder, wall_clock now) : folder_(std::move(folder)), now_(std::move(now)) {}
  void read(const std::filesystem::path& file, const std::function<void(std::string)>& say);
  std::string clash_with_others(const practice_id& owner, const template_id& id) const;
  const book& book_of(const practice_id& owner) const;

  const std::filesystem::path folder_;
  const wall_clock now_;
  mutable std::mutex lock_; ///< guards all below
  std::map<practice_id, book> books_;
  std::map<practice_id, std::string> damaged_; ///< why
  bool readable_ = true;                       ///< the folder is
};

} // namespace tidings::templates
