// schemas/openapi.yaml says what the broker does.
#include "actors/board/openapi.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace tidings::test {
namespace {

std::string text_of(const std::string& file) {
  std::ifstream in(std::filesystem::path(TIDINGS_SOURCE_DIR) / file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::set<std::string> found(const std::string& text, const std::regex& pattern) {
  std::set<std::string> all;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) all.insert((*at)[1].str());
  return all;
}

TEST(board_openapi, its_rows_are_the_views) {
  const auto file = text_of("schemas/openapi.yaml");
  const std::string begin = "    # generated\n";
  const auto from = file.find(begin);
  const auto to = file.find("    # end of generated\n");
  ASSERT_NE(from, std::string::npos);
  ASSERT_NE(to, std::string::npos);
  EXPECT_EQ(file.substr(from + begin.size(), to - from - begin.size()), openapi_of_views());
}

TEST(board_openapi, its_paths_are_the_endpoints) {
  const auto described = found(text_of("schemas/openapi.yaml"), std::regex("\n  (/[^\n]*):\n"));
  std::set<std::string> served;
  for (const auto& path : found(text_of("web/endpoint/door.cpp"), std::regex("\"/api/v1(/[^\"]*)\"")))
    served.insert(std::regex_replace(path, std::regex("\\{\\}"), "{id}"));
  EXPECT_EQ(described, served);
}

TEST(board_openapi, words_of_a_state_are_listed_with_the_one_that_is_only_shown) {
  const auto rows = openapi_of_views();
  EXPECT_NE(rows.find("state: { type: string, enum: [accepted, dispatching, in_doubt, sent, delivered, "
                      "permanent_failure, technical_failure, cancelled, expired, temporary_failure, suppressed] }"),
            std::string::npos);
  EXPECT_NE(rows.find("sent_at: { type: [string, 'null'], format: date-time }"), std::string::npos);
}

} // namespace
} // namespace tidings::test
