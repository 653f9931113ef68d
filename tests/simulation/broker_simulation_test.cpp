// The whole broker in one thread under a seed: crashes, a failing disk, a lying provider, a lying clinical system,
// staff who move appointments, patients who answer as they like. TIDINGS_SEEDS=n plays n days, TIDINGS_SEED=s only that
// one.
#include "schemas/event_codec.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/life.hpp"

#include <cstdlib>

using namespace tidings;
using namespace tidings::simulation;

namespace {

constexpr timestamp day_begins = timestamp(std::chrono::milliseconds(1'772'445'600'000)); // Monday, 10:00 in London

practice_settings_ptr settings_of(const practice_id& id) {
  practice_settings s;
  s.id = id;
  s.name = "Simulated Surgery";
  s.sender = "447700900999";
  s.sms_route = {provider_id("lying"), provider_id("lying-too")};
  s.route_by_weight = id.text().back() == '2';
  s.hours = {.opens = 0, .closes = 1440, .saturdays = true, .sundays = true};
  reminder_rule rule;
  rule.id = rule_id("two-days");
  rule.text = template_id("reminder");
  s.reminders = {rule};
  s.templates[rule.text] = {rule.text, "Your appointment: ((appointment_date)) ((appointment_time)). YES or CANCEL?"};
  s.codes.cancelled = "279991000000102";
  s.codes.reminder_sent = "279991000000102";
  s.attempt_in_doubt_wait = millis(2'000);
  return std::make_shared<const practice_settings>(std::move(s));
}

class day {
public:
  explicit day(std::uint64_t seed) : world_(seed) {
    const int practices = between(world_.random, 1, 2);
    for (int i = 0; i < practices; ++i) {
      const auto id = *practice_id::parse("A9900" + std::to_string(i + 1));
      settings_.push_back(settings_of(id));
      world_.practices[id];
    }
    begin_life();
  }

  std::vector<std::string> play() {
    for (int step = 0; step < steps_; ++step) {
      something_happens();
      deliver();
      life_->pass(millis(between(world_.random, 100, 15'000)));
    }
    world_.trouble.on = false;
    disk_->write_failure.reset();
    read_all_books();
    for (int minute = 0; minute < minutes_to_rest_max_; ++minute) {
      deliver();
      life_->pass(std::chrono::duration_cast<millis>(std::chrono::seconds(minute < 3 ? 20 : 120)));
      if (minute >= 3 && world_.receipts.empty() && world_.replies.empty() && at_rest(world_, disk_)) break;
    }
    life_.reset();
    return broken_promises(world_, disk_);
  }
  std::string records() const { return all_events(world_, *disk_); }

private:
  static constexpr int steps_ = 60;
  static constexpr int minutes_to_rest_max_ = 60;

  void begin_life() { life_ = std::make_unique<life>(world_, disk_, now_, settings_); }

  std::pair<const practice_id, practice_outside>& some_practice() {
    return *std::next(world_.practices.begin(),
                      between(world_.random, 0, static_cast<int>(world_.practices.size()) - 1));
  }

  void something_happens() {
    const auto roll = between(world_.random, 0, 9);
    if (roll < 3)
      book();
    else if (roll < 4)
      staff_change();
    else if (roll < 7)
      read_book(some_practice());
    else if (roll < 8)
      api_message();
    if (world_.strikes(world_.trouble.kill_actor)) life_->kill_one();
    if (world_.strikes(world_.trouble.disk_fails)) {
      disk_->failed_writes_arrive = chance(world_.random, 0.5);
      disk_->write_failure = failure{error_code::log_unavailable, "simulated"};
      life_->pass(millis(between(world_.random, 10, 3'000)));
      disk_->write_failure.reset();
    }
    if (world_.strikes(world_.trouble.crash)) {
      now_ = life_->time() + millis(between(world_.random, 0, 30'000));
      life_.reset();
      ++world_.crashes;
      begin_life();
    }
  }

  void book() {
    auto& [id, practice] = some_practice();
    const auto number = practice.book.size() + 1;
    patient_details who;
    // Now and then two patients share a mobile, or one has two appointments.
    const auto person = between(world_.random, 1, static_cast<int>(number));
    who.id = patient_id(id.str() + "-p" + std::to_string(person));
    who.first_name = secret_text("Amira");
    who.mobile = secret_text("07700 9000" + std::to_string(10 + (chance(world_.random, 0.1) ? 1 : person) % 90));
    practice.patients.emplace(who.id, who);
    appointment what;
    what.id = appointment_id(id.str() + "-a" + std::to_string(number));
    what.patient = who.id;
    what.starts_at = life_->time() + std::chrono::hours(between(world_.random, 3, 40));
    what.clinician = "Dr Patel";
    what.session = "GP Surgery";
    practice.book[what.id] = {what};
  }

  void staff_change() {
    auto& [id, practice] = some_practice();
    if (practice.book.empty()) return;
    auto& slot =
        std::next(practice.book.begin(), between(world_.random, 0, static_cast<int>(practice.book.size()) - 1))->second;
    if (slot.now.status != appointment_status::booked) return;
    if (chance(world_.random, 0.5))
      slot.now.starts_at += std::chrono::hours(1);
    else
      slot.now.status = appointment_status::cancelled;
  }

  void read_book(std::pair<const practice_id, practice_outside>& one) {
    for (const auto& [id, patient] : one.second.patients)
      life_->tell_practice(one.first, patient_read{patient}, [](const answer&) {});
    appointments_read read{day_begins - std::chrono::hours(24), day_begins + std::chrono::hours(24 * 14), {}};
    for (const auto& [id, slot] : one.second.book) read.rows.push_back(slot.now);
    life_->tell_practice(one.first, std::move(read), [](const answer&) {});
  }
  void read_all_books() {
    for (auto& one : world_.practices) read_book(one);
  }

  void api_message() {
    const auto& id = some_practice().first;
    const auto message = id_from_name<message_id>("api", std::to_string(++api_messages_));
    life_->tell_practice(
        id,
        accept_message{.message = message,
                       .to = secret_text("07700 900" + std::to_string(between(world_.random, 500, 520))),
                       .text = secret_text("Your results are in."),
                       .asked_by = "api"},
        [this, message](const answer& said) {
          if (said.accepted) world_.accepted_by_api.insert(message);
        });
  }

  void deliver() {
    const auto now = life_->time();
    for (auto it = world_.receipts.begin(); it != world_.receipts.end();) {
      if (it->due > now) {
        ++it;
        continue;
      }
      auto one = *it;
      it = world_.receipts.erase(it);
      maybe_answer(one, now);
      one.due = now + std::chrono::seconds(5); // again until acknowledged
      world_.receipts.insert(world_.receipts.begin(), one);
      it = world_.receipts.begin() + 1;
      life_->tell_practice(one.practice, one.what, [this, one](const answer& said) {
        if (said.accepted)
          std::erase_if(world_.receipts, [&](const auto& r) { return r.what.message == one.what.message; });
      });
      if (it == world_.receipts.end()) break;
    }
    for (auto& one : world_.replies) {
      if (one.due > now) continue;
      one.due = now + std::chrono::seconds(5);
      const auto reply = one.what.reply;
      const int times = world_.strikes(world_.trouble.reply_twice) ? 2 : 1;
      for (int i = 0; i < times; ++i)
        life_->tell_practice(one.practice, one.what, [this, reply](const answer& said) {
          if (!said.accepted) return;
          world_.acknowledged_replies.insert(reply);
          std::erase_if(world_.replies, [&](const auto& r) { return r.what.reply == reply; });
        });
    }
  }

  // The phone has it: its owner answers, sometimes.
  void maybe_answer(const waiting_receipt& receipt, timestamp now) {
    if (!world_.trouble.on || !world_.answered_messages.insert(receipt.what.message).second) return;
    const auto number = number_of(receipt);
    if (number.empty() || chance(world_.random, 0.2)) return;
    const auto& words = chance(world_.random, 0.45)   ? plain_confirmations
                        : chance(world_.random, 0.6)  ? plain_cancellations
                        : chance(world_.random, 0.85) ? awkward_words
                                                      : stop_;
    const auto& text = words[static_cast<std::size_t>(between(world_.random, 0, static_cast<int>(words.size()) - 1))];
    const auto reply = id_from_name<reply_id>("sim", to_text(receipt.what.message));
    world_.reply_texts[reply] = text;
    world_.replies.push_back(
        {now + millis(between(world_.random, 1'000, 60'000)), receipt.practice,
         reply_arrived{reply, provider_id("lying"), secret_text(number), "447700900999", secret_text(text), now}});
  }
  // Known to the patient's phone, not to us: it is read from the log.
  std::string number_of(const waiting_receipt& receipt) {
    const auto stream = disk_->streams.find(receipt.practice);
    if (stream == disk_->streams.end()) return {};
    for (const auto& bytes : stream->second.records) {
      const auto record = parse_record(bytes);
      if (!record || record->type != event_type::message_accepted) continue;
      const auto what = open(record->entry(receipt.practice).what, receipt.practice, *world_.keys);
      if (const auto* accepted = what ? std::get_if<message_accepted>(&*what) : nullptr;
          accepted && accepted->message == receipt.what.message)
        return accepted->to.reveal();
    }
    return {};
  }

  outside world_;
  std::shared_ptr<memory_disk> disk_ = std::make_shared<memory_disk>();
  std::vector<practice_settings_ptr> settings_;
  timestamp now_ = day_begins;
  std::unique_ptr<life> life_;
  int api_messages_ = 0;
  const std::vector<std::string> stop_ = {"STOP"};
};

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += "  " + line + "\n";
  return all;
}

TEST(broker_simulation, keeps_every_promise_on_any_day) {
  const auto only = number_from("TIDINGS_SEED", 0);
  const auto seeds = only > 0 ? only : number_from("TIDINGS_SEEDS", 1'000);
  for (auto seed = only > 0 ? only : 1; seed <= seeds; ++seed) {
    const auto wrong = day(seed).play();
    ASSERT_TRUE(wrong.empty()) << "seed " << seed << " (again: TIDINGS_SEED=" << seed << "):\n" << joined(wrong);
  }
}

TEST(broker_simulation, plays_the_same_day_for_the_same_seed) {
  for (const std::uint64_t seed : {11U, 12U, 13U}) {
    day first(seed), second(seed);
    first.play();
    second.play();
    EXPECT_EQ(first.records(), second.records()) << "seed " << seed;
    EXPECT_FALSE(first.records().empty());
  }
}

} // namespace
