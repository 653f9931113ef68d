// One conversation's page: what was said both ways, and nobody else's words.
#include "actors/board/conversation_page.hpp"
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;

const std::string mark = "abcdefghij0123456789";

struct a_conversation : ::testing::Test, asked_board {
  static message_accepted text_to(int number, const std::string& conversation, const char* words) {
    auto e = reminder(number);
    e.text = secret_text(words);
    e.talk.conversation = conversation;
    return e;
  }
  static reply_received from(int number, const char* words, int answers = 0) {
    auto e = reply(number, reply_meaning::question, false, answers);
    e.text = secret_text(words);
    e.conversation = mark;
    return e;
  }
  board_answer ask(query_parameters parameters, const std::string& id = mark) {
    parameters.emplace("practice", "A99001");
    return answer_to("conversations/" + id, parameters, state);
  }
  json::object page(query_parameters parameters = {}) { return shown_by(ask(std::move(parameters))); }
  static std::vector<std::string> types(const json::object& page) {
    std::vector<std::string> all;
    for (const auto& line : page.at("lines").as_array()) all.emplace_back(line.at("type").as_string());
    return all;
  }
};

TEST_F(a_conversation, has_what_was_said_both_ways_in_order_with_what_came_of_it) {
  happens(text_to(1, mark, "Your appointment is on Monday."), started(1), sent(1), from(1, "is it at 9?", 1),
          hands_over(1, 1), conversation_noted{mark, numbered<request_id>(5), secret_text("rang her"), "ann"},
          text_to(2, mark, "Yes, at 9."), conversation_moved{mark, conversation_status::done, "ann", "ann"});
  const auto shown = page();
  EXPECT_EQ(types(shown), (std::vector<std::string>{"message_accepted", "attempt_started", "attempt_sent",
                                                    "reply_received", "handed_to_staff", "conversation_noted",
                                                    "message_accepted", "conversation_moved"}));
  EXPECT_EQ(shown.at("head").at("status").as_string(), "done");
  EXPECT_EQ(shown.at("head").at("assigned_to").as_string(), "ann");
  EXPECT_EQ(shown.at("lines").at(0).at("state").as_string(), "sent");
  EXPECT_EQ(shown.at("lines").at(6).at("state").as_string(), "accepted");
  EXPECT_FALSE(shown.at("cut").as_bool());
}

TEST_F(a_conversation, marks_an_email_and_shows_its_subject_and_address_to_whoever_asks) {
  auto mail = from(1, "Is there a lift?");
  mail.by = channel::email;
  mail.from = secret_text("amira@example.org");
  mail.subject = secret_text("A question");
  happens(mail);
  EXPECT_EQ(page().at("head").at("from").as_string(), "") << "an address has no last digits";
  EXPECT_EQ(page().at("head").at("by").as_string(), "email");
  happens(from(2, "hello?"));
  auto answer = text_to(2, mark, "Yes.");
  answer.by = channel::email;
  answer.to = secret_text("amira@example.org");
  answer.subject = secret_text("Re: A question");
  happens(answer);
  const auto hidden = page();
  EXPECT_EQ(json::serialize(hidden.at("ways")), R"(["sms","email"])") << "that of the latest reply first";
  EXPECT_EQ(json::serialize(hidden).find("amira"), std::string::npos);
  EXPECT_EQ(json::serialize(hidden).find("question\""), std::string::npos);
  const auto shown = page({{"reveal", "1"}});
  EXPECT_EQ(shown.at("address").as_string(), "amira@example.org");
  EXPECT_EQ(shown.at("lines").at(0).at("subject").as_string(), "A question");
  EXPECT_EQ(shown.at("lines").at(0).at("channel").as_string(), "email");
  EXPECT_EQ(shown.at("lines").at(1).at("channel").as_string(), "sms");
  EXPECT_EQ(shown.at("lines").at(2).at("subject").as_string(), "Re: A question");
}

TEST_F(a_conversation, says_what_came_of_a_code_that_staff_filed_from_it) {
  happens(text_to(1, mark, "Your appointment is on Monday."), from(1, "I gave up smoking", 1));
  auto asked = asks(1, operation_kind::file_code);
  asked.code = "8517006";
  happens(asked, code_chosen{mark, asked.operation, patient_id("p1"), "8517006", "Ex-smoker", "ann"}, finishes(1));
  const auto shown = page();
  EXPECT_EQ(types(shown),
            (std::vector<std::string>{"message_accepted", "reply_received", "code_chosen", "operation_finished"}));
  EXPECT_EQ(shown.at("lines").at(2).at("summary").as_string(),
            "ann chose code 8517006 for the patient's record (Ex-smoker).");
  EXPECT_EQ(shown.at("lines").at(3).at("summary").as_string(), "Code 8517006 is filed in the patient's record.");
}

TEST_F(a_conversation, says_what_came_of_it_when_it_was_filed_as_a_document) {
  happens(text_to(1, mark, "Your appointment is on Monday."), from(1, "I gave up smoking", 1));
  auto asked = asks(1, operation_kind::file_document);
  asked.document = secret_text("I gave up smoking");
  asked.conversation = mark;
  asked.by = "ann";
  happens(asked, finishes(1));
  const auto shown = page({{"reveal", "1"}});
  EXPECT_EQ(types(shown), (std::vector<std::string>{"message_accepted", "reply_received", "operation_requested",
                                                    "operation_finished"}));
  EXPECT_EQ(shown.at("lines").at(2).at("summary").as_string(),
            "ann asked to file the conversation as a document in the patient's record.");
  EXPECT_EQ(shown.at("lines").at(2).at("body").as_string(), "");
  EXPECT_EQ(shown.at("lines").at(3).at("summary").as_string(), "The conversation is filed as a document.");
}

TEST_F(a_conversation, hides_number_and_words_until_they_are_asked_for) {
  happens(text_to(1, mark, "Your appointment is on Monday."), from(1, "is it at 9?", 1),
          conversation_noted{mark, numbered<request_id>(5), secret_text("rang her"), "ann"});
  const auto hidden = json::serialize(page());
  for (const char* secret : {"Monday", "at 9", "rang her", "447700900123"})
    EXPECT_EQ(hidden.find(secret), std::string::npos) << secret;
  const auto shown = page({{"reveal", "1"}});
  EXPECT_EQ(shown.at("number").as_string(), "447700900123");
  EXPECT_EQ(shown.at("lines").at(0).at("body").as_string(), "Your appointment is on Monday.");
  EXPECT_EQ(shown.at("lines").at(1).at("body").as_string(), "is it at 9?");
  EXPECT_EQ(shown.at("lines").at(2).at("body").as_string(), "rang her");
}

TEST_F(a_conversation, leaves_out_the_texts_to_other_numbers) {
  happens(text_to(1, "another-number-12345", "For somebody else"), text_to(2, "", "By e-mail"), from(1, "hello"));
  EXPECT_EQ(types(page({{"reveal", "1"}})), (std::vector<std::string>{"reply_received"}));
}

TEST_F(a_conversation, begins_with_the_text_that_was_there_before_the_first_reply) {
  happens(text_to(1, mark, "A reminder"));
  EXPECT_EQ(ask({}).status, 404) << "nobody has written yet";
  happens(from(1, "hello"));
  EXPECT_EQ(types(page()), (std::vector<std::string>{"message_accepted", "reply_received"}));
}

TEST_F(a_conversation, of_another_practice_or_of_nobody_is_not_found) {
  happens(from(1, "hello"));
  EXPECT_EQ(ask({{"practice", "A99002"}}).status, 404);
  EXPECT_EQ(ask({}, "no-such-conversation").status, 404);
  about.caught_up = false;
  EXPECT_EQ(ask({}, "no-such-conversation").status, 503) << "it may be in what is still to be read";
}

TEST_F(a_conversation, says_when_its_beginning_is_no_longer_shown) {
  for (int i = 1; i <= static_cast<int>(board_talk_messages_max) + 1; ++i) happens(text_to(i, mark, "text"));
  happens(from(1, "hello"));
  const auto shown = page();
  EXPECT_TRUE(shown.at("cut").as_bool());
  EXPECT_EQ(types(shown).size(), board_talk_messages_max + 1);
}

TEST_F(a_conversation, is_bounded_in_memory) {
  for (int i = 1; i <= static_cast<int>(board_talk_events_max) * 2; ++i) happens(from(i, "hello"));
  EXPECT_EQ(state.find_practice(practice)->conversations.at(mark).events.size(), board_talk_events_max);
  EXPECT_EQ(types(page()).size(), board_talk_events_max);
}

TEST_F(a_conversation, is_the_same_after_a_restart_from_what_was_kept) {
  happens(text_to(1, mark, "A reminder"), from(1, "hello", 1),
          conversation_noted{mark, numbered<request_id>(5), secret_text("rang her"), "ann"});
  const auto before = json::serialize(page({{"reveal", "1"}}));
  state = restored();
  EXPECT_EQ(json::serialize(page({{"reveal", "1"}})), before);
}

TEST_F(a_conversation, says_that_answers_came_by_a_link) {
  auto answered = from(1, "Do you smoke?\nNo");
  answered.by = channel::smart;
  answered.why = "answers to `check` by its link";
  happens(answered);
  const auto line = page().at("lines").as_array().at(0).as_object();
  EXPECT_EQ(line.at("summary").as_string(), "The patient answered by the link: answers to `check` by its link.");
  const auto got = answer_to("replies", {{"practice", "A99001"}}, state);
  EXPECT_EQ(json::parse(got.body).at("replies").at(0).at("channel").as_string(), "link");
}

} // namespace
} // namespace tidings::test
