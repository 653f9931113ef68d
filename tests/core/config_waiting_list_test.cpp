// `waiting_list` of a practice's conversations.
#include "schemas/conversation_settings.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;
using ::testing::HasSubstr;

struct a_waiting_list : ::testing::Test {
  /// The first mistake; empty: none.
  std::string mistake(const std::string& list) {
    here.write("broker.yaml", std::string(good_broker));
    here.write("practices/A99001.yaml", std::string(good_practice) + "conversations:\n  waiting_list:\n" + list);
    const auto loaded = here.load();
    return loaded ? std::string() : loaded.error().front().reason + "; found " + loaded.error().front().found;
  }
  workspace here;
};

TEST_F(a_waiting_list, is_off_unless_it_is_switched_on) {
  EXPECT_FALSE(conversation_settings{}.waiting_list.on);
  EXPECT_EQ(
      mistake(
          "    on: true\n    sessions: [GP Surgery]\n    answer_within: 20m\n    asked_max: 3\n    notice_min: 90m\n"),
      "");
  const auto config = here.load();
  ASSERT_TRUE(config);
  const auto& list = conversations_of(*config->practices.begin()->second).waiting_list;
  EXPECT_TRUE(list.on);
  EXPECT_EQ(list.sessions, std::vector<std::string>{"GP Surgery"});
  EXPECT_EQ(list.answer_within, std::chrono::minutes(20));
  EXPECT_EQ(list.asked_max, 3);
  EXPECT_EQ(list.notice_min, std::chrono::minutes(90));
}

TEST_F(a_waiting_list, that_can_not_work_is_refused) {
  EXPECT_NE(mistake("    answer_within: 1m\n"), "") << "nobody answers so fast";
  EXPECT_NE(mistake("    asked_max: 0\n"), "");
  EXPECT_NE(mistake("    on: perhaps\n"), "");
  EXPECT_NE(mistake("    who: everybody\n"), "");
  EXPECT_THAT(mistake("    gone: \"((minutes)) too late\"\n"), HasSubstr("placeholder"));
  EXPECT_EQ(mistake("    offer: \"((first_name)), ((appointment_date)) is free: YES within ((minutes)) minutes?\"\n"),
            "");
}

TEST_F(a_waiting_list, that_books_needs_a_system_that_can) {
  EXPECT_THAT(mistake("    on: true\n    book: true\n"), HasSubstr("books nothing in; found `systmone`"));
  EXPECT_EQ(mistake("    on: true\n    book: false\n"), "");
}

} // namespace
} // namespace tidings
