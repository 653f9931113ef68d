#include "schemas/crash_point.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>

namespace tidings {
namespace {

// Each in a process of its own: the environment is read once.
class a_crash_point : public ::testing::Test {
protected:
  static void come_past(const char* setting) {
    ::setenv("TIDINGS_CRASH_AT", setting, 1);
    crash_point("after_append");
    crash_point("mid_batch");
    crash_point("mid_batch");
    std::_Exit(0);
  }
};

TEST_F(a_crash_point, kills_the_process_the_time_it_was_told) {
  EXPECT_EXIT(come_past("mid_batch:2"), ::testing::KilledBySignal(SIGKILL), "crash point mid_batch reached");
}

TEST_F(a_crash_point, kills_the_first_time_when_no_number_is_given) {
  EXPECT_EXIT(come_past("after_append"), ::testing::KilledBySignal(SIGKILL), "crash point after_append reached");
}

TEST_F(a_crash_point, does_nothing_before_its_time_and_elsewhere) {
  EXPECT_EXIT(come_past("mid_batch:3"), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(come_past("mid_backup"), ::testing::ExitedWithCode(0), "");
  EXPECT_EXIT(come_past(""), ::testing::ExitedWithCode(0), "");
}

TEST_F(a_crash_point, refuses_a_place_that_is_none_and_a_count_that_is_none) {
  for (const auto* wrong : {"mid_lunch", "mid_batch:0", "mid_batch:x", "mid_batch:"})
    EXPECT_EXIT(come_past(wrong), ::testing::ExitedWithCode(2),
                "must be place or place:count, with one of before_append");
}

TEST_F(a_crash_point, poisons_only_texts_with_the_word) {
  const auto handle = [](const char* text) {
    ::setenv("TIDINGS_POISON", "hemlock", 1);
    try {
      poison_point(text);
    } catch (const std::exception&) {
      std::_Exit(1);
    }
    std::_Exit(0);
  };
  EXPECT_EXIT(handle("a cup of hemlock"), ::testing::ExitedWithCode(1), "");
  EXPECT_EXIT(handle("a cup of tea"), ::testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace tidings
