// Which messages wait for which hours: the practice's, or their kind's own.
#include "actors/practice/hours.hpp"
#include "schemas/json.hpp"
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

timestamp utc(int month, int day, int hour, int minute = 0) {
  return timestamp(std::chrono::sys_days(std::chrono::year(2026) / month / day)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute);
}

/// Campaigns 10 to 17 on weekdays, reminders 9 to 19, all else as usual: 9 to 19 and Saturdays.
struct hours_of_kinds : ::testing::Test, practice_world {
  provider_id firetext{"firetext"};
  void SetUp() override {
    settings.hours.own[message_kind::campaign] = {.opens = 600, .closes = 1020, .saturdays = false, .sundays = false};
    settings.hours.own[message_kind::reminder] = {.opens = 540, .closes = 1140, .saturdays = true, .sundays = false};
    given(patient_updated{patient("p1", "07700 900123")});
  }
  message_id accept(int number, message_kind kind) {
    const auto id = id_from_name<message_id>("hours", std::to_string(number));
    accept_message what;
    what.message = id;
    what.kind = kind;
    what.to = secret_text("447700900123");
    what.text = secret_text("Hello");
    what.asked_by = "staff";
    when(what);
    return id;
  }
  timestamp due_at() const {
    for (const auto& e : last_effects)
      if (const auto* one = std::get_if<message_due>(&e)) return one->due_at;
    ADD_FAILURE() << "nothing is due";
    return {};
  }
  bool may_start(const message_id& id) { return count<attempt_started>(when(start_attempt{id, firetext})) == 1; }
};

TEST_F(hours_of_kinds, are_looked_up_by_kind) {
  struct row {
    message_kind kind;
    timestamp asked, due;
    const char* why;
  };
  const std::vector<row> table = {
      {message_kind::campaign, utc(3, 2, 9, 30), utc(3, 2, 10), "Monday, before campaigns may go"},
      {message_kind::campaign, utc(3, 2, 16, 59), utc(3, 2, 16, 59), "their last minute"},
      {message_kind::campaign, utc(3, 2, 17), utc(3, 3, 10), "too late for a campaign"},
      {message_kind::campaign, utc(3, 6, 17), utc(3, 9, 10), "Friday evening: over the weekend"},
      {message_kind::campaign, utc(3, 27, 18), utc(3, 30, 9), "over the change to summer time"},
      {message_kind::newsletter, utc(3, 2, 9, 30), utc(3, 2, 9, 30), "as the practice has it"},
      {message_kind::newsletter, utc(3, 7, 12), utc(3, 7, 12), "on Saturdays, too"},
      {message_kind::now, utc(3, 8, 3), utc(3, 8, 3), "a kind that keeps no hours"},
  };
  int number = 0;
  for (const auto& one : table) {
    now = one.asked;
    const auto id = accept(++number, one.kind);
    const bool started = may_start(id);
    EXPECT_EQ(started, one.asked == one.due) << one.why;
    if (!started) {
      EXPECT_EQ(iso8601(due_at()), iso8601(one.due)) << one.why;
    }
  }
}

TEST_F(hours_of_kinds, let_a_reminder_go_when_the_practices_own_hours_do_not) {
  settings.hours.opens = 11 * 60;
  now = utc(3, 2, 8);
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", now + 40h)})), 0U) << "before nine";
  now = utc(3, 2, 9);
  EXPECT_EQ(count<message_accepted>(when(clock_ticked{})), 1U) << "at nine, though all else begins at eleven";
}

TEST_F(hours_of_kinds, make_a_kind_wait_that_the_list_does_not_name) {
  settings.hours.own[message_kind::document] = {.opens = 600, .closes = 1200, .saturdays = true, .sundays = true};
  EXPECT_TRUE(keeps_hours(settings, message_kind::document));
  EXPECT_FALSE(keeps_hours(settings, message_kind::now));
  now = utc(3, 2, 21);
  const auto id = accept(1, message_kind::document);
  EXPECT_FALSE(may_start(id));
  EXPECT_EQ(iso8601(due_at()), iso8601(utc(3, 3, 10)));
  now = utc(3, 3, 10);
  EXPECT_TRUE(may_start(id)) << "it has not run out over night";
}

TEST_F(hours_of_kinds, apply_at_once_when_they_are_changed) {
  now = utc(3, 2, 12);
  const auto id = accept(1, message_kind::campaign);
  settings.hours.own[message_kind::campaign].opens = 13 * 60;
  EXPECT_FALSE(may_start(id));
  EXPECT_EQ(iso8601(due_at()), iso8601(utc(3, 2, 13)));
}

} // namespace
