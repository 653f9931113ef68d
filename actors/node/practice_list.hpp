#pragma once
// The practices of the moment, for everybody who must know them at once. Thread-safe.
#include "actors/node/broker_bridge.hpp"
#include "actors/node/config/config.hpp"
#include "actors/node/made_keys.hpp"

#include <atomic>
#include <mutex>

namespace tidings {

class practice_list final : public practice_register {
public:
  void put(practice_settings_ptr settings);
  void remove(const practice_id& practice);
  practice_map all() const;

  /// Keys that were made in the browser are in force beside those of the files. Before anybody else has the list.
  void add_keys(std::shared_ptr<made_keys> keys) { keys_ = std::move(keys); }

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
  practice_map practices_;
  std::map<std::string, practice_id, std::less<>> by_number_;
  std::shared_ptr<made_keys> keys_; ///< null: none are made here
};

} // namespace tidings
