// Replies to "Reply 1 for …, 2 for …": the table tests/golden/choices, and what people add to a number.
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "actors/reply/parser.hpp"
#include "tests/core/reply_cases.hpp"

namespace tidings {
namespace {

struct choice_case {
  std::string text, where;
  std::size_t choices = 0, chosen = 0;
};

std::vector<choice_case> choice_table() {
  std::ifstream in{std::filesystem::path{TIDINGS_SOURCE_DIR} / "tests/golden/choices/hard.tsv"};
  std::vector<choice_case> cases;
  std::string line;
  std::getline(in, line);
  for (int number = 2; std::getline(in, line); ++number) {
    std::istringstream fields{line};
    choice_case one;
    std::getline(fields, one.text, '\t');
    fields >> one.choices >> one.chosen;
    one.text = reply_cases::unescaped(one.text);
    one.where = "hard.tsv:" + std::to_string(number);
    cases.push_back(std::move(one));
  }
  return cases;
}

TEST(a_choice, is_read_as_a_careful_receptionist_would) {
  const auto cases = choice_table();
  ASSERT_GE(cases.size(), 60U);
  for (const auto& one : cases)
    EXPECT_EQ(parse_choice(one.text, one.choices).value_or(0), one.chosen) << one.where << ": " << one.text;
}

TEST(a_choice, is_never_one_that_we_did_not_name) {
  for (const auto& one : choice_table())
    for (std::size_t choices = 0; choices < one.chosen; ++choices)
      EXPECT_FALSE(parse_choice(one.text, choices)) << one.where << ": " << one.text;
}

TEST(a_choice, is_none_beside_words_that_turn_doubt_or_cry_for_help) {
  for (const auto& one : choice_table())
    for (const char* word : {"not", "or", "maybe", "if", "both", "stop", "my son", "chest pain", "7", "?"})
      for (const std::string& text : {word + (" " + one.text), one.text + " " + word})
        EXPECT_FALSE(parse_choice(text, one.choices)) << one.where << ": " << text;
}

} // namespace
} // namespace tidings
