// The Friends and Family Test behind a link: who is sent one, what its page asks, and how it is counted.
#include "tests/core/talk_world.hpp"

#include "actors/practice/talk/question_link.hpp"

#include <boost/json.hpp>

using namespace tidings;
using namespace tidings::test;

namespace {

namespace json = boost::json;

struct the_test_by_link : ::testing::Test, talk_world {
  the_test_by_link() {
    words().fft.ask = true;
    words().fft.question_with_link = "((practice_name)): How was it? Reply 1 Very good to 6 Don't know, or: ((link))";
    words().public_url = "https://tidings.example";
    settings.reminders.clear();
    given(patient_updated{patient("p1", amiras)});
  }
  void asked_after_a_visit() {
    read({booking("a1", "p1", now + 1h)});
    auto done = booking("a1", "p1", now + 1h);
    done.status = appointment_status::finished;
    now += 80min;
    read({done});
    ticks_at(now + 3h);
    const auto* sent = text("friends and family test");
    ASSERT_TRUE(sent);
    asked = *sent;
    secret = talk::link_secret(state.marks, asked.message);
    all_sent();
  }
  json::object page(bool sent, std::vector<given_answer> answers, std::string language = {}) {
    last = when(answer_by_link{secret_text(secret), sent, std::move(answers), std::move(language)});
    return last_answer.accepted ? json::parse(last_answer.told.reveal()).as_object() : json::object{};
  }
  json::object sends(const std::string& score, const std::string& why) {
    return page(true, {{"score", secret_text(score), false}, {"why", secret_text(why), false}});
  }
  static std::string field(const json::object& page, std::size_t which, const char* what) {
    return std::string(page.at("fields").as_array().at(which).as_object().at(what).as_string());
  }
  message_accepted asked;
  std::string secret;
};

TEST_F(the_test_by_link, is_asked_by_a_text_that_can_be_answered_too) {
  asked_after_a_visit();
  EXPECT_EQ(asked.text.reveal(), "Demo Surgery: How was it? Reply 1 Very good to 6 Don't know, or: "
                                 "https://tidings.example/q/A99001/************************");
  EXPECT_NE(talk::with_secret(state, settings, asked).reveal().find(secret), std::string::npos);
  says("2");
  ASSERT_TRUE(first<fft_answered>(last));
  EXPECT_EQ(first<fft_answered>(last)->score, 2U);
  page(false, {});
  EXPECT_EQ(last_answer.refusal, error_code::not_found) << "it was answered by text message";
}

TEST_F(the_test_by_link, has_no_link_where_nobody_could_open_one) {
  words().public_url.clear();
  asked_after_a_visit();
  EXPECT_EQ(asked.text.reveal().find("How was it?"), std::string::npos);
  EXPECT_FALSE(talk::has_link(asked));
}

TEST_F(the_test_by_link, asks_the_official_question_and_why) {
  asked_after_a_visit();
  auto shown = page(false, {});
  ASSERT_EQ(shown.at("fields").as_array().size(), 2U);
  EXPECT_EQ(field(shown, 0, "text"), "Overall, how was your experience of our service?");
  EXPECT_EQ(field(shown, 0, "kind"), "fft");
  EXPECT_EQ(field(shown, 0, "problem"), "") << "nothing is wrong before anything was sent";
  EXPECT_EQ(field(shown, 1, "kind"), "fft_comment");
  shown = page(false, {}, "cy");
  EXPECT_EQ(field(shown, 0, "text"), "Yn gyffredinol, sut oedd eich profiad o'n gwasanaeth?");
  EXPECT_EQ(field(shown, 0, "language"), "cy");
  EXPECT_TRUE(last.empty());
}

TEST_F(the_test_by_link, counts_the_score_once_and_as_one_that_came_in_online) {
  asked_after_a_visit();
  const auto shown = sends("1", "  ");
  EXPECT_TRUE(shown.at("taken").as_bool());
  ASSERT_EQ(count<fft_answered>(last), 1U);
  EXPECT_EQ(first<fft_answered>(last)->score, 1U);
  EXPECT_EQ(first<fft_answered>(last)->method, fft_method::online);
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
  EXPECT_EQ(first<reply_received>(last)->text.reveal(), "Very good");
  EXPECT_EQ(first<reply_received>(last)->meaning, reply_meaning::fft);
  EXPECT_EQ(first<reply_received>(last)->conversation, mark());
  sends("5", "");
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
  EXPECT_TRUE(last.empty());
}

TEST_F(the_test_by_link, counts_a_comment_beside_the_score) {
  asked_after_a_visit();
  sends("2", "The nurse was very kind");
  ASSERT_EQ(count<fft_answered>(last), 2U);
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
  EXPECT_EQ(first<reply_received>(last)->text.reveal(), "Good\n\nThe nurse was very kind");
}

TEST_F(the_test_by_link, wants_one_of_the_six_answers) {
  asked_after_a_visit();
  for (const char* wrong : {"", "0", "7", "11", "very good", "STOP"}) {
    const auto shown = sends(wrong, "why");
    EXPECT_EQ(field(shown, 0, "problem"), "Choose one of the six answers") << wrong;
    EXPECT_EQ(field(shown, 1, "words"), "why") << "nothing is lost";
    EXPECT_TRUE(last.empty());
  }
  EXPECT_EQ(field(sends("1", std::string(5'000, 'x')), 1, "problem"), "This is too long. Write less, or ring us");
  EXPECT_FALSE(is_opted_out(state, amiras));
}

TEST_F(the_test_by_link, gives_a_person_what_asks_for_something_and_at_once_what_is_an_emergency) {
  asked_after_a_visit();
  auto copy = state;
  sends("4", "please cancel my appointment tomorrow");
  EXPECT_EQ(came_of_it(), "staff");
  EXPECT_EQ(first<fft_answered>(last)->score, 4U);
  state = std::move(copy);
  const auto shown = sends("1", "I have chest pain");
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_NE(std::string(shown.at("emergency").as_string()).find("999"), std::string::npos);
}

TEST_F(the_test_by_link, asks_nobody_again_within_six_months) {
  asked_after_a_visit();
  EXPECT_EQ(state.fft_asked.count(patient_id("p1")), 1U);
}

} // namespace
