#pragma once
// Everything outside the broker, which its crashes don't touch: the provider, the clinical systems, the patients, and
// what each of them was told. One seed decides all they do.
#include "schemas/actors.hpp"
#include "tests/support/memory_keys.hpp"

#include <map>
#include <random>
#include <set>

namespace tidings::simulation {

using dice = std::mt19937_64;

inline bool chance(dice& d, double p) { return std::uniform_real_distribution<>(0, 1)(d) < p; }
inline int between(dice& d, int low, int high) { return std::uniform_int_distribution<>(low, high)(d); }

struct faults {
  bool on = true; ///< off while the day is brought to its end
  double provider_loses_answer = 0.10, provider_refuses = 0.08, provider_silent = 0.02, look_up_unknown = 0.15,
         receipt_early = 0.05, receipt_twice = 0.15, clinic_loses_answer = 0.12, clinic_busy = 0.10, crash = 0.04,
         kill_actor = 0.04, disk_fails = 0.03, reply_twice = 0.2;
};

struct submission {
  std::uint32_t attempt = 0;
  bool taken = false;
  provider_id by;
};
struct waiting_receipt {
  timestamp due{};
  practice_id practice;
  receipt_arrived what;
};
struct waiting_reply {
  timestamp due{};
  practice_id practice;
  reply_arrived what;
};

struct booked {
  appointment now;
  std::string notes;
  int cancelled_by_us = 0;
  std::set<timestamp> cancelled_at_start; ///< the starts it had when we cancelled it
};
struct practice_outside {
  std::map<appointment_id, booked> book;
  std::map<patient_id, patient_details> patients;
  std::multiset<std::string> entries; ///< operation marks of coded entries
};

struct outside {
  explicit outside(std::uint64_t seed) : random(seed) {}
  dice random;
  faults trouble;
  std::map<practice_id, practice_outside> practices;
  std::map<message_id, std::vector<submission>> submitted;
  std::vector<waiting_receipt> receipts;
  std::vector<waiting_reply> replies;
  std::map<reply_id, std::string> reply_texts;
  std::set<message_id> answered_messages;  ///< patients answer a message once
  std::set<message_id> accepted_by_api;    ///< we said 201
  std::set<reply_id> acknowledged_replies; ///< we said 200
  std::map<std::uint64_t, int> answers;    ///< token -> how often answered
  std::size_t crashes = 0;
  sealer_ptr keys = test::memory_keys([] { return timestamp{}; }); ///< on a disk that outlives every crash

  bool strikes(double p) { return trouble.on && chance(random, p); }
  /// By one provider, or by any when it is empty: none knows what another took.
  bool taken(const message_id& id, const provider_id& by = {}) const {
    const auto found = submitted.find(id);
    if (found == submitted.end()) return false;
    for (const auto& one : found->second)
      if (one.taken && (by.empty() || one.by == by)) return true;
    return false;
  }
};

inline const std::vector<std::string> plain_cancellations = {"CANCEL", "cancel please", "Please cancel my appointment"};
inline const std::vector<std::string> plain_confirmations = {"Yes", "ok thanks", "CONFIRM"};
inline const std::vector<std::string> awkward_words = {"don't cancel", "can I cancel?", "who is this",
                                                       "cancel my other appointment", "maybe"};

} // namespace tidings::simulation
