// By which channel a message goes, to whom, and when.
#include "actors/practice/channels.hpp"
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

const provider_id mail("mail"), telephone("telephone");
const std::string address = "amira@example.org", landline = "441632960123";

struct a_practice_with_three_channels : ::testing::Test, practice_world {
  const timestamp wednesday_nine = now + 47h;
  patient_details amira = patient("p1", "07700 900123");

  a_practice_with_three_channels() {
    settings.email_route = {mail};
    settings.voice_route = {telephone};
    settings.templates[template_id("reminder")].subject = "((practice_name)): ((appointment_date))";
    settings.templates[template_id("reminder")].attachments = {"map.pdf"};
    amira.email = secret_text("Amira@Example.org");
    amira.home_phone = secret_text("01632 960123");
  }
  void prefers(std::vector<channel> by) { settings.reminders.front().by = std::move(by); }
  std::vector<event> remind() {
    given(patient_updated{amira});
    return read({booking("a1", "p1", wednesday_nine)});
  }
  accept_message asked(channel by) {
    accept_message c;
    c.message = id_from_name<message_id>("test", "asked");
    c.patient = patient_id("p1");
    c.by = by;
    c.text = secret_text("Please ring us.");
    return c;
  }
  std::string refusal_of(const accept_message& c) {
    EXPECT_TRUE(when(c).empty());
    EXPECT_FALSE(last_answer.accepted);
    return last_answer.reason;
  }
};

TEST_F(a_practice_with_three_channels, reminds_by_text_message_unless_it_is_told_otherwise) {
  const auto events = remind();
  EXPECT_EQ(first<message_accepted>(events)->by, channel::sms);
  EXPECT_TRUE(first<message_accepted>(events)->subject.reveal().empty());
  EXPECT_TRUE(first<message_accepted>(events)->attachments.empty());
}

TEST_F(a_practice_with_three_channels, reminds_by_email_with_subject_files_and_the_practices_name) {
  prefers({channel::email, channel::sms});
  const auto events = remind();
  const auto* accepted = first<message_accepted>(events);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->by, channel::email);
  EXPECT_EQ(accepted->to.reveal(), address);
  EXPECT_EQ(accepted->subject.reveal(), "Demo Surgery: Wednesday 4 March");
  EXPECT_EQ(accepted->attachments, std::vector<std::string>{"map.pdf"});
  EXPECT_EQ(accepted->sender, "Demo Surgery");
  ASSERT_EQ(count<message_due>(last_effects), 1U);
  const auto due = std::get<message_due>(last_effects.back());
  EXPECT_EQ(due.by, channel::email);
  EXPECT_EQ(due.route.providers, settings.email_route);

  when(start_attempt{accepted->message, mail});
  const auto& ready = std::get<attempt_ready>(last_effects.front());
  EXPECT_EQ(ready.by, channel::email);
  EXPECT_EQ(ready.subject, accepted->subject);
  EXPECT_EQ(ready.attachments, accepted->attachments);
  EXPECT_EQ(ready.question, question_kind::confirm_cancel);
  ASSERT_TRUE(ready.calendar);
  EXPECT_EQ(ready.calendar->starts_at, wednesday_nine);
  EXPECT_EQ(ready.calendar->minutes, 10U);
  EXPECT_EQ(ready.calendar->place, "Demo Surgery");
}

TEST_F(a_practice_with_three_channels, gives_a_subject_to_an_email_whose_template_has_none) {
  settings.templates[template_id("reminder")].subject.clear();
  prefers({channel::email});
  EXPECT_EQ(first<message_accepted>(remind())->subject.reveal(), "Your appointment at Demo Surgery");
}

TEST_F(a_practice_with_three_channels, rings_at_home_and_else_the_mobile) {
  prefers({channel::voice});
  EXPECT_EQ(first<message_accepted>(remind())->to.reveal(), landline);
  amira.home_phone = secret_text("");
  EXPECT_EQ(address_of(amira, channel::voice), "447700900123");
}

struct written {
  channel by;
  const char* text;
  const char* kept; ///< null: none
};
TEST(an_address, is_read_as_people_write_it) {
  const written cases[] = {
      {channel::voice, "01632 960123", "441632960123"},
      {channel::voice, "+44 (0)1632 960123", "441632960123"},
      {channel::voice, "0044 20 7946 0991", "442079460991"},
      {channel::voice, "016064 1234", "44160641234"},
      {channel::voice, "0300 123 4567", "443001234567"},
      {channel::voice, "07700 900123", "447700900123"},
      {channel::voice, "0900 123 4567", nullptr}, // dear
      {channel::voice, "0845 46 46", nullptr},
      {channel::voice, "+1 202 555 0104", nullptr},
      {channel::voice, "01632 96o123", nullptr},
      {channel::voice, "999", nullptr},
      {channel::voice, "", nullptr},
      {channel::sms, "01632 960123", nullptr},
      {channel::email, " Amira@Example.ORG ", "amira@example.org"},
      {channel::email, "amira", nullptr},
      {channel::email, "a b@example.org", nullptr},
      {channel::email, "amira@example.org, bob@example.org", nullptr},
  };
  for (const auto& one : cases) {
    const auto kept = address_on(one.by, one.text);
    EXPECT_EQ(kept, one.kept ? std::optional<std::string>(one.kept) : std::nullopt) << one.text;
  }
}

struct obstacle {
  const char* what;
  void (*put)(a_practice_with_three_channels&);
};
struct a_practice_that_meets : a_practice_with_three_channels, ::testing::WithParamInterface<obstacle> {};
TEST_P(a_practice_that_meets, an_obstacle_takes_the_next_channel) {
  prefers({channel::email, channel::voice, channel::sms});
  GetParam().put(*this);
  const auto events = remind();
  ASSERT_TRUE(first<message_accepted>(events)) << first<message_suppressed>(events)->reason;
  EXPECT_EQ(first<message_accepted>(events)->by, channel::voice);
}
INSTANTIATE_TEST_SUITE_P(
    by_email, a_practice_that_meets,
    ::testing::Values(obstacle{"no_address", [](auto& at) { at.amira.email = secret_text(""); }},
                      obstacle{"not_an_address", [](auto& at) { at.amira.email = secret_text("none"); }},
                      obstacle{"declined", [](auto& at) { at.amira.email_consent = consent::no; }},
                      obstacle{"opted_out",
                               [](auto& at) {
                                 at.given(opted_out{secret_text(address), "x", channel::email});
                               }},
                      obstacle{
                          "opted_out_of_reminders",
                          [](auto& at) {
                            at.given(opted_out{secret_text(address), "x", channel::email, {message_kind::reminder}});
                          }},
                      obstacle{"no_route", [](auto& at) { at.settings.email_route.clear(); }}),
    [](const auto& param) { return param.param.what; });

TEST_F(a_practice_with_three_channels, says_of_each_channel_why_a_patient_cannot_be_reached) {
  prefers({channel::email, channel::sms});
  amira.email = secret_text("");
  amira.sms_consent = consent::no;
  EXPECT_EQ(first<message_suppressed>(remind())->reason,
            "no e-mail address in the record; the patient has declined text messages");
  amira.dead = true;
  given(patient_updated{amira});
  EXPECT_EQ(first<message_suppressed>(read({booking("a2", "p1", wednesday_nine)}))->reason,
            "the record says the patient has died");
}

TEST_F(a_practice_with_three_channels, keeps_the_night_for_sleeping_but_sends_mail) {
  now = monday_at_ten + 12h; // 22:00
  prefers({channel::voice});
  EXPECT_EQ(count<message_accepted>(remind()), 0U);
  EXPECT_EQ(wake_at(state, settings, now), monday_at_ten + 23h); // Tuesday 9:00
  prefers({channel::email});
  const auto events = when(clock_ticked{});
  ASSERT_EQ(count<message_accepted>(events), 1U);
  when(start_attempt{first<message_accepted>(events)->message, mail});
  EXPECT_EQ(count<attempt_ready>(last_effects), 1U);
}

TEST_F(a_practice_with_three_channels, wakes_at_night_for_mail) {
  prefers({channel::email});
  given(patient_updated{amira});
  read({booking("a1", "p1", monday_at_ten + 48h + 12h)});
  EXPECT_EQ(wake_at(state, settings, now), monday_at_ten + 12h);
}

TEST_F(a_practice_with_three_channels, keeps_hours_by_email_too_when_it_shall) {
  settings.hours.channels.push_back(channel::email);
  now = monday_at_ten + 12h;
  prefers({channel::email});
  EXPECT_EQ(count<message_accepted>(remind()), 0U);
}

TEST_F(a_practice_with_three_channels, does_not_send_to_an_address_that_is_no_longer_the_patients) {
  prefers({channel::email});
  const auto id = first<message_accepted>(remind())->message;
  amira.email = secret_text("new@example.org");
  when(patient_read{amira});
  EXPECT_EQ(first<message_cancelled>(when(start_attempt{id, mail}))->reason,
            "the patient's e-mail address has changed");
}

TEST_F(a_practice_with_three_channels, starts_no_attempt_by_a_provider_of_another_channel) {
  prefers({channel::email});
  const auto id = first<message_accepted>(remind())->message;
  EXPECT_TRUE(when(start_attempt{id, provider_id("firetext")}).empty());
  EXPECT_EQ(last_answer.reason, "this practice no longer sends by this provider");
}

TEST_F(a_practice_with_three_channels, files_no_code_for_text_messages_when_it_was_an_email) {
  settings.codes.reminder_sent = "279991000000102";
  prefers({channel::email});
  const auto id = first<message_accepted>(remind())->message;
  when(start_attempt{id, mail});
  EXPECT_EQ(
      count<operation_requested>(when(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent})),
      0U);
}

TEST_F(a_practice_with_three_channels, counts_an_email_and_a_call_as_one_however_long) {
  settings.templates[template_id("reminder")].body += std::string(500, 'x');
  prefers({channel::voice});
  const auto id = first<message_accepted>(remind())->message;
  const auto events = when(start_attempt{id, telephone, 4'000});
  EXPECT_EQ(first<attempt_started>(events)->segments, 1U);
  EXPECT_EQ(first<attempt_started>(events)->millipence, 4'000U);
}

TEST_F(a_practice_with_three_channels, sends_what_somebody_asks_for_by_the_channel_they_name) {
  given(patient_updated{amira});
  auto c = asked(channel::email);
  c.subject = secret_text("Your\r\nBcc: results");
  c.attachments = {"map.pdf"};
  const auto events = when(c);
  const auto* accepted = first<message_accepted>(events);
  ASSERT_TRUE(accepted) << last_answer.reason;
  EXPECT_EQ(accepted->to.reveal(), address);
  EXPECT_EQ(accepted->text.reveal(), "Please ring us.");
  EXPECT_EQ(accepted->subject.reveal(), "Your  Bcc: results");
  EXPECT_EQ(accepted->attachments, c.attachments);
  c = asked(channel::voice);
  c.message = id_from_name<message_id>("test", "call");
  EXPECT_EQ(first<message_accepted>(when(c))->to.reveal(), landline);
}

TEST_F(a_practice_with_three_channels, keeps_every_character_of_an_email) {
  given(patient_updated{amira});
  auto c = asked(channel::email);
  c.text = secret_text("Z\u00f6e \u2013 \u201chello\u201d \U0001F600");
  EXPECT_EQ(first<message_accepted>(when(c))->text, c.text);
}

TEST_F(a_practice_with_three_channels, refuses_what_a_channel_cannot_carry) {
  given(patient_updated{amira});
  auto c = asked(channel::email);
  c.text = secret_text(std::string(email_bytes_max + 1, 'x'));
  EXPECT_EQ(refusal_of(c), "the message is too long");
  c.text = secret_text(" \n ");
  EXPECT_EQ(refusal_of(c), "the message is empty");
  c = asked(channel::email);
  c.subject = secret_text(std::string(subject_bytes_max + 1, 'x'));
  EXPECT_EQ(refusal_of(c), "the subject is too long");
  c = asked(channel::email);
  c.attachments = {"../broker.yaml"};
  EXPECT_EQ(refusal_of(c), "attachments: at most 5 names of PDF files");
  c = asked(channel::voice);
  c.text = secret_text(std::string(spoken_bytes_max + 1, 'x'));
  EXPECT_EQ(refusal_of(c), "the message is too long to be read out by telephone");
  c = asked(channel::email);
  c.to = secret_text("07700 900123");
  EXPECT_EQ(refusal_of(c), "to: not an e-mail address");
  c = asked(channel::voice);
  c.to = secret_text("0909 8790000");
  EXPECT_EQ(refusal_of(c), "to: not a UK telephone number that may be rung");
  EXPECT_EQ(refusal_of(asked(channel::smart)), "this practice doesn't send smart messages: it has no route for them");
}

TEST_F(a_practice_with_three_channels, refuses_a_channel_that_it_has_not) {
  given(patient_updated{amira});
  settings.email_route.clear();
  settings.voice_route.clear();
  EXPECT_EQ(refusal_of(asked(channel::email)), "this practice doesn't send e-mails: it has no route for them");
  EXPECT_EQ(refusal_of(asked(channel::voice)), "this practice doesn't send telephone calls: it has no route for them");
}

TEST_F(a_practice_with_three_channels, respects_each_channels_consent_for_itself) {
  amira.email_consent = consent::no;
  given(patient_updated{amira});
  EXPECT_EQ(refusal_of(asked(channel::email)), "the patient has declined e-mails");
  EXPECT_EQ(when(asked(channel::sms)).size(), 1U);
}

// -- opting out ----

struct an_opt_out : a_practice_with_three_channels {
  an_opt_out() { given(patient_updated{amira}); }
  bool out(const std::string& number, channel on, message_kind kind) const {
    return is_opted_out(state, number, on, kind);
  }
  const std::string mobile = "447700900123";
};

TEST_F(an_opt_out, of_one_channel_leaves_the_others) {
  given(opted_out{secret_text(mobile), "x"});
  EXPECT_TRUE(out(mobile, channel::sms, message_kind::now));
  EXPECT_FALSE(out(mobile, channel::voice, message_kind::now));
  EXPECT_FALSE(out(address, channel::email, message_kind::now));
  given(opted_out{secret_text(address), "x", channel::email});
  EXPECT_TRUE(out(address, channel::email, message_kind::now));
}

TEST_F(an_opt_out, of_some_kinds_leaves_the_others) {
  given(opted_out{secret_text(mobile), "x", channel::sms, {message_kind::campaign, message_kind::fft}});
  EXPECT_TRUE(out(mobile, channel::sms, message_kind::campaign));
  EXPECT_TRUE(out(mobile, channel::sms, message_kind::fft));
  EXPECT_FALSE(out(mobile, channel::sms, message_kind::reminder));
  EXPECT_FALSE(is_opted_out(state, mobile)) << "of all";
}

TEST_F(an_opt_out, is_taken_back_as_far_as_somebody_opts_in_again) {
  given(opted_out{secret_text(mobile), "x"});
  given(opted_in{secret_text(mobile), "x", channel::sms, {message_kind::reminder}});
  EXPECT_FALSE(out(mobile, channel::sms, message_kind::reminder));
  EXPECT_TRUE(out(mobile, channel::sms, message_kind::campaign));
  given(opted_in{secret_text(mobile), "x"});
  EXPECT_FALSE(out(mobile, channel::sms, message_kind::campaign));
  EXPECT_TRUE(state.opted_out.empty());
}

TEST_F(an_opt_out, survives_a_snapshot) {
  given(opted_out{secret_text(address), "x", channel::email, {message_kind::campaign}});
  const auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  EXPECT_TRUE(is_opted_out(*again, address, channel::email, message_kind::campaign));
}

TEST_F(an_opt_out, stops_what_waits_by_that_channel) {
  const auto id = first<message_accepted>(when(asked(channel::email)))->message;
  given(opted_out{secret_text(address), "x", channel::email});
  EXPECT_EQ(first<message_cancelled>(when(start_attempt{id, mail}))->reason, "this address has opted out");
}

TEST_F(an_opt_out, by_email_holds_on_after_the_patient_was_erased) {
  state.marks = marker(std::array<std::uint8_t, 32>{1});
  given(opted_out{secret_text(address), "x", channel::email});
  when(erase_patient{patient_id("p1"), {}, "sam"});
  EXPECT_TRUE(state.opted_out.empty()) << "kept as a mark alone";
  EXPECT_TRUE(out(address, channel::email, message_kind::now));
  EXPECT_FALSE(out(address, channel::voice, message_kind::now));
  given(opted_in{secret_text(address), "x", channel::email});
  EXPECT_FALSE(out(address, channel::email, message_kind::now));
}

} // namespace
