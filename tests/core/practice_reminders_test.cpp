#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct a_practice : ::testing::Test, practice_world {
  const timestamp wednesday_nine = now + 47h;
};

TEST_F(a_practice, reminds_a_patient_whose_appointment_is_within_two_days) {
  given(patient_updated{patient("p1", "07700 900123")});
  const auto events = read({booking("a1", "p1", wednesday_nine)});
  const auto* accepted = first<message_accepted>(events);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->to.reveal(), "447700900123");
  EXPECT_EQ(
      accepted->text.reveal(),
      "Dear Amira, your appointment is on Wednesday 4 March at 9:00am. Reply YES to confirm or CANCEL to cancel.");
  EXPECT_EQ(accepted->expires_at, wednesday_nine - 60min);
  EXPECT_EQ(count<message_due>(last_effects), 1U);
}

TEST_F(a_practice, waits_for_the_patients_details_and_then_reminds) {
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", wednesday_nine)})), 0U);
  EXPECT_EQ(count<message_accepted>(when(patient_read{patient("p1", "07700 900123")})), 1U);
}

TEST_F(a_practice, does_not_remind_before_it_is_due_and_wakes_when_it_is) {
  given(patient_updated{patient("p1", "07700 900123")});
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", now + 72h)})), 0U);
  EXPECT_EQ(wake_at(state, settings, now), now + 24h);
  now += 24h;
  EXPECT_EQ(count<message_accepted>(when(clock_ticked{})), 1U);
}

TEST_F(a_practice, reminds_once_however_often_the_appointment_is_read) {
  given(patient_updated{patient("p1", "07700 900123")});
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", wednesday_nine)})), 1U);
  EXPECT_TRUE(read({booking("a1", "p1", wednesday_nine)}).empty());
  EXPECT_TRUE(when(clock_ticked{}).empty());
}

TEST_F(a_practice, keeps_a_night_for_sleeping) {
  given(patient_updated{patient("p1", "07700 900123")});
  now = monday_at_ten + 12h; // 22:00
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", now + 40h)})), 0U);
  EXPECT_EQ(wake_at(state, settings, now), monday_at_ten + 23h); // Tuesday 9:00
}

TEST_F(a_practice, does_not_send_what_was_accepted_in_time_after_hours) {
  given(patient_updated{patient("p1", "07700 900123")});
  const auto id = first<message_accepted>(read({booking("a1", "p1", wednesday_nine)}))->message;
  now = monday_at_ten + 10h; // 20:00
  EXPECT_TRUE(when(start_attempt{id, provider_id("firetext")}).empty());
  ASSERT_EQ(count<message_due>(last_effects), 1U);
  EXPECT_EQ(std::get<message_due>(last_effects.back()).due_at, monday_at_ten + 23h);
}

struct suppression {
  const char* why;
  void (*change)(patient_details&);
};
struct a_practice_with : a_practice, ::testing::WithParamInterface<suppression> {};
TEST_P(a_practice_with, sends_nothing_to_somebody_it_must_not_text) {
  auto p = patient("p1", "07700 900123");
  GetParam().change(p);
  given(patient_updated{p});
  const auto events = read({booking("a1", "p1", wednesday_nine)});
  ASSERT_EQ(count<message_accepted>(events), 0U);
  ASSERT_TRUE(first<message_suppressed>(events));
  EXPECT_EQ(first<message_suppressed>(events)->reason, GetParam().why);
}
INSTANTIATE_TEST_SUITE_P(
    reasons, a_practice_with,
    ::testing::Values(
        suppression{"the patient has declined text messages", [](patient_details& p) { p.sms_consent = consent::no; }},
        suppression{"the record says the patient has died", [](patient_details& p) { p.dead = true; }},
        suppression{"no UK mobile number in the record",
                    [](patient_details& p) { p.mobile = secret_text("01632 960123"); }},
        suppression{"no UK mobile number in the record", [](patient_details& p) { p.mobile = secret_text(""); }}));

TEST_F(a_practice, sends_nothing_to_a_number_that_opted_out) {
  given(patient_updated{patient("p1", "07700 900123")}).given(opted_out{secret_text("447700900123"), "reply"});
  EXPECT_EQ(first<message_suppressed>(read({booking("a1", "p1", wednesday_nine)}))->reason,
            "this number has opted out");
}

TEST_F(a_practice, sends_nothing_when_the_appointment_is_too_near) {
  given(patient_updated{patient("p1", "07700 900123")});
  EXPECT_EQ(first<message_suppressed>(read({booking("a1", "p1", now + 30min)}))->reason,
            "too late: the appointment is too near");
}

TEST_F(a_practice, cancels_a_waiting_reminder_when_the_appointment_is_moved_and_reminds_of_the_new_time) {
  given(patient_updated{patient("p1", "07700 900123")});
  read({booking("a1", "p1", wednesday_nine)});
  const auto events = read({booking("a1", "p1", wednesday_nine - 1h)});
  EXPECT_EQ(count<appointment_changed>(events), 1U);
  EXPECT_EQ(first<message_cancelled>(events)->reason, "the appointment was moved");
  EXPECT_EQ(count<message_accepted>(events), 1U);
}

TEST_F(a_practice, cancels_a_waiting_reminder_when_the_appointment_is_given_to_somebody_else) {
  given(patient_updated{patient("p1", "07700 900123")}).given(patient_updated{patient("p2", "07700 900124")});
  read({booking("a1", "p1", wednesday_nine)});
  const auto events = read({booking("a1", "p2", wednesday_nine)});
  ASSERT_EQ(count<message_cancelled>(events), 1U);
  EXPECT_EQ(first<message_cancelled>(events)->reason, "the appointment is another patient's now");
  ASSERT_EQ(count<message_accepted>(events), 1U);
  EXPECT_EQ(first<message_accepted>(events)->patient.value, "p2");
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", wednesday_nine)})), 0U) << "who has it back has heard";
  EXPECT_EQ(wake_at(state, settings, now), never);
}

TEST_F(a_practice, says_that_the_details_never_came_when_a_reminder_becomes_too_late_for_want_of_them) {
  read({booking("a1", "p1", wednesday_nine)});
  now = wednesday_nine - 30min;
  const auto events = when(clock_ticked{});
  ASSERT_TRUE(first<message_suppressed>(events));
  EXPECT_EQ(first<message_suppressed>(events)->reason,
            "too late: the appointment is too near, and the patient's details were never read");
}

TEST_F(a_practice, cancels_a_waiting_reminder_when_the_appointment_is_gone) {
  given(patient_updated{patient("p1", "07700 900123")});
  read({booking("a1", "p1", wednesday_nine)});
  const auto events = read({});
  EXPECT_EQ(count<appointment_gone>(events), 1U);
  EXPECT_EQ(count<message_cancelled>(events), 1U);
}

TEST_F(a_practice, never_takes_an_appointment_outside_the_window_for_gone) {
  read({booking("a1", "p1", now + 24h * 20)});
  EXPECT_TRUE(read({}).empty());
}

TEST_F(a_practice, leaves_out_sessions_it_was_told_to) {
  settings.reminders[0].not_sessions = {"GP Surgery"};
  given(patient_updated{patient("p1", "07700 900123")});
  EXPECT_EQ(count<message_accepted>(read({booking("a1", "p1", wednesday_nine)})), 0U);
  EXPECT_EQ(wake_at(state, settings, now), never);
}

} // namespace
