#pragma once
// The table, and one message of one practice as every cell of it needs one.
#include "tests/support/practice_world.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <vector>

namespace tidings::test {

struct cell {
  std::string when, fault, provider, played, verdict;
};

inline const std::vector<std::string>& phases() {
  static const std::vector<std::string> all{"submit", "look_up", "receipt"};
  return all;
}

inline const std::vector<std::string>& faults() {
  static const std::vector<std::string> all{
      "refused",        "dns",          "tls_untrusted",       "tls_expired", "tls_wrong_host", "hang_before_answer",
      "hang_in_answer", "half_close",   "reset_after_request", "slow_drip",   "error_body",     "html_page",
      "truncated",      "status_401",   "status_403",          "status_429",  "status_5xx",     "early_receipt",
      "duplicate",      "out_of_order", "unknown_receipt"};
  return all;
}

inline std::vector<cell> read_table() {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/contract/faults/table.txt");
  std::vector<cell> out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    cell one;
    words >> one.when >> one.fault >> one.provider >> one.played >> one.verdict;
    EXPECT_FALSE(one.verdict.empty()) << line;
    out.push_back(std::move(one));
  }
  return out;
}

inline std::string word_of(auto what) { return boost::describe::enum_to_string(what, "?"); }

/// One message of one practice whose attempt has begun. What becomes of it may be told from any thread.
class message_under_way {
public:
  explicit message_under_way(const provider_id& by) : provider_(by) {
    world_.settings.sms_route = {by};
    world_.given(patient_updated{patient("p1", "07700 900123")});
    message_ =
        first<message_accepted>(world_.read({booking("a1", "p1", world_.now + std::chrono::hours(47))}))->message;
    world_.when(start_attempt{message_, by});
  }
  attempt_ready attempt() const {
    return {world_.settings.id,   message_,      1, provider_, secret_text("447700900123"),
            secret_text("Hello"), "447700900999"};
  }
  const message_id& message() const { return message_; }
  const practice_id& practice() const { return world_.settings.id; }
  timestamp now() const { return world_.now; }

  answer tell(const command& what) {
    const std::lock_guard guard(lock_);
    receipts_ += count<receipt_received>(world_.when(what));
    return world_.last_answer;
  }
  void end_attempt(attempt_result result) {
    tell(attempt_outcome{.message = message_, .attempt = 1, .result = result, .detail = "told by the test"});
  }
  void deliver() { tell(receipt_arrived{message_, provider_, receipt_status::delivered, "000", world_.now}); }

  std::string state() const {
    const std::lock_guard guard(lock_);
    return word_of(world_.state_of(message_));
  }
  std::size_t receipts() const {
    const std::lock_guard guard(lock_);
    return receipts_;
  }
  /// Would another attempt begin, however long one waits?
  bool would_be_sent_again() {
    const std::lock_guard guard(lock_);
    world_.now += std::chrono::hours(6);
    return count<attempt_started>(world_.when(start_attempt{message_, provider_})) > 0;
  }

private:
  mutable std::mutex lock_;
  provider_id provider_;
  practice_world world_;
  message_id message_;
  std::size_t receipts_ = 0;
};

} // namespace tidings::test
