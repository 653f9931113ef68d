// Commands and their bytes, as parked ones are kept.
#include "schemas/commands.hpp"

#include "schemas/json.hpp"
#include "tests/core/described_fields.hpp"

#include <gtest/gtest.h>

#include <fstream>

using namespace tidings;
using namespace tidings::test;

namespace {

std::string shown(const command& what) {
  return std::visit([](const auto& one) { return boost::json::serialize(to_json(one, reveal::yes)); }, what);
}

TEST(every_command, comes_back_from_its_bytes) {
  for_each_kind<command_alternatives>([](const auto& kind) {
    const command before = filled<std::decay_t<decltype(kind)>>();
    const auto after = decode_command(encode(before));
    ASSERT_TRUE(after) << name_of(before);
    EXPECT_EQ(after->index(), before.index());
    EXPECT_EQ(shown(*after), shown(before));
    EXPECT_EQ(encode(*after), encode(before));
  });
}

TEST(every_command, keeps_its_number_for_ever) {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/golden/command_numbers.txt");
  std::map<std::string, std::size_t> numbers;
  std::string name;
  for (std::size_t number = 0; file >> name >> number;) numbers[name] = number;
  ASSERT_EQ(numbers.size(), std::variant_size_v<command_alternatives>);
  for_each_kind<command_alternatives>([&](const auto& kind) {
    const command what = kind;
    ASSERT_TRUE(numbers.contains(std::string(name_of(what)))) << name_of(what);
    EXPECT_EQ(what.index(), numbers[std::string(name_of(what))]);
    EXPECT_EQ(static_cast<std::size_t>(encode(what)[0]), what.index());
  });
}

TEST(every_command, cut_off_anywhere_is_read_as_far_as_whole_fields_go_or_refused) {
  for_each_kind<command_alternatives>([](const auto& kind) {
    const command what = filled<std::decay_t<decltype(kind)>>();
    const auto bytes = encode(what);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto read = decode_command(bytes.substr(0, size));
      if (!read) continue;
      EXPECT_EQ(read->index(), what.index());
      EXPECT_EQ(encode(*read).substr(0, size), bytes.substr(0, size));
    }
  });
}

TEST(every_command, with_bytes_left_over_is_refused) {
  for_each_kind<command_alternatives>([](const auto& kind) {
    EXPECT_FALSE(decode_command(encode(command(filled<std::decay_t<decltype(kind)>>())) + '\0'));
  });
}

TEST(a_command, of_a_kind_from_the_future_is_refused_with_the_reason) {
  EXPECT_EQ(decode_command("").error().code, error_code::log_damaged);
  const auto next = static_cast<char>(std::variant_size_v<command_alternatives>);
  EXPECT_NE(decode_command(std::string(1, next)).error().detail.find("not known"), std::string::npos);
  EXPECT_FALSE(decode_command("\xff"));
}

} // namespace
