#pragma once
// One day of some practices under one seed: what people do, what breaks, and how it is brought to its end.
#include "tests/simulation/history.hpp"
#include "tests/simulation/life.hpp"

namespace tidings::simulation {

constexpr timestamp day_begins = timestamp(std::chrono::milliseconds(1'772'445'600'000)); // Monday, 10:00 in London

class day {
public:
  explicit day(std::uint64_t seed);

  /// @returns every promise that was broken, a sentence each.
  std::vector<std::string> play();
  /// Every event as it was before it was sealed, for comparing two runs of one seed: no box is ever the same twice.
  std::string records() const;
  const outside& world() const { return world_; }

private:
  using practice_entry = std::pair<const practice_id, practice_outside>;

  void begin_life();
  void end_life();
  void something_breaks();
  void something_happens();
  void come_to_rest();
  bool rested();
  practice_entry& some_practice();

  // people.cpp
  void book();
  void staff_change();
  void record_changes();
  void read_book(practice_entry& one);
  void api_message();
  void staff_looks_after();
  void erase_somebody();
  void change_settings();
  void deliver_receipts();
  void deliver_replies();
  void maybe_answer(const receipt_arrived& receipt, const practice_id& practice);
  void send_reply(const practice_id& practice, const message_id& about, const std::string& from,
                  const std::string& text);
  void person_tells(const practice_id& practice, command what, std::function<void(const answer&)> on_answer = {});

  outside world_;
  std::shared_ptr<memory_disk> disk_ = std::make_shared<memory_disk>();
  log_reader reader_{disk_, world_.keys};
  timestamp now_ = day_begins;
  std::unique_ptr<life> life_;
  int api_messages_ = 0, people_told_ = 0, replies_sent_ = 0;
};

} // namespace tidings::simulation
