#pragma once
// One life of the broker, from its start to its crash, on a disk and in a world that outlive it.
#include "actors/event_log/memory_engine.hpp"
#include "actors/node/root_actor.hpp"
#include "tests/simulation/fakes.hpp"
#include "tests/support/det_world.hpp"

namespace tidings::simulation {

class life : public test::det_world {
public:
  life(outside& world, std::shared_ptr<memory_disk> disk, timestamp begins,
       const std::vector<practice_settings_ptr>& practices);
  ~life() override;
  void TestBody() override {}

  /// The true time. The broker's clock is `world.clock_off` ahead of it.
  timestamp time() { return begins_ + std::chrono::floor<millis>(scheduler.clock().current_time - clock_began_); }
  timestamp wall() { return time() + world_.clock_off; }
  /// Lets everything run that can, in an order of the dice's choosing, then time pass.
  void pass(millis span);
  /// Tells a practice something; `on_answer` hears it, unless the answer is lost in a crash.
  void tell_practice(const practice_id& practice, command what, std::function<void(const answer&)> on_answer,
                     audit_mark_ptr by = {});
  void change_settings(const practice_settings_ptr& settings) { tell(root_, settings_changed{settings}); }
  /// Told to end in order; call `crash` after it.
  void stop();
  /// The power goes off: nothing runs any more, nobody is told.
  void crash();
  /// One station ends, and is started again.
  void kill_one();

private:
  result<event_log_actor> open_log(caf::scheduled_actor& by);
  outside& world_;
  std::shared_ptr<memory_disk> disk_;
  timestamp begins_;
  caf::actor_clock::time_point clock_began_;
  std::shared_ptr<station_directory> directory_ = std::make_shared<station_directory>();
  root_actor root_;
  answer_sink_actor sink_;
  std::map<std::uint64_t, std::function<void(const answer&)>> waiting_;
  static inline std::uint64_t last_token_ = 1'000;
};

} // namespace tidings::simulation
