#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "actors/reply/keywords.hpp"
#include "tests/core/reply_cases.hpp"

namespace tidings {
namespace {

using namespace reply_cases;

const std::vector<keyword_settings> surgery = {
    {.id = "stop-smoking", .words = {"smoke", "smoking"}, .answer = "Ring 0300 123 1044.", .code = "8517006"},
    {.id = "flu", .words = {"fluclinic"}, .from = "2026-09-01", .until = "2026-12-31"},
    {.id = "trial", .words = {"diabetes"}, .test_numbers = {"447700900123"}},
};

reply_verdict read(std::string_view text, std::string_view context = "none", std::string_view today = "2026-10-01",
                   std::string_view number = "447700900999") {
  const keyword_list list{surgery, today, number};
  reply_context asked = context_named(context);
  asked.keywords = &list;
  return parse_reply(text, asked);
}

std::string id_of(const reply_verdict& verdict) {
  return verdict.meaning == reply_meaning::keyword ? surgery[verdict.keyword.value()].id : "";
}

TEST(reply_keyword, alone_or_with_courtesies_is_found_whatever_was_asked) {
  for (const char* text : {"smoke", "SMOKE", "Smoke.", "smoke please", "Hi, smoke", "smoking", "smoke thanks"})
    for (const char* context : {"none", "reminder", "two_patients", "fft", "yes_no", "blood_pressure"}) {
      EXPECT_EQ(id_of(read(text, context)), "stop-smoking") << text << " " << context;
      EXPECT_TRUE(read(text, context).automatic);
    }
}

TEST(reply_keyword, in_a_sentence_a_question_or_other_letters_is_none) {
  for (const char* text : {"smoke?", "I smoke", "don't smoke", "smoke flu", "smoke cancel", "cancel smoke", "no smoke",
                           "\"smoke\" she said", "> smoke", "smоke", "smoke...", "stop smoke", "if smoke", "smoke 20"})
    EXPECT_NE(read(text, "reminder").meaning, reply_meaning::keyword) << text;
}

TEST(reply_keyword, never_hides_what_every_reply_can_say) {
  for (const char* text : {"STOP", "CANCEL", "YES", "chest pain", "wrong number", "cancel please"}) {
    EXPECT_EQ(read(text, "reminder").meaning, parse_reply(text, context_named("reminder")).meaning) << text;
    EXPECT_EQ(read(text, "reminder").automatic, parse_reply(text, context_named("reminder")).automatic) << text;
  }
}

TEST(reply_keyword, with_one_slip_is_for_a_person_to_mend) {
  EXPECT_EQ(id_of(read("diabetis", "none", "2026-10-01", "447700900123")), "trial");
  EXPECT_EQ(id_of(read("fluclinc")), "flu");
  for (const char* text : {"fluclinc", "smokee", "spoke", "smokng"}) EXPECT_FALSE(read(text).automatic) << text;
  for (const char* text : {"fluclin", "smok", "smoker"}) EXPECT_EQ(id_of(read(text)), "") << text;
}

TEST(reply_keyword, that_answers_the_open_question_is_the_answer) {
  EXPECT_EQ(read("smoke", "smoking").meaning, reply_meaning::smoking);
  EXPECT_EQ(read("smoke", "fft_comment").meaning, reply_meaning::keyword);
}

TEST(reply_keyword, is_in_force_on_its_days_alone) {
  EXPECT_EQ(id_of(read("fluclinic", "none", "2026-08-31")), "");
  EXPECT_EQ(id_of(read("fluclinic", "none", "2026-09-01")), "flu");
  EXPECT_EQ(id_of(read("fluclinic", "none", "2026-12-31")), "flu");
  EXPECT_EQ(id_of(read("fluclinic", "none", "2027-01-01")), "");
}

TEST(reply_keyword, under_test_is_there_for_its_test_numbers_alone) {
  EXPECT_EQ(id_of(read("diabetes")), "");
  EXPECT_EQ(id_of(read("diabetes", "none", "2026-10-01", "447700900123")), "trial");
  for (const auto& one : {keyword_settings{.id = "mail", .words = {"gout"}, .test_addresses = {"ann@example.org"}},
                          keyword_settings{.id = "none", .words = {"gout"}, .test = true}}) {
    const std::vector<keyword_settings> all{one};
    EXPECT_FALSE(keyword_list(all, "2026-10-01", "447700900123").in_force(0)) << one.id;
    EXPECT_EQ(keyword_list(all, "2026-10-01", "ann@example.org").in_force(0), !one.test) << one.id;
  }
}

TEST(reply_keyword, can_not_be_a_word_that_replies_use_nor_one_slip_from_it) {
  for (const char* word :
       {"stop",    "cancel",    "yes",    "no",          "cancle",  "cancl",    "canel",  "confirm", "comfirm",
        "yess",    "okay",      "end",    "quit",        "thanks",  "good",     "poor",   "never",   "smoker",
        "stopp",   "cancer",    "canslo", "unsubscribe", "one",     "optout",   "start",  "yep",     "nah",
        "suicide", "ambulance", "rebook", "ta",          "x",       "hi there", "smoke!", "Smoke",   "12345",
        "sm",      "",          "help",   "vape",        "piss off"}) {
    const std::vector<keyword_settings> one = {{.id = "k", .words = {word}}};
    EXPECT_EQ(check_keywords(one).size(), 1U) << word;
  }
}

TEST(reply_keyword, that_is_sound_has_no_problem) { EXPECT_TRUE(check_keywords(surgery).empty()); }

TEST(reply_keyword, clashes_are_named_on_the_same_days_only) {
  std::vector<keyword_settings> two = {{.id = "a", .words = {"asthma"}, .until = "2026-06-30"},
                                       {.id = "b", .words = {"asthma"}, .from = "2026-07-01"}};
  EXPECT_TRUE(check_keywords(two).empty());
  two[1].from = "2026-06-30";
  const auto problems = check_keywords(two);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].keyword, 1U);
  EXPECT_EQ(problems[0].word, 0U);
  EXPECT_NE(problems[0].reason.find("`a`"), std::string::npos);
}

TEST(reply_keyword, of_every_golden_reply_none_is_taken_for_one_that_acted) {
  const keyword_list list{surgery, "2026-10-01", ""};
  for (const reply_case& one : all_tables()) {
    reply_context context = context_named(one.context);
    const reply_verdict without = parse_reply(one.text, context);
    context.keywords = &list;
    const reply_verdict with = parse_reply(one.text, context);
    if (with.meaning == reply_meaning::keyword) {
      EXPECT_FALSE(without.automatic && without.meaning != reply_meaning::comment) << one.where << ": " << one.text;
    } else {
      EXPECT_EQ(with.meaning, without.meaning) << one.where << ": " << one.text;
    }
  }
}

} // namespace
} // namespace tidings
