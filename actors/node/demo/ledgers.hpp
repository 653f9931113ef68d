#pragma once
// The demo's three ledgers: what the event log says, what the provider received, what the clinical systems hold.
#include "actors/event_log/engine.hpp"
#include "schemas/events.hpp"
#include "schemas/sealing.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tidings::demo {

/// An appointment is named by practice and the system's id: two practices may use the same ids.
using appointment_key = std::pair<std::string, std::string>;

/// How many coded entries each practice has.
using filed_entries = std::map<std::string, std::size_t>;
std::size_t count(const filed_entries& all);

struct log_ledger {
  struct message {
    message_state state = message_state::accepted;
    bool ever_in_doubt = false;
  };
  std::map<std::string, message> messages; ///< by id, which is the provider's reference
  std::size_t suppressed = 0, replies = 0, opted_out = 0, staff_items = 0;
  std::set<appointment_key> booked, reminded, confirmed, cancelled;
  filed_entries filed; ///< known to be written
  std::set<std::string> operations_open;
  std::map<std::string, std::string> cancel_replies; ///< reply id -> text of those that cancelled
  std::set<std::string> cancel_texts;

  std::size_t count(message_state state) const;
  std::size_t unsettled() const; ///< accepted, dispatching, in doubt, or sent without a receipt
};
/// Fails with `log_damaged` when an event can't be read.
result<log_ledger> read_log(const log_reader& log, sealer& keys);

struct provider_ledger {
  struct reply {
    std::string from, text, intent;
    bool delivered = false;
  };
  std::map<std::string, std::size_t> submitted; ///< reference -> times
  std::vector<reply> replies;
  std::size_t receipts_pending = 0, replies_pending = 0;
};
result<provider_ledger> read_provider(std::string_view json);

struct clinical_ledger {
  std::set<appointment_key> appointments, cancelled_by_us, confirmed, cancelled_by_staff;
  filed_entries filed;
  std::size_t filed_twice = 0; ///< entries whose operation mark stands on another one too
};
result<clinical_ledger> read_clinical(std::string_view json);
/// Another clinical system's, of other practices.
void add(clinical_ledger& to, clinical_ledger more);

struct comparison {
  std::size_t accepted = 0, sent = 0, delivered = 0, confirmed = 0, cancelled = 0, filed = 0, in_doubt = 0, lost = 0,
              duplicated = 0;
  std::vector<std::string> disagreements; ///< plain English, one a line
  std::vector<std::string> practices;     ///< what came of each, one line
  bool equal() const { return lost == 0 && duplicated == 0 && disagreements.empty(); }
  std::string last_line() const;
};
comparison compare(const log_ledger& log, const provider_ledger& provider, const clinical_ledger& clinical);

/// Nothing is under way any more, and `appointments` have been booked in all.
bool drained(const log_ledger& log, const provider_ledger& provider, const clinical_ledger& clinical,
             std::size_t appointments);

} // namespace tidings::demo
