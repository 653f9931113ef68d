#include "actors/reply/own_vocabulary.hpp"
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

const std::string amiras = "447700900123";

struct a_reply : ::testing::Test, practice_world {
  const timestamp wednesday_nine = now + 47h;
  const operation_requested* operation(const std::vector<event>& events, operation_kind kind) {
    for (const auto& e : events)
      if (const auto* one = std::get_if<operation_requested>(&e); one && one->kind == kind) return one;
    return nullptr;
  }
};

TEST_F(a_reply, of_CANCEL_asks_the_clinical_system_to_cancel_exactly_that_appointment) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto events = reply(amiras, "CANCEL");
  const auto* cancel = operation(events, operation_kind::cancel_appointment);
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->appointment.value, "a1");
  EXPECT_EQ(cancel->expected_starts_at, wednesday_nine);
  EXPECT_EQ(cancel->expected_clinician, "Dr Patel");
  EXPECT_EQ(count<appointment_cancelled>(events), 0U) << "not before the clinical system has done it";
}

TEST_F(a_reply, of_CANCEL_files_its_code_once_the_appointment_is_cancelled) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto cancel = operation(reply(amiras, "CANCEL"), operation_kind::cancel_appointment)->operation;
  const auto events = when(operation_outcome{cancel, operation_result::done, "", ""});
  EXPECT_EQ(count<appointment_cancelled>(events), 1U);
  EXPECT_EQ(operation(events, operation_kind::file_code)->code, "279991000000102");
  EXPECT_TRUE(when(operation_outcome{cancel, operation_result::done, "", ""}).empty()) << "told twice, done once";
}

TEST_F(a_reply, whose_appointment_differs_in_the_clinical_system_goes_to_a_person) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto cancel = operation(reply(amiras, "CANCEL"), operation_kind::cancel_appointment)->operation;
  const auto events = when(operation_outcome{cancel, operation_result::differs, "", "the appointment was moved"});
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
  EXPECT_EQ(count<appointment_cancelled>(events), 0U);
}

TEST_F(a_reply, of_YES_confirms) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto events = reply(amiras, "Yes thanks");
  EXPECT_EQ(count<appointment_confirmed>(events), 1U);
  EXPECT_TRUE(operation(events, operation_kind::confirm_appointment));
}

TEST_F(a_reply, that_came_late_is_not_the_answer_to_what_was_asked_after_it_was_written) {
  const auto written = now;
  now += 3h;
  reminded("a1", "p1", amiras, wednesday_nine);
  now += 1h;
  const reply_arrived late{.reply = id_from_name<reply_id>("x", "late"),
                           .provider = provider_id("firetext"),
                           .from = secret_text(amiras),
                           .to = "447700900999",
                           .text = secret_text("CANCEL"),
                           .reported_at = written};
  const auto events = when(late);
  EXPECT_FALSE(operation(events, operation_kind::cancel_appointment));
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
}

TEST_F(a_reply, that_came_late_acts_when_nothing_else_was_answered_since) {
  reminded("a1", "p1", amiras, wednesday_nine);
  reply_arrived late{.reply = id_from_name<reply_id>("x", "late"),
                     .provider = provider_id("firetext"),
                     .from = secret_text(amiras),
                     .to = "447700900999",
                     .text = secret_text("CANCEL"),
                     .reported_at = now + 5min};
  now += 4h;
  EXPECT_TRUE(operation(when(late), operation_kind::cancel_appointment));
}

TEST_F(a_reply, that_came_late_does_not_overrule_what_was_answered_since) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto written = now + 5min;
  now += 1h;
  EXPECT_EQ(count<appointment_confirmed>(reply(amiras, "YES")), 1U);
  now += 3h;
  reply_arrived late{.reply = id_from_name<reply_id>("x", "late"),
                     .provider = provider_id("firetext"),
                     .from = secret_text(amiras),
                     .to = "447700900999",
                     .text = secret_text("CANCEL"),
                     .reported_at = written};
  const auto events = when(late);
  EXPECT_FALSE(operation(events, operation_kind::cancel_appointment));
  EXPECT_EQ(count<handed_to_staff>(events), 1U) << "a person asks";
  EXPECT_TRUE(operation(reply(amiras, "CANCEL"), operation_kind::cancel_appointment)) << "a change of mind is heard";
}

TEST_F(a_reply, delivered_twice_acts_once) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const reply_arrived same{.reply = id_from_name<reply_id>("x", "y"),
                           .provider = provider_id("firetext"),
                           .from = secret_text(amiras),
                           .text = secret_text("CANCEL"),
                           .reported_at = now};
  EXPECT_FALSE(when(same).empty());
  EXPECT_TRUE(when(same).empty());
  EXPECT_TRUE(last_answer.accepted && last_answer.repeated);
}

struct doubtful : a_reply, ::testing::WithParamInterface<const char*> {};
TEST_P(doubtful, never_acts_and_goes_to_a_person) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto events = reply(amiras, GetParam());
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(count<appointment_confirmed>(events), 0U);
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
}
INSTANTIATE_TEST_SUITE_P(words, doubtful,
                         ::testing::Values("don't cancel", "can I cancel?", "cancel my other appointment on Friday",
                                           "should I cancel or come", "who is this", "I have chest pain cancel",
                                           "fuck off", "nie moge przyjsc jutro", "1", "135/85", "very good",
                                           "never smoked"));

TEST_F(a_reply, in_words_the_practice_added_acts_like_any_other) {
  settings.replies.compiled = std::make_shared<const own_vocabulary>(
      vocabulary_settings{.phrases = {{"cancel", "scrub my appointment"}}, .spellings = {}});
  reminded("a1", "p1", amiras, wednesday_nine);
  EXPECT_FALSE(operation(reply(amiras, "don't scrub my appointment"), operation_kind::cancel_appointment));
  EXPECT_TRUE(operation(reply(amiras, "scrub my appointment"), operation_kind::cancel_appointment));
}

TEST_F(a_reply, from_a_mobile_two_patients_share_never_acts_unasked) {
  given(patient_updated{patient("p2", "07700 900123")});
  reminded("a1", "p1", amiras, wednesday_nine);
  EXPECT_EQ(count<operation_requested>(reply(amiras, "CANCEL")), 0U);
}

TEST_F(a_reply, from_a_patient_with_two_appointments_never_acts_unless_it_names_one) {
  reminded("a1", "p1", amiras, wednesday_nine);
  reminded("a2", "p1", amiras, wednesday_nine - 2h);
  EXPECT_EQ(count<operation_requested>(reply(amiras, "CANCEL")), 0U);
}

TEST_F(a_reply, after_the_cut_off_goes_to_a_person) {
  reminded("a1", "p1", amiras, wednesday_nine);
  now = wednesday_nine - 30min;
  const auto events = reply(amiras, "CANCEL");
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
}

TEST_F(a_reply, about_an_appointment_that_has_since_moved_goes_to_a_person) {
  reminded("a1", "p1", amiras, wednesday_nine);
  read({booking("a1", "p1", wednesday_nine + 24h)});
  const auto events = reply(amiras, "CANCEL");
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
}

TEST_F(a_reply, to_nothing_we_asked_goes_to_a_person) {
  given(patient_updated{patient("p1", amiras)});
  EXPECT_EQ(count<handed_to_staff>(reply(amiras, "CANCEL")), 1U);
}

TEST_F(a_reply, of_STOP_opts_the_number_out_and_cancels_nothing) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto events = reply(amiras, "STOP");
  EXPECT_EQ(count<opted_out>(events), 1U);
  EXPECT_FALSE(operation(events, operation_kind::cancel_appointment));
  EXPECT_TRUE(operation(events, operation_kind::set_consent));
}

TEST_F(a_reply, of_CANCEL_after_a_confirmation_is_a_change_of_mind_and_cancels) {
  reminded("a1", "p1", amiras, wednesday_nine);
  reply(amiras, "Yes");
  EXPECT_TRUE(operation(reply(amiras, "CANCEL"), operation_kind::cancel_appointment));
}

TEST_F(a_reply, of_CANCEL_twice_asks_once) {
  reminded("a1", "p1", amiras, wednesday_nine);
  reply(amiras, "CANCEL");
  EXPECT_FALSE(operation(reply(amiras, "cancel"), operation_kind::cancel_appointment));
}

TEST_F(a_reply, with_an_urgent_word_is_raised_at_once) {
  reminded("a1", "p1", amiras, wednesday_nine);
  const auto events = reply(amiras, "I can't breathe");
  ASSERT_TRUE(first<handed_to_staff>(events));
  EXPECT_TRUE(first<handed_to_staff>(events)->urgent);
}

TEST_F(a_reply, open_operations_are_wanted_again_after_a_restart_and_those_that_had_begun_are_read_back_first) {
  reminded("a1", "p1", amiras, wednesday_nine);
  reply(amiras, "CANCEL");
  ASSERT_EQ(state.operations.size(), 1U);
  const auto id = state.operations.begin()->first;
  const auto perhaps_done = [&] {
    for (const auto& e : outstanding(state, settings, now))
      if (const auto* wanted = std::get_if<operation_wanted>(&e)) return std::optional(wanted->perhaps_done);
    return std::optional<bool>();
  };
  EXPECT_EQ(perhaps_done(), false) << "nothing of it has left us";
  EXPECT_FALSE(
      decide(state, settings, begin_operation{id_from_name<operation_id>("test", "another")}, now).what.accepted);
  const auto begun = when(begin_operation{id});
  ASSERT_TRUE(first<operation_begun>(begun));
  EXPECT_EQ(perhaps_done(), true);
  EXPECT_TRUE(when(begin_operation{id}).empty()) << "it begins once";
  state.operations.at(id).begins_told = false; // of an older version, whose log doesn't tell
  state.begun.clear();
  EXPECT_EQ(perhaps_done(), true);
  when(operation_outcome{id, operation_result::done, {}, {}});
  EXPECT_TRUE(state.begun.empty());
}

} // namespace
