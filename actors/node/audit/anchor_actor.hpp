#pragma once
// Writes the anchor at its interval: asks the log where the streams end, adds a line, hands it on.
#include "actors/node/audit/anchor.hpp"
#include "actors/node/root_actor.hpp"

namespace tidings::audit {

/// Adds a line and hands it on, now. Shared by the actor and the broker's ordered stop. Any thread; blocks.
class anchor_keeper {
public:
  using shipper = std::function<result<void>(const std::string& lines)>;
  anchor_keeper(std::unique_ptr<anchor_file> file, wall_clock now, shipper hand_on,
                std::function<void(std::string)> say)
      : file_(std::move(file)), now_(std::move(now)), hand_on_(std::move(hand_on)), say_(std::move(say)) {}

  void keep(const std::vector<stream_end>& ends);

private:
  static constexpr std::size_t owed_bytes_max = 4 * 1024 * 1024; ///< lines that wait to be handed on
  std::mutex lock_;
  const std::unique_ptr<anchor_file> file_;
  const wall_clock now_;
  const shipper hand_on_;
  const std::function<void(std::string)> say_;
  std::string owed_; ///< lines not yet handed on
  bool warned_ = false;
};

using anchor_actor = caf::typed_actor<caf::reacts_to<caf::tick_atom>>;

struct anchor_options {
  std::shared_ptr<station_directory> directory;
  std::shared_ptr<anchor_keeper> keeper;
  millis every{60'000};
};

struct anchor_actor_state {
  anchor_actor_state() = default;
  static inline const char* name = "anchor";

  anchor_options options;
};

/// Spawned detached: the file may lie on a slow disk, and the command may take its time.
anchor_actor::behavior_type anchor(anchor_actor::stateful_pointer<anchor_actor_state> self, anchor_options options);

} // namespace tidings::audit
