// Answers that come by e-mail and by the keys of a telephone: what they may do, and when only a person may.
#include "schemas/conversation_settings.hpp"
#include "tests/support/practice_world.hpp"

#include <gmock/gmock.h>

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

const provider_id mail("mail"), telephone("telephone");

struct an_answer : ::testing::Test, practice_world {
  const timestamp wednesday_nine = now + 47h;
  const std::string address = "amira@example.org", landline = "441632960123";
  patient_details amira = patient("p1", "07700 900123");

  an_answer() {
    settings.email_route = {mail};
    settings.voice_route = {telephone};
    settings.codes.confirmed = "425604002";
    amira.email = secret_text(address);
    amira.home_phone = secret_text("01632 960123");
  }
  /// Reminded, and the reminder handed to a provider.
  message_id reminded_by(channel by, const std::string& booked = "a1") {
    settings.reminders.front().by = {by};
    given(patient_updated{amira});
    listed_.push_back(booking(booked, "p1", wednesday_nine + 30min * listed_.size()));
    const auto events = read(listed_);
    const auto* accepted = first<message_accepted>(events);
    EXPECT_TRUE(accepted);
    const auto id = accepted->message;
    when(start_attempt{id, by == channel::email ? mail : telephone});
    when(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent});
    return id;
  }
  std::vector<event> pressed(const message_id& call, const std::string& keys, const std::string& name = "1") {
    return when(reply_arrived{.reply = id_from_name<reply_id>("test", name + keys),
                              .provider = telephone,
                              .from = secret_text("+" + landline),
                              .to = {},
                              .text = secret_text(keys),
                              .reported_at = now,
                              .by = channel::voice,
                              .answers = call});
  }
  std::vector<event> answered(const std::string& text, message_id to = {},
                              const std::string& from = "Amira@Example.org") {
    return when(reply_arrived{.reply = id_from_name<reply_id>("test", text + from + to_text(to)),
                              .provider = mail,
                              .from = secret_text(from),
                              .to = "surgery@example.nhs.uk",
                              .text = secret_text(text),
                              .reported_at = now,
                              .by = channel::email,
                              .answers = to});
  }
  std::size_t waiting_for_staff(const std::vector<event>& events) const { return count<handed_to_staff>(events); }
  bool cancels(const std::vector<event>& events) const {
    const auto* asked = first<operation_requested>(events);
    return asked && asked->kind == operation_kind::cancel_appointment && asked->appointment.value == "a1";
  }

private:
  std::vector<appointment> listed_;
};

// -- keys ----

TEST_F(an_answer, of_2_cancels_the_appointment_that_the_call_was_about) {
  const auto call = reminded_by(channel::voice);
  const auto events = pressed(call, "2");
  const auto* reply = first<reply_received>(events);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->by, channel::voice);
  EXPECT_EQ(reply->meaning, reply_meaning::cancel);
  EXPECT_TRUE(reply->automatic);
  EXPECT_EQ(reply->answers, call);
  EXPECT_EQ(reply->from.reveal(), landline);
  EXPECT_EQ(reply->patient.value, "p1");
  ASSERT_TRUE(cancels(events));
  EXPECT_EQ(first<operation_requested>(events)->text, "Cancelled by patient by telephone");
  EXPECT_EQ(first<operation_requested>(events)->expected_starts_at, wednesday_nine);
  EXPECT_EQ(count<operation_wanted>(last_effects), 1U);
  EXPECT_EQ(waiting_for_staff(events), 0U);
}

TEST_F(an_answer, of_1_confirms_and_tells_the_record_so) {
  const auto events = pressed(reminded_by(channel::voice), "1");
  EXPECT_EQ(count<appointment_confirmed>(events), 1U);
  EXPECT_EQ(count<operation_requested>(events), 2U) << "the note and the code";
}

TEST_F(an_answer, that_is_told_twice_happens_once) {
  const auto call = reminded_by(channel::voice);
  pressed(call, "2");
  EXPECT_TRUE(pressed(call, "2").empty());
  EXPECT_TRUE(last_answer.repeated);
}

struct doubtful_key {
  const char* what;
  const char* keys;
  question_kind question;
  void (*change)(an_answer&);
};
struct a_key_in_doubt : an_answer, ::testing::WithParamInterface<doubtful_key> {};
TEST_P(a_key_in_doubt, goes_to_a_person_and_acts_on_nothing) {
  settings.reminders.front().question = GetParam().question;
  const auto call = reminded_by(channel::voice);
  GetParam().change(*this);
  const auto events = pressed(call, GetParam().keys);
  ASSERT_TRUE(first<reply_received>(events)) << last_answer.reason;
  EXPECT_FALSE(first<reply_received>(events)->automatic);
  EXPECT_EQ(waiting_for_staff(events), 1U);
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(count<appointment_confirmed>(events), 0U);
}
INSTANTIATE_TEST_SUITE_P(
    because, a_key_in_doubt,
    ::testing::Values(
        doubtful_key{"another_key", "5", question_kind::confirm_cancel, [](auto&) {}},
        doubtful_key{"two_keys", "22", question_kind::confirm_cancel, [](auto&) {}},
        doubtful_key{"cancel_was_not_offered", "2", question_kind::confirm_only, [](auto&) {}},
        doubtful_key{"confirm_was_not_offered", "1", question_kind::cancel_only, [](auto&) {}},
        doubtful_key{"nothing_was_asked", "1", question_kind::none, [](auto&) {}},
        doubtful_key{"it_is_past_the_cut_off", "2", question_kind::confirm_cancel,
                     [](auto& at) { at.now = at.wednesday_nine - 30min; }},
        doubtful_key{"the_appointment_was_moved", "2", question_kind::confirm_cancel,
                     [](auto& at) { at.given(appointment_changed{booking("a1", "p1", at.wednesday_nine + 1h)}); }},
        doubtful_key{"the_appointment_is_anothers", "2", question_kind::confirm_cancel,
                     [](auto& at) { at.given(appointment_changed{booking("a1", "p2", at.wednesday_nine)}); }},
        doubtful_key{"the_appointment_is_gone", "2", question_kind::confirm_cancel,
                     [](auto& at) { at.given(appointment_gone{appointment_id("a1")}); }},
        doubtful_key{"it_confirms_what_is_being_cancelled", "1", question_kind::confirm_cancel,
                     [](auto& at) {
                       auto& all = at.state.appointments;
                       all.at(appointment_id("a1")).cancel_asked = true;
                     }}),
    [](const auto& param) { return param.param.what; });

TEST_F(an_answer, by_key_means_its_own_call_and_no_other) {
  reminded_by(channel::voice, "a1");
  const auto second = reminded_by(channel::voice, "a2");
  const auto events = pressed(second, "2");
  EXPECT_EQ(first<operation_requested>(events)->appointment.value, "a2");
}

TEST_F(an_answer, by_key_to_no_call_of_ours_is_refused) {
  const auto text = reminded_by(channel::email);
  EXPECT_TRUE(pressed(text, "2").empty());
  EXPECT_EQ(last_answer.reason, "this practice made no such call");
  EXPECT_TRUE(pressed(id_from_name<message_id>("test", "nothing"), "2").empty());
  const auto call = reminded_by(channel::voice, "a2");
  EXPECT_TRUE(when(reply_arrived{.reply = id_from_name<reply_id>("test", "x"),
                                 .provider = provider_id("stranger"),
                                 .text = secret_text("2"),
                                 .by = channel::voice,
                                 .answers = call})
                  .empty());
  EXPECT_EQ(last_answer.refusal, error_code::refused);
}

TEST_F(an_answer, by_text_message_does_not_answer_a_call) {
  amira.home_phone = secret_text("");
  reminded_by(channel::voice); // rings the mobile
  const auto events = reply("07700 900123", "CANCEL");
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(waiting_for_staff(events), 1U);
}

TEST_F(an_answer, of_9_stops_calls_and_calls_alone) {
  const auto events = pressed(reminded_by(channel::voice), "9");
  ASSERT_TRUE(first<opted_out>(events));
  EXPECT_EQ(first<opted_out>(events)->on, channel::voice);
  EXPECT_TRUE(is_opted_out(state, landline, channel::voice));
  EXPECT_FALSE(is_opted_out(state, landline));
  EXPECT_EQ(count<operation_requested>(events), 0U) << "the record keeps no choice about calls";
}

// -- e-mails ----

TEST_F(an_answer, to_the_email_itself_acts_like_a_text_message) {
  const auto asked = reminded_by(channel::email);
  const auto events = answered("Please cancel", asked);
  const auto* reply = first<reply_received>(events);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->by, channel::email);
  EXPECT_TRUE(reply->automatic) << reply->why;
  EXPECT_EQ(reply->answers, asked);
  EXPECT_EQ(reply->from.reveal(), address);
  ASSERT_TRUE(cancels(events));
  EXPECT_EQ(first<operation_requested>(events)->text, "Cancelled by patient by e-mail");
}

TEST_F(an_answer, by_a_new_email_is_found_by_its_address) {
  reminded_by(channel::email);
  EXPECT_EQ(count<appointment_confirmed>(answered("Yes")), 1U);
}

TEST_F(an_answer, that_names_its_email_needs_no_more_to_be_certain) {
  const auto asked = reminded_by(channel::email, "a1");
  reminded_by(channel::email, "a2");
  EXPECT_EQ(waiting_for_staff(answered("cancel")), 1U) << "two are open, and none is named";
  EXPECT_TRUE(cancels(answered("cancel", asked)));
}

struct doubtful_mail {
  const char* what;
  void (*change)(an_answer&);
  const char* from;
};
struct a_mail_in_doubt : an_answer, ::testing::WithParamInterface<doubtful_mail> {};
TEST_P(a_mail_in_doubt, goes_to_a_person_and_acts_on_nothing) {
  const auto asked = reminded_by(channel::email);
  GetParam().change(*this);
  const auto events = answered("cancel", asked, GetParam().from);
  ASSERT_TRUE(first<reply_received>(events));
  EXPECT_FALSE(first<reply_received>(events)->automatic);
  EXPECT_EQ(waiting_for_staff(events), 1U);
  EXPECT_EQ(count<operation_requested>(events), 0U);
}
INSTANTIATE_TEST_SUITE_P(
    because, a_mail_in_doubt,
    ::testing::Values(
        doubtful_mail{"another_address_answers", [](auto&) {}, "somebody@example.org"},
        doubtful_mail{"nobody_answers", [](auto&) {}, "not an address"},
        doubtful_mail{"it_is_past_the_cut_off", [](auto& at) { at.now = at.wednesday_nine - 30min; },
                      "amira@example.org"},
        doubtful_mail{"the_appointment_was_moved",
                      [](auto& at) { at.given(appointment_changed{booking("a1", "p1", at.wednesday_nine + 1h)}); },
                      "amira@example.org"},
        doubtful_mail{"the_appointment_is_gone", [](auto& at) { at.given(appointment_gone{appointment_id("a1")}); },
                      "amira@example.org"}),
    [](const auto& param) { return param.param.what; });

TEST_F(an_answer, to_an_email_that_is_not_known_goes_to_a_person) {
  reminded_by(channel::email);
  const auto events = answered("cancel", id_from_name<message_id>("test", "another"));
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(waiting_for_staff(events), 1U);
}

TEST_F(an_answer, from_an_address_that_two_share_goes_to_a_person_unless_it_names_its_email) {
  const auto asked = reminded_by(channel::email);
  auto bob = patient("p2", "07700 900124");
  bob.email = secret_text(address);
  given(patient_updated{bob});
  EXPECT_EQ(count<operation_requested>(answered("cancel")), 0U);
  EXPECT_TRUE(cancels(answered("cancel", asked)));
}

TEST_F(an_answer, of_stop_by_email_stops_emails_and_leaves_the_record_alone) {
  const auto events = answered("STOP", reminded_by(channel::email));
  ASSERT_TRUE(first<opted_out>(events));
  EXPECT_EQ(first<opted_out>(events)->on, channel::email);
  EXPECT_EQ(first<opted_out>(events)->number.reveal(), address);
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_FALSE(is_opted_out(state, "447700900123"));
}

TEST_F(an_answer, of_stop_by_text_message_leaves_emails_alone) {
  given(patient_updated{amira});
  EXPECT_EQ(first<opted_out>(reply("07700 900123", "STOP"))->on, channel::sms);
  EXPECT_FALSE(is_opted_out(state, address, channel::email));
}

// -- e-mails that a person reads ----

struct an_email_for_staff : an_answer {
  an_email_for_staff() {
    auto words = std::make_shared<conversation_settings>();
    words->texts.received = "We read it soon.";
    words->texts.out_of_hours = "We are closed.";
    settings.replies.conversations = words;
    given(patient_updated{amira});
  }
  static std::string said_in(const std::vector<event>& events) {
    const auto* back = first<message_accepted>(events);
    return back ? back->text.reveal() : "";
  }
};

TEST_F(an_email_for_staff, with_words_of_an_emergency_is_answered_with_where_help_is) {
  const auto events = answered("I have chest pain");
  EXPECT_THAT(said_in(events), ::testing::HasSubstr("999"));
  EXPECT_EQ(first<message_accepted>(events)->by, channel::email);
  EXPECT_TRUE(first<handed_to_staff>(events)->urgent);
}

TEST_F(an_email_for_staff, is_acknowledged_once_a_day_in_hours_and_out_of_them) {
  EXPECT_EQ(said_in(answered("Could you send me the form?")), "We read it soon.");
  EXPECT_EQ(said_in(answered("The other form, please")), "");
  now += 12h;
  EXPECT_EQ(said_in(answered("And another?")), "We are closed.");
}

TEST_F(an_email_for_staff, from_somebody_unknown_is_answered_by_nobody_but_a_person) {
  const auto events = answered("Chest pain? Buy our pills", {}, "spam@example.com");
  EXPECT_EQ(count<message_accepted>(events), 0U);
  EXPECT_EQ(waiting_for_staff(events), 1U);
}

// -- keywords by e-mail ----

struct a_keyword_by_email : an_answer {
  a_keyword_by_email() {
    state.marks = marker(std::array<std::uint8_t, 32>{1, 2, 3});
    auto words = std::make_shared<conversation_settings>();
    words->keywords = {{.id = "smoke",
                        .words = {"smoke"},
                        .answer = "Dear ((first_name)), ring ((practice_phone)) \u2013 we help.",
                        .code = "279991000000102",
                        .from = {},
                        .until = {},
                        .test_numbers = {},
                        .code_text = {},
                        .joins = "stop-smoking",
                        .leaves = {}}};
    settings.replies.conversations = words;
    given(patient_updated{amira});
  }
  int written = 0;
  std::vector<event> writes(const std::string& text) {
    return answered(text, {},
                    address + std::string(static_cast<std::size_t>(written++), ' ')); // each a mail of its own
  }
};

TEST_F(a_keyword_by_email, is_answered_by_email_filed_and_joins_its_group) {
  const auto events = writes("Smoke please");
  const auto* advice = first<message_accepted>(events);
  ASSERT_TRUE(advice);
  EXPECT_EQ(advice->by, channel::email);
  EXPECT_EQ(advice->to.reveal(), address);
  EXPECT_EQ(advice->text.reveal(), "Dear Amira, ring 01632 960001 \u2013 we help.") << "an e-mail has any letters";
  EXPECT_EQ(advice->subject.reveal(), "Message from Demo Surgery");
  EXPECT_EQ(advice->sender, "Demo Surgery");
  ASSERT_TRUE(first<operation_requested>(events));
  EXPECT_EQ(first<operation_requested>(events)->text, "Keyword smoke received by e-mail");
  EXPECT_TRUE(state.groups["stop-smoking"].contains("p1"));
  EXPECT_TRUE(first<reply_received>(events)->automatic);
  EXPECT_EQ(count<keyword_taken>(events), 1U);
  EXPECT_EQ(waiting_for_staff(events), 0U);
}

TEST_F(a_keyword_by_email, among_other_words_goes_to_a_person) {
  const auto events = writes("I'd like to stop, smoke less");
  EXPECT_EQ(count<message_accepted>(events), 0U);
  EXPECT_EQ(waiting_for_staff(events), 1U);
}

TEST_F(a_keyword_by_email, from_an_address_of_two_files_nothing_and_goes_to_a_person) {
  auto other = patient("p2", "07700 900124");
  other.email = secret_text(address);
  given(patient_updated{other});
  const auto events = writes("smoke");
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_FALSE(first<reply_received>(events)->automatic);
  EXPECT_EQ(waiting_for_staff(events), 1U);
}

TEST_F(a_keyword_by_email, answers_no_machine_for_ever) {
  std::size_t answers = 0;
  for (int i = 0; i < 20; ++i) answers += count<message_accepted>(writes("smoke"));
  EXPECT_EQ(answers, 6U);
  now += 24h;
  EXPECT_EQ(count<message_accepted>(writes("smoke")), 1U);
}

TEST_F(a_keyword_by_email, is_not_answered_where_no_email_is_wanted) {
  writes("stop");
  const auto events = writes("smoke");
  EXPECT_EQ(count<message_accepted>(events), 0U);
  EXPECT_EQ(waiting_for_staff(events), 1U);
}

TEST_F(an_answer, of_somebody_who_was_erased_keeps_no_words) {
  state.marks = marker(std::array<std::uint8_t, 32>{1});
  const auto asked = reminded_by(channel::email);
  when(erase_patient{patient_id("p1"), {}, "sam"});
  const auto events = answered("cancel");
  EXPECT_TRUE(first<reply_received>(events)->from.reveal().empty());
  EXPECT_TRUE(first<reply_received>(events)->text.reveal().empty());
  EXPECT_EQ(waiting_for_staff(events), 1U);
  const auto named = answered("cancel!", asked);
  EXPECT_FALSE(cancels(named));
  EXPECT_TRUE(first<reply_received>(named)->text.reveal().empty());
  EXPECT_TRUE(first<reply_received>(named)->patient.empty());
}

} // namespace
