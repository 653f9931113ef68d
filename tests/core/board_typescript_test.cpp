// The web app's types are the broker's rows.
#include "actors/board/typescript.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace tidings::test {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(board_typescript, the_web_apps_types_are_the_generated_ones) {
  const auto file = std::filesystem::path(TIDINGS_SOURCE_DIR) / "web/src/api/types.ts";
  EXPECT_EQ(text_of(file), typescript_of_views()) << "run: tidings schema typescript > web/src/api/types.ts";
}

TEST(board_typescript, every_row_of_the_views_has_its_interface) {
  const auto views = text_of(std::filesystem::path(TIDINGS_SOURCE_DIR) / "schemas/views.hpp");
  const auto types = typescript_of_views();
  std::size_t described = 0;
  std::size_t interfaces = 0;
  for (auto at = views.find("BOOST_DESCRIBE_STRUCT("); at != std::string::npos;
       at = views.find("BOOST_DESCRIBE_STRUCT(", at + 1))
    ++described;
  for (auto at = types.find("export interface "); at != std::string::npos; at = types.find("export interface ", at + 1))
    ++interfaces;
  EXPECT_EQ(interfaces, described);
}

TEST(board_typescript, absent_values_lists_and_nested_rows_have_their_types) {
  const auto types = typescript_of_views();
  EXPECT_NE(types.find("  sent_at: string | null;\n"), std::string::npos);
  EXPECT_NE(types.find("  timeline: TimelineEntry[];\n"), std::string::npos);
  EXPECT_NE(types.find("  all: Totals;\n"), std::string::npos);
  EXPECT_NE(types.find("  active: boolean;\n"), std::string::npos);
  EXPECT_NE(types.find("  success_rate: number;\n"), std::string::npos);
}

} // namespace
} // namespace tidings::test
