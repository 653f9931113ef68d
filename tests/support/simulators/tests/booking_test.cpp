#include "support.hpp"
#include "systmone/booking.hpp"
#include "systmone/population.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;
using testing::london;

practice_book booked(booking_plan plan, instant now) {
  practice_book book{"A99001"};
  populate(book, plan.seed, {}, plan.total);
  reception{book, plan, now}.work(now);
  return book;
}

bool has_valid_check_digit(const std::string& number) { return with_check_digit(number.substr(0, 9)) == number; }

TEST(population, has_synthetic_nhs_numbers_and_phones_only) {
  practice_book book{"A99001"};
  populate(book, 7, {}, 400);
  for (const auto& one : book.patients()) {
    EXPECT_TRUE(one.nhs_number.starts_with("999") && has_valid_check_digit(one.nhs_number)) << one.nhs_number;
    EXPECT_TRUE(one.mobile.empty() || one.mobile.starts_with("07700 900")) << one.mobile;
    EXPECT_TRUE(one.home_telephone.empty() || one.home_telephone.starts_with("0117 496 0")) << one.home_telephone;
  }
}

TEST(population, gives_everybody_their_own_number_but_families) {
  std::set<std::string> numbers, mobiles;
  std::size_t people = 0, with_mobile = 0;
  for (std::size_t practice = 0; practice < 3; ++practice) {
    practice_book book{"A9900" + std::to_string(practice)};
    populate(book, 7, {practice, 3}, 300);
    for (const auto& one : book.patients()) {
      numbers.insert(one.nhs_number);
      ++people;
      if (!one.mobile.empty()) mobiles.insert(one.mobile), ++with_mobile;
    }
  }
  EXPECT_EQ(numbers.size(), people);
  EXPECT_LT(with_mobile - mobiles.size(), people / 25) << "more than families share a mobile";
  EXPECT_GT(with_mobile, mobiles.size()) << "no family shares a mobile";
}

TEST(population, is_the_same_for_one_seed_and_another_for_another) {
  practice_book one{"A99001"}, same{"A99001"}, other{"A99001"};
  populate(one, 7, {}, 50);
  populate(same, 7, {}, 50);
  populate(other, 8, {}, 50);
  const auto names = [](const practice_book& book) {
    std::string out;
    for (const auto& who : book.patients()) out += who.first_name + who.surname + who.mobile;
    return out;
  };
  EXPECT_EQ(names(one), names(same));
  EXPECT_NE(names(one), names(other));
}

TEST(reception, books_between_26_and_47_hours_ahead_in_opening_hours) {
  for (const char* now : {"2026-03-30T00:10:00", "2026-03-30T09:00:00", "2026-03-30T17:55:00", "2026-03-28T12:00:00",
                          "2026-10-24T22:00:00"}) {
    const auto book = booked({.total = 150}, london(now));
    EXPECT_EQ(book.appointments().size(), 150U) << now;
    for (const auto& [uid, one] : book.appointments()) {
      EXPECT_GE(one.starts_at - london(now), 26h) << now;
      EXPECT_LE(one.starts_at - london(now), 47h) << now;
      const auto minute = london_minute_of_day(one.starts_at);
      EXPECT_TRUE(minute >= 8 * 60 + 30 && minute < 18 * 60) << london_text(one.starts_at);
    }
  }
}

TEST(reception, never_books_a_clinician_twice_at_once) {
  const auto book = booked({.total = 400}, london("2026-03-30T09:00:00"));
  std::set<std::pair<std::string, instant>> slots;
  for (const auto& [uid, one] : book.appointments()) EXPECT_TRUE(slots.emplace(one.user_name, one.starts_at).second);
}

TEST(reception, gives_a_few_patients_two_appointments_and_nobody_three) {
  const auto book = booked({.total = 400}, london("2026-03-30T09:00:00"));
  std::map<std::string, int> counts;
  for (const auto& [uid, one] : book.appointments()) ++counts[one.nhs_number];
  int twice = 0;
  for (const auto& [who, count] : counts) {
    EXPECT_LE(count, 2);
    twice += count == 2 ? 1 : 0;
  }
  EXPECT_TRUE(twice >= 3 && twice <= 30) << twice;
}

TEST(reception, spreads_bookings_evenly) {
  const auto start = london("2026-03-30T09:00:00");
  const booking_plan plan{.total = 100, .over = 60s};
  practice_book book{"A99001"};
  populate(book, plan.seed, {}, plan.total);
  reception desk{book, plan, start};
  for (const auto& [after, booked_then] :
       {std::pair{0s, 0U}, {30s, 50U}, {30s, 50U}, {45s, 75U}, {61s, 100U}, {99s, 100U}}) {
    desk.work(start + after);
    EXPECT_EQ(book.appointments().size(), booked_then) << after.count();
  }
}

TEST(reception, does_not_book_again_what_an_earlier_run_booked) {
  const auto start = london("2026-03-30T09:00:00");
  auto book = booked({.total = 60}, start);
  EXPECT_FALSE((reception{book, {.total = 60}, start + 10s}.work(start + 20s)));
  EXPECT_EQ(book.appointments().size(), 60U);
}

TEST(reception, changes_the_wanted_share_of_appointments_later) {
  const auto start = london("2026-03-30T09:00:00");
  const booking_plan plan{.total = 300, .staff_edits_percent = 20};
  practice_book book{"A99001"};
  populate(book, plan.seed, {}, plan.total);
  reception desk{book, plan, start};
  desk.work(start);
  const auto edited = [&](auto is) {
    int count = 0;
    for (const auto& [uid, one] : book.appointments()) count += is(one) ? 1 : 0;
    return count;
  };
  const auto cancelled = [](const appointment& one) { return one.status == "Cancelled by Unit"; };
  const auto moved = [](const appointment& one) { return one.history.back().note.starts_with("moved"); };
  EXPECT_EQ(edited(cancelled) + edited(moved), 0);
  desk.work(start + 60s);
  EXPECT_NEAR(edited(cancelled) + edited(moved), 60, 25);
  EXPECT_GT(edited(cancelled), 0);
  EXPECT_GT(edited(moved), 0);
}

} // namespace
} // namespace tidings::sim
