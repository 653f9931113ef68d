// Whose appointment a reply is about: the cases in which others cancel the wrong one, or none.
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

// Monday 10:00 is now. Tuesday 9:10 and Wednesday 14:00 are Amira's.
constexpr timestamp tuesday = monday_at_ten + 23h + 10min, wednesday = monday_at_ten + 52h;

struct a_conversation : ::testing::Test, talk_world {};

struct told {
  const char* says;
  const char* comes_of_it;
};
void PrintTo(const told& one, std::ostream* out) { *out << one.says; }

struct with_one_appointment : talk_world {
  with_one_appointment() { reminded("tue", "p1", amiras, tuesday); }
};
struct with_two_appointments : with_one_appointment {
  with_two_appointments() {
    settings.reminders.front().before = minutes(72 * 60);
    reminded("wed", "p1", amiras, wednesday);
  }
};

// -- two appointments -----------------------------------------------------------------------------

struct two_appointments : ::testing::TestWithParam<told>, with_two_appointments {};
TEST_P(two_appointments, are_told_apart_or_asked_about) {
  says(GetParam().says);
  EXPECT_EQ(came_of_it(), GetParam().comes_of_it);
}
INSTANTIATE_TEST_SUITE_P(replies, two_appointments,
                         ::testing::Values(told{"CANCEL", "asks back"}, told{"Yes", "asks back"},
                                           told{"Cancel Tuesday please", "cancels tue"},
                                           told{"cancel wednesday", "cancels wed"}, told{"cancel friday", "staff"},
                                           told{"don't cancel", "staff"}, told{"1", "staff"}, told{"STOP", "opts out"},
                                           told{"thanks", "nothing"}));

struct asked_back : ::testing::TestWithParam<told>, with_two_appointments {
  asked_back() {
    says("CANCEL");
    all_sent();
    now += 5min;
  }
};
TEST_P(asked_back, acts_only_on_one_of_the_numbers) {
  says(GetParam().says);
  EXPECT_EQ(came_of_it(), GetParam().comes_of_it);
}
INSTANTIATE_TEST_SUITE_P(replies, asked_back,
                         ::testing::Values(told{"1", "cancels tue"}, told{"2", "cancels wed"},
                                           told{"2 please", "cancels wed"}, told{"Number 1. Thanks", "cancels tue"},
                                           told{"3", "staff"}, told{"0", "staff"}, told{"1 and 2", "staff"},
                                           told{"1/2", "staff"}, told{"1?", "staff"}, told{"not 1", "staff"},
                                           told{"12", "staff"}, told{"both", "staff"}, told{"CANCEL", "staff"},
                                           told{"cancel wednesday", "cancels wed"}, told{"1 pm", "staff"},
                                           told{"I have chest pain", "staff at once"}));

TEST_F(a_conversation, that_asks_back_names_each_appointment_by_day_and_time) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("wed", "p1", amiras, wednesday);
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  ASSERT_TRUE(text("which appointment"));
  EXPECT_EQ(
      text("which appointment")->text.reveal(),
      "Demo Surgery: Sorry, which appointment do you mean? Reply 1 for Tue 3 Mar 9:10am, 2 for Wed 4 Mar 2:00pm.");
}

TEST_F(a_conversation, that_asked_about_a_confirmation_confirms_the_one_that_is_named) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("tue", "p1", amiras, tuesday);
  reminded("wed", "p1", amiras, wednesday);
  says("Yes");
  all_sent();
  says("2");
  EXPECT_EQ(came_of_it(), "confirms wed");
}

struct changed_meanwhile : ::testing::Test, with_two_appointments {
  changed_meanwhile() {
    says("CANCEL");
    all_sent();
  }
  appointment tue = booking("tue", "p1", tuesday), wed = booking("wed", "p1", wednesday);
};
TEST_F(changed_meanwhile, an_appointment_that_was_moved_is_not_cancelled) {
  tue.starts_at += 1h;
  read({tue, wed});
  says("1");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(changed_meanwhile, an_appointment_with_another_clinician_is_not_cancelled) {
  tue.clinician = "Nurse Kaur";
  read({tue, wed});
  says("1");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(changed_meanwhile, an_appointment_that_is_gone_is_not_cancelled) {
  read({wed});
  says("1");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(changed_meanwhile, the_other_one_can_still_be_chosen) {
  tue.starts_at += 1h;
  read({tue, wed});
  says("2");
  EXPECT_EQ(came_of_it(), "cancels wed");
}
TEST_F(changed_meanwhile, a_second_number_holds_the_first_cancellation_back_and_a_person_decides) {
  says("2");
  says("1");
  EXPECT_EQ(came_of_it(), "holds back, staff at once");
}

TEST_F(a_conversation, whose_question_back_is_never_answered_is_a_persons_after_two_hours_and_once) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("tue", "p1", amiras, tuesday);
  reminded("wed", "p1", amiras, wednesday);
  says("CANCEL");
  all_sent();
  EXPECT_EQ(wake_at(state, settings, now), now + 2h);
  ticks_at(now + 2h);
  EXPECT_EQ(came_of_it(), "staff at once");
  ticks_at(now + 1min);
  EXPECT_EQ(came_of_it(), "nothing");
  says("1");
  EXPECT_EQ(came_of_it(), "staff") << "a person has it now, and may have rung already";
}

TEST_F(a_conversation, is_asked_back_once_and_the_second_time_goes_to_a_person) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("tue", "p1", amiras, tuesday);
  reminded("wed", "p1", amiras, wednesday);
  says("CANCEL");
  all_sent();
  ticks_at(now + 3h);
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_conversation, with_someone_who_opted_out_is_not_asked_back) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("tue", "p1", amiras, tuesday);
  reminded("wed", "p1", amiras, wednesday);
  says("STOP");
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "staff");
}

// -- a shared number ------------------------------------------------------------------------------

struct a_number : ::testing::Test, talk_world {};
TEST_F(a_number, that_two_patients_share_is_asked_about_even_when_there_is_one_appointment) {
  given(patient_updated{patient("p2", "07700 900123")});
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "asks back");
  all_sent();
  says("1");
  EXPECT_EQ(came_of_it(), "cancels tue");
}
TEST_F(a_number, of_a_mother_with_two_children_cancels_the_one_she_names) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("anns", "p1", amiras, tuesday);
  reminded("bens", "p2", "07700 900123", wednesday);
  says("CANCEL");
  all_sent();
  says("2");
  EXPECT_EQ(came_of_it(), "cancels bens");
}
TEST_F(a_number, whose_two_appointments_a_text_can_not_tell_apart_is_a_persons) {
  reminded("anns", "p1", amiras, tuesday);
  reminded("bens", "p2", "07700 900123", tuesday);
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "staff");
}

// -- two texts, late replies, past appointments ---------------------------------------------------

TEST_F(a_conversation, with_two_texts_about_one_appointment_is_about_that_appointment) {
  auto second = settings.reminders.front();
  second.id = rule_id("one-day");
  second.before = minutes(24 * 60);
  settings.reminders.push_back(second);
  reminded("wed", "p1", amiras, wednesday);
  ticks_at(wednesday - 24h);
  all_sent();
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels wed");
}

TEST_F(a_conversation, with_an_answer_five_days_later_is_still_about_what_was_asked) {
  settings.reminders.front().before = minutes(12 * 24 * 60);
  reminded("a1", "p1", amiras, now + 12 * 24h);
  now += 5 * 24h;
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels a1");
}

TEST_F(a_conversation, remembers_its_question_until_the_appointment_though_the_text_is_long_delivered) {
  settings.reminders.front().before = minutes(14 * 24 * 60);
  const auto id = reminded("a1", "p1", amiras, now + 13 * 24h);
  when(receipt_arrived{id, provider_id("firetext"), receipt_status::delivered, "0", now});
  now += 12 * 24h;
  prune(state, now);
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels a1");
}

TEST_F(a_conversation, about_an_appointment_that_is_past_never_acts) {
  reminded("tue", "p1", amiras, tuesday);
  now = tuesday + 2h;
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_conversation, after_a_past_appointment_is_not_taken_for_the_next_one_unasked) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("tue", "p1", amiras, tuesday);
  reminded("wed", "p1", amiras, wednesday);
  now = tuesday + 2h;
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "asks back");
  EXPECT_NE(text("which appointment")->text.reveal().find("Reply 1 for Wed 4 Mar 2:00pm."), std::string::npos);
  all_sent();
  says("1");
  EXPECT_EQ(came_of_it(), "cancels wed");
}

TEST_F(a_conversation, after_an_attended_appointment_is_about_the_next_one) {
  settings.reminders.front().before = minutes(72 * 60);
  reminded("tue", "p1", amiras, tuesday);
  reminded("wed", "p1", amiras, wednesday);
  now = tuesday + 2h;
  auto seen = booking("tue", "p1", tuesday);
  seen.status = appointment_status::finished;
  read({seen, booking("wed", "p1", wednesday)});
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels wed");
}

// -- a change of mind -----------------------------------------------------------------------------

struct a_change_of_mind : ::testing::Test, with_one_appointment {
  a_change_of_mind() {
    says("CANCEL");
    cancel = open_cancel();
    now += 1min;
  }
  operation_id cancel;
};

TEST_F(a_change_of_mind, in_time_takes_the_cancellation_back_and_says_so) {
  says("Yes I will be there");
  EXPECT_EQ(came_of_it(), "holds back");
  EXPECT_EQ(count<operation_unwanted>(last_effects), 1U);
  last = when(operation_outcome{cancel, operation_result::withdrawn, "", ""});
  EXPECT_EQ(count<appointment_cancelled>(last), 0U);
  ASSERT_TRUE(text("a change of mind"));
  EXPECT_EQ(text("a change of mind")->text.reveal(),
            "Demo Surgery: Thank you. Your appointment on Tuesday 3 March at 9:10am was NOT cancelled.");
  all_sent();
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels tue") << "and may be cancelled again";
}

TEST_F(a_change_of_mind, that_came_too_late_is_a_persons_at_once_with_what_happened) {
  says("Sorry, I can make it");
  last = when(operation_outcome{cancel, operation_result::done, "", ""});
  EXPECT_EQ(count<appointment_cancelled>(last), 1U);
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_NE(first<handed_to_staff>(last)->reason.find("cancelled it by then"), std::string::npos);
}

TEST_F(a_change_of_mind, after_the_cancellation_was_written_is_a_persons_at_once) {
  when(operation_outcome{cancel, operation_result::done, "", ""});
  says("Sorry, I can make it");
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_NE(first<handed_to_staff>(last)->reason.find("cancelled shortly before"), std::string::npos);
}

TEST_F(a_change_of_mind, after_which_the_slot_is_somebody_elses_is_not_said_to_be_undone) {
  says("Sorry, I can make it");
  read({});
  last = when(operation_outcome{cancel, operation_result::withdrawn, "", ""});
  EXPECT_FALSE(text("a change of mind"));
  EXPECT_EQ(came_of_it(), "staff at once");
}

struct second_thoughts : ::testing::TestWithParam<const char*>, with_one_appointment {};
TEST_P(second_thoughts, that_are_not_plain_hold_the_cancellation_back_and_ask_a_person) {
  says("CANCEL");
  says(GetParam());
  EXPECT_EQ(came_of_it(), "holds back, staff at once");
}
INSTANTIATE_TEST_SUITE_P(replies, second_thoughts,
                         ::testing::Values("Sorry, I can make it", "actually no wait", "can I still come after all?",
                                           "ignore that", "hang on a minute, what about my results"));

TEST_F(a_change_of_mind, and_another_goes_to_a_person) {
  says("Sorry, I can make it");
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "staff at once");
}

TEST_F(a_change_of_mind, is_asked_for_again_after_a_restart) {
  says("Sorry, I can make it");
  const auto again = outstanding(state, settings, now);
  EXPECT_EQ(count<operation_unwanted>(again), 1U);
}

TEST_F(a_change_of_mind, is_not_what_thanks_are) {
  says("thanks");
  EXPECT_EQ(came_of_it(), "nothing");
}

} // namespace
