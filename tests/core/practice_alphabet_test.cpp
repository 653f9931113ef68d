// Which letters a text message goes with: the practice's, its template's, or the message's own wish.
#include "schemas/sms/segments.hpp"
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

const std::string polish = "Proszę zadzwonić", as_gsm = "Prosze zadzwonic";
const std::string urdu = "براہ کرم کال کریں";

struct a_text_message : ::testing::Test, talk_world {
  a_text_message() { given(patient_updated{patient("p1", amiras)}); }

  std::string asked(const std::string& text, sms_alphabet alphabet = sms_alphabet::by_default,
                    const std::string& name = {}) {
    accept_message c;
    c.message = id_from_name<message_id>("test", text + name);
    c.patient = patient_id("p1");
    c.text = secret_text(text);
    c.template_name = name;
    c.alphabet = alphabet;
    const auto events = when(c);
    return first<message_accepted>(events) ? first<message_accepted>(events)->text.reveal() : last_answer.reason;
  }
};

TEST_F(a_text_message, goes_by_notifys_policy_unless_something_else_is_asked_for) {
  EXPECT_EQ(asked(polish), as_gsm);
  EXPECT_EQ(asked(urdu).find_first_not_of("? "), std::string::npos);
}

TEST_F(a_text_message, keeps_its_letters_when_the_message_asks_for_it) {
  EXPECT_EQ(asked(polish, sms_alphabet::unicode), polish);
  EXPECT_EQ(asked(urdu, sms_alphabet::unicode), urdu);
}

TEST_F(a_text_message, keeps_its_letters_where_the_practice_has_unicode_but_not_against_its_own_wish) {
  settings.alphabet = sms_alphabet::unicode;
  EXPECT_EQ(asked(polish), polish);
  EXPECT_EQ(asked(polish + "!", sms_alphabet::gsm), as_gsm + "!");
}

TEST_F(a_text_message, has_its_templates_letters_before_the_practices) {
  settings.templates[template_id("translated")] = {
      .id = template_id("translated"), .body = polish, .alphabet = sms_alphabet::unicode};
  settings.templates[template_id("plain")] = {
      .id = template_id("plain"), .body = polish, .alphabet = sms_alphabet::gsm};
  EXPECT_EQ(asked("", sms_alphabet::by_default, "translated"), polish);
  settings.alphabet = sms_alphabet::unicode;
  EXPECT_EQ(asked("", sms_alphabet::by_default, "plain"), as_gsm);
}

TEST_F(a_text_message, that_is_a_reminder_or_a_booking_has_its_templates_letters) {
  auto& words_of_reminders = settings.templates[template_id("reminder")];
  words_of_reminders.body = polish + " ((practice_name))";
  words_of_reminders.alphabet = sms_alphabet::unicode;
  words().confirmation.text = template_id("reminder");
  const auto events = read({booking("a1", "p1", now + 47h)});
  std::vector<std::string> texts;
  for (const auto& e : events)
    if (const auto* one = std::get_if<message_accepted>(&e)) texts.push_back(one->text.reveal());
  EXPECT_FALSE(texts.empty());
  for (const auto& text : texts) EXPECT_EQ(text, polish + " Demo Surgery");
}

TEST_F(a_text_message, of_an_automatic_answer_has_the_practices_letters) {
  words().keywords = {{.id = "pomoc", .words = {"pomoc"}, .answer = polish}};
  says("pomoc");
  EXPECT_EQ(text("a keyword")->text.reveal(), as_gsm);
  settings.alphabet = sms_alphabet::unicode;
  says("Pomoc!");
  EXPECT_EQ(text("a keyword")->text.reveal(), polish);
}

TEST_F(a_text_message, costs_what_its_letters_cost) {
  const auto id = id_from_name<message_id>("test", "long");
  accept_message c;
  c.message = id;
  c.patient = patient_id("p1");
  c.text = secret_text(std::string(100, 'a') + "ż");
  c.alphabet = sms_alphabet::unicode;
  when(c);
  const auto events = when(start_attempt{id, provider_id("firetext"), 3'000});
  ASSERT_TRUE(first<attempt_started>(events));
  EXPECT_EQ(first<attempt_started>(events)->segments, 2U);
  EXPECT_EQ(first<attempt_started>(events)->millipence, 6'000U);
}

TEST_F(a_text_message, of_more_units_than_six_joined_parts_of_gsm_have_is_refused_in_any_alphabet) {
  std::string long_text;
  for (int i = 0; i < 919; ++i) long_text += "ż";
  EXPECT_EQ(asked(long_text, sms_alphabet::unicode), "text: 919 characters, and a text message holds 918");
}

} // namespace
