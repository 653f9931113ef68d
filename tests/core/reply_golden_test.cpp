#include <algorithm>
#include <map>

#include <gtest/gtest.h>

#include "actors/reply/parser.hpp"
#include "tests/core/reply_cases.hpp"

namespace tidings {
namespace {

using namespace reply_cases;

bool on_appointment(reply_meaning meaning) {
  return meaning == reply_meaning::cancel || meaning == reply_meaning::confirm;
}

TEST(reply_tables, hold_at_least_500_replies_written_by_hand) { EXPECT_GE(all_tables().size(), 500U); }

TEST(reply_tables, are_judged_as_a_careful_receptionist_would) {
  for (const reply_case& one : all_tables()) {
    const reply_verdict verdict = parse_reply(one.text, context_named(one.context));
    EXPECT_EQ(to_string(verdict.meaning), one.meaning) << one.where << ": " << one.text << "\n  " << verdict.why;
    EXPECT_EQ(verdict.automatic, one.automatic) << one.where << ": " << one.text << "\n  " << verdict.why;
  }
}

TEST(reply_tables, are_understood_with_the_numbers_and_words_in_them) {
  for (const reply_case& one : all_tables()) {
    if (!one.said) continue;
    const reply_verdict verdict = parse_reply(one.text, context_named(one.context));
    EXPECT_EQ(said(verdict, one.text), *one.said) << one.where << ": " << one.text << "\n  " << verdict.why;
  }
}

TEST(reply_tables, say_why_without_the_patients_words) {
  for (const reply_case& one : all_tables()) {
    const reply_verdict verdict = parse_reply(one.text, context_named(one.context));
    EXPECT_FALSE(verdict.why.empty()) << one.where;
    EXPECT_LT(verdict.why.size(), 120U) << one.where;
    const bool long_enough_to_tell = one.text.size() > 12;
    if (long_enough_to_tell) {
      EXPECT_EQ(verdict.why.find(one.text), std::string::npos) << one.where;
    }
  }
}

TEST(reply_tables, name_the_appointment_whenever_they_act_on_one) {
  for (const reply_case& one : all_tables()) {
    const reply_context context = context_named(one.context);
    const reply_verdict verdict = parse_reply(one.text, context);
    const bool acts = verdict.automatic && on_appointment(verdict.meaning);
    EXPECT_EQ(verdict.appointment.has_value(), acts) << one.where << ": " << one.text;
    if (acts) {
      EXPECT_LT(*verdict.appointment, context.appointments.size());
    }
  }
}

TEST(reply_tables, act_only_to_confirm_cancel_opt_out_or_in_and_take_down_only_what_was_asked_for) {
  for (const reply_case& one : all_tables()) {
    const reply_context context = context_named(one.context);
    const reply_verdict verdict = parse_reply(one.text, context);
    if (!verdict.automatic || is_of_messages(verdict.meaning)) continue;
    const bool asked_for_answer = context.question >= question_kind::fft;
    EXPECT_NE(on_appointment(verdict.meaning), asked_for_answer) << one.where << ": " << one.text;
    if (!asked_for_answer) continue;
    const bool answers = verdict.meaning == reply_meaning::yes || verdict.meaning == reply_meaning::no ||
                         verdict.meaning == reply_meaning::comment ||
                         one.context.ends_with(to_string(verdict.meaning)) ||
                         one.context.starts_with(to_string(verdict.meaning));
    EXPECT_TRUE(answers) << one.where << ": " << one.text;
  }
}

TEST(reply_tables, never_act_on_an_appointment_when_two_patients_share_the_number_or_nothing_is_open) {
  for (const reply_case& one : all_tables())
    for (const char* name :
         {"two_patients", "two_patients_dated", "two_appointments", "none", "past_cut_off", "no_appointment"}) {
      const reply_verdict verdict = parse_reply(one.text, context_named(name));
      EXPECT_FALSE(verdict.automatic && !is_of_messages(verdict.meaning))
          << name << " " << one.where << ": " << one.text;
    }
}

TEST(reply_appointment, is_the_one_whose_day_the_patient_names) {
  const reply_context two = context_named("two_dated");
  EXPECT_EQ(parse_reply("cancel Thursday", two).appointment, 0U);
  EXPECT_EQ(parse_reply("cancel Tuesday please", two).appointment, 1U);
  EXPECT_EQ(parse_reply("cancel the 2.30", two).appointment, 1U);
}

} // namespace
} // namespace tidings
