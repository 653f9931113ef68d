#pragma once
// Watches the folders of practices and of shared templates, and broker.yaml for its groups of practices: what is
// dropped in, changed or taken away takes effect within seconds, without a restart. It alone tells the stations a
// practice's settings, so that they hear them in order.
#include "actors/node/config/practice_folder.hpp"
#include "actors/node/practice_list.hpp"
#include "actors/node/root_actor.hpp"

#include <set>

namespace tidings {

using onboarding_actor = caf::typed_actor<caf::reacts_to<caf::tick_atom>,
                                          // Settings have become others without their files (practice_list.hpp).
                                          caf::reacts_to<caf::flush_atom>>;

struct onboarding_options {
  broker_settings host;
  std::shared_ptr<practice_list> practices;
  root_actor root;
  std::function<void(std::string)> say; ///< a line for the operator's log
  std::filesystem::path broker_yaml{};  ///< empty: its groups stay what they are
  practice_groups groups{};             ///< as they were read at the start
  /// The groups from now on, and what changed in words; on the watcher's thread.
  std::function<void(const practice_groups&, std::vector<std::string> changes)> groups_changed{};
  std::function<void()> each_look{}; ///< each second, there too
};

struct onboarding_actor_state {
  onboarding_actor_state() = default;
  static inline const char* name = "onboarding";

  onboarding_options options;
  config::folder_state seen, templates_seen, broker_seen;
  bool groups_refused = false; ///< the file that has them had a mistake, there or elsewhere
  std::map<std::filesystem::path, practice_id> loaded;
  std::set<std::filesystem::path> refused; ///< tried again whenever another file has changed
};

onboarding_actor::behavior_type onboarding(onboarding_actor::stateful_pointer<onboarding_actor_state> self,
                                           onboarding_options options);

} // namespace tidings
