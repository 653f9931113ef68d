// E-mails in conversations, keywords in their subjects, and texts about appointments by e-mail and telephone.
#include "actors/practice/talk/mail_talk.hpp"
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

const provider_id mailbox("mail"), telephone("telephone");
const std::string address = "amira@example.org";

struct mails : ::testing::Test, talk_world {
  mails() {
    settings.email_route = {mailbox};
    settings.voice_route = {telephone};
    settings.templates[template_id("booked")] = {template_id("booked"), "Booked: ((appointment_date))."};
    settings.templates[template_id("booked")].subject = "Your booking at ((practice_name))";
    auto& all = words();
    all.keywords = {
        {.id = "smoke", .words = {"smoke"}, .answer = "Ring ((practice_phone)).", .code = "279991000000102"}};
    all.texts.received = "We have your message.";
  }
  patient_details amira() const {
    auto one = patient("p1", amiras);
    one.email = secret_text(address);
    return one;
  }
  struct written {
    std::string subject = {}, thread = "m1@example.org", from = "Amira@Example.org";
    message_id answers = {};
    timestamp at = {};
  };
  std::vector<event> mails_in(const std::string& text, written how) {
    reply_arrived c;
    c.reply = id_from_name<reply_id>("test mail", text + std::to_string(++mails_));
    c.provider = mailbox;
    c.from = secret_text(how.from);
    c.to = "surgery@example.nhs.uk";
    c.text = secret_text(text);
    c.reported_at = how.at == timestamp{} ? now : how.at;
    c.by = channel::email;
    c.answers = how.answers;
    c.subject = secret_text(how.subject);
    c.thread = secret_text(how.thread);
    return last = when(c);
  }
  std::vector<event> mails_in(const std::string& text) { return mails_in(text, {}); }
  const reply_received& heard() const { return *first<reply_received>(last); }
  const conversation_track& talk(const std::string& of) const {
    return state.conversations.at(state.marks.of_number(of));
  }
  answer answers_to(const std::string& of, std::optional<channel> on = std::nullopt) {
    answer_conversation c;
    c.conversation = state.marks.of_number(of);
    c.message = id_from_name<message_id>("answer", std::to_string(++mails_));
    c.text = secret_text("Please come at nine.");
    c.by = "ann";
    c.on = on;
    last = when(c);
    return last_answer;
  }
  const message_accepted* sent() const { return first<message_accepted>(last); }
  void goes_out(const message_id& id, const provider_id& by) {
    when(start_attempt{id, by});
    when(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent});
  }

private:
  int mails_ = 0;
};

// -- in the inbox -----------------------------------------------------------------------------------

TEST_F(mails, stand_in_the_conversation_of_their_patients_mobile_with_subject_and_thread) {
  given(patient_updated{amira()});
  says("Can I bring my son?");
  mails_in("And is there a lift?", {.subject = "A question", .thread = "m0@x m1@example.org"});
  EXPECT_EQ(heard().conversation, mark());
  EXPECT_EQ(heard().subject.reveal(), "A question");
  EXPECT_EQ(talk(amiras).number.reveal(), amiras);
  EXPECT_EQ(talk(amiras).address.reveal(), address);
  EXPECT_EQ(talk(amiras).by, channel::email);
  EXPECT_EQ(talk(amiras).thread.reveal(), "m0@x m1@example.org");
  EXPECT_EQ(state.conversations.size(), 1U);
}

TEST_F(mails, stand_by_themselves_where_the_mobile_or_the_address_is_not_one_patients_alone) {
  auto other = patient("p2", amiras);
  given(patient_updated{amira()}).given(patient_updated{other});
  mails_in("Is there a lift?");
  EXPECT_EQ(heard().conversation, state.marks.of_number(address)) << "a shared mobile";
  other.mobile = secret_text("07700 900124");
  other.email = secret_text(address);
  given(patient_updated{other});
  mails_in("Is there a lift?");
  EXPECT_EQ(heard().conversation, state.marks.of_number(address)) << "a shared address";
  mails_in("Is there a lift?", {.from = "stranger@example.org"});
  EXPECT_EQ(heard().conversation, state.marks.of_number("stranger@example.org"));
  EXPECT_EQ(count<message_accepted>(last), 0U) << "nobody that we don't know is answered by itself";
}

TEST_F(mails, are_not_put_beside_texts_from_a_number_that_is_disputed) {
  given(patient_updated{amira()}).given(number_disputed{secret_text(amiras), mark(), {}});
  mails_in("Is there a lift?");
  EXPECT_EQ(heard().conversation, state.marks.of_number(address));
}

TEST_F(mails, are_answered_by_mail_within_their_thread) {
  given(patient_updated{amira()});
  mails_in("Is there a lift?", {.subject = "A ((question))", .thread = "m0@x m1@example.org"});
  EXPECT_TRUE(answers_to(amiras).accepted) << last_answer.reason;
  ASSERT_TRUE(sent());
  EXPECT_EQ(sent()->by, channel::email);
  EXPECT_EQ(sent()->to.reveal(), address);
  EXPECT_EQ(sent()->subject.reveal(), "Re: A (question))");
  EXPECT_EQ(sent()->thread.reveal(), "m0@x m1@example.org");
  EXPECT_EQ(sent()->talk.conversation, mark());
  EXPECT_EQ(sent()->patient, patient_id("p1"));
  const auto id = sent()->message;
  now += 1min;
  when(start_attempt{id, mailbox});
  EXPECT_EQ(std::get<attempt_ready>(last_effects.front()).thread.reveal(), "m0@x m1@example.org");
}

TEST_F(mails, are_answered_by_the_way_the_last_reply_came_unless_staff_choose_another) {
  given(patient_updated{amira()});
  mails_in("Is there a lift?");
  EXPECT_FALSE(answers_to(amiras, channel::sms).accepted) << "no text came yet";
  says("Is there a lift?");
  answers_to(amiras);
  EXPECT_EQ(sent()->by, channel::sms);
  EXPECT_TRUE(sent()->thread.reveal().empty());
  answers_to(amiras, channel::email);
  EXPECT_EQ(sent()->by, channel::email);
  EXPECT_FALSE(answers_to(amiras, channel::voice).accepted);
}

TEST_F(mails, are_not_answered_to_an_address_that_wants_none) {
  given(patient_updated{amira()});
  mails_in("STOP");
  EXPECT_FALSE(answers_to(amiras).accepted);
  EXPECT_EQ(last_answer.reason, "this address has opted out");
}

TEST_F(mails, are_answered_by_themselves_in_their_thread_and_counted_by_address) {
  given(patient_updated{amira()});
  now += 1h;
  mails_in("Is there a lift?", {.subject = "A question"});
  ASSERT_TRUE(sent());
  EXPECT_EQ(sent()->text.reveal(), "We have your message.");
  EXPECT_EQ(sent()->subject.reveal(), "Re: A question");
  EXPECT_EQ(sent()->thread.reveal(), "m1@example.org");
  EXPECT_TRUE(talk(amiras).automatic.empty()) << "what goes by mail isn't taken off what may be texted";
  mails_in("Is there a lift, please?");
  EXPECT_FALSE(sent()) << "once a day";
}

TEST_F(mails, of_an_erased_patient_leave_no_word_behind) {
  given(patient_updated{amira()});
  mails_in("Is there a lift?", {.subject = "A question"});
  when(erase_patient{.patient = patient_id("p1"), .system_id = {}, .by = "ann"});
  EXPECT_TRUE(state.conversations.empty());
  mails_in("Is there a lift?", {.subject = "A question"});
  EXPECT_TRUE(heard().subject.reveal().empty());
  EXPECT_TRUE(heard().thread.reveal().empty());
  EXPECT_TRUE(heard().text.reveal().empty());
  EXPECT_TRUE(state.conversations.empty());
}

// -- subjects ---------------------------------------------------------------------------------------

struct subject_case {
  const char *subject, *thread, *text;
  const char* comes_of_it;
};

TEST_F(mails, may_have_a_keyword_as_the_subject_of_a_new_mail_and_nothing_else_acts_by_its_subject) {
  const std::vector<subject_case> cases{
      {"smoke", "m1@x", "", "keyword"},
      {"Smoke", "m1@x", "Thank you", "keyword"},
      {"SMOKE please", "m1@x", "smoke", "keyword"},
      {"", "m1@x", "smoke", "keyword"},
      {"A question", "m1@x", "smoke", "keyword"},
      {"smoke", "m1@x", "I have chest pain", "urgent"},
      {"smoke", "m1@x", "I would like to know more", "staff"},
      {"smoke", "m1@x", "STOP", "staff"},
      {"smok", "m1@x", "", "staff"},
      {"smoke?", "m1@x", "", "staff"},
      {"Re: smoke", "m1@x", "", "nothing"},
      {"RE: smoke", "m1@x", "I would like to know more", "staff"},
      {"Fwd: smoke", "m1@x", "", "nothing"},
      {"ATB: smoke", "m1@x", "", "nothing"},
      {"smoke", "m0@x m1@x", "", "nothing"},
      {"Please cancel my appointment", "m1@x", "", "staff"},
      {"chest pain", "m1@x", "please ring me", "urgent"},
      {"chest pain", "m1@x", "", "urgent"},
      {"STOP", "m1@x", "", "staff"},
      {"Not coming", "m1@x", "STOP", "staff"},
      {"Reminder", "m1@x", "STOP", "opts out"},
      {"Re: your appointment", "m1@x", "STOP", "opts out"},
  };
  for (const auto& one : cases) {
    state = practice_state{};
    state.marks = marker(std::array<std::uint8_t, 32>{1, 2, 3});
    given(patient_updated{amira()});
    mails_in(one.text, {.subject = one.subject, .thread = one.thread});
    const auto* staff = first<handed_to_staff>(last);
    const std::string came = first<keyword_taken>(last) ? "keyword"
                             : first<opted_out>(last)   ? "opts out"
                             : staff                    ? (staff->urgent ? "urgent" : "staff")
                                                        : "nothing";
    EXPECT_EQ(came, one.comes_of_it) << one.subject << " / " << one.text << ": " << heard().why;
  }
}

TEST_F(mails, that_are_new_confirm_nothing_when_their_subject_may_say_otherwise) {
  settings.reminders.front().by = {channel::email};
  for (const auto& [subject, acts] : std::vector<std::pair<std::string, bool>>{{"", true},
                                                                               {"Appointment", true},
                                                                               {"I confirm", true},
                                                                               {"Cancel", false},
                                                                               {"Cannot come on Tuesday", false},
                                                                               {"My prescription", false},
                                                                               {"RE: Your appointment", true}}) {
    state = practice_state{};
    state.marks = marker(std::array<std::uint8_t, 32>{1, 2, 3});
    given(patient_updated{amira()});
    const auto events = read({booking("a1", "p1", now + 47h)});
    ASSERT_TRUE(first<message_accepted>(events));
    goes_out(first<message_accepted>(events)->message, mailbox);
    mails_in("I confirm", {.subject = subject});
    EXPECT_EQ(count<appointment_confirmed>(last), acts ? 1U : 0U) << subject << ": " << heard().why;
    EXPECT_EQ(count<handed_to_staff>(last), acts ? 0U : 1U) << subject;
  }
}

TEST(a_subject, says_nothing_when_it_is_of_an_answer_or_of_what_is_sent_on) {
  for (const auto& [subject, said] :
       std::vector<std::pair<std::string, std::string>>{{"smoke", "smoke"},
                                                        {" Smoke ", "Smoke"},
                                                        {"Re: smoke", ""},
                                                        {"re:smoke", ""},
                                                        {"RE[2]: smoke", ""},
                                                        {"Fw : smoke", ""},
                                                        {"FWD: smoke", ""},
                                                        {"Atb: smoke", ""},
                                                        {"Recall: smoke", "Recall: smoke"},
                                                        {"Re", "Re"}})
    EXPECT_EQ(talk::new_subject(subject), said) << subject;
  EXPECT_EQ(talk::subject_of_answer("Re: A lift"), "Re: A lift");
  EXPECT_EQ(talk::subject_of_answer("Fwd: A lift"), "Re: Fwd: A lift");
  EXPECT_EQ(talk::subject_of_answer(" "), "");
  EXPECT_EQ(talk::subject_of_answer(std::string(198, 'a') + "ŵŵŵ").size(), 200U) << "4 of mark, 196 of its own";
}

TEST_F(mails, try_a_keyword_out_from_the_addresses_that_are_named) {
  auto& keyword = words().keywords.front();
  keyword.test = true;
  keyword.test_numbers = {"447700900999"};
  keyword.test_addresses = {"ann@example.nhs.uk"};
  given(patient_updated{amira()});
  mails_in("smoke");
  EXPECT_FALSE(first<keyword_taken>(last));
  mails_in("", {.subject = "smoke", .from = "Ann@example.nhs.uk"});
  EXPECT_TRUE(first<keyword_taken>(last));
}

// -- texts about appointments -----------------------------------------------------------------------

struct texts_by : mails {
  void booked_by(std::vector<channel> by, patient_details who) {
    words().confirmation.text = template_id("booked");
    words().confirmation.by = std::move(by);
    settings.reminders.clear();
    given(patient_updated{who});
    read({booking("far", "p9", now + 300h)});
    last = read({booking("a1", "p1", now + 100h), booking("far", "p9", now + 300h)});
  }
  const message_accepted* after_visit(std::vector<channel> by, patient_details who) {
    auto& fft = words().fft;
    fft.ask = true;
    fft.by = std::move(by);
    settings.reminders.clear();
    given(patient_updated{who});
    auto visit = booking("a1", "p1", now - 30min);
    read({visit});
    visit.status = appointment_status::finished;
    last = read({visit});
    ticks_at(now + 3h);
    return sent();
  }
};

TEST_F(texts_by, confirm_a_booking_by_the_first_channel_that_reaches_the_patient) {
  auto nobody = amira();
  nobody.mobile = {};
  booked_by({channel::sms, channel::email}, nobody);
  ASSERT_TRUE(sent());
  EXPECT_EQ(sent()->by, channel::email);
  EXPECT_EQ(sent()->subject.reveal(), "Your booking at Demo Surgery");
  EXPECT_EQ(sent()->sender, "Demo Surgery");
  const auto id = sent()->message;
  when(start_attempt{id, mailbox});
  ASSERT_TRUE(std::holds_alternative<attempt_ready>(last_effects.front()));
  EXPECT_TRUE(std::get<attempt_ready>(last_effects.front()).calendar);
}

TEST_F(texts_by, ring_nobody_at_night_about_a_booking_but_send_mail) {
  now += 12h;
  auto at_home = amira();
  at_home.home_phone = secret_text("01632 960123");
  booked_by({channel::voice}, at_home);
  EXPECT_FALSE(sent());
  ticks_at(monday_at_ten + 23h);
  ASSERT_TRUE(sent());
  EXPECT_EQ(sent()->by, channel::voice);
  EXPECT_EQ(sent()->to.reveal(), "441632960123");
}

TEST_F(texts_by, say_why_none_of_the_channels_reaches_the_patient) {
  auto nobody = amira();
  nobody.mobile = {};
  nobody.email_consent = consent::no;
  booked_by({channel::sms, channel::email}, nobody);
  ASSERT_TRUE(first<message_suppressed>(last));
  EXPECT_EQ(first<message_suppressed>(last)->reason,
            "no UK mobile number in the record; the patient has declined e-mails");
}

TEST_F(texts_by, ask_about_a_visit_by_mail_and_count_what_is_mailed_back) {
  const auto* asked = after_visit({channel::email}, amira());
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->by, channel::email);
  EXPECT_EQ(asked->subject.reveal(), "How was your appointment at Demo Surgery?");
  const auto test = asked->message;
  goes_out(test, mailbox);
  now += 1h;
  mails_in("2", {.subject = "Re: How was your appointment?", .thread = "q@x m1@x", .answers = test});
  ASSERT_TRUE(first<fft_answered>(last)) << heard().why;
  EXPECT_EQ(first<fft_answered>(last)->score, 2U);
  EXPECT_EQ(first<fft_answered>(last)->method, fft_method::online);
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
  ASSERT_TRUE(sent()) << "asked why";
  EXPECT_EQ(sent()->by, channel::email);
  EXPECT_EQ(sent()->question, question_kind::fft_comment);
  EXPECT_EQ(sent()->thread.reveal(), "q@x m1@x");
  const auto why = sent()->message;
  goes_out(why, mailbox);
  now += 1h;
  mails_in("The nurse was kind", {.answers = why});
  ASSERT_TRUE(first<fft_answered>(last)) << heard().why;
  EXPECT_EQ(first<fft_answered>(last)->score, 0U);
  mails_in("1", {.answers = test});
  ASSERT_TRUE(first<fft_answered>(last));
  EXPECT_TRUE(first<fft_answered>(last)->replaces);
}

TEST_F(texts_by, leave_every_other_answer_to_that_mail_to_a_person) {
  const auto* asked = after_visit({channel::email}, amira());
  ASSERT_TRUE(asked);
  const auto test = asked->message;
  goes_out(test, mailbox);
  now += 1h;
  for (const std::string said : {"Please cancel my appointment", "yes", "1 or 2", "5 excellent",
                                 "It was good, not very good", "Can you ring me?"}) {
    mails_in(said, {.answers = test});
    EXPECT_FALSE(first<fft_answered>(last)) << said;
    EXPECT_FALSE(write(operation_kind::cancel_appointment)) << said;
    EXPECT_EQ(count<handed_to_staff>(last), 1U) << said;
  }
  mails_in("I have chest pain", {.answers = test});
  ASSERT_TRUE(first<handed_to_staff>(last));
  EXPECT_TRUE(first<handed_to_staff>(last)->urgent);
}

TEST_F(texts_by, count_a_new_mail_when_it_can_answer_one_question_alone) {
  const auto* asked = after_visit({channel::email}, amira());
  ASSERT_TRUE(asked);
  goes_out(asked->message, mailbox);
  now += 1h;
  mails_in("1", {.subject = "My visit"});
  EXPECT_FALSE(first<fft_answered>(last)) << "its subject may say something else";
  mails_in("1");
  EXPECT_TRUE(first<fft_answered>(last)) << heard().why;
}

TEST_F(texts_by, count_the_key_that_is_pressed_in_the_call_that_asks) {
  auto at_home = amira();
  at_home.home_phone = secret_text("01632 960123");
  const auto* asked = after_visit({channel::voice}, at_home);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->by, channel::voice);
  EXPECT_EQ(asked->text.reveal().find("Reply"), std::string::npos) << "nobody replies to a call";
  const auto test = asked->message;
  goes_out(test, telephone);
  const auto presses = [&](const std::string& key) {
    reply_arrived c;
    c.reply = id_from_name<reply_id>("key", key);
    c.provider = telephone;
    c.text = secret_text(key);
    c.by = channel::voice;
    c.answers = test;
    c.reported_at = now;
    last = when(c);
  };
  presses("5");
  ASSERT_TRUE(first<fft_answered>(last));
  EXPECT_EQ(first<fft_answered>(last)->score, 5U);
  EXPECT_EQ(first<fft_answered>(last)->method, fft_method::telephone);
  EXPECT_FALSE(sent()) << "nobody speaks to a keypad";
  presses("7");
  EXPECT_FALSE(first<fft_answered>(last));
  EXPECT_EQ(count<handed_to_staff>(last), 1U);
  presses("9");
  EXPECT_TRUE(first<opted_out>(last));
}

// -- START ------------------------------------------------------------------------------------------

struct a_start : mails {
  a_start() { given(patient_updated{amira()}); }
  bool is_out(channel on = channel::sms) const {
    return is_opted_out(state, on == channel::email ? address : amiras, on);
  }
  void writes_consent(operation_result how = operation_result::done) {
    for (const auto& [id, what] : std::map(state.operations))
      if (what.kind == operation_kind::set_consent) when(operation_outcome{.operation = id, .result = how});
  }
};

TEST_F(a_start, takes_back_the_stop_of_the_same_number_and_tells_the_record) {
  says("STOP");
  writes_consent();
  EXPECT_TRUE(is_out());
  EXPECT_EQ(state.patients.at(patient_id("p1")).sms_consent, consent::no);
  now += 24h;
  says("Start");
  EXPECT_FALSE(is_out());
  ASSERT_TRUE(first<opted_in>(last));
  EXPECT_EQ(first<opted_in>(last)->by, "reply " + to_text(heard().reply));
  EXPECT_EQ(first<opted_in>(last)->on, channel::sms);
  EXPECT_EQ(first<opted_in>(last)->patient, patient_id("p1"));
  ASSERT_TRUE(write(operation_kind::set_consent));
  EXPECT_EQ(write(operation_kind::set_consent)->text, "yes");
  ASSERT_TRUE(text("an opt-in"));
  EXPECT_EQ(text("an opt-in")->text.reveal(),
            "Demo Surgery: Thank you. You will be sent text messages again. Reply STOP to stop them.");
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
  const auto id = text("an opt-in")->message;
  writes_consent();
  EXPECT_EQ(state.patients.at(patient_id("p1")).sms_consent, consent::yes);
  when(start_attempt{id, provider_id("firetext")});
  EXPECT_TRUE(std::holds_alternative<attempt_ready>(last_effects.front())) << "it is really sent";
}

TEST_F(a_start, in_welsh_does_the_same) {
  says("STOP");
  says("DECHRAU");
  EXPECT_FALSE(is_out());
}

TEST_F(a_start, is_a_persons_where_it_is_not_the_word_alone) {
  for (const std::string said : {"strat", "start please", "Start?", "opt me back in", "I want to start again", "yes"}) {
    says("STOP");
    says(said);
    EXPECT_TRUE(is_out()) << said;
    EXPECT_EQ(count<handed_to_staff>(last), 1U) << said;
  }
}

TEST_F(a_start, takes_back_nothing_that_staff_took_down) {
  when(change_wishes{patient_id("p1"), channel::sms, {}, false, wish_told::telephone, "ann"});
  says("START");
  EXPECT_TRUE(is_out());
  EXPECT_EQ(count<handed_to_staff>(last), 1U);
  when(change_wishes{patient_id("p1"), channel::sms, {}, true, wish_told::telephone, "ann"});
  when(change_wishes{patient_id("p1"), channel::sms, {message_kind::campaign}, false, wish_told::telephone, "ann"});
  says("STOP");
  says("START");
  EXPECT_FALSE(is_out());
  EXPECT_TRUE(is_opted_out(state, amiras, channel::sms, message_kind::campaign)) << "what was stopped by name stays so";
  EXPECT_FALSE(is_opted_out(state, amiras, channel::sms, message_kind::reminder));
}

TEST_F(a_start, is_a_persons_where_the_record_said_no_before_or_says_so_by_itself) {
  auto one = amira();
  one.sms_consent = consent::no;
  given(patient_updated{one});
  says("STOP");
  writes_consent();
  says("START");
  EXPECT_TRUE(is_out());
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_start, is_a_persons_where_our_no_never_reached_the_record_and_it_says_no_now) {
  says("STOP");
  writes_consent(operation_result::rejected);
  auto one = amira();
  one.sms_consent = consent::no; // the practice's own doing
  given(patient_updated{one});
  says("START");
  EXPECT_TRUE(is_out());
  EXPECT_EQ(count<handed_to_staff>(last), 1U);
}

TEST_F(a_start, that_was_written_before_the_stop_takes_nothing_back) {
  const auto stop = now;
  says("STOP");
  now += 1min;
  last = when(reply_arrived{.reply = id_from_name<reply_id>("test", "late"),
                            .provider = provider_id("firetext"),
                            .from = secret_text(amiras),
                            .to = "447700900999",
                            .text = secret_text("START"),
                            .reported_at = stop - 1min});
  EXPECT_TRUE(is_out());
  EXPECT_EQ(count<handed_to_staff>(last), 1U);
}

TEST_F(a_start, without_a_stop_goes_to_a_person_as_does_one_from_a_disputed_number) {
  says("START");
  EXPECT_EQ(count<handed_to_staff>(last), 1U);
  EXPECT_FALSE(first<opted_in>(last));
  says("STOP");
  given(number_disputed{secret_text(amiras), mark(), {}});
  says("START");
  EXPECT_TRUE(is_out());
}

TEST_F(a_start, by_mail_is_about_mails_alone) {
  says("STOP");
  mails_in("STOP");
  EXPECT_TRUE(is_out(channel::email));
  mails_in("START", {.subject = "Re: hello", .thread = "m0@x m1@x"});
  EXPECT_FALSE(is_out(channel::email));
  EXPECT_TRUE(is_out());
  ASSERT_TRUE(sent());
  EXPECT_EQ(sent()->text.reveal(), "Demo Surgery: Thank you. You will be sent e-mails again. Reply STOP to stop them.");
  EXPECT_FALSE(write(operation_kind::set_consent)) << "the record knows of no consent to e-mails";
}

TEST_F(a_start, and_what_it_takes_back_survive_a_snapshot_and_an_erasure) {
  says("STOP");
  auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  again->marks = state.marks;
  index_all(*again);
  state = *again;
  says("START");
  EXPECT_FALSE(is_out());
  says("STOP");
  when(erase_patient{.patient = patient_id("p1"), .system_id = {}, .by = "ann"});
  EXPECT_TRUE(state.stopped.empty());
  says("START");
  EXPECT_TRUE(is_out());
}

} // namespace
