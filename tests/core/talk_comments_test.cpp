// What is somebody's words about a visit, and what only looks like them: each was wrong once in the simulated weeks.
#include "tests/core/much_asked.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

struct a_reply : ::testing::Test, much_asked {};

// -- no comment -----------------------------------------------------------------------------------

struct no_comment : ::testing::TestWithParam<const char*> {};
TEST_P(no_comment, is_what_asks_for_something) {
  much_asked world;
  world.given(patient_updated{patient("p1", amiras)});
  world.also_asked(question_kind::fft_comment);
  world.says(GetParam());
  EXPECT_EQ(count<fft_answered>(world.last), 0U);
  EXPECT_EQ(world.came_of_it(), "staff");
}
INSTANTIATE_TEST_SUITE_P(replies, no_comment,
                         ::testing::Values("can I come another day", "can't make it, another day please",
                                           "can I bring it forward", "I can attend another time", "I can't make it",
                                           "I'm not coming on Thursday", "I can't come on Thursday",
                                           "can't make it next week", "can I change my appointment",
                                           "another day would suit me better", "actually no wait", "Actually, no.",
                                           "actually sorry", "wait no", "hang on", "scratch that"));

TEST_F(a_reply, that_takes_a_cancellation_back_is_no_comment) {
  reminded("tue", "p1", amiras, tuesday);
  also_asked(question_kind::fft_comment);
  says("CANCEL");
  says("ignore that");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "holds back, staff at once");
}
TEST_F(a_reply, that_takes_a_written_cancellation_back_is_no_comment) {
  reminded("tue", "p1", amiras, tuesday);
  also_asked(question_kind::fft_comment);
  says("CANCEL");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  says("Sorry changed my mind I will come");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff at once");
}
TEST_F(a_reply, to_a_question_for_words_is_a_comment_still) {
  reminded("tue", "p1", amiras, tuesday);
  now += 1min;
  also_asked(question_kind::fft_comment);
  says("The nurse was lovely and quick");
  EXPECT_EQ(count<fft_answered>(last), 1U);
  EXPECT_EQ(came_of_it(), "nothing");
}
TEST_F(a_reply, after_a_reminder_that_came_later_than_the_question_for_words_is_a_persons) {
  also_asked(question_kind::fft_comment);
  now += 1min;
  reminded("tue", "p1", amiras, tuesday);
  says("The bus is often late");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

// -- words about an appointment that we know little of ---------------------------------------------

struct words_of_an_appointment : ::testing::TestWithParam<const char*> {};
TEST_P(words_of_an_appointment, are_no_comment_and_leave_the_question_open) {
  much_asked world;
  world.given(patient_updated{patient("p1", amiras)});
  const auto asked = world.also_asked(question_kind::fft_comment);
  world.says(GetParam());
  EXPECT_EQ(count<fft_answered>(world.last), 0U);
  EXPECT_EQ(world.came_of_it(), "staff");
  EXPECT_FALSE(world.state.messages.at(asked).answered);
}
INSTANTIATE_TEST_SUITE_P(replies, words_of_an_appointment,
                         ::testing::Values("I'll be there on Tuesday", "Sorry, I can make it", "Yes Friday",
                                           "I will attend", "see you then", "coming", "Tuesday is fine",
                                           "please keep my appointment", "ignore that", "Sorry changed my mind",
                                           "cancelled it", "I can still come", "CANCEL", "confirm",
                                           "byddaf yno dydd Mawrth"));

struct words_about_a_visit : ::testing::TestWithParam<const char*> {};
TEST_P(words_about_a_visit, are_a_comment) {
  much_asked world;
  world.given(patient_updated{patient("p1", amiras)});
  world.also_asked(question_kind::fft_comment);
  world.says(GetParam());
  EXPECT_EQ(count<fft_answered>(world.last), 1U);
  EXPECT_EQ(world.came_of_it(), "nothing");
}
INSTANTIATE_TEST_SUITE_P(replies, words_about_a_visit,
                         ::testing::Values("The nurse was lovely and quick", "Long wait", "no wait at all",
                                           "had to hang on the phone", "they actually listened",
                                           "I will recommend you to all",
                                           "Saw the nurse on Monday and she was kind to me", "all good thanks",
                                           "the doctor was late coming out", "parking is hard"));

TEST_F(a_reply, that_may_confirm_an_appointment_since_gone_is_no_comment) {
  reminded("wed", "p1", amiras, wednesday);
  read({});
  now += 1h;
  also_asked(question_kind::fft_comment);
  says("OK \xF0\x9F\x98\x8A");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

// -- one answer, two visits -----------------------------------------------------------------------

TEST_F(a_reply, that_says_a_score_again_is_no_score_of_another_visit_asked_about_at_the_same_time) {
  had_answered(question_kind::fft, "first visit");
  also_asked(question_kind::fft, "second visit");
  now += 3h;
  says("very good.");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_says_a_score_again_is_no_score_of_a_visit_asked_about_between) {
  also_asked(question_kind::fft, "first visit");
  now += 3h;
  says("Good");
  ASSERT_EQ(count<fft_answered>(last), 1U);
  now += 1min;
  also_asked(question_kind::fft, "second visit");
  now += 1min;
  says("Good.");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}
TEST_F(a_reply, that_scores_a_later_visit_is_counted) {
  had_answered(question_kind::fft, "first visit");
  now += 3h;
  also_asked(question_kind::fft, "second visit");
  says("very good.");
  EXPECT_EQ(count<fft_answered>(last), 1U);
}

// -- the number of what is cancelled --------------------------------------------------------------

TEST_F(a_reply, with_the_number_of_an_appointment_cancelled_since_is_a_persons_at_once) {
  both_asked_about();
  says("yes");
  ASSERT_EQ(came_of_it(), "asks back");
  all_sent();
  says("cancel tuesday");
  ASSERT_EQ(came_of_it(), "cancels tue");
  when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  also_asked(question_kind::fft);
  now += 5h;
  says("1");
  EXPECT_EQ(came_of_it(), "staff at once");
}

// -- no measurement -------------------------------------------------------------------------------

struct no_measurement : ::testing::TestWithParam<const char*> {};
TEST_P(no_measurement, is_what_speaks_of_an_appointment_and_has_a_number_in_it) {
  much_asked world;
  world.asked_for_weight();
  world.says(GetParam());
  EXPECT_EQ(count<answer_recorded>(world.last), 0U);
  EXPECT_EQ(count<message_accepted>(world.last), 0U) << "and nobody is told that it could not be read";
  EXPECT_EQ(world.came_of_it(), "staff");
}
INSTANTIATE_TEST_SUITE_P(replies, no_measurement,
                         ::testing::Values("pls can u cancel my appt 4 tomorrow", "can I come at 10 instead",
                                           "can I move my appointment to 11"));

} // namespace
