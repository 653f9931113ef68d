// Replies that a week of ten practices showed to be taken for something else than they were: each was wrong once.
#include "tests/core/much_asked.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

struct a_reply : ::testing::Test, much_asked {};

// -- said twice -----------------------------------------------------------------------------------

TEST_F(a_reply, that_repeats_a_cancellation_is_not_taken_for_one_of_the_next_appointment) {
  both_asked_about();
  says("cancel tuesday");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  now += 3min;
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "asks back");
  all_sent();
  says("1");
  EXPECT_EQ(came_of_it(), "cancels wed");
}

TEST_F(a_reply, that_cancels_is_about_what_was_asked_since_an_earlier_cancellation) {
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  now += 1h;
  reminded("wed", "p1", amiras, wednesday);
  now += 1min;
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels wed");
}

// -- long on its way ------------------------------------------------------------------------------

TEST_F(a_reply, that_says_tomorrow_means_the_day_after_it_was_written) {
  both_asked_about();
  now = monday_at_ten + 15h; // Tuesday, 1:00
  says_late("cancel tomorrow", monday_at_ten + 13h);
  EXPECT_EQ(came_of_it(), "cancels tue");
}

TEST_F(a_reply, about_an_appointment_just_past_is_not_about_the_next_however_long_it_was_on_its_way) {
  both_asked_about();
  now = tuesday + 26h;
  says_late("CANCEL", tuesday + 20h);
  EXPECT_EQ(came_of_it(), "asks back");
}

TEST_F(a_reply, that_something_else_was_said_after_is_a_persons_when_it_arrives_late) {
  reminded("tue", "p1", amiras, tuesday);
  now += 4h;
  says("ignore that");
  now += 1h;
  says_late("CANCEL", monday_at_ten + 2h);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_is_late_and_the_last_still_acts) {
  reminded("tue", "p1", amiras, tuesday);
  says("what time is it?");
  now += 4h;
  says_late("CANCEL", monday_at_ten + 2h);
  EXPECT_EQ(came_of_it(), "cancels tue");
}

// -- a change of mind, and another appointment asked about since -----------------------------------

struct regret_amid_others : ::testing::TestWithParam<const char*> {};
TEST_P(regret_amid_others, is_a_persons_at_once_and_confirms_nothing) {
  much_asked world;
  world.reminded("tue", "p1", amiras, tuesday);
  world.says("CANCEL");
  world.when(operation_outcome{world.open_cancel(), operation_result::done, "", ""});
  world.now += 10min;
  world.reminded("wed", "p1", amiras, wednesday);
  world.now += 10min;
  world.says(GetParam());
  EXPECT_EQ(world.came_of_it(), "staff at once");
}
INSTANTIATE_TEST_SUITE_P(replies, regret_amid_others,
                         ::testing::Values("Sorry, I can make it", "actually no wait", "can I still come after all?"));
// Asked which one, somebody who regrets may say nothing more, and the cancellation would be written meanwhile.
struct regret_before_it_is_written : ::testing::TestWithParam<const char*> {};
TEST_P(regret_before_it_is_written, is_a_persons_at_once_and_holds_the_cancellation_back) {
  much_asked world;
  world.both_asked_about();
  world.says("cancel tuesday");
  world.now += 1min;
  world.says(GetParam());
  EXPECT_EQ(world.came_of_it(), "holds back, staff at once");
}
INSTANTIATE_TEST_SUITE_P(replies, regret_before_it_is_written,
                         ::testing::Values("Yes that is ok", "Yes", "Fydda i yno", "Sorry, I can make it"));
TEST_F(a_reply, that_confirms_another_than_the_one_being_cancelled_by_its_day_confirms_that) {
  both_asked_about();
  says("cancel tuesday");
  now += 1min;
  says("I'll be there on Wednesday");
  EXPECT_EQ(came_of_it(), "confirms wed");
}
TEST_F(a_reply, hours_after_a_cancellation_is_about_what_was_asked_since) {
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  now += 3h;
  reminded("wed", "p1", amiras, wednesday);
  now += 10min;
  says("Yes");
  EXPECT_EQ(came_of_it(), "confirms wed");
}

TEST_F(a_reply, to_an_appointment_that_was_kept_before_it_arrived_is_not_about_the_next) {
  both_asked_about();
  now = tuesday + 5h;
  auto seen = booking("tue", "p1", tuesday);
  seen.status = appointment_status::finished;
  read({seen, booking("wed", "p1", wednesday)});
  says_late("Ok.", tuesday - 30min);
  EXPECT_EQ(came_of_it(), "asks back");
}

TEST_F(a_reply, that_confirms_by_number_what_was_cancelled_meanwhile_is_a_persons_at_once) {
  both_asked_about();
  now += 1min;
  says("Yes");
  all_sent();
  says("cancel tuesday");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  says("1");
  EXPECT_EQ(came_of_it(), "staff at once");
}
TEST_F(a_reply, that_regrets_a_cancellation_is_no_yes_to_another_question) {
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  now += 1min;
  also_asked(question_kind::yes_no);
  says("yes");
  EXPECT_EQ(came_of_it(), "staff at once");
}

TEST_F(a_reply, about_a_slot_that_somebody_else_came_to_is_not_about_the_next_appointment) {
  both_asked_about();
  auto tue = booking("tue", "p2", tuesday);
  read({tue, booking("wed", "p1", wednesday)});
  now = tuesday + 2h;
  tue.status = appointment_status::finished;
  read({tue, booking("wed", "p1", wednesday)});
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "asks back");
}
TEST_F(a_reply, that_cancels_an_appointment_moved_while_it_was_being_cancelled_is_not_thought_to_be_done) {
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  auto moved = booking("tue", "p1", wednesday);
  last = read({moved});
  all_sent();
  for (auto& [id, track] : state.messages) // the first reminder is long forgotten
    if (track.what.appointment_starts_at == tuesday) state.questions_by_number[amiras].erase(id);
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels tue");
}

// -- the number of one of several -----------------------------------------------------------------

struct asked_which : a_reply {
  asked_which() {
    both_asked_about();
    also_asked(question_kind::fft);
    now += 1min;
    says("CANCEL");
    all_sent();
    now += 5min;
  }
};
TEST_F(asked_which, is_not_scored_by_the_number_of_an_appointment) {
  says("1");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(asked_which, is_not_scored_by_an_answer_that_came_too_late) {
  ticks_at(now + 3h);
  says("1");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(asked_which, is_not_scored_by_neither) {
  says("neither");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(asked_which, is_scored_the_day_after) {
  ticks_at(now + 25h);
  says("1");
  EXPECT_EQ(count<fft_answered>(last), 1U);
}
TEST_F(a_reply, with_the_number_of_an_appointment_is_no_measurement_that_can_not_be_so) {
  asked_for_weight();
  both_asked_about();
  says("CANCEL");
  all_sent();
  ticks_at(now + 3h);
  says("Number 1");
  EXPECT_EQ(count<answer_recorded>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_reply, that_is_a_measurement_though_an_odd_one_is_no_score) {
  asked_for_weight();
  also_asked(question_kind::fft);
  says("3 stone");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_reply, that_is_half_a_yes_to_another_question_confirms_nothing) {
  reminded("tue", "p1", amiras, tuesday);
  now += 1min;
  also_asked(question_kind::yes_no);
  says("\xF0\x9F\x91\x8D"); // a thumb up
  EXPECT_EQ(came_of_it(), "staff");
  says("I'll be there on Tuesday");
  EXPECT_EQ(came_of_it(), "confirms tue");
}

TEST_F(a_reply, that_may_be_an_odd_score_is_no_measurement) {
  asked_for_weight();
  words().questions.front().steps.front().kind = question_kind::height;
  when(ask_questions{patient_id("p1"), "check", "k2", "ann"});
  also_asked(question_kind::fft);
  says("4 5");
  EXPECT_EQ(count<answer_recorded>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_says_yes_again_to_another_question_confirms_nothing) {
  reminded("tue", "p1", amiras, tuesday);
  now += 1min;
  also_asked(question_kind::yes_no);
  state.messages.at(id_from_name<message_id>("test", "also asked")).answered = true;
  says("yes please");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_says_yes_after_a_later_reminder_confirms) {
  also_asked(question_kind::yes_no);
  state.messages.at(id_from_name<message_id>("test", "also asked")).answered = true;
  now += 1min;
  reminded("tue", "p1", amiras, tuesday);
  says("yes please");
  EXPECT_EQ(came_of_it(), "confirms tue");
}
TEST_F(a_reply, with_a_second_and_dangerous_value_is_urgent_though_the_question_was_answered) {
  words().questions = {{.id = "check",
                        .steps = {{.id = "sugar", .text = "Glucose?", .kind = question_kind::blood_glucose}},
                        .thanks = {}}};
  given(patient_updated{patient("p1", amiras)});
  when(ask_questions{patient_id("p1"), "check", "k1", "ann"});
  all_sent();
  says("5.6");
  EXPECT_EQ(came_of_it(), "nothing");
  says("feeling shaky 3.1");
  EXPECT_EQ(came_of_it(), "staff at once");
}

TEST_F(a_reply, that_says_yes_to_a_past_appointment_is_no_answer_to_another_question) {
  reminded("tue", "p1", amiras, tuesday);
  also_asked(question_kind::yes_no);
  now = tuesday + 2h;
  says("y thanks");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_goes_on_with_what_was_said_since_the_question_is_no_comment) {
  also_asked(question_kind::fft_comment);
  now += 1min;
  says("can you ring me?");
  says("actually no wait");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_may_be_the_words_asked_for_last_confirms_nothing) {
  reminded("tue", "p1", amiras, tuesday);
  now += 1min;
  also_asked(question_kind::fft_comment);
  says("can you ring me?");
  says("yes all good");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_half_answers_a_question_is_no_keyword) {
  keyword_settings smoke;
  smoke.id = "smoke";
  smoke.words = {"smoking"};
  words().keywords = {smoke};
  given(patient_updated{patient("p1", amiras)});
  also_asked(question_kind::smoking);
  says("smoking");
  EXPECT_EQ(count<keyword_taken>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_reply, that_says_again_how_good_it_was_is_not_only_a_courtesy) {
  had_answered(question_kind::fft, "visit");
  says("Good");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_only_thanks_after_an_answer_still_wants_nobody) {
  had_answered(question_kind::fft, "visit");
  says("Thank you");
  EXPECT_EQ(came_of_it(), "nothing");
}
TEST_F(a_reply, that_says_a_score_again_is_no_score_of_an_earlier_visit) {
  also_asked(question_kind::fft, "first visit");
  now += 3h;
  had_answered(question_kind::fft, "second visit");
  now += 1min;
  says("FOUR");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_goes_on_about_one_visit_is_no_score_of_an_earlier_one) {
  also_asked(question_kind::fft, "first visit");
  now += 3h;
  had_answered(question_kind::fft_comment, "why");
  now += 1min;
  says("Very good");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_is_a_measurement_again_is_no_score) {
  also_asked(question_kind::fft);
  now += 1min;
  had_answered(question_kind::weight, "weight");
  for (const char* said : {"3 stone", "4"}) {
    says(said);
    EXPECT_EQ(count<fft_answered>(last), 0U) << said;
    EXPECT_EQ(came_of_it(), "staff") << said;
  }
}
TEST_F(a_reply, that_scores_after_a_measurement_asked_for_before_is_counted) {
  had_answered(question_kind::weight, "weight");
  now += 1min;
  also_asked(question_kind::fft);
  says("4");
  EXPECT_EQ(count<fft_answered>(last), 1U);
}
TEST_F(a_reply, that_may_go_on_with_a_comment_confirms_nothing) {
  reminded("tue", "p1", amiras, tuesday);
  now += 1min;
  had_answered(question_kind::fft_comment, "why");
  says("yes all good");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, of_yes_after_a_question_for_words_that_was_held_up_on_its_way_confirms_nothing) {
  const auto why = also_asked(question_kind::fft_comment);
  now += 20min;
  reminded("tue", "p1", amiras, tuesday);
  now += 20min;
  state.messages.at(why).changed_at = now; // so it was the last that they read
  now += 1h;
  says("yes");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_says_to_come_or_to_cancel_acts_whatever_was_commented_on) {
  reminded("tue", "p1", amiras, tuesday);
  now += 1min;
  had_answered(question_kind::fft_comment, "why");
  says("I'll be there");
  EXPECT_EQ(came_of_it(), "confirms tue");
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels tue");
}
TEST_F(a_reply, that_confirms_what_is_confirmed_may_be_a_yes_to_something_else) {
  also_asked(question_kind::fft_comment);
  had_answered(question_kind::yes_no, "driver");
  now += 1min;
  reminded("tue", "p1", amiras, tuesday);
  says("I'll be there");
  ASSERT_EQ(came_of_it(), "confirms tue");
  says("yes");
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_is_half_an_answer_to_a_question_does_not_pass_for_thanks) {
  words().questions = {
      {.id = "lungs", .steps = {{.id = "cough", .text = "Cough?", .kind = question_kind::yes_no}}, .thanks = {}}};
  given(patient_updated{patient("p1", amiras)});
  when(ask_questions{patient_id("p1"), "lungs", "k1", "ann"});
  all_sent();
  also_asked(question_kind::fft);
  says("No worries");
  EXPECT_EQ(count<answer_recorded>(last), 1U);
  EXPECT_EQ(count<message_accepted>(last), 1U) << "it is asked again";
}
struct words_of_a_moved_appointment : ::testing::TestWithParam<const char*> {};
TEST_P(words_of_a_moved_appointment, are_no_answer_to_be_asked_for_again) {
  much_asked world;
  world.reminded("tue", "p1", amiras, tuesday);
  world.words().questions = {{.id = "driving",
                              .steps = {{.id = "driver", .text = "Do you drive?", .kind = question_kind::yes_no}},
                              .thanks = {}}};
  world.when(ask_questions{patient_id("p1"), "driving", "k1", "ann"});
  world.all_sent();
  world.read({booking("tue", "p1", wednesday)});
  world.says(GetParam());
  EXPECT_EQ(world.came_of_it(), "staff");
  EXPECT_FALSE(world.text("health questions"));
  world.says("yes");
  EXPECT_EQ(count<answer_recorded>(world.last), 1U) << "a plain answer is one";
}
INSTANTIATE_TEST_SUITE_P(replies, words_of_a_moved_appointment,
                         ::testing::Values("Yes I'm coming", "YES I'LL BE ATTENDING TOMORROW", "no I can't make it"));
TEST_F(a_reply, of_yes_to_a_reminder_of_what_has_moved_since_is_no_answer_to_an_older_question) {
  words().questions = {{.id = "driving",
                        .steps = {{.id = "driver", .text = "Do you drive?", .kind = question_kind::yes_no}},
                        .thanks = {}}};
  given(patient_updated{patient("p1", amiras)});
  when(ask_questions{patient_id("p1"), "driving", "k1", "ann"});
  all_sent();
  now += 1h;
  reminded("tue", "p1", amiras, tuesday);
  read({booking("tue", "p1", wednesday)});
  says("yes");
  EXPECT_EQ(count<answer_recorded>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_is_late_is_not_about_the_next_when_its_appointment_went_to_somebody_who_cancelled_it) {
  both_asked_about();
  now += 5min;
  const auto written_at = now;
  now += 1h;
  read({booking("tue", "p2", tuesday), booking("wed", "p1", wednesday)});
  state.appointments.at(appointment_id("tue")).cancelled = true;
  state.appointments.at(appointment_id("tue")).cancelled_at = now;
  now += 4h;
  says_late("all right", written_at);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, of_consent_to_what_has_gone_since_is_no_answer_to_be_asked_for_again) {
  reminded("tue", "p1", amiras, tuesday);
  words().questions = {
      {.id = "lungs", .steps = {{.id = "cough", .text = "Cough?", .kind = question_kind::yes_no}}, .thanks = {}}};
  when(ask_questions{patient_id("p1"), "lungs", "k1", "ann"});
  all_sent();
  read({});
  says("okay cool");
  EXPECT_EQ(came_of_it(), "staff");
  EXPECT_FALSE(text("health questions"));
}
TEST_F(a_reply, two_days_after_a_missed_appointment_may_still_be_about_that) {
  both_asked_about();
  now = tuesday + 27h;
  says("my appointment cancelled please");
  EXPECT_EQ(came_of_it(), "asks back");
}
TEST_F(a_reply, about_the_doctors_appointment_is_not_about_the_nurses) {
  reminded("tue", "p1", amiras, tuesday);
  state.appointments.at(appointment_id("tue")).what.clinician = "Nurse Kaur";
  says("cancel my dr's appointment");
  EXPECT_EQ(came_of_it(), "staff");
  says("cancel my appointment with Nurse Kaur");
  EXPECT_EQ(came_of_it(), "cancels tue");
}

} // namespace
