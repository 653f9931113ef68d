#include "tests/simulation/day.hpp"

#include "actors/practice/hours.hpp"
#include "tests/simulation/invariants.hpp"

namespace tidings::simulation {
namespace {

constexpr int steps = 60;
constexpr int minutes_to_rest_max = 90;
constexpr int nights_max = 4; ///< a text that is asked for at night waits for the next opening, and may fail once more

} // namespace

day::day(std::uint64_t seed) : world_(seed) {
  const int practices = between(world_.random, 1, 4);
  for (int i = 1; i <= practices; ++i) {
    const auto id = *practice_id::parse("A9900" + std::to_string(i));
    world_.settings[id] = {draw_settings(world_.random, id)};
    world_.practices[id];
  }
  begin_life();
}

std::vector<std::string> day::play() {
  for (int step = 0; step < steps; ++step) {
    something_happens();
    something_breaks();
    deliver_receipts();
    deliver_replies();
    life_->pass(millis(between(world_.random, 100, 15'000)));
  }
  world_.trouble = false;
  world_.provider_cut_until = world_.clinic_cut_until = {};
  disk_->write_failure.reset();
  if (chance(world_.random, 0.5)) world_.clock_off = millis(0); // else it stays wrong for good
  come_to_rest();
  const auto ended = life_->wall();
  life_.reset();
  return broken_promises(read_history(world_, disk_, ended));
}

std::string day::records() const { return all_events(world_, *disk_); }

void day::begin_life() {
  std::vector<practice_settings_ptr> settings;
  for (const auto& [id, all] : world_.settings) settings.push_back(all.back());
  life_ = std::make_unique<life>(world_, disk_, now_, settings);
}

void day::end_life() {
  now_ = life_->time() + millis(between(world_.random, 0, 30'000));
  life_.reset();
}

day::practice_entry& day::some_practice() {
  return *std::next(world_.practices.begin(), between(world_.random, 0, static_cast<int>(world_.practices.size()) - 1));
}

void day::something_breaks() {
  const auto& with = world_.with;
  if (world_.strikes(with.kill_station)) {
    ++world_.disturbances;
    life_->kill_one();
  }
  if (world_.strikes(with.provider_cut)) world_.provider_cut_until = world_.in(5'000, 180'000);
  if (world_.strikes(with.clinic_cut)) world_.clinic_cut_until = world_.in(5'000, 180'000);
  const bool full = world_.strikes(with.disk_fills);
  if (full || world_.strikes(with.disk_fails)) {
    ++world_.disturbances;
    disk_->failed_writes_arrive = !full && chance(world_.random, 0.5);
    disk_->write_failure = failure{full ? error_code::disk_full : error_code::log_unavailable, "simulated"};
    life_->pass(millis(between(world_.random, 10, full ? 20'000 : 3'000)));
    disk_->write_failure.reset();
  }
  if (world_.strikes(with.clock_set)) {
    constexpr std::array<int, 8> seconds = {1, 61, 3'599, 3'600, 7'200, -1, -61, -3'600};
    ++world_.clock_steps;
    if (world_.clock_off != millis(0) && chance(world_.random, 0.5))
      world_.clock_off = millis(0);
    else
      world_.clock_off += std::chrono::seconds(seconds[static_cast<std::size_t>(between(world_.random, 0, 7))]);
  }
  if (world_.strikes(with.crash)) {
    if (chance(world_.random, 0.25)) life_->stop();
    end_life();
    ++world_.disturbances;
    begin_life();
  }
}

void day::something_happens() {
  const auto& with = world_.with;
  const auto roll = between(world_.random, 0, 9);
  if (roll < 3)
    book();
  else if (roll < 4)
    staff_change();
  else if (roll < 7)
    read_book(some_practice());
  else if (roll < 9)
    api_message();
  if (world_.strikes(with.record_changes)) record_changes();
  if (world_.strikes(with.erased)) erase_somebody();
  if (world_.strikes(with.settings_change)) change_settings();
  staff_looks_after();
}

// What waits for an opening hour is waited for by another life: nobody has to watch a night pass second by second.
void day::come_to_rest() {
  for (int night = 0; night <= nights_max; ++night) {
    for (auto& one : world_.practices) read_book(one);
    for (int minute = 0; minute < minutes_to_rest_max; ++minute) {
      deliver_receipts();
      deliver_replies();
      life_->pass(std::chrono::duration_cast<millis>(std::chrono::seconds(minute < 3 ? 20 : 120)));
      if (minute >= 3 && world_.receipts.empty() && world_.replies.empty() && rested()) return;
    }
    auto opens = never;
    for (const auto& [id, state] : reader_.states())
      if (!is_at_rest(state))
        opens = std::min(opens, next_open(hours_of(world_.settings.at(id).back()->hours, message_kind::reminder),
                                          life_->wall() + std::chrono::minutes(5)));
    if (opens == never) return;
    now_ = std::max(life_->time(), opens - world_.clock_off) + millis(between(world_.random, 0, 60'000));
    life_.reset();
    begin_life();
  }
}

bool day::rested() {
  reader_.catch_up();
  return std::all_of(reader_.states().begin(), reader_.states().end(),
                     [](const auto& one) { return is_at_rest(one.second); });
}

} // namespace tidings::simulation
