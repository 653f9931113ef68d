// Keywords, automatic texts, the Friends and Family Test and questions about health, from what a patient writes to what
// is written about it.
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

constexpr timestamp tuesday = monday_at_ten + 23h + 10min;

// -- keywords -------------------------------------------------------------------------------------

struct a_keyword : ::testing::Test, talk_world {
  a_keyword() {
    words().keywords = {{.id = "smoke",
                         .words = {"smoke", "smoking"},
                         .answer = "Dear ((first_name)), ring ((practice_phone)) for help to stop smoking.",
                         .code = "279991000000102",
                         .from = {},
                         .until = {},
                         .test_numbers = {},
                         .code_text = "Asked for help to stop smoking",
                         .joins = "stop-smoking",
                         .leaves = {}},
                        {.id = "menu",
                         .words = {"menu"},
                         .answer = "Text smoke for help. ((practice_name))",
                         .code = {},
                         .from = "2026-03-03",
                         .until = "2026-03-04",
                         .test_numbers = {},
                         .code_text = {},
                         .joins = {},
                         .leaves = "stop-smoking"}};
  }
};

TEST_F(a_keyword, is_answered_filed_and_joins_its_group) {
  given(patient_updated{patient("p1", amiras)});
  says("Smoke please");
  ASSERT_TRUE(text("a keyword"));
  EXPECT_EQ(text("a keyword")->text.reveal(), "Dear Amira, ring 01632 960001 for help to stop smoking.");
  ASSERT_TRUE(write(operation_kind::file_code));
  EXPECT_EQ(write(operation_kind::file_code)->text, "Asked for help to stop smoking");
  ASSERT_TRUE(first<group_changed>(last));
  EXPECT_EQ(first<group_changed>(last)->group, "stop-smoking");
  EXPECT_TRUE(state.groups["stop-smoking"].contains("p1"));
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
}

TEST_F(a_keyword, files_nothing_when_the_number_is_no_one_patients_and_a_person_hears_of_it) {
  given(patient_updated{patient("p1", amiras)}).given(patient_updated{patient("p2", amiras)});
  says("smoke");
  EXPECT_FALSE(write(operation_kind::file_code));
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_keyword, joins_once) {
  given(patient_updated{patient("p1", amiras)});
  says("smoke");
  says("smoke");
  EXPECT_EQ(count<group_changed>(last), 0U);
}

TEST_F(a_keyword, is_one_on_its_days_alone) {
  given(patient_updated{patient("p1", amiras)});
  says("menu");
  EXPECT_EQ(count<keyword_taken>(last), 0U);
  now = tuesday;
  says("menu");
  EXPECT_EQ(count<keyword_taken>(last), 1U);
  says("smoke");
  says("menu");
  EXPECT_FALSE(state.groups["stop-smoking"].contains("p1"));
}

TEST_F(a_keyword, in_a_test_is_one_for_its_numbers_alone) {
  given(patient_updated{patient("p1", amiras)});
  words().keywords.front().test_numbers = {"447700900999"};
  says("smoke");
  EXPECT_EQ(count<keyword_taken>(last), 0U);
}

TEST_F(a_keyword, with_an_appointment_open_leaves_that_alone) {
  reminded("tue", "p1", amiras, tuesday);
  says("smoke");
  EXPECT_EQ(count<keyword_taken>(last), 1U);
  EXPECT_EQ(count<appointment_confirmed>(last), 0U);
}

// -- automatic texts ------------------------------------------------------------------------------

struct an_automatic_text : ::testing::Test, talk_world {};

TEST_F(an_automatic_text, thanks_for_a_confirmation_when_there_are_words_for_it) {
  words().texts.confirmed = "See you on ((appointment_date)) at ((appointment_time)).";
  reminded("tue", "p1", amiras, tuesday);
  says("yes");
  ASSERT_TRUE(text("a confirmation"));
  EXPECT_EQ(text("a confirmation")->text.reveal(), "See you on Tuesday 3 March at 9:10am.");
}

TEST_F(an_automatic_text, speaks_of_a_cancellation_only_once_it_is_written) {
  words().texts.cancelled = "Cancelled: ((appointment_time)).";
  reminded("tue", "p1", amiras, tuesday);
  says("CANCEL");
  EXPECT_FALSE(text("a cancellation"));
  last = when(operation_outcome{open_cancel(), operation_result::done, "", ""});
  EXPECT_TRUE(text("a cancellation"));
}

TEST_F(an_automatic_text, names_help_at_once_when_words_of_an_emergency_come_and_three_times_a_day_at_most) {
  for (int i = 0; i < 3; ++i) {
    says("I have chest pain");
    EXPECT_EQ(came_of_it(), "staff at once");
    ASSERT_TRUE(text("urgent words"));
    EXPECT_NE(text("urgent words")->text.reveal().find("call 999"), std::string::npos);
  }
  says("I have chest pain");
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_FALSE(text("urgent words"));
  now += 24h;
  says("I have chest pain");
  EXPECT_TRUE(text("urgent words")) << "another day";
}

TEST_F(an_automatic_text, says_that_nobody_is_there_once_a_day_and_in_hours_that_somebody_is) {
  words().texts.out_of_hours = "We are closed.";
  words().texts.received = "We will read it.";
  says("what about my results");
  EXPECT_TRUE(text("a reply for staff"));
  now += 12h; // 22:00
  says("what about my results");
  EXPECT_TRUE(text("out of hours"));
  says("hello?");
  EXPECT_FALSE(text("out of hours"));
}

TEST_F(an_automatic_text, never_goes_for_ever_between_two_machines) {
  words().keywords = {{.id = "menu", .words = {"menu"}, .answer = "Menu: ((practice_name))"}};
  std::size_t texts = 0;
  for (int i = 0; i < 50; ++i) {
    says("menu");
    texts += count<message_accepted>(last);
    now += 1min;
  }
  EXPECT_EQ(texts, 6U);
  EXPECT_EQ(came_of_it(), "staff") << "a person may look";
}

TEST_F(an_automatic_text, is_none_after_thanks) {
  words().texts.received = "We will read it.";
  says("thanks");
  EXPECT_TRUE(last.size() == 1);
}

// -- a wrong number -------------------------------------------------------------------------------

TEST(a_wrong_number, is_told_to_staff_and_gets_nothing_of_a_patients_until_a_person_has_checked) {
  talk_world here;
  const auto soon = here.now + 24h;
  here.reminded("tue", "p1", amiras, soon);
  here.says("wrong number, I don't know any Amira");
  EXPECT_EQ(count<number_disputed>(here.last), 1U);
  EXPECT_EQ(here.came_of_it(), "staff");
  here.read({booking("tue", "p1", soon), booking("wed", "p1", soon + 20h)});
  here.ticks_at(here.now + 1min);
  here.when(accept_message{.message = id_from_name<message_id>("x", "1"),
                           .patient = patient_id("p1"),
                           .text = secret_text("your results"),
                           .asked_by = "ann"});
  EXPECT_FALSE(here.last_answer.accepted);
  here.when(trust_number{here.mark(), "ann"});
  here.when(accept_message{.message = id_from_name<message_id>("x", "1"),
                           .patient = patient_id("p1"),
                           .text = secret_text("your results"),
                           .asked_by = "ann"});
  EXPECT_TRUE(here.last_answer.accepted);
}

TEST(a_wrong_number, is_not_reminded_of_a_patients_appointment) {
  talk_world here;
  here.given(patient_updated{patient("p1", amiras)});
  here.says("wrong number");
  const auto events = here.read({booking("tue", "p1", here.now + 24h)});
  EXPECT_EQ(count<message_accepted>(events), 0U);
  EXPECT_EQ(count<message_suppressed>(events), 1U);
}

// -- the Friends and Family Test ------------------------------------------------------------------

struct the_fft : ::testing::Test, talk_world {
  the_fft() {
    words().fft.ask = true;
    settings.reminders.clear();
    given(patient_updated{patient("p1", amiras)});
  }
  void attends(const std::string& id, timestamp starts_at) {
    read({booking(id, "p1", starts_at)});
    auto done = booking(id, "p1", starts_at);
    done.status = appointment_status::finished;
    now = starts_at + 20min;
    last = read({done});
  }
};

TEST_F(the_fft, asks_three_hours_after_an_attended_appointment_with_the_official_question) {
  attends("a1", now + 1h);
  EXPECT_EQ(count<message_accepted>(last), 0U);
  EXPECT_EQ(wake_at(state, settings, now), monday_at_ten + 1h + 10min + 3h);
  ticks_at(wake_at(state, settings, now));
  ASSERT_TRUE(text("friends and family test"));
  EXPECT_EQ(text("friends and family test")->text.reveal(),
            "Demo Surgery: Thinking about your appointment: overall, how was your experience of our service? Reply 1 "
            "Very good, 2 Good, 3 Neither good nor poor, 4 Poor, 5 Very poor, 6 Don't know");
  ticks_at(now + 1h);
  EXPECT_EQ(count<message_accepted>(last), 0U) << "once";
}

TEST_F(the_fft, asks_nobody_again_within_six_months) {
  attends("a1", now + 1h);
  ticks_at(now + 4h);
  EXPECT_TRUE(text("friends and family test"));
  attends("a2", monday_at_ten + 30 * 24h);
  ticks_at(now + 4h);
  EXPECT_FALSE(text("friends and family test"));
  attends("a3", monday_at_ten + 210 * 24h);
  ticks_at(now + 4h);
  EXPECT_TRUE(text("friends and family test"));
}

TEST_F(the_fft, asks_nobody_who_did_not_attend_or_opted_out) {
  auto missed = booking("a1", "p1", now + 1h);
  read({missed});
  missed.status = appointment_status::did_not_attend;
  now += 2h;
  read({missed});
  ticks_at(now + 4h);
  EXPECT_EQ(count<message_accepted>(last), 0U);
  says("STOP");
  attends("a2", now + 1h);
  ticks_at(now + 4h);
  EXPECT_EQ(count<message_accepted>(last), 0U);
}

struct scored : the_fft {
  scored() {
    attends("a1", now + 1h);
    ticks_at(now + 4h);
    all_sent();
  }
};

TEST_F(scored, counts_the_score_and_asks_why) {
  says("1");
  ASSERT_TRUE(first<fft_answered>(last));
  EXPECT_EQ(first<fft_answered>(last)->score, 1U);
  EXPECT_EQ(first<fft_answered>(last)->method, fft_method::text_message);
  EXPECT_TRUE(text("friends and family test"));
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
  all_sent();
  says("The nurse was so kind");
  ASSERT_TRUE(first<fft_answered>(last));
  EXPECT_EQ(first<fft_answered>(last)->score, 0U);
  EXPECT_TRUE(first<fft_answered>(last)->comment.reveal().empty()) << "the words stay in the patient's reply";
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
}

TEST_F(scored, takes_a_second_score_for_a_change_of_mind) {
  says("5");
  all_sent();
  says("1");
  ASSERT_TRUE(first<fft_answered>(last));
  EXPECT_TRUE(first<fft_answered>(last)->replaces);
  EXPECT_EQ(first<fft_answered>(last)->replaced_score, 5U);
  EXPECT_EQ(first<fft_answered>(last)->score, 1U);
}

TEST_F(scored, gives_a_person_what_can_be_read_upside_down) {
  says("5 excellent");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(scored, never_takes_an_emergency_for_a_comment) {
  says("1");
  all_sent();
  says("I have chest pain");
  EXPECT_EQ(count<fft_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff at once");
}

TEST_F(scored, with_an_appointment_open_too_leaves_a_yes_to_a_person_when_it_could_be_both) {
  reminder_rule rule;
  rule.id = rule_id("two-days");
  rule.text = template_id("reminder");
  settings.reminders = {rule};
  reminded("tue", "p1", amiras, now + 24h);
  says("CANCEL");
  EXPECT_EQ(came_of_it(), "cancels tue") << "that is no score";
}

TEST_F(the_fft, takes_answers_on_paper_once) {
  when(record_fft{"paper-17", 2, fft_method::paper, secret_text("Friendly"), "ann"});
  EXPECT_TRUE(last_answer.accepted);
  when(record_fft{"paper-17", 2, fft_method::paper, secret_text("Friendly"), "ann"});
  EXPECT_TRUE(last_answer.repeated);
  when(record_fft{"paper-18", 7, fft_method::paper, {}, "ann"});
  EXPECT_FALSE(last_answer.accepted);
}

// -- health questions -----------------------------------------------------------------------------

struct health_questions : ::testing::Test, talk_world {
  health_questions() {
    question_set set;
    set.id = "check";
    set.steps = {{.id = "smoker",
                  .text = "Do you smoke? Reply never, ex or current.",
                  .kind = question_kind::smoking,
                  .codes = {{"never", "266919005"}},
                  .then = {}},
                 {.id = "pressure",
                  .text = "What is your blood pressure? Reply like 120/80.",
                  .kind = question_kind::blood_pressure,
                  .low = 90,
                  .high = 150,
                  .diastolic_low = 50,
                  .diastolic_high = 95,
                  .code = "271649006",
                  .diastolic_code = "271650006"}};
    set.thanks = "Thank you, that is all.";
    words().questions = {set};
    given(patient_updated{patient("p1", amiras)});
    when(ask_questions{patient_id("p1"), "check", "k1", "ann"});
    all_sent();
  }
  std::vector<std::string> filed() const {
    std::vector<std::string> all;
    for (const auto& e : last)
      if (const auto* one = std::get_if<operation_requested>(&e); one && one->kind == operation_kind::file_code)
        all.push_back(one->code + ' ' + one->value.reveal() + ' ' + one->unit);
    return all;
  }
  void never_smoked() {
    says("never");
    all_sent();
  }
};

TEST_F(health_questions, come_one_at_a_time_and_what_is_answered_is_filed) {
  says("never");
  EXPECT_EQ(filed(), std::vector<std::string>{"266919005  "});
  ASSERT_TRUE(text("health questions"));
  EXPECT_EQ(text("health questions")->text.reveal(), "What is your blood pressure? Reply like 120/80.");
  all_sent();
  says("135/85");
  EXPECT_EQ(filed(), (std::vector<std::string>{"271649006 135 mmHg", "271650006 85 mmHg"}));
  EXPECT_EQ(first<answer_recorded>(last)->value.reveal(), "135/85");
  EXPECT_EQ(text("health questions")->text.reveal(), "Thank you, that is all.");
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
}

TEST_F(health_questions, are_asked_once_for_the_same_key_and_never_on_a_shared_number) {
  when(ask_questions{patient_id("p1"), "check", "k1", "ann"});
  EXPECT_TRUE(last_answer.repeated);
  given(patient_updated{patient("p2", amiras)});
  when(ask_questions{patient_id("p1"), "check", "k2", "ann"});
  EXPECT_FALSE(last_answer.accepted);
}

TEST_F(health_questions, file_a_value_out_of_range_and_raise_it_at_once) {
  never_smoked();
  says("165/90");
  EXPECT_EQ(filed().size(), 2U);
  EXPECT_EQ(first<answer_recorded>(last)->finding, measure_finding::out_of_range);
  EXPECT_EQ(came_of_it(), "staff at once");
}

TEST_F(health_questions, file_no_dangerous_value_but_raise_it_and_name_help) {
  never_smoked();
  says("195/125");
  EXPECT_TRUE(filed().empty());
  EXPECT_EQ(first<answer_recorded>(last)->finding, measure_finding::severe);
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_TRUE(text("urgent words"));
}

TEST_F(health_questions, ask_once_more_about_what_can_not_be_so_and_then_ask_a_person) {
  never_smoked();
  says("1350/85");
  EXPECT_TRUE(filed().empty());
  ASSERT_TRUE(text("health questions")) << came_of_it();
  EXPECT_EQ(text("health questions")->text.reveal(),
            "Demo Surgery: Sorry, we could not read that. What is your blood pressure? Reply like 120/80.");
  all_sent();
  says("1350/85");
  EXPECT_EQ(came_of_it(), "staff");
  EXPECT_FALSE(text("health questions"));
}

TEST_F(health_questions, take_the_right_answer_the_second_time) {
  never_smoked();
  says("1350/85");
  all_sent();
  says("135/85");
  EXPECT_EQ(filed().size(), 2U);
}

TEST_F(health_questions, leave_other_words_to_a_person) {
  never_smoked();
  says("I don't have a machine");
  EXPECT_TRUE(filed().empty());
  EXPECT_EQ(came_of_it(), "staff");
}

// -- appointments ---------------------------------------------------------------------------------

struct a_booking : ::testing::Test, talk_world {
  a_booking() {
    settings.reminders.clear();
    settings.templates[template_id("booked")] = {template_id("booked"), "Booked: ((appointment_time))."};
    settings.templates[template_id("missed")] = {template_id("missed"), "We missed you on ((appointment_date))."};
    words().confirmation.text = template_id("booked");
    words().missed.text = template_id("missed");
    given(patient_updated{patient("p1", amiras)});
  }
};

TEST_F(a_booking, is_confirmed_when_it_is_new_and_not_when_it_only_came_into_sight) {
  EXPECT_EQ(count<message_accepted>(read({booking("old", "p1", now + 48h)})), 0U) << "there before we looked";
  last = read({booking("old", "p1", now + 48h), booking("new", "p1", now + 24h)});
  ASSERT_TRUE(text("a booking"));
  EXPECT_EQ(text("a booking")->appointment.value, "new");
  last = read({booking("old", "p1", now + 48h), booking("new", "p1", now + 24h), booking("far", "p1", now + 72h)});
  EXPECT_FALSE(text("a booking")) << "it may have been booked weeks ago";
}

TEST_F(a_booking, of_a_patient_nobody_knows_yet_is_confirmed_when_they_are_read) {
  read({booking("old", "p1", now + 48h)});
  last = read({booking("old", "p1", now + 48h), booking("new", "p2", now + 24h)});
  EXPECT_FALSE(text("a booking"));
  last = when(patient_read{patient("p2", "07700 900124")});
  EXPECT_TRUE(text("a booking"));
}

TEST_F(a_booking, that_is_very_soon_is_not_confirmed) {
  read({booking("old", "p1", now + 48h)});
  last = read({booking("old", "p1", now + 48h), booking("new", "p1", now + 1h)});
  EXPECT_FALSE(text("a booking"));
}

TEST_F(a_booking, that_was_missed_is_spoken_of_once) {
  auto one = booking("a1", "p1", now + 1h);
  read({one});
  one.status = appointment_status::did_not_attend;
  now += 2h;
  last = read({one});
  ASSERT_TRUE(text("a missed appointment"));
  EXPECT_EQ(text("a missed appointment")->text.reveal(), "We missed you on Monday 2 March.");
  all_sent();
  EXPECT_EQ(state_of(text("a missed appointment")->message), message_state::sent);
  ticks_at(now + 1h);
  EXPECT_EQ(count<message_accepted>(last), 0U);
}

// -- staff ----------------------------------------------------------------------------------------

struct an_inbox : ::testing::Test, talk_world {
  an_inbox() {
    given(patient_updated{patient("p1", amiras)});
    says("what about my results");
  }
};

TEST_F(an_inbox, conversation_is_unread_taken_done_and_unread_again) {
  EXPECT_EQ(state.conversations.at(mark()).status, conversation_status::unread);
  when(move_conversation{mark(), conversation_status::read, "ann", "ann"});
  when(move_conversation{mark(), conversation_status::done, std::nullopt, "ann"});
  EXPECT_EQ(state.conversations.at(mark()).status, conversation_status::done);
  EXPECT_EQ(state.conversations.at(mark()).assigned_to, "ann");
  when(move_conversation{mark(), conversation_status::done, std::nullopt, "ann"});
  EXPECT_TRUE(last_answer.repeated);
  says("hello?");
  EXPECT_EQ(state.conversations.at(mark()).status, conversation_status::unread);
}

TEST_F(an_inbox, answer_waits_ten_seconds_and_can_be_taken_back) {
  const auto id = id_from_name<message_id>("answer", "1");
  last = when(answer_conversation{mark(), id, secret_text("They are fine."), {}, "ann"});
  ASSERT_TRUE(first<message_accepted>(last));
  EXPECT_EQ(first<message_accepted>(last)->due_at, now + 10s);
  when(start_attempt{id, provider_id("firetext")});
  EXPECT_EQ(state_of(id), message_state::accepted) << "not yet";
  when(cancel_message{id, "ann"});
  EXPECT_EQ(state_of(id), message_state::cancelled);
}

TEST_F(an_inbox, answer_may_be_a_canned_one) {
  words().canned = {{"ring", "Dear ((first_name)), please ring ((practice_phone))."}};
  last = when(answer_conversation{mark(), id_from_name<message_id>("answer", "1"), {}, "ring", "ann"});
  ASSERT_TRUE(first<message_accepted>(last));
  EXPECT_EQ(first<message_accepted>(last)->text.reveal(), "Dear Amira, please ring 01632 960001.");
  when(answer_conversation{mark(), id_from_name<message_id>("answer", "2"), {}, "sing", "ann"});
  EXPECT_FALSE(last_answer.accepted);
}

TEST_F(an_inbox, conversation_of_somebody_erased_is_gone) {
  when(erase_patient{patient_id("p1"), {}, "ann"});
  when(move_conversation{mark(), conversation_status::read, std::nullopt, "ann"});
  EXPECT_FALSE(last_answer.accepted);
}

} // namespace
