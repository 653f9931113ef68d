#pragma once
// One practice for a week: the broker's pure core under a clock that only moves when told, a clinical system, a
// provider, and patients with their phones.
#include "actors/practice/decide.hpp"
#include "tests/simulation/week/phone.hpp"
#include "tests/simulation/week/receptionist.hpp"

#include <memory>
#include <queue>

namespace tidings::week {

class surgery final : private line {
public:
  surgery(std::uint64_t seed, int number, std::size_t households, const corpus& words);
  void play();
  const receptionist& judge() const { return judge_; }

private:
  struct household {
    std::string number;
    std::vector<patient_id> patients;
    std::unique_ptr<phone> mobile;
    std::set<booking> asked_about = {};
    bool asked_otherwise = false; ///< about anything else
  };
  struct job {
    timestamp at{};
    std::uint64_t order = 0;
    std::shared_ptr<std::function<void()>> what;
    bool operator<(const job& other) const { return std::tie(other.at, other.order) < std::tie(at, order); }
  };

  // What phones see of it.
  timestamp now() const override { return now_; }
  void at(timestamp when, std::function<void()> what) override;
  void send(meant what, bool again) override;
  const meant* sent(const reply_id& reply) const override { return judge_.known(reply); }
  std::vector<booking> diary(const std::string& number) const override;
  bool is_over(const booking& one) const override;

  void settle_in(const corpus& words, std::size_t households);
  void book(household& home, int how_many);
  void live_through(const appointment_id& id);
  void poll();
  std::vector<event> tell(const command& what, const reply_id& cause = {});
  void heard(const event& what);
  void deliver(const message_id& id);
  void write(const operation_id& id);
  void arrive(meant what);
  bool answers_the_only_question(const meant& what) const;

  dice random_;
  int number_ = 0;
  practice_settings settings_;
  practice_state state_;
  timestamp now_;
  receptionist judge_;
  std::vector<household> homes_;
  std::map<std::string, std::size_t> home_of_number_;
  std::map<patient_id, std::size_t> home_of_patient_;
  std::map<appointment_id, appointment> book_; ///< the clinical system's own, as it is
  std::map<operation_id, operation_requested> to_write_;
  std::set<operation_id> unwanted_;
  std::priority_queue<job> jobs_;
  std::uint64_t jobs_made_ = 0, replies_made_ = 0, bookings_made_ = 0;
};

practice_settings settings_of(int number);

} // namespace tidings::week
