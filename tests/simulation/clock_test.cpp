// The whole broker in one thread while its wall clock is set, each way at each of three moments: at work (messages wait
// for their next attempt, or are in doubt), asleep at night, and while it is down. Two patients, two rules: each
// reminder reaches the provider once, within sending hours, and no wait is longer than it should be.
#include "actors/practice/hours.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/life.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace tidings::simulation;
using namespace std::chrono_literals;

namespace {

constexpr auto day_long = 24h;
constexpr auto year_long = 24h * 365;
/// Nobody may be surprised by this much: a clock's step is believed after a quarter of an hour.
constexpr auto late_at_most = 20min;
/// Connectors read more often; here practices shall fall asleep in between.
constexpr auto read_every = 30min;

struct set_by {
  std::chrono::seconds after; ///< the step before it
  millis step;
};
struct jump {
  const char* name;
  std::chrono::sys_days day; ///< it happens at 09:00:20, 23:00 or 11:30 of that day in London
  std::vector<set_by> steps;
  bool stays = false; ///< the clock is not set right again
};

constexpr auto monday = std::chrono::sys_days(std::chrono::year(2026) / 3 / 2);
constexpr auto spring = std::chrono::sys_days(std::chrono::year(2026) / 3 / 28);  // the night to 29 March
constexpr auto autumn = std::chrono::sys_days(std::chrono::year(2026) / 10 / 24); // the night to 25 October

std::vector<set_by> for_a_while(millis step, std::chrono::seconds how_long = 180s) {
  return {{0s, step}, {how_long, -step}};
}
std::vector<set_by> often(millis step, int times) {
  return std::vector<set_by>(static_cast<std::size_t>(times), set_by{16s, step});
}

const std::vector<jump> jumps = {
    {"a second forward", monday, {{0s, 1s}}, true},
    {"a second back", monday, {{0s, -1s}}, true},
    {"a leap second: 23:59:60 is 23:59:59 again", monday, {{0s, -1s}}, true},
    {"a minute forward", monday, {{0s, 60s}}, true},
    {"a minute back", monday, {{0s, -60s}}, true},
    {"ten minutes forward", monday, {{0s, 10min}}, true},
    {"ten minutes back", monday, {{0s, -10min}}, true},
    {"an hour forward, by mistake for summer time", spring, {{0s, 1h}}, true},
    {"an hour back, by mistake for winter time", autumn, {{0s, -1h}}, true},
    {"the night of the spring change, no step", spring, {}, true},
    {"the night of the autumn change, no step", autumn, {}, true},
    {"an hour forward for a while", monday, for_a_while(1h)},
    {"an hour back for a while", monday, for_a_while(-1h)},
    {"NTP steps back often, 128 ms each", monday, often(-128ms, 40), true},
    {"NTP steps back often, 2 s each", monday, often(-2s, 20), true},
    {"to and fro by half a minute", monday, {{0s, 30s}, {20s, -60s}, {20s, 60s}, {20s, -30s}}},
    {"a day forward for a while", monday, for_a_while(day_long)},
    {"a day back for a while", monday, for_a_while(-day_long)},
    {"a month forward for a while", monday, for_a_while(30 * day_long)},
    {"a month back for a while", monday, for_a_while(-30 * day_long)},
    {"a year forward for ten minutes", monday, for_a_while(year_long, 600s)},
    {"a year back for ten minutes", monday, for_a_while(-year_long, 600s)},
    {"ten years forward for a while", monday, for_a_while(10 * year_long)},
    {"ten years back for a while", monday, for_a_while(-10 * year_long)},
};

enum class moment_of_it { at_work, at_night, while_down };

/// London's time of day on a day before the clocks change, and on the day after.
timestamp london(std::chrono::sys_days day, std::chrono::minutes time_of_day) {
  for (const auto offset : {0min, 60min}) {
    const timestamp at = day + time_of_day - offset;
    const auto parts = local_parts_of(at);
    if (parts.hour * 60 + parts.minute == time_of_day.count()) return at;
  }
  return day + time_of_day;
}

class troubled_clock {
public:
  troubled_clock(const jump& what, moment_of_it when) : what_(what), when_(when), world_(7) {
    world_.with = swarm{};
    world_.with.refused = 0.3;     // so that messages wait for their next attempt,
    world_.with.answer_lost = 0.3; // or are in doubt; not so often that back-offs alone make them late
    world_.account = provider_settings{};
    world_.account.id = lying();
    practice_settings s;
    s.id = practice_;
    s.name = name_of(practice_);
    s.sender = sender_of(practice_);
    s.sms_route = {lying()};
    s.hours.sundays = true;
    s.templates[template_id("t")] = {template_id("t"), "((practice_name)): ((appointment_date)) ((appointment_time))"};
    for (const auto& [name, before] : {std::pair("day-before", 24 * 60), std::pair("two-hours", 120)}) {
      reminder_rule rule;
      rule.id = rule_id(name);
      rule.before = minutes(before);
      rule.notice_min = minutes(30);
      rule.text = template_id("t");
      s.reminders.push_back(rule);
    }
    world_.settings[practice_] = {std::make_shared<const practice_settings>(std::move(s))};
    book("1", london(what.day, 14h));                        // in hours: due 9:00, 12:00
    book("2", london(what.day + std::chrono::days(1), 10h)); // tomorrow: due 10:00, and 9:00 in the morning
    now_ = london(what.day, 8h);
  }

  void play() {
    begin();
    pass_to(jump_at());
    if (when_ == moment_of_it::while_down) {
      now_ = life_->time() + 10s;
      life_.reset();
      set_clock(); // it wakes up under a clock that is wrong; if that is set right, then once it runs
    } else {
      set_clock();
    }
    pass_to(london(what_.day + std::chrono::days(1), 9h) + 1h + 40min); // an hour late by a clock that is wrong
    ended_ = life_->wall();
    life_.reset();
  }

  std::vector<std::string> wrong() const {
    std::vector<std::string> all;
    for (auto& line : broken_promises(read_history(world_, disk_, ended_))) all.push_back(std::move(line));
    for (const auto& [id, slot] : world_.practices.at(practice_).book)
      for (const auto& rule : world_.settings.at(practice_)[0]->reminders) judge(all, slot.now, rule);
    return all;
  }

private:
  void begin() {
    life_ = std::make_unique<life>(world_, disk_, now_, world_.settings.at(practice_));
    read_book();
    life_->pass(1s);
  }
  void read_book() {
    auto& outside = world_.practices.at(practice_);
    for (const auto& [id, patient] : outside.patients) life_->tell_practice(practice_, patient_read{patient}, {});
    appointments_read read{now_ - day_long, now_ + 14 * day_long, {}};
    for (const auto& [id, slot] : outside.book) read.rows.push_back(slot.now);
    life_->tell_practice(practice_, std::move(read), {});
    read_at_ = life_->time();
  }
  void book(const std::string& number, timestamp starts) {
    auto& outside = world_.practices[practice_];
    patient_details who;
    who.id = patient_id(practice_.str() + "-p" + number);
    who.mobile = secret_text("07700 90010" + number);
    outside.patients[who.id] = who;
    appointment what;
    what.id = appointment_id(practice_.str() + "-a" + number);
    what.patient = who.id;
    what.starts_at = starts;
    outside.book[what.id].now = what;
  }
  timestamp jump_at() const {
    if (when_ == moment_of_it::at_work) return london(what_.day, 9h) + 20s;
    if (when_ == moment_of_it::while_down) return london(what_.day, 11h + 30min);
    return london(what_.day, 23h + 59min) + 58s;
  }
  // The provider's and the patients' world goes on while time passes; receipts come as they are due.
  void pass_to(timestamp when) {
    while (life_->time() < when) {
      const auto left = when - life_->time();
      const auto busy = !world_.receipts.empty();
      if (life_->time() - read_at_ >= read_every) read_book();
      life_->pass(std::min<millis>(left, busy ? millis(10s) : millis(10min)));
      for (auto& one : std::exchange(world_.receipts, {})) life_->tell_practice(practice_, one.what, {});
    }
  }
  void set_clock() {
    for (const auto& one : what_.steps) {
      if (life_ && one.after > 0s) pass_to(life_->time() + one.after);
      world_.clock_off += one.step;
      if (world_.clock_steps++ == 0) set_at_ = (life_ ? life_->time() : now_) + world_.clock_off;
      if (!life_) begin();
    }
    if (!life_) begin();
  }

  void judge(std::vector<std::string>& all, const appointment& what, const reminder_rule& rule) const {
    const auto name = what.id.value + " by " + rule.id.value + ": ";
    const auto hours = hours_of(world_.settings.at(practice_)[0]->hours, message_kind::reminder);
    const auto due = std::max(next_open(hours, what.starts_at - rule.before), london(what_.day, 9h));
    std::vector<const submission*> taken;
    std::size_t tries = 0;
    if (const auto found = world_.submitted.find(reminder_of(what, rule)); found != world_.submitted.end()) {
      tries = found->second.size();
      for (const auto& one : found->second)
        if (one.taken) taken.push_back(&one);
    }
    if (taken.size() != 1) {
      all.push_back(name + "went out " + std::to_string(taken.size()) + " times in " + std::to_string(tries) +
                    " tries");
      return;
    }
    // By the true time. But whoever sets a clock for good means it, and a broker that starts under a wrong one knows
    // no better until it is set right.
    const auto at = what_.stays || when_ == moment_of_it::while_down ? taken[0]->wall : taken[0]->at;
    if (!is_open(hours, at)) all.push_back(name + "outside sending hours");
    const auto may_be_at = at >= set_at_ ? std::max(due, set_at_) : due; // a clock set forward leaps over it
    if (at < due || at > may_be_at + late_at_most)
      all.push_back(name + std::to_string((at - due) / 1s) + " s after it was due, in " + std::to_string(tries) +
                    " tries");
  }
  message_id reminder_of(const appointment& what, const reminder_rule& rule) const {
    return id_from_name<message_id>("reminder", practice_.str() + '|' + what.id.value + '|' + what.patient.value + '|' +
                                                    rule.id.value + '|' + std::to_string(to_ms(what.starts_at)));
  }

  const practice_id practice_ = *practice_id::parse("A99001");
  const jump& what_;
  moment_of_it when_;
  outside world_;
  std::shared_ptr<memory_disk> disk_ = std::make_shared<memory_disk>();
  timestamp now_{}, ended_{}, read_at_{}, set_at_{};
  std::unique_ptr<life> life_;
};

TEST(a_clock_that_is_set, neither_repeats_nor_loses_nor_mistimes_a_reminder) {
  int cells = 0, passed = 0;
  for (const auto& what : jumps)
    for (const auto when : {moment_of_it::at_work, moment_of_it::at_night, moment_of_it::while_down}) {
      troubled_clock cell(what, when);
      cell.play();
      const auto wrong = cell.wrong();
      ++cells;
      passed += wrong.empty() ? 1 : 0;
      for (const auto& line : wrong)
        ADD_FAILURE() << what.name << ", "
                      << (when == moment_of_it::at_work    ? "at work"
                          : when == moment_of_it::at_night ? "at night"
                                                           : "while down")
                      << ": " << line;
    }
  std::cout << passed << " of " << cells << " cells\n";
  EXPECT_GE(jumps.size(), 24U);
}

} // namespace
