#include "actors/node/config/practice_folder.hpp"

#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings::config {
namespace {

/// A folder in memory: content by file, and a clock that moves with each write.
class folder {
public:
  void write(const std::string& file, const std::string& text) { files_[file] = {text, ++clock_}; }
  void touch(const std::string& file) { files_[file].second = ++clock_; }
  void remove(const std::string& file) { files_.erase(file); }
  void hide_content(bool hidden) { hidden_ = hidden; }

  /// One look: `+a ~b -c`.
  std::string look() {
    const auto changes = compare(state_, listing(), hash());
    std::string text;
    const auto add = [&](char sign, const std::vector<std::filesystem::path>& files) {
      for (const auto& file : files) text += (text.empty() ? "" : " ") + (sign + file.string());
    };
    add('+', changes.added);
    add('~', changes.changed);
    add('-', changes.removed);
    EXPECT_EQ(changes.empty(), text.empty());
    return text;
  }
  void start() { remember(state_, listing(), hash()); }
  int hashes = 0;

private:
  std::vector<listed_file> listing() const {
    std::vector<listed_file> look;
    for (const auto& [file, what] : files_) look.push_back({file, what.first.size(), what.second});
    return look;
  }
  hash_port hash() {
    return [this](const std::filesystem::path& file) -> std::optional<std::string> {
      ++hashes;
      if (hidden_) return std::nullopt;
      return files_.at(file.string()).first;
    };
  }
  std::map<std::string, std::pair<std::string, std::int64_t>> files_;
  folder_state state_;
  std::int64_t clock_ = 0;
  bool hidden_ = false;
};

TEST(config_folder, a_file_is_told_once_it_is_the_same_at_two_looks) {
  folder here;
  EXPECT_EQ(here.look(), "");
  here.write("a", "1");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "+a");
  EXPECT_EQ(here.look(), "");
}

TEST(config_folder, a_file_that_is_still_being_written_is_not_told) {
  folder here;
  for (const std::string text : {"1", "12", "123"}) {
    here.write("a", text);
    EXPECT_EQ(here.look(), "");
  }
  EXPECT_EQ(here.look(), "+a");
}

TEST(config_folder, an_edit_is_told_as_a_change_and_a_touch_is_not) {
  folder here;
  here.write("a", "1");
  here.start();
  here.touch("a");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "");
  here.write("a", "2");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "~a");
  here.write("a", "3");
  EXPECT_EQ(here.look(), "");
  here.write("a", "2"); // back again before it was told
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "");
}

TEST(config_folder, a_file_that_goes_is_told_at_the_second_look_without_it) {
  folder here;
  here.write("a", "1");
  here.write("b", "1");
  here.start();
  here.remove("a");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "-a");
  EXPECT_EQ(here.look(), "");
  here.write("a", "1");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "+a");
}

TEST(config_folder, a_file_that_an_editor_replaces_is_never_gone) {
  folder here;
  here.write("a", "1");
  here.start();
  here.remove("a");
  EXPECT_EQ(here.look(), "");
  here.write("a", "2");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "~a");
  here.remove("a");
  EXPECT_EQ(here.look(), "");
  here.touch("a");
  here.write("a", "2");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "");
}

TEST(config_folder, a_file_that_was_never_told_goes_silently) {
  folder here;
  here.write("a", "1");
  EXPECT_EQ(here.look(), "");
  here.remove("a");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "");
}

TEST(config_folder, a_file_that_cannot_be_read_yet_is_tried_again) {
  folder here;
  here.write("a", "1");
  here.hide_content(true);
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "");
  here.hide_content(false);
  EXPECT_EQ(here.look(), "+a");
}

TEST(config_folder, what_did_not_change_is_not_read_again) {
  folder here;
  for (const std::string file : {"a", "b", "c"}) here.write(file, "1");
  here.start();
  here.hashes = 0;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.hashes, 0);
}

TEST(config_folder, several_changes_are_told_together) {
  folder here;
  for (const std::string file : {"a", "b"}) here.write(file, "1");
  here.start();
  here.remove("a");
  here.write("b", "2");
  here.write("c", "1");
  EXPECT_EQ(here.look(), "");
  EXPECT_EQ(here.look(), "+c ~b -a");
}

TEST(config_folder, takes_configuration_files_and_not_what_editors_leave) {
  for (const std::string_view name : {"A99001.yaml", "A99001.yml", "x/A99001.yaml"})
    EXPECT_TRUE(is_config_file(name)) << name;
  for (const std::string_view name : {".A99001.yaml", "#A99001.yaml#", "A99001.yaml~", ".A99001.yaml.swp",
                                      "A99001.yaml.swp", "A99001.yaml.tmp", "4913", "README.md", "yaml", ".yaml", ""})
    EXPECT_FALSE(is_config_file(name)) << name;
}

TEST(config_folder, on_disk_is_listed_and_hashed) {
  const testing_config::workspace here;
  here.write("practices/.hidden.yaml", "x");
  const auto files = list_folder(here.path("practices"));
  ASSERT_TRUE(files.has_value()) << files.error().detail;
  ASSERT_EQ(files->size(), 1U);
  EXPECT_EQ(files->front().path, here.path("practices/A99001.yaml"));
  EXPECT_EQ(files->front().size, testing_config::good_practice.size());

  const auto before = content_hash(here.path("practices/A99001.yaml"));
  here.write("practices/A99001.yaml", "other");
  EXPECT_TRUE(before.has_value());
  EXPECT_NE(before, content_hash(here.path("practices/A99001.yaml")));
  EXPECT_EQ(content_hash(here.path("practices/absent.yaml")), std::nullopt);
  EXPECT_FALSE(list_folder(here.path("absent")).has_value()); // not: nobody is there any more
}

} // namespace
} // namespace tidings::config
