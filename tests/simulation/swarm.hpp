#pragma once
// What one day is like: which faults are on and how strong, and who the practices are. Drawn from the seed. Each fault
// is on or off by a throw of its own, since faults that are always there together hide each other's bugs.
#include "schemas/settings.hpp"

#include <random>

namespace tidings::simulation {

using dice = std::mt19937_64;

inline bool chance(dice& d, double p) { return std::uniform_real_distribution<>(0, 1)(d) < p; }
inline int between(dice& d, int low, int high) { return std::uniform_int_distribution<>(low, high)(d); }

/// Chances, 0 for what is off. Of a step of the day unless the group says otherwise.
struct swarm {
  // The broker's machine.
  double crash = 0, kill_station = 0, disk_fails = 0, disk_fills = 0, clock_set = 0;
  double disk_slow = 0; ///< of an append: acknowledged late
  millis passivate_after{600'000};
  bool calm_clock = true; ///< as in the broker; without it, each step of the wall clock is felt at once
  // Of a call to the provider.
  double refused = 0, never_deliverable = 0, account_closed = 0, answer_lost = 0, silent = 0, slow_answer = 0,
         answered_twice = 0, answer_of_nothing = 0;
  // Of a look-up there.
  double look_up_unknown = 0, look_up_lost = 0, look_up_twice = 0;
  double look_up_lies = 0; ///< says `never_seen` of what it has taken
  // Of a message that the provider has taken.
  double receipt_early = 0, receipt_twice = 0, receipt_lost = 0, receipt_of_nothing = 0, receipt_falls = 0, failed = 0;
  // Of a call to the clinical system.
  double clinic_busy = 0, clinic_loses_answer = 0, clinic_silent = 0, clinic_slow = 0;
  // Nobody is reached for a while.
  double provider_cut = 0, clinic_cut = 0;
  // People.
  double erased = 0, poison = 0, settings_change = 0, record_changes = 0, shared_mobile = 0, staff_cancel_message = 0,
         keys_rotate = 0, odd_reply = 0, reply_twice = 0, asked_twice = 0;
};

/// Each fault on or off, and from a tenth of its strongest to all of it.
swarm draw_swarm(dice& d);

/// The provider account of a day; a second one, of another name, is just like it.
provider_settings draw_account(dice& d);
inline provider_id lying() { return provider_id("lying"); }
inline provider_id lying_too() { return provider_id("lying-too"); }

/// A practice's settings; the same practice's next ones when it changes them within the day.
practice_settings_ptr draw_settings(dice& d, const practice_id& id);

/// What each practice's texts begin with, whatever its templates say.
inline std::string name_of(const practice_id& id) { return "Surgery " + id.str(); }
/// What its patients see as From: nobody else's.
inline std::string sender_of(const practice_id& id) { return "4477009008" + id.str().substr(4); }

} // namespace tidings::simulation
