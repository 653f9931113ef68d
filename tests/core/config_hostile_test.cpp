// Files that somebody broke, by hand or by malice: always an answer, soon, and never a crash.
#include "actors/node/config/yaml_tree.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

#include <random>

namespace tidings::config {
namespace {

std::string times(std::size_t n, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < n; ++i) all += text;
  return all;
}

std::vector<config_error> errors_of(const std::string& text) {
  findings found;
  report out("x", found);
  const auto root = parse_yaml(source("x", text), out);
  EXPECT_TRUE(root.has_value() || !found.errors.empty()) << text.substr(0, 80);
  return found.errors;
}

TEST(config_hostile, nesting_is_bounded) {
  EXPECT_EQ(errors_of("a: " + times(11, "[") + times(11, "]")).size(), 0U);
  const auto deep = errors_of("a: " + times(12, "[") + times(12, "]") + "\nb: 1\n");
  ASSERT_EQ(deep.size(), 1U);
  EXPECT_EQ(deep[0].reason, "nested too deep");
  EXPECT_EQ(deep[0].column, 15);
}

TEST(config_hostile, shapes_that_blow_up_parsers_are_refused_at_once) {
  const std::string bombs[] = {
      times(file_bytes_max, "["),
      times(file_bytes_max, "{"),
      "a: " + times(50'000, "[") + times(50'000, "]"),
      times(50'000, "- "),
      times(50'000, "a: "),
      times(50'000, "? "),
      times(50'000, "{a: "),
      times(20'000, "[a, "),
      times(30'000, "[a:"),
      times(50'000, "&a "),
      times(50'000, "!a "),
      times(50'000, "*a "),
      "\"" + times(100'000, "\n"),
      times(100'000, "'"),
      times(100'000, "%"),
      times(100'000, "|\n"),
      times(20'000, "---\n"),
      // every level doubles the one before: 2^20 values, were aliases taken
      [] {
        std::string text = "a0: &a0 [x, x]\n";
        for (int i = 1; i < 20; ++i) {
          const std::string now = std::to_string(i), last = std::to_string(i - 1);
          text += "a" + now + ": &a" + now + " [*a" + last + ", *a" + last + "]\n";
        }
        return text;
      }(),
      "a: &a [*a]\n",
      "&a a: *a\n",
      "<<: *x\n",
  };
  for (const auto& bomb : bombs) EXPECT_FALSE(errors_of(bomb).empty()) << bomb.substr(0, 60);
}

TEST(config_hostile, many_keys_take_time_in_proportion) {
  std::string text;
  for (int i = 0; text.size() < file_bytes_max - 20; ++i) text += "k" + std::to_string(i) + ":\n";
  EXPECT_TRUE(errors_of(text).empty());
  const testing_config::workspace here;
  here.write("broker.yaml", text);
  const auto loaded = here.load();
  ASSERT_FALSE(loaded.has_value());
  const auto in_it = [&](const config_error& error) { return error.file == here.path("broker.yaml"); };
  EXPECT_EQ(std::ranges::count_if(loaded.error(), in_it), report::errors_max);
}

/// Every single change of one byte, and many of several, to a good file: settings or errors with a place in the file.
TEST(config_hostile, no_change_of_bytes_goes_without_an_answer) {
  const testing_config::workspace here;
  const auto host = load_broker(here.path("broker.yaml"));
  ASSERT_TRUE(host.has_value());
  const std::string good(testing_config::good_practice);
  constexpr std::string_view odd("\0\t\n \"'#%&*!|>-?:,[]{}@`~0N\x80\xC3\xFF", 29);
  std::mt19937 random(20260330); // the seed of every run
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  int refused = 0;
  const auto try_one = [&](const std::string& text) {
    here.write("practices/A99001.yaml", text);
    const auto loaded = load_practice(here.path("practices/A99001.yaml"), host->broker);
    if (loaded) return;
    ++refused;
    const auto lines = std::count(text.begin(), text.end(), '\n') + 2;
    ASSERT_FALSE(loaded.error().empty());
    for (const auto& error : loaded.error()) {
      EXPECT_TRUE(error.line >= 1 && error.line <= lines && error.column >= 1) << print(error) << "\n" << text;
      EXPECT_FALSE(error.reason.empty() || error.allowed.empty() || error.found.empty()) << print(error);
    }
  };
  for (std::size_t at = 0; at < good.size(); at += 3) {
    std::string text = good;
    text[at] = odd[below(odd.size())];
    try_one(text);
  }
  for (int round = 0; round < 300; ++round) {
    std::string text = good;
    for (std::size_t edits = 1 + below(6); edits > 0; --edits) {
      const std::size_t at = below(text.size());
      switch (below(3)) {
      case 0:
        text[at] = odd[below(odd.size())];
        break;
      case 1:
        text.insert(at, text.substr(below(text.size()), below(40)));
        break;
      default:
        text.erase(at, below(20));
        break;
      }
    }
    if (!text.empty()) try_one(text);
  }
  EXPECT_GT(refused, 100);
}

} // namespace
} // namespace tidings::config
