// A group of practices that was changed comes into the audit trail, also when the broker was off meanwhile.
#include "actors/node/groups_record.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tidings {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct a_record_of_groups : ::testing::Test {
  const test::temporary_directory folder;
  std::vector<std::string> trail, said;
  error_code refuse = error_code::none;
  std::shared_ptr<groups_record> aut;

  a_record_of_groups() { start(); }
  void start() {
    aut = groups_record::open(
        folder.path / "practice_groups.json",
        [this](std::vector<std::string> changes, const std::function<void(result<void>)>& done) {
          if (refuse != error_code::none) return done(fail(refuse, "the broker is starting"));
          for (auto& one : changes) trail.push_back(std::move(one));
          done({});
        },
        [this](const std::string& line) { said.push_back(line); });
  }
  static practice_groups of(std::initializer_list<const char*> codes) {
    practice_groups groups;
    for (const auto* code : codes) groups["swindon"].insert(*practice_id::parse(code));
    return groups;
  }
};

TEST_F(a_record_of_groups, has_a_change_that_was_made_while_the_broker_was_off) {
  aut->in_force(of({"A99001"}));
  trail.clear();
  start();
  aut->in_force(of({"A99001"}));
  EXPECT_THAT(trail, IsEmpty()) << "nothing has changed";
  start();
  aut->in_force(of({"A99001", "A99002"}));
  EXPECT_THAT(trail, ElementsAre("group swindon: +A99002"));
  start();
  aut->in_force({});
  EXPECT_THAT(trail, ElementsAre("group swindon: +A99002", "group swindon is gone: -A99001 -A99002"));
}

TEST_F(a_record_of_groups, has_all_of_them_when_nothing_is_known) {
  aut->in_force(of({"A99001"}));
  EXPECT_THAT(trail, ElementsAre("group swindon: +A99001"));
  trail.clear();
  std::ofstream(folder.path / "practice_groups.json") << "{\"swindon\": 5}";
  start();
  aut->in_force(of({"A99001"}));
  EXPECT_THAT(trail, ElementsAre("group swindon: +A99001")) << "whoever spoils the file hides nothing";
  EXPECT_THAT(said, ElementsAre(::testing::HasSubstr("can't be read")));
}

TEST_F(a_record_of_groups, tries_until_the_entry_is_on_disk_and_says_so_once) {
  refuse = error_code::stopping;
  aut->in_force(of({"A99001"}));
  aut->again();
  EXPECT_EQ(said.size(), 1U);
  EXPECT_FALSE(std::filesystem::exists(folder.path / "practice_groups.json"));
  refuse = error_code::none;
  aut->again();
  aut->again();
  EXPECT_THAT(trail, ElementsAre("group swindon: +A99001"));
}

TEST_F(a_record_of_groups, keeps_what_changed_while_an_entry_was_being_written) {
  std::vector<std::function<void(result<void>)>> waiting;
  std::vector<std::string> told;
  aut = groups_record::open(
      folder.path / "practice_groups.json",
      [&](std::vector<std::string> changes, std::function<void(result<void>)> done) {
        told.insert(told.end(), changes.begin(), changes.end());
        waiting.push_back(std::move(done));
      },
      [](const std::string&) {});
  aut->in_force(of({"A99001"}));
  aut->in_force(of({"A99001", "A99002"}));
  ASSERT_EQ(waiting.size(), 1U) << "one after the other";
  waiting[0]({});
  aut->again();
  ASSERT_EQ(waiting.size(), 2U);
  waiting[1]({});
  EXPECT_THAT(told, ElementsAre("group swindon: +A99001", "group swindon: +A99002"));
}

} // namespace
} // namespace tidings
