// Sending hours in London's local time. Clocks go forward on 29 March 2026 and back on 25 October 2026, both at 01:00
// UTC.
#include "actors/practice/hours.hpp"

#include "schemas/json.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

timestamp utc(int month, int day, int hour, int minute = 0, int second = 0) {
  return timestamp(std::chrono::sys_days(std::chrono::year(2026) / month / day)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

const opening_hours nine_to_seven{.opens = 540, .closes = 1140, .saturdays = true, .sundays = false};
const opening_hours with_sundays{.opens = 540, .closes = 1140, .saturdays = true, .sundays = true};
const opening_hours weekdays_only{.opens = 540, .closes = 1140, .saturdays = false, .sundays = false};
const opening_hours always{.opens = 0, .closes = 1440, .saturdays = true, .sundays = true};
/// Opens in the hour that spring skips and autumn repeats.
const opening_hours from_half_past_one{.opens = 90, .closes = 180, .saturdays = true, .sundays = true};

struct opening {
  opening_hours hours;
  timestamp at, next;
  const char* why;
};

TEST(sending_hours_are, open_next) {
  const std::vector<opening> table = {
      {nine_to_seven, utc(3, 2, 9), utc(3, 2, 9), "the first moment of a Monday in winter"},
      {nine_to_seven, utc(3, 2, 8, 59, 59), utc(3, 2, 9), "a second before"},
      {nine_to_seven, utc(3, 2, 18, 59, 59), utc(3, 2, 18, 59, 59), "the last second"},
      {nine_to_seven, utc(3, 2, 19), utc(3, 3, 9), "closing time is closed"},
      {nine_to_seven, utc(7, 1, 8), utc(7, 1, 8), "nine in summer is eight in UTC"},
      {nine_to_seven, utc(7, 1, 18), utc(7, 2, 8), "seven in summer is six in UTC"},
      {nine_to_seven, utc(3, 7, 12), utc(3, 7, 12), "a Saturday that is open"},
      {weekdays_only, utc(3, 7, 12), utc(3, 9, 9), "a Saturday that is not"},
      {weekdays_only, utc(3, 6, 19), utc(3, 9, 9), "Friday evening"},
      {nine_to_seven, utc(3, 8, 12), utc(3, 9, 9), "a Sunday that is not"},
      {with_sundays, utc(3, 8, 12), utc(3, 8, 12), "a Sunday that is"},
      {nine_to_seven, utc(3, 28, 19, 30), utc(3, 30, 8), "over the Sunday on which clocks go forward"},
      {with_sundays, utc(3, 28, 19, 30), utc(3, 29, 8), "to the morning on which clocks went forward"},
      {nine_to_seven, utc(10, 24, 18), utc(10, 26, 9), "over the Sunday on which clocks go back"},
      {with_sundays, utc(10, 24, 18), utc(10, 25, 9), "to the morning on which clocks went back"},
      {always, utc(3, 29, 1), utc(3, 29, 1), "always, at the moment clocks go forward"},
      {always, utc(10, 25, 1), utc(10, 25, 1), "always, at the moment clocks go back"},
      {from_half_past_one, utc(3, 29, 0), utc(3, 29, 1), "01:30 is skipped: from the moment the clocks change"},
      {from_half_past_one, utc(10, 25, 0), utc(10, 25, 0, 30), "01:30 comes twice: from the first"},
      {from_half_past_one, utc(10, 25, 1, 10), utc(10, 25, 1, 30), "between the two: from the second"},
      {{.opens = 600, .closes = 600}, utc(3, 2, 9), never, "hours that never open"},
  };
  for (const auto& one : table)
    EXPECT_EQ(iso8601(next_open(one.hours, one.at)), iso8601(one.next)) << one.why << ", from " << iso8601(one.at);
}

// Minute by minute through both changes, against a plain look ahead.
TEST(sending_hours_are, found_without_missing_an_open_minute) {
  for (const auto& hours : {nine_to_seven, with_sundays, weekdays_only, from_half_past_one}) {
    for (const auto first : {utc(3, 27, 0), utc(10, 23, 0)}) {
      timestamp next = never;
      for (auto at = first + 96h; at >= first; at -= 1min) {
        if (is_open(hours, at)) next = at;
        if (next == never) continue;
        ASSERT_EQ(iso8601(next_open(hours, at)), iso8601(next))
            << "from " << iso8601(at) << ", opening at " << hours.opens;
      }
    }
  }
}

struct words {
  timestamp at;
  const char* date;
  const char* time;
};
TEST(local_words, are_those_of_london) {
  const std::vector<words> table = {
      {utc(3, 2, 9, 5), "Monday 2 March", "9:05am"},       {utc(3, 2, 0), "Monday 2 March", "12:00am"},
      {utc(3, 2, 12), "Monday 2 March", "12:00pm"},        {utc(3, 2, 23, 59), "Monday 2 March", "11:59pm"},
      {utc(6, 30, 23, 30), "Wednesday 1 July", "12:30am"}, {utc(3, 29, 0, 59), "Sunday 29 March", "12:59am"},
      {utc(3, 29, 1), "Sunday 29 March", "2:00am"},        {utc(10, 25, 0, 30), "Sunday 25 October", "1:30am"},
      {utc(10, 25, 1, 30), "Sunday 25 October", "1:30am"}, {utc(12, 31, 14, 10), "Thursday 31 December", "2:10pm"}};
  for (const auto& one : table) {
    EXPECT_EQ(local_date(one.at), one.date) << iso8601(one.at);
    EXPECT_EQ(local_time(one.at), one.time) << iso8601(one.at);
  }
}

TEST(local_days, are_counted_by_the_calendar_and_not_by_hours) {
  EXPECT_EQ(days_between(utc(3, 2, 23, 59), utc(3, 3, 0)), 1);
  EXPECT_EQ(days_between(utc(3, 3, 0), utc(3, 3, 23, 59)), 0);
  EXPECT_EQ(days_between(utc(3, 28, 12), utc(3, 29, 22, 30)), 1) << "a day of 23 hours";
  EXPECT_EQ(days_between(utc(10, 24, 12), utc(10, 25, 23, 30)), 1) << "a day of 25 hours";
  EXPECT_EQ(days_between(utc(6, 30, 22, 59), utc(6, 30, 23)), 1) << "midnight in summer is 23:00 UTC";
  EXPECT_EQ(days_between(utc(3, 3, 9), utc(3, 2, 9)), -1);
}

} // namespace
