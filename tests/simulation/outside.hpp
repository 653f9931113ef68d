#pragma once
// Everything outside the broker, which its crashes don't touch: the provider, the clinical systems, the patients, and
// what each of them was told. One seed decides all they do.
#include "schemas/actors.hpp"
#include "tests/simulation/swarm.hpp"
#include "tests/support/memory_keys.hpp"

#include <map>
#include <set>

namespace tidings::simulation {

/// What the provider was asked to send.
struct submission {
  practice_id practice;
  std::uint32_t attempt = 0;
  bool taken = false;
  std::string to, text, sender;
  timestamp at{};   ///< truly
  timestamp wall{}; ///< by the broker's clock
  int life = 0;     ///< of the dispatcher: a new one knows nothing of what is under way
  std::optional<timestamp> answered;
  provider_id by;
};
/// Told again until the broker has answered.
struct waiting_receipt {
  std::uint64_t number = 0;
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
  bool listed = true;
  int rebooked = 0;                   ///< by staff, after it was cancelled
  std::optional<timestamp> looked_at; ///< by the broker, last
  bool changed_since = false;         ///< by staff, after that look
};
/// A cancellation that the broker wrote, and what it knew then.
struct written_cancel {
  appointment_id appointment;
  patient_id patient;
  timestamp starts_at{};
  std::optional<millis> looked_before; ///< so long before the write the broker had read the appointment
  bool raced = false;                  ///< staff changed it in between
};
struct practice_outside {
  std::map<appointment_id, booked> book;
  std::map<patient_id, patient_details> patients;
  std::multiset<std::string> entries; ///< operation marks of coded entries
  std::vector<written_cancel> cancels;
  std::set<patient_id> erasure_promised; ///< we said so to whoever asked
};

struct outside {
  explicit outside(std::uint64_t seed) : random(seed), with(draw_swarm(random)), account(draw_account(random)) {}
  dice random;
  swarm with;
  bool trouble = true;    ///< off while the day is brought to its end
  bool machine_on = true; ///< the broker's; what still runs of it while it is off reaches nobody
  std::function<timestamp()> true_time = [] { return timestamp{}; };
  millis clock_off{0}; ///< what the broker's wall clock is ahead of the true time
  int clock_steps = 0;
  timestamp provider_cut_until{}, clinic_cut_until{};
  provider_settings account; ///< of the first; there is a second one like it
  std::vector<provider_settings> accounts() const {
    auto second = account;
    second.id = lying_too();
    return {account, second};
  }
  std::map<practice_id, practice_outside> practices;
  std::map<practice_id, std::vector<practice_settings_ptr>> settings; ///< all that were in force

  std::map<message_id, std::vector<submission>> submitted;
  std::map<message_id, int> lies; ///< look-ups that said `never_seen` of what was taken
  std::set<message_id> receipts_lost;
  std::map<message_id, receipt_status> best_receipt; ///< that the provider will tell until it is acknowledged
  std::vector<waiting_receipt> receipts;
  std::uint64_t last_receipt = 0;
  std::vector<waiting_reply> replies;
  std::map<reply_id, std::string> reply_texts;
  std::set<message_id> answered_messages; ///< patients answer a message once

  std::set<message_id> accepted_by_api;    ///< we said 201
  std::set<message_id> poisoned;           ///< whoever handles these throws
  std::set<reply_id> acknowledged_replies; ///< we said 200
  std::map<std::uint64_t, int> answers;    ///< token -> answers that weren't `ask again`
  std::map<request_id, bool> people;       ///< requests of people -> we said that it was done
  int dispatcher_lives = 0;
  int disturbances = 0; ///< something of the broker ended, or its disk failed
  sealer_ptr keys = test::memory_keys([] { return timestamp{}; }); ///< on a disk that outlives every crash

  bool strikes(double p) { return p > 0 && trouble && chance(random, p); }
  /// By one provider, or by any when it is empty: none knows what another took.
  bool taken(const message_id& id, const provider_id& by = {}) const {
    const auto found = submitted.find(id);
    if (found == submitted.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const auto& one) { return one.taken && (by.empty() || one.by == by); });
  }
  timestamp in(int ms_min, int ms_max) { return true_time() + millis(between(random, ms_min, ms_max)); }
};

inline const std::vector<std::string> plain_cancellations = {"CANCEL", "cancel please", "Please cancel my appointment"};
inline const std::vector<std::string> plain_confirmations = {"Yes", "ok thanks", "CONFIRM"};
inline const std::vector<std::string> awkward_words = {"don't cancel", "can I cancel?", "who is this",
                                                       "cancel my other appointment", "maybe"};
inline const std::vector<std::string> stop_words = {"STOP"};

/// What a person's texts contain that makes its handler throw; the environment tells the broker.
constexpr std::string_view poison_word = "xyzzy";

} // namespace tidings::simulation
