// The master key: its text, where it comes from, and what is refused.
#include "actors/key_ring/master_key.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace tidings {
namespace {

using testing::HasSubstr;

TEST(a_master_key, reads_back_what_it_writes) {
  const auto key = master_key::generate();
  const auto again = master_key::parse("  " + key.text() + "\r\n");
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->text(), key.text());
  EXPECT_EQ(again->name(), key.name());
  EXPECT_EQ(again->derived("backup"), key.derived("backup"));
}

TEST(a_master_key, gives_another_key_for_each_purpose_and_each_master) {
  const auto one = master_key::generate(), other = master_key::generate();
  EXPECT_FALSE(one.derived("backup") == one.derived("key ring"));
  EXPECT_FALSE(one.derived("backup") == other.derived("backup"));
  EXPECT_NE(one.name(), other.name());
}

TEST(a_master_key, with_any_digit_changed_is_refused_and_not_told) {
  const auto text = master_key::generate().text();
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto wrong = text;
    wrong[i] = wrong[i] == '0' ? '1' : '0';
    const auto read = master_key::parse(wrong);
    ASSERT_FALSE(read.has_value()) << "character " << i;
    EXPECT_EQ(read.error().detail.find(text.substr(17, 64)), std::string::npos);
  }
  for (std::size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(master_key::parse(text.substr(0, size)));
}

TEST(a_master_key_file, is_made_for_its_owner_alone_and_never_overwritten) {
  const test::temporary_directory here;
  const auto file = here.path / "master.key";
  const auto made = new_master_key(file);
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  const auto again = new_master_key(file);
  ASSERT_FALSE(again.has_value());
  EXPECT_THAT(again.error().detail, HasSubstr("is there already"));
  EXPECT_EQ(load_master_key({.file = file.string(), .env = {}, .command = {}})->text(), made->text());
}

TEST(a_master_key_file, that_others_may_read_is_refused) {
  const test::temporary_directory here;
  const auto file = here.path / "master.key";
  ASSERT_TRUE(new_master_key(file).has_value());
  for (const mode_t mode : {0640, 0604, 0660, 0644}) {
    ASSERT_EQ(::chmod(file.c_str(), mode), 0);
    const auto read = load_master_key({.file = file.string(), .env = {}, .command = {}});
    ASSERT_FALSE(read.has_value()) << mode;
    EXPECT_THAT(read.error().detail, HasSubstr("chmod 0600"));
  }
}

TEST(a_master_key, that_is_nowhere_says_how_to_make_one) {
  const test::temporary_directory here;
  const auto file = (here.path / "none.key").string();
  EXPECT_THAT(load_master_key({}).error().detail, HasSubstr("tidings keys new-master"));
  EXPECT_THAT(load_master_key({.file = file, .env = {}, .command = {}}).error().detail,
              HasSubstr("tidings keys new-master " + file));
}

TEST(a_master_key, comes_from_a_variable_or_a_command_too) {
  const auto key = master_key::generate();
  ::setenv("TIDINGS_TEST_MASTER_KEY", key.text().c_str(), 1);
  EXPECT_EQ(load_master_key({.file = {}, .env = "TIDINGS_TEST_MASTER_KEY", .command = {}})->text(), key.text());
  EXPECT_EQ(load_master_key({.file = {}, .env = {}, .command = "echo $TIDINGS_TEST_MASTER_KEY"})->text(), key.text());
  ::unsetenv("TIDINGS_TEST_MASTER_KEY");
  EXPECT_THAT(load_master_key({.file = {}, .env = "TIDINGS_TEST_MASTER_KEY", .command = {}}).error().detail,
              HasSubstr("isn't set"));
}

TEST(a_master_key_command, that_fails_or_prints_something_else_is_refused) {
  const auto why = [](std::string command) {
    return load_master_key({.file = {}, .env = {}, .command = std::move(command)}).error().detail;
  };
  EXPECT_THAT(why("exit 3"), HasSubstr("ended with status 3"));
  EXPECT_THAT(why("kill -9 $$"), HasSubstr("ended by a signal"));
  EXPECT_THAT(why("echo hello"), HasSubstr("tidings keys new-master"));
  EXPECT_THAT(why("true"), HasSubstr("it is empty"));
  EXPECT_THAT(why("yes"), HasSubstr("more than 4096 bytes"));
}

} // namespace
} // namespace tidings
