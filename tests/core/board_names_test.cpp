// Whose a conversation and an item is, by the practice's records: one patient, several, or nobody; never a guess.
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;
const std::string mark = "abcdefghij0123456789", another = "bbcdefghij0123456789";

struct whose : ::testing::Test, asked_board {
  static patient_updated record(const char* id, const char* mobile, const char* first = "Amira",
                                const char* email = "") {
    patient_updated e;
    e.what.id = patient_id(id);
    e.what.first_name = secret_text(first);
    e.what.last_name = secret_text("Okafor");
    e.what.mobile = secret_text(mobile);
    e.what.email = secret_text(email);
    return e;
  }
  static reply_received text(int number, const std::string& conversation = mark, const char* from = "447700900123") {
    auto e = reply(number, reply_meaning::question, false);
    e.from = secret_text(from);
    e.conversation = conversation;
    return e;
  }
  static reply_received mail(int number, const char* from) {
    auto e = text(number, mark, from);
    e.by = channel::email;
    return e;
  }
  json::object ask(const std::string& resource, query_parameters parameters = {}) {
    parameters.emplace("practice", "A99001");
    return shown_by(answer_to(resource, parameters, state));
  }
  /// `people name` of the conversation: in the list, which has to agree with its page.
  std::string of(const std::string& conversation = mark) {
    std::string found = "not there";
    const auto names = ask("conversations", {{"reveal", "1"}});
    const auto list = ask("conversations");
    for (const auto& row : list.at("conversations").as_array()) {
      if (row.at("id").as_string() != conversation) continue;
      found = std::to_string(row.at("people").to_number<int>());
      for (const auto& one : names.at("patients").as_array())
        if (one.at("key") == row.at("patient")) found += " " + std::string(one.at("name").as_string());
    }
    const auto page = ask("conversations/" + conversation, {{"reveal", "1"}});
    auto there = std::to_string(page.at("head").at("people").to_number<int>());
    if (const auto& name = page.at("name").as_string(); !name.empty()) there += " " + std::string(name);
    EXPECT_EQ(found, there);
    EXPECT_EQ(ask("conversations/" + conversation).at("name").as_string(), "") << "not unless somebody asks";
    return found;
  }
  /// The same of the day's only item.
  std::string of_item() {
    const auto page = ask("today");
    EXPECT_EQ(page.at("items").as_array().size(), page.at("about").as_array().size());
    const auto& one = page.at("about").at(0);
    EXPECT_EQ(one.at("item"), page.at("items").at(0).at("id"));
    auto found = std::to_string(one.at("people").to_number<int>());
    const auto shown = ask("today", {{"reveal", "1"}});
    for (const auto& name : shown.at("patients").as_array())
      if (name.at("key") == one.at("patient")) found += " " + std::string(name.at("name").as_string());
    return found;
  }
};

TEST_F(whose, conversation_of_one_patient_s_number_is_theirs) {
  happens(record("p1", "07700 900123"), record("p2", "07700 900124", "Bela"), text(1),
          text(2, another, "447700900124"));
  EXPECT_EQ(of(), "1 Amira Okafor");
  EXPECT_EQ(of(another), "1 Bela Okafor");
  EXPECT_EQ(ask("conversations/" + mark, {{"reveal", "1"}}).at("patient").as_string(), "p1") << "for the audit trail";
}

TEST_F(whose, conversation_of_a_number_that_two_have_is_nobody_s) {
  happens(record("p1", "07700 900123"), record("p2", "+44 7700 900123", "Bela"), text(1));
  EXPECT_EQ(of(), "2");
}

TEST_F(whose, conversation_of_a_number_that_one_of_two_has_died_with_is_nobody_s_still) {
  auto dead = record("p2", "07700 900123", "Bela");
  dead.what.dead = true;
  happens(record("p1", "07700 900123"), dead, text(1));
  EXPECT_EQ(of(), "2");
}

TEST_F(whose, conversation_is_as_the_records_are_now) {
  happens(record("p1", "07700 900123"), text(1));
  EXPECT_EQ(of(), "1 Amira Okafor");
  happens(record("p2", "07700 900123", "Bela"));
  EXPECT_EQ(of(), "2") << "somebody else has it too";
  happens(record("p1", "07700 900125"));
  EXPECT_EQ(of(), "1 Bela Okafor");
  happens(record("p2", ""));
  EXPECT_EQ(of(), "0");
}

TEST_F(whose, conversation_by_email_alone_is_whose_address_it_is) {
  happens(record("p1", "", "Amira", " Amira@Example.org "), mail(1, "amira@example.org"));
  EXPECT_EQ(of(), "1 Amira Okafor");
  happens(record("p2", "", "Bela", "amira@example.org"));
  EXPECT_EQ(of(), "2");
}

TEST_F(whose, conversation_with_texts_is_whose_number_it_is_whatever_else_came) {
  happens(record("p1", "07700 900123"), record("p2", "07700 900123", "Bela", "bela@example.org"), text(1),
          mail(2, "bela@example.org"));
  EXPECT_EQ(of(), "2");
}

TEST_F(whose, conversation_is_nobody_s_where_records_were_left_out) {
  happens(record("p1", "07700 900123"), text(1));
  state.practice(practice).quality.left_out = 1;
  EXPECT_EQ(of(), "1") << "somebody who was left out may have it too";
}

TEST_F(whose, conversation_of_an_erased_patient_is_gone) {
  patient_erased gone;
  gone.patient = patient_id("p1");
  gone.numbers = {mark};
  happens(record("p1", "07700 900123"), text(1), gone);
  EXPECT_TRUE(ask("conversations").at("conversations").as_array().empty());
  EXPECT_TRUE(ask("conversations", {{"reveal", "1"}}).at("patients").as_array().empty());
}

TEST_F(whose, list_names_each_patient_once) {
  happens(record("p1", "07700 900123", "Amira", "amira@example.org"), text(1));
  auto by_mail = mail(2, "amira@example.org");
  by_mail.conversation = another;
  happens(by_mail);
  EXPECT_EQ(ask("conversations", {{"reveal", "1"}}).at("patients").as_array().size(), 1U);
}

TEST_F(whose, item_about_a_reply_is_by_its_number_and_says_where_the_reply_stands) {
  happens(record("p1", "07700 900123"), text(1), hands_over(1, 1));
  EXPECT_EQ(of_item(), "1 Amira Okafor");
  const auto whom = ask("today").at("about").at(0).as_object();
  EXPECT_EQ(whom.at("conversation").as_string(), mark);
  EXPECT_EQ(whom.at("from").as_string(), "…123");
  happens(record("p2", "07700 900123", "Bela"));
  EXPECT_EQ(of_item(), "2");
}

TEST_F(whose, item_about_a_message_is_whom_that_was_to) {
  auto said = reminder(1);
  said.patient = patient_id("p1");
  auto item = hands_over(1, 0);
  item.reply = {};
  item.message = said.message;
  happens(record("p1", "07700 900123"), record("p2", "07700 900123", "Bela"), said, item);
  EXPECT_EQ(of_item(), "1 Amira Okafor") << "however many have the number";
  patient_erased gone;
  gone.patient = patient_id("p1");
  happens(gone);
  EXPECT_EQ(of_item(), "0");
}

TEST_F(whose, item_about_neither_is_nobody_s) {
  auto item = hands_over(1, 0);
  item.reply = {};
  happens(item);
  EXPECT_EQ(of_item(), "0");
}

TEST_F(whose, is_the_same_after_a_restart_from_what_was_kept) {
  happens(record("p1", "07700 900123"), record("p2", "", "Bela", "bela@example.org"), text(1), hands_over(1, 1));
  auto by_mail = mail(2, "bela@example.org");
  by_mail.conversation = another;
  happens(by_mail);
  const auto conversations = json::serialize(ask("conversations")), today = json::serialize(ask("today"));
  state = restored();
  EXPECT_EQ(of(), "1 Amira Okafor");
  EXPECT_EQ(of(another), "1 Bela Okafor");
  EXPECT_EQ(of_item(), "1 Amira Okafor");
  EXPECT_EQ(json::serialize(ask("conversations")), conversations);
  EXPECT_EQ(json::serialize(ask("today")), today);
}

} // namespace
} // namespace tidings::test
