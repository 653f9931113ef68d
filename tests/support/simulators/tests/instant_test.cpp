#include "support/instant.hpp"

#include <gtest/gtest.h>

namespace tidings::sim {
namespace {

struct time_case {
  const char* utc;
  const char* london;
};

TEST(instant, changes_between_utc_and_london_over_the_clock_changes) {
  for (const auto& one : {time_case{"2026-01-15T09:00:00.000Z", "2026-01-15T09:00:00"},
                          time_case{"2026-03-29T00:59:59.000Z", "2026-03-29T00:59:59"},
                          time_case{"2026-03-29T01:00:00.000Z", "2026-03-29T02:00:00"},
                          time_case{"2026-07-01T23:30:00.000Z", "2026-07-02T00:30:00"},
                          time_case{"2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00"},
                          time_case{"2026-10-25T02:00:00.000Z", "2026-10-25T02:00:00"}}) {
    EXPECT_EQ(london_text(*parse_utc(one.utc)), one.london);
    EXPECT_EQ(utc_text(*parse_london(one.london)), one.utc);
  }
}

TEST(instant, takes_the_first_of_the_repeated_hour) {
  EXPECT_EQ(utc_text(*parse_london("2026-10-25T01:30:00")), "2026-10-25T00:30:00.000Z");
}

TEST(instant, reads_a_bare_date_as_its_midnight) {
  EXPECT_EQ(utc_text(*parse_london("2026-07-02")), "2026-07-01T23:00:00.000Z");
}

TEST(instant, refuses_what_is_no_time) {
  for (const char* text :
       {"", "tomorrow", "2026-02-30", "2026-03-30T25:00:00", "2026-03-30 9:00", "2026/03/30T09:00:00"})
    EXPECT_FALSE(parse_london(text)) << text;
}

} // namespace
} // namespace tidings::sim
