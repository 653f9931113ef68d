// `keywords:` of broker.yaml and of a practice, and its question sets that are asked by link: what can't be taken, what
// clashes and on which days, each told with its place and how to mend it before anything is in force.
#include "schemas/conversation_settings.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// Each with its file, what was found and what is allowed.
std::vector<std::string> told(const workspace& here) {
  const auto loaded = here.load();
  std::vector<std::string> lines;
  if (!loaded)
    for (const auto& error : loaded.error())
      lines.push_back(std::string(error.file.ends_with("broker.yaml") ? "broker.yaml" : "practices/A99001.yaml") +
                      ": " + error.reason + "; found " + error.found + "; allowed " + error.allowed);
  return lines;
}

struct keywords : ::testing::Test {
  /// What check-config says of a practice with these keywords, and a host with those.
  std::vector<std::string> errors_of(const std::string& practices, const std::string& hosts = {}) {
    here.write("broker.yaml", std::string(good_broker) + hosts);
    here.write("practices/A99001.yaml", std::string(good_practice) + practices);
    return told(here);
  }
  workspace here;
};

TEST_F(keywords, of_the_host_and_of_the_practice_are_in_force_together_with_their_days_and_test_numbers) {
  EXPECT_THAT(
      errors_of("keywords:\n  - id: flu-jab\n    words: [flu]\n    from: 2026-09-01\n    until: 2026-12-31\n",
                "keywords:\n  - id: stop-smoking\n    words: [smoke, smoking]\n    test_numbers: [07700 900123]\n"),
      IsEmpty());
  const auto config = here.load();
  ASSERT_TRUE(config);
  const auto& all = conversations_of(*config->practices.begin()->second).keywords;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, "stop-smoking");
  EXPECT_THAT(all[0].test_numbers, ElementsAre("447700900123"));
  EXPECT_EQ(all[1].id, "flu-jab");
  EXPECT_EQ(all[1].from, "2026-09-01");
  EXPECT_EQ(all[1].until, "2026-12-31");
}

struct reserved : ::testing::TestWithParam<const char*> {};
TEST_P(reserved, words_can_not_be_taken_by_a_practice_nor_by_the_host) {
  const std::string text = std::string("keywords:\n  - id: mine\n    words: [\"") + GetParam() + "\"]\n";
  for (const bool host : {true, false}) {
    const workspace here;
    here.write("broker.yaml", std::string(good_broker) + (host ? text : ""));
    here.write("practices/A99001.yaml", std::string(good_practice) + (host ? "" : text));
    const auto errors = told(here);
    ASSERT_FALSE(errors.empty()) << (host ? "of the host" : "of the practice");
    EXPECT_THAT(errors.front(), AllOf(StartsWith(host ? "broker.yaml:" : "practices/A99001.yaml:"),
                                      HasSubstr("a word that replies don't use yet")));
  }
}
INSTANTIATE_TEST_SUITE_P(replies, reserved,
                         ::testing::Values("stop", "cancel", "yes", "confirm", "start", "rebook", "cancle", "stopp",
                                           "unsubscribe", "never", "canslo", "ambulance"));

TEST_F(keywords, of_a_practice_and_of_the_host_with_one_word_clash_where_the_practice_wrote_it) {
  const auto errors =
      errors_of("keywords:\n  - id: ours\n    words: [asthma]\n", "keywords:\n  - id: theirs\n    words: [asthma]\n");
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_THAT(errors.front(), AllOf(StartsWith("practices/A99001.yaml:"), HasSubstr("`theirs`"), HasSubstr("`asthma`"),
                                    HasSubstr("on days when no other keyword has it")));
}

TEST_F(keywords, with_one_word_on_other_days_do_not_clash) {
  EXPECT_THAT(errors_of("keywords:\n  - id: spring\n    words: [asthma]\n    until: 2026-06-30\n"
                        "  - id: summer\n    words: [asthma]\n    from: 2026-07-01\n"),
              IsEmpty());
  EXPECT_THAT(errors_of("keywords:\n  - id: spring\n    words: [asthma]\n    until: 2026-07-01\n"
                        "  - id: summer\n    words: [asthma]\n    from: 2026-07-01\n"),
              ElementsAre(HasSubstr("`spring` on the same days")));
}

TEST_F(keywords, being_tried_out_clash_all_the_same_since_one_day_they_are_for_all) {
  EXPECT_THAT(errors_of("keywords:\n  - id: new\n    words: [asthma]\n    test_numbers: [07700 900123]\n",
                        "keywords:\n  - id: old\n    words: [asthma]\n"),
              ElementsAre(HasSubstr("`old` on the same days")));
}

TEST_F(keywords, with_a_name_that_the_host_gave_are_told_so) {
  EXPECT_THAT(
      errors_of("keywords:\n  - id: same\n    words: [asthma]\n", "keywords:\n  - id: same\n    words: [diabetes]\n"),
      ElementsAre(AllOf(StartsWith("practices/A99001.yaml:"), HasSubstr("each name once, here and in broker.yaml"))));
}

struct days : ::testing::TestWithParam<const char*> {};
TEST_P(days, that_are_none_are_told_with_how_a_day_is_written) {
  const workspace here;
  here.write("practices/A99001.yaml", std::string(good_practice) +
                                          "keywords:\n  - id: mine\n    words: [asthma]\n    from: \"" + GetParam() +
                                          "\"\n");
  EXPECT_THAT(told(here), ElementsAre(AllOf(StartsWith("practices/A99001.yaml:"), HasSubstr("2026-01-31"))));
}
INSTANTIATE_TEST_SUITE_P(written, days,
                         ::testing::Values("2026-13-01", "2026-00-10", "2026-02-30", "2026-04-31", "2025-02-29",
                                           "1/2/2026", "2026-1-31", "tomorrow"));

TEST_F(keywords, that_end_before_they_begin_are_told_so) {
  EXPECT_THAT(errors_of("keywords:\n  - id: mine\n    words: [asthma]\n    from: 2026-07-01\n    until: 2026-06-30\n"),
              ElementsAre(HasSubstr("ends before it begins")));
}

TEST_F(keywords, are_tried_out_with_mobile_numbers_only) {
  EXPECT_THAT(errors_of("keywords:\n  - id: mine\n    words: [asthma]\n    test_numbers: [surgery]\n"),
              ElementsAre(StartsWith("practices/A99001.yaml:")));
}

TEST_F(keywords, are_tried_out_by_mail_too_and_by_somebody) {
  EXPECT_THAT(errors_of("keywords:\n  - id: mine\n    words: [asthma]\n    test: true\n"
                        "    test_addresses: [Ann@Example.org]\n"),
              IsEmpty());
  const auto config = here.load();
  ASSERT_TRUE(config);
  const auto& one = conversations_of(*config->practices.begin()->second).keywords.front();
  EXPECT_TRUE(one.test);
  EXPECT_THAT(one.test_addresses, ElementsAre("ann@example.org"));
  EXPECT_THAT(errors_of("keywords:\n  - id: mine\n    words: [asthma]\n    test: true\n"),
              ElementsAre(HasSubstr("nobody could try")));
  EXPECT_THAT(errors_of("keywords:\n  - id: mine\n    words: [asthma]\n    test_addresses: [surgery]\n"),
              ElementsAre(StartsWith("practices/A99001.yaml:")));
}

TEST_F(keywords, without_a_word_are_told_so) {
  EXPECT_FALSE(errors_of("keywords:\n  - id: mine\n    words: []\n").empty());
  EXPECT_FALSE(errors_of("keywords:\n  - id: mine\n").empty());
}

// -- question sets by link ------------------------------------------------------------------------

struct questions_by_link : ::testing::Test {
  std::vector<std::string> errors_of(const std::string& set, std::string_view public_url = "https://tidings.example/") {
    std::string broker(good_broker);
    if (!public_url.empty())
      broker.insert(broker.find("  certificate"), "  public_url: " + std::string(public_url) + "\n");
    here.write("broker.yaml", broker);
    here.write("practices/A99001.yaml", std::string(good_practice) +
                                            "question_sets:\n  - id: check\n    questions:\n      - id: weight\n"
                                            "        kind: weight\n        text: What do you weigh?\n" +
                                            set);
    return told(here);
  }
  workspace here;
};

TEST_F(questions_by_link, start_with_the_address_that_the_outside_knows) {
  EXPECT_THAT(errors_of("    ask_by: link\n"), IsEmpty());
  const auto config = here.load();
  ASSERT_TRUE(config);
  const auto& words = conversations_of(*config->practices.begin()->second);
  EXPECT_EQ(words.public_url, "https://tidings.example");
  EXPECT_EQ(words.questions.at(0).ask_by, ask_way::link);
  EXPECT_THAT(errors_of("    ask_by: sms\n", ""), IsEmpty());
  EXPECT_THAT(errors_of("    ask_by: link\n", ""), ElementsAre(HasSubstr("a link that no patient could open")));
  EXPECT_THAT(errors_of("    ask_by: post\n"), ElementsAre(HasSubstr("allowed sms or link")));
}

TEST_F(questions_by_link, may_be_in_welsh_too) {
  EXPECT_THAT(errors_of("        text_welsh: Faint ydych chi'n ei bwyso?\n    ask_by: link\n    thanks_welsh: Diolch.\n"
                        "    language: cy\n"),
              IsEmpty());
  const auto config = here.load();
  ASSERT_TRUE(config);
  const auto& set = conversations_of(*config->practices.begin()->second).questions.at(0);
  EXPECT_EQ(set.steps.at(0).text_welsh, "Faint ydych chi'n ei bwyso?");
  EXPECT_EQ(set.thanks_welsh, "Diolch.");
  EXPECT_EQ(set.language, page_language::cy);
  EXPECT_THAT(errors_of("    ask_by: link\n    language: fr\n"), ElementsAre(HasSubstr("allowed en or cy")));
  EXPECT_THAT(errors_of("        text_welsh: A chi, ((first_name))?\n    ask_by: link\n"),
              ElementsAre(HasSubstr("`((first_name))`")));
  EXPECT_THAT(errors_of("    ask_by: link\n    thanks_welsh: Diolch ((first_name)).\n"),
              ElementsAre(HasSubstr("`((first_name))`")));
}

TEST_F(questions_by_link, may_be_the_friends_and_family_test) {
  const std::string fft = "conversations:\n  fft:\n    question_with_link: ";
  EXPECT_THAT(errors_of(fft + "How was it? ((link))\n"), IsEmpty());
  EXPECT_THAT(errors_of(fft + "How was it, ((link)) ((clinician))?\n"), ElementsAre(HasSubstr("`((clinician))`")));
  EXPECT_THAT(errors_of(fft + "How was it?\n"), ElementsAre(HasSubstr("an invitation without its link")));
  EXPECT_THAT(errors_of(fft + "How was it? ((link))\n", ""),
              ElementsAre(HasSubstr("a link that no patient could open")));
}

TEST_F(questions_by_link, name_nobody_on_their_page_and_bring_their_link) {
  const std::string link = "    ask_by: link\n";
  EXPECT_THAT(errors_of(link + "    thanks: Thank you ((first_name)).\n"),
              ElementsAre(HasSubstr("a placeholder that can't be filled in here")));
  EXPECT_THAT(errors_of("      - id: more\n        text: And you, ((first_name))?\n" + link),
              ElementsAre(HasSubstr("`((first_name))`")));
  EXPECT_THAT(errors_of("      - id: more\n        text: And you, ((first_name))?\n"), IsEmpty()) << "in a text it may";
  EXPECT_THAT(errors_of(link + "    invitation: Please answer our questions.\n"),
              ElementsAre(HasSubstr("an invitation without its link")));
  EXPECT_THAT(errors_of(link + "    invitation: Dear ((first_name)), until ((link_until)) here ((link))\n"), IsEmpty());
}

} // namespace
} // namespace tidings
