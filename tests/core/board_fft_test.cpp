// What the Friends and Family Test comes to: the monthly submission, by collection method, and nobody's name in it.
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;

struct friends_and_family : ::testing::Test, asked_board {
  board_answer ask(const query_parameters& parameters, const board_state& of, const std::string& whose = "A99001") {
    return answer_to("fft/" + whose, parameters, of);
  }
  std::string csv(const std::string& month) { return ask({{"month", month}, {"format", "csv"}}, state).body; }
  json::object figures(const std::string& month) {
    return json::parse(ask({{"month", month}}, state).body).as_object();
  }
  static fft_answered answer(const std::string& id, std::uint32_t score, fft_method by = fft_method::text_message) {
    return {.answer = id, .score = score, .method = by};
  }
  static fft_answered instead(const std::string& id, std::uint32_t score, std::uint32_t before) {
    auto one = answer(id, score);
    one.replaces = true;
    one.replaced_score = before;
    return one;
  }
  static message_accepted question(int number) {
    auto one = reminder(number);
    one.kind = message_kind::fft;
    one.question = question_kind::fft;
    return one;
  }
};

TEST_F(friends_and_family, are_a_table_of_each_method_and_all_of_them) {
  happens(question(1), question(2), answer("a", 1), answer("b", 1), answer("c", 5, fft_method::online),
          answer("d", 6, fft_method::telephone), answer("e", 3, fft_method::paper), answer("why", 0));
  EXPECT_EQ(
      csv("2026-11"),
      "Practice code,Month,Collection method,Very good,Good,Neither good nor poor,Poor,Very poor,Don't know,Total\r\n"
      "A99001,2026-11,text_message,2,0,0,0,0,0,2\r\n"
      "A99001,2026-11,online,0,0,0,0,1,0,1\r\n"
      "A99001,2026-11,app,0,0,0,0,0,0,0\r\n"
      "A99001,2026-11,paper,0,0,1,0,0,0,1\r\n"
      "A99001,2026-11,telephone,0,0,0,0,0,1,1\r\n"
      "A99001,2026-11,other,0,0,0,0,0,0,0\r\n"
      "A99001,2026-11,all,2,0,1,0,1,1,5\r\n");
  const auto shown = figures("2026-11");
  EXPECT_EQ(shown.at("asked").as_int64(), 2);
  EXPECT_EQ(shown.at("comments").as_int64(), 1) << "a comment is no score";
}

TEST_F(friends_and_family, count_a_change_of_mind_as_the_last_word_and_once) {
  happens(answer("a", 1), answer("b", 1), instead("a", 5, 1));
  EXPECT_NE(csv("2026-11").find(",all,1,0,0,0,1,0,2\r\n"), std::string::npos) << csv("2026-11");
}

TEST_F(friends_and_family, count_in_the_month_as_london_has_it_and_a_change_of_mind_in_its_own) {
  now = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 10 / 1)) - std::chrono::minutes(30); // summer time
  happens(answer("a", 2));
  EXPECT_NE(csv("2026-10").find(",all,0,1,0,0,0,0,1\r\n"), std::string::npos);
  EXPECT_NE(csv("2026-09").find(",all,0,0,0,0,0,0,0\r\n"), std::string::npos);
  now = at_time(9);
  happens(instead("a", 4, 2));
  EXPECT_NE(csv("2026-10").find(",all,0,0,0,0,0,0,0\r\n"), std::string::npos);
  EXPECT_NE(csv("2026-11").find(",all,0,0,0,1,0,0,1\r\n"), std::string::npos);
}

TEST_F(friends_and_family, name_nobody_though_a_comment_was_taken_down_by_hand) {
  auto one = answer("a", 1, fft_method::paper);
  one.comment = secret_text("Nurse Kaur was kind to Amira");
  one.by = "ann";
  happens(one);
  for (const auto& shown : {csv("2026-11"), ask({{"month", "2026-11"}}, state).body})
    for (const char* name : {"Amira", "Kaur", "ann"}) EXPECT_EQ(shown.find(name), std::string::npos) << name;
  EXPECT_EQ(figures("2026-11").at("comments").as_int64(), 1);
}

TEST_F(friends_and_family, are_the_same_after_a_restart) {
  happens(question(1), answer("a", 1), answer("b", 3, fft_method::paper), answer("why", 0));
  const auto again = restored();
  EXPECT_EQ(ask({{"month", "2026-11"}}, again).body, ask({{"month", "2026-11"}}, state).body);
}

TEST_F(friends_and_family, are_of_one_practice_and_one_month) {
  happens(answer("a", 1));
  EXPECT_EQ(ask({{"month", "2026-11"}}, state, "B12345").status, 404);
  for (const char* month : {"", "2026-13", "2026-00", "26-11", "2026-1x"})
    EXPECT_EQ(ask({{"month", month}}, state).status, 400) << month;
}

} // namespace
} // namespace tidings::test
