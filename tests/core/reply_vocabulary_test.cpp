#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "actors/reply/own_vocabulary.hpp"
#include "tests/core/reply_cases.hpp"

namespace tidings {
namespace {

using namespace reply_cases;

const vocabulary_settings dialect = {
    .phrases = {{"cancel", "scrub|bin my|the appointment"},
                {"confirm", "gert lush"},
                {"attend", "ill be rocking up"},
                {"cannot_come", "proper stuck|marooned at? mine"},
                {"reason", "boiler man visiting"},
                {"greeting", "alright my lover"},
                {"urgent", "gone all funny down|on one|my? side"},
                {"rebook", "nother slot|appointment"},
                {"abuse", "ruddy nincompoops"}},
    .spellings = {{"kancel", "cancel"}, {"konfirm", "confirm"}, {"apointmunt", "appointment"}},
};

reply_verdict read(std::string_view text, const own_vocabulary* added, std::string_view context = "reminder") {
  reply_context asked = context_named(context);
  asked.vocabulary = added;
  return parse_reply(text, asked);
}

struct an_own_vocabulary : ::testing::Test {
  own_vocabulary added{dialect};
};

TEST_F(an_own_vocabulary, is_understood_where_it_is_in_force_and_nowhere_else) {
  struct line {
    const char* text;
    const char* meaning;
    bool automatic;
  };
  for (const line& one : {line{"scrub my appointment", "cancel", true},
                          {"please bin the appointment", "cancel", true},
                          {"Bin my appt, thanks", "cancel", true},
                          {"kancel", "cancel", true},
                          {"kancel my apointmunt", "cancel", true},
                          {"gert lush", "confirm", true},
                          {"alright my lover, cancel", "cancel", true},
                          {"I'll be rocking up", "confirm", true},
                          {"proper marooned at mine", "cancel", false},
                          {"cancel, boiler man visiting", "cancel", true},
                          {"he has gone all funny down one side", "urgent", false},
                          {"nother slot", "rebook", false},
                          {"ruddy nincompoops", "abuse", false}}) {
    const reply_verdict with = read(one.text, &added);
    EXPECT_EQ(to_string(with.meaning), one.meaning) << one.text << ": " << with.why;
    EXPECT_EQ(with.automatic, one.automatic) << one.text << ": " << with.why;
    EXPECT_FALSE(read(one.text, nullptr).automatic && one.automatic && std::string{one.text} != "kancel") << one.text;
  }
}

TEST_F(an_own_vocabulary, is_turned_doubted_and_asked_like_any_other) {
  for (const char* text : {"don't scrub my appointment", "should I scrub my appointment", "scrub my appointment?",
                           "if ill scrub my appointment", "scrub my appointment or not", "not gert lush",
                           "scrub my appointment yes", "scrub my appointment lol", "scrub my son's appointment",
                           "\"scrub my appointment\" she said", "sсrub my appointment"})
    EXPECT_FALSE(read(text, &added).automatic) << text;
  for (const char* context : {"two_patients", "two_appointments", "none", "past_cut_off", "fft", "yes_no"})
    EXPECT_FALSE(read("scrub my appointment", &added, context).automatic) << context;
}

TEST_F(an_own_vocabulary, changes_no_verdict_on_a_golden_reply) {
  for (const reply_case& one : all_tables()) {
    const reply_verdict with = read(one.text, &added, one.context), without = read(one.text, nullptr, one.context);
    EXPECT_EQ(with.meaning, without.meaning) << one.where << ": " << one.text;
    EXPECT_EQ(with.automatic, without.automatic) << one.where << ": " << one.text;
  }
}

TEST(a_vocabulary_entry, that_is_sound_has_no_problem) {
  for (const auto& problem : check_vocabulary(dialect)) ADD_FAILURE() << problem.entry << ": " << problem.reason;
}

TEST(a_vocabulary_entry, can_not_take_over_what_replies_mean_already) {
  for (const vocabulary_settings::phrase& one :
       std::vector<vocabulary_settings::phrase>{{"cancel", "yes"},
                                                {"cancel", "stop"},
                                                {"confirm", "cancel"},
                                                {"confirm", "cancel it"},
                                                {"urgent", "cancel"},
                                                {"urgent", "please"},
                                                {"greeting", "cancel please"},
                                                {"cancel", "cant make it"},
                                                {"confirm", "stop texting me"},
                                                {"rebook", "yes please"},
                                                {"wrong_person", "stop"},
                                                {"thanks", "yes"},
                                                {"cancel", "dont come"},
                                                {"cancel", "scrub it maybe"},
                                                {"confirm", "not bad"},
                                                {"cancel", "wife scrubbed it"},
                                                {"cancel", "can i scrub it"},
                                                {"cancel", "scrub it lol"},
                                                {"cancel", "chest pain"},
                                                {"cancel", "cancer"},
                                                {"confirm", "cancell"},
                                                {"opt_out", "leave me"},
                                                {"staff", "hello"},
                                                {"Cancel", "scrub it"},
                                                {"cancel", ""},
                                                {"cancel", "Scrub it"},
                                                {"cancel", "scrub  it"},
                                                {"cancel", "scrub? it?"},
                                                {"cancel", "scrub|"},
                                                {"cancel", "can't"},
                                                {"cancel", "a|b|c|d|e|f|g|h a|b|c|d|e|f|g|h a|b|c|d|e|f|g|h"}}) {
    const vocabulary_settings settings{.phrases = {one}, .spellings = {}};
    EXPECT_EQ(check_vocabulary(settings).size(), 1U) << one.meaning << ": " << one.pattern;
    const own_vocabulary added{settings};
    for (const char* text : {"yes", "cancel", "stop", "please cancel", "don't cancel", "cancer", "chest pain"})
      EXPECT_EQ(read(text, &added).meaning, read(text, nullptr).meaning) << one.pattern << ": " << text;
  }
}

TEST(a_vocabulary_entry, spells_a_known_word_and_no_other) {
  for (const vocabulary_settings::spelling& one : std::vector<vocabulary_settings::spelling>{{"cancer", "cancel"},
                                                                                             {"lunch", "cancel"},
                                                                                             {"yes", "no"},
                                                                                             {"no", "yes"},
                                                                                             {"dont", "cancel"},
                                                                                             {"camel", "cancel"},
                                                                                             {"stop", "cancel"},
                                                                                             {"thw", "zebra"},
                                                                                             {"xy", "yes"},
                                                                                             {"Cancull", "cancel"},
                                                                                             {"can cel", "cancel"},
                                                                                             {"parcel", "cancel"},
                                                                                             {"kancel", "cancell"},
                                                                                             {"", "cancel"},
                                                                                             {"confirn", "cancel"}}) {
    const vocabulary_settings settings{.phrases = {}, .spellings = {one}};
    EXPECT_EQ(check_vocabulary(settings).size(), 1U) << one.written << " -> " << one.canonical;
  }
}

TEST(a_vocabulary_entry, beyond_the_two_hundredth_is_refused) {
  vocabulary_settings many;
  for (int i = 0; i < 201; ++i) many.phrases.push_back({"reason", "boiler" + std::to_string(i) + " visiting"});
  const auto problems = check_vocabulary(many);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].entry, 200U);
}

} // namespace
} // namespace tidings
