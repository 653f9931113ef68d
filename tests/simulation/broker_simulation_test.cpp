// The whole broker in one thread under a seed, on days that are each troubled in their own way. TIDINGS_SEEDS=n plays n
// days, TIDINGS_SEED=s only that one.
#include "tests/simulation/day.hpp"

#include <cstdlib>

using namespace tidings;
using namespace tidings::simulation;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) all += "  " + line + "\n";
  return all;
}

TEST(broker_simulation, keeps_every_promise_on_any_day) {
  const auto only = number_from("TIDINGS_SEED", 0);
  const auto seeds = only > 0 ? only : number_from("TIDINGS_SEEDS", 1'000);
  for (auto seed = only > 0 ? only : 1; seed <= seeds; ++seed) {
    const auto wrong = day(seed).play();
    EXPECT_TRUE(wrong.empty()) << "seed " << seed << " (again: TIDINGS_SEED=" << seed << "):\n" << joined(wrong);
  }
}

TEST(broker_simulation, plays_the_same_day_for_the_same_seed) {
  for (std::uint64_t seed = 11; seed < 31; ++seed) {
    day first(seed), second(seed);
    EXPECT_EQ(first.play(), second.play()) << "seed " << seed;
    EXPECT_EQ(first.records(), second.records()) << "seed " << seed;
    EXPECT_FALSE(first.records().empty());
  }
}

} // namespace
