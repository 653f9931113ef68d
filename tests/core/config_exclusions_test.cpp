// `exclude:` of broker.yaml and of a practice's file, and the codes that staff may file by hand.
#include "schemas/conversation_settings.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct an_exclusion_in_a_file : ::testing::Test {
  std::vector<std::string> errors_of(const std::string& practices, const std::string& hosts = {}) {
    here.write("broker.yaml", std::string(good_broker) + hosts);
    here.write("practices/A99001.yaml", std::string(good_practice) + practices);
    const auto loaded = here.load();
    std::vector<std::string> lines;
    if (!loaded)
      for (const auto& error : loaded.error()) lines.push_back(error.reason + "; found " + error.found);
    return lines;
  }
  conversation_settings settings() { return conversations_of(*here.load()->practices.begin()->second); }
  workspace here;
};

TEST_F(an_exclusion_in_a_file, of_the_practice_holds_besides_the_hosts) {
  ASSERT_THAT(errors_of("exclude:\n  - sessions: [Counselling]\n    kinds: [fft, follow_up]\n    channels: [sms]\n"
                        "  - clinicians: [Dr Frost]\n    slot_types: [Home visit]\n",
                        "exclude:\n  - sessions: [Safeguarding]\n"),
              IsEmpty());
  const auto all = settings().exclusions;
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0], (message_exclusion{.sessions = {"Safeguarding"}}));
  EXPECT_EQ(all[1], (message_exclusion{.sessions = {"Counselling"},
                                       .kinds = {message_kind::fft, message_kind::follow_up},
                                       .channels = {channel::sms}}));
  EXPECT_EQ(all[2], (message_exclusion{.clinicians = {"Dr Frost"}, .slot_types = {"Home visit"}}));
}

TEST_F(an_exclusion_in_a_file, of_every_appointment_is_refused) {
  EXPECT_THAT(errors_of("exclude:\n  - kinds: [fft]\n"), ElementsAre(HasSubstr("an exclusion of every appointment")));
}

TEST_F(an_exclusion_in_a_file, is_of_messages_about_appointments_alone) {
  EXPECT_THAT(errors_of("exclude:\n  - sessions: [Counselling]\n    kinds: [campaign]\n"),
              ElementsAre(HasSubstr("`campaign`")));
}

TEST_F(an_exclusion_in_a_file, is_one_of_a_hundred_at_most) {
  std::string many = "exclude:\n";
  for (int i = 0; i < 101; ++i) many += "  - sessions: [S" + std::to_string(i) + "]\n";
  EXPECT_THAT(errors_of(many), ElementsAre(HasSubstr("too many exclusions")));
}

TEST_F(an_exclusion_in_a_file, leaves_codes_by_hand_and_the_question_about_details_to_the_conversations) {
  ASSERT_THAT(errors_of("conversations:\n  codes_by_hand:\n    - {code: 281399006, text: Did not attend}\n"
                        "  details_question: \"((practice_name)): Are you still with us? Reply YES or NO\"\n"),
              IsEmpty());
  EXPECT_THAT(settings().codes_by_hand, ElementsAre(hand_code{"281399006", "Did not attend"}));
  EXPECT_EQ(settings().details_question, "((practice_name)): Are you still with us? Reply YES or NO");
}

TEST_F(an_exclusion_in_a_file, goes_with_codes_that_are_checked) {
  EXPECT_THAT(errors_of("conversations:\n  codes_by_hand:\n    - {code: 281399007, text: Did not attend}\n"),
              ElementsAre(HasSubstr("281399007")));
  EXPECT_THAT(errors_of("conversations:\n  codes_by_hand:\n    - {code: 281399006, text: A}\n"
                        "    - {code: 8517006, text: A}\n"),
              ElementsAre(HasSubstr("a code's text given twice")));
  EXPECT_THAT(errors_of("conversations:\n  details_question: \"Dear ((first_name)), is this you? YES or NO\"\n"),
              ElementsAre(HasSubstr("a placeholder that can't be filled in here")));
}

} // namespace
} // namespace tidings
