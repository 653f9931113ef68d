#pragma once
// The practices of the moment, for everybody who must know them at once. Thread-safe.
#include "actors/node/broker_bridge.hpp"
#include "actors/node/config/config.hpp"
#include "actors/node/made_keys.hpp"
#include "actors/node/templates/shelf.hpp"

#include <atomic>
#include <mutex>
#include <set>

namespace tidings {

class practice_list final : public practice_register {
public:
  /// @return what is in force from now on: what the file says, and the templates that were made in the browser.
  practice_settings_ptr put(practice_settings_ptr of_file);
  void remove(const practice_id& practice);
  practice_map all() const;

  /// Keys that were made in the browser are in force beside those of the files. Before anybody else has the list.
  void add_keys(std::shared_ptr<made_keys> keys) { keys_ = std::move(keys); }

  /// The same of templates. `told` hears that settings have become others without their file: whoever listens to it
  /// takes them by `take_refreshed`. On any thread; null from when on nobody listens.
  void add_templates(std::shared_ptr<templates::shelf> made) { made_ = std::move(made); }
  void tell_refreshed(std::function<void()> told);
  /// Templates of this owner came into force or went: a practice's are its own, the host's are everybody's.
  void refresh(const practice_id& owner);
  std::vector<practice_settings_ptr> take_refreshed();
  /// As the practice's file says; null: there is no such practice.
  practice_settings_ptr of_file(const practice_id& practice) const;
  /// What practices' files may name of the templates made in the browser.
  templates_made made() const;
  /// All, as their files say.
  practice_map of_files() const;
  /// A line for each template that stands in the practice's file and was made in the browser.
  std::vector<std::string> clashes(const practice_id& practice) const;

  void all_read() { read_ = true; }
  bool is_read() const override { return read_; }
  bool knows(const practice_id& practice) const override;
  std::optional<practice_id> practice_of_number(std::string_view digits) const override;
  practice_settings_ptr practice_of_service(const std::string& service) const override;
  /// Those that send by this account.
  std::vector<practice_id> practices_of(const provider_id& provider) const;

private:
  std::atomic<bool> read_{false};
  mutable std::mutex lock_;
  practice_map practices_; ///< with the templates that were made in the browser
  practice_map of_files_;
  std::set<practice_id> refreshed_;
  std::function<void()> told_;
  std::map<std::string, practice_id, std::less<>> by_number_;
  std::shared_ptr<made_keys> keys_;        ///< null: none are made here
  std::shared_ptr<templates::shelf> made_; ///< null: none are made here
};

} // namespace tidings
