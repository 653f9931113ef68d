// Patients who have died or left the practice: nothing goes to them, whatever had been asked for.
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

struct end_of_care {
  const char* name;
  bool patient_details::*mark;
  const char* why;
};
void PrintTo(const end_of_care& one, std::ostream* out) { *out << one.name; }

struct a_patient_who : ::testing::TestWithParam<end_of_care>, talk_world {
  patient_details gone() {
    auto who = patient("p1", amiras);
    who.*GetParam().mark = true;
    return who;
  }
};
INSTANTIATE_TEST_SUITE_P(died_or_left, a_patient_who,
                         ::testing::Values(end_of_care{"died", &patient_details::dead,
                                                       "the record says the patient has died"},
                                           end_of_care{"left", &patient_details::deducted,
                                                       "the record says the patient is no longer registered here"}));

TEST_P(a_patient_who, is_reminded_of_nothing) {
  given(patient_updated{gone()});
  const auto events = read({booking("a1", "p1", now + 47h)});
  EXPECT_EQ(count<message_accepted>(events), 0U);
  ASSERT_TRUE(first<message_suppressed>(events));
  EXPECT_EQ(first<message_suppressed>(events)->reason, GetParam().why);
}

TEST_P(a_patient_who, gets_no_message_that_somebody_asks_for) {
  given(patient_updated{gone()});
  when(accept_message{.message = id_from_name<message_id>("x", "1"),
                      .patient = patient_id("p1"),
                      .text = secret_text("your results"),
                      .asked_by = "ann"});
  EXPECT_FALSE(last_answer.accepted);
  EXPECT_EQ(last_answer.reason, GetParam().why);
}

TEST_P(a_patient_who, has_what_waits_for_them_cancelled_as_soon_as_the_record_says_so) {
  given(patient_updated{patient("p1", amiras)}).given(patient_updated{patient("p2", "07700 900124")});
  read({booking("a1", "p1", now + 47h), booking("a2", "p2", now + 47h)});
  when(accept_message{.message = id_from_name<message_id>("x", "1"),
                      .patient = patient_id("p1"),
                      .text = secret_text("your results"),
                      .asked_by = "ann"});
  const auto events = when(patient_read{gone()});
  ASSERT_EQ(count<message_cancelled>(events), 2U) << "the reminder and the message, and not the other patient's";
  EXPECT_EQ(first<message_cancelled>(events)->reason, GetParam().why);
  EXPECT_EQ(state.unsettled.size(), 1U);
}

TEST_P(a_patient_who, is_not_sent_what_an_older_version_left_waiting) {
  given(patient_updated{patient("p1", amiras)});
  const auto id = first<message_accepted>(read({booking("a1", "p1", now + 47h)}))->message;
  given(patient_updated{gone()}); // as read from a log in which nothing was cancelled with it
  const auto events = when(start_attempt{id, provider_id("firetext")});
  ASSERT_TRUE(first<message_cancelled>(events));
  EXPECT_EQ(first<message_cancelled>(events)->reason, GetParam().why);
}

TEST_P(a_patient_who, gets_no_answer_of_staffs) {
  reminded("a1", "p1", amiras, now + 47h);
  says("what should I bring?");
  given(patient_updated{gone()});
  when(answer_conversation{mark(), id_from_name<message_id>("staff", "1"), secret_text("Nothing."), {}, "ann"});
  EXPECT_FALSE(last_answer.accepted);
  EXPECT_EQ(last_answer.reason, GetParam().why);
}

TEST_P(a_patient_who, is_reminded_again_once_the_record_was_put_right) {
  given(patient_updated{gone()});
  read({booking("a1", "p1", now + 96h)});
  when(patient_read{patient("p1", amiras)});
  now += 49h;
  EXPECT_EQ(count<message_accepted>(when(clock_ticked{})), 1U);
}

} // namespace
