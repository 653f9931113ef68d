// A practice's file that comes by the browser: checked as by check-config, compared with the one in force, applied in
// one step, and never a way into the server's other files.
#include "actors/node/onboarding/difference.hpp"
#include "actors/node/onboarding/look.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tidings::onboarding {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing_config::good_practice;
using testing_config::workspace;

std::vector<std::string> lines(const std::vector<view::file_line>& of) {
  std::vector<std::string> all;
  for (const auto& one : of) all.push_back(one.how + ":" + one.what);
  return all;
}

TEST(a_difference, is_the_shortest_way_with_a_little_around_it) {
  EXPECT_THAT(lines(difference("a\nb\nc\n", "a\nB\nc\n")), ElementsAre("same:a", "old:b", "new:B", "same:c"));
  EXPECT_THAT(lines(difference("1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\n5\n6\n7\n")),
              ElementsAre("left_out:3", "same:4", "same:5", "same:6", "new:7"));
  EXPECT_THAT(lines(difference("x\n1\n2\n3\n4\n5\n6\n7\n8\ny\n", "X\n1\n2\n3\n4\n5\n6\n7\n8\nY\n")),
              ElementsAre("old:x", "new:X", "same:1", "same:2", "same:3", "left_out:2", "same:6", "same:7", "same:8",
                          "old:y", "new:Y"));
  EXPECT_THAT(difference("a\nb\n", "a\nb\n"), IsEmpty());
  EXPECT_THAT(difference("a\r\nb\r\n", "a\nb"), IsEmpty()) << "line ends are no change";
  EXPECT_THAT(lines(difference("", "a")), ElementsAre("new:a"));
  EXPECT_THAT(lines(difference("a", "")), ElementsAre("old:a"));
}

TEST(a_difference, of_two_large_files_with_nothing_in_common_costs_no_gigabytes) {
  std::ostringstream a, b;
  for (int i = 0; i < 40'000; ++i) {
    a << "a" << i << '\n';
    b << "b" << i << '\n';
  }
  EXPECT_EQ(difference(a.str(), b.str()).size(), 80'000U);
}

TEST(a_line, keeps_its_secret_to_itself) {
  const struct {
    std::string_view line, shown;
  } cases[] = {
      {"    api_key: hunter2", "    api_key: <redacted>"},
      {"  systmone: {api_key: hunter2, port: 1}", "  systmone: {api_key: <redacted>, port: 1}"},
      {"password: \"a, b}\" # mine", "password: <redacted> # mine"},
      {"api_key: {env: NAME}", "api_key: {env: NAME}"},
      {"api_key: {file: ../key}", "api_key: {file: ../key}"},
      {"client_secret:", "client_secret:"},
      {"name: Riverside", "name: Riverside"},
  };
  for (const auto& one : cases) EXPECT_EQ(without_secret_values(std::string(one.line)), one.shown);
}

struct a_practice_s_file : ::testing::Test {
  workspace here;
  loaded_config config = *here.load();
  std::string text{good_practice};

  looked look(const std::string& yaml) const { return look_at(yaml, {config.broker, config.practices}); }
  result<void> put(const std::string& yaml, const std::string& base, const std::string& practice = "A99001") const {
    return apply(yaml, {practice, base}, {config.broker, config.practices});
  }
  std::string changed(std::string_view from, std::string_view to) const {
    auto other = text;
    const auto at = other.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return other.replace(at, from.size(), to);
  }
  std::string with_code(const std::string& code) const {
    auto other = changed("A99001", code);
    other.replace(other.find("sender: 01632 960001"), 20, "sender: 01632 960007");
    other.replace(other.find("[01632 960001]"), 14, "[01632 960007]");
    return other.replace(other.find("port: 41001"), 11, "port: 41007");
  }
  /// With a secret of its own in its place.
  std::string of_a_new_practice() const {
    here.write("secrets/a99007", "not-a-secret-either\n");
    std::filesystem::permissions(here.path("secrets/a99007"),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    auto fresh = with_code("A99007");
    return fresh.replace(fresh.find("{file: ../key}"), 14, "{file: ../secrets/a99007}");
  }
  static std::vector<std::string> reasons(const looked& of) {
    std::vector<std::string> all;
    for (const auto& one : of.says.errors)
      all.push_back(std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.reason);
    return all;
  }
  std::string in_folder(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(here.path(name), std::ios::binary).rdbuf();
    return out.str();
  }
};

TEST_F(a_practice_s_file, that_is_in_force_already_changes_nothing) {
  const auto seen = look(text);
  EXPECT_THAT(reasons(seen), IsEmpty());
  EXPECT_EQ(seen.says.practice, "A99001");
  EXPECT_EQ(seen.says.name, "Riverside Surgery");
  EXPECT_TRUE(seen.says.exists);
  EXPECT_EQ(seen.says.base.size(), 64U);
  EXPECT_THAT(seen.says.difference, IsEmpty());
}

TEST_F(a_practice_s_file, is_told_every_mistake_by_line_and_column) {
  const auto seen = look(changed("[firetext]", "[firetxt]") + "unknown: 1\n");
  EXPECT_THAT(reasons(seen), ::testing::Contains(HasSubstr("5:13 an unknown provider")));
  EXPECT_THAT(reasons(seen), ::testing::Contains(HasSubstr("13:1 ")));
  EXPECT_FALSE(seen.practice);
  EXPECT_FALSE(look("").practice);
  EXPECT_FALSE(look("a: [").practice);
  EXPECT_FALSE(look("code: host\n").practice);
  EXPECT_EQ(look("code: ../../x\n").says.practice, "") << "a code is no path";
  auto twin = of_a_new_practice();
  EXPECT_THAT(reasons(look(twin)), IsEmpty());
  twin.replace(twin.find("[01632 960007]"), 14, "[01632 960001]");
  EXPECT_THAT(reasons(look(twin)), ::testing::Contains(HasSubstr("a reply number of another practice")));
}

TEST_F(a_practice_s_file, is_applied_in_one_step_once_it_was_looked_at) {
  const auto fresh = changed("Riverside", "Lakeside");
  const auto seen = look(fresh);
  EXPECT_THAT(lines(seen.says.difference),
              ::testing::IsSupersetOf({"old:name: Riverside Surgery", "new:name: Lakeside Surgery"}));
  EXPECT_EQ(in_folder("practices/A99001.yaml"), text) << "looking changes nothing";
  ASSERT_TRUE(put(fresh, seen.says.base));
  EXPECT_EQ(in_folder("practices/A99001.yaml"), fresh);
  EXPECT_EQ(here.errors(), std::vector<std::string>{});
  EXPECT_FALSE(std::filesystem::exists(here.path("practices/A99001.yaml.new")));
  EXPECT_FALSE(put(text, seen.says.base)) << "the one it was looked at beside is gone";
  EXPECT_EQ(in_folder("practices/A99001.yaml"), fresh);
}

TEST_F(a_practice_s_file, is_not_applied_over_what_somebody_else_changed_or_under_another_name_or_with_errors) {
  const auto fresh = changed("Riverside", "Lakeside");
  const auto base = look(fresh).says.base;
  EXPECT_FALSE(put(fresh, "")) << "it isn't new";
  EXPECT_FALSE(put(fresh, base, "A99002"));
  EXPECT_FALSE(put(changed("[firetext]", "[firetxt]"), base));
  here.write("practices/A99001.yaml", text + "# by hand\n");
  EXPECT_FALSE(put(fresh, base));
  EXPECT_EQ(in_folder("practices/A99001.yaml"), text + "# by hand\n");
}

TEST_F(a_practice_s_file, of_a_new_practice_names_secrets_in_their_own_folder_alone) {
  auto fresh = with_code("A99007");
  EXPECT_THAT(reasons(look(fresh)), ElementsAre(HasSubstr("only somebody at the server may name this")))
      << "another practice's key";
  const auto with = [&](const std::string& name) {
    auto other = fresh;
    return other.replace(other.find("{file: ../key}"), 14, name);
  };
  for (const auto* name : {"{file: /etc/passwd}", "{file: ../master.key}", "{file: ../secrets/../master.key}",
                           "{env: HOME}", "{file: {env: NOT_SET, default: ../master.key}}", "{file: ../secrets}"})
    EXPECT_THAT(reasons(look(with(name))), ::testing::Contains(HasSubstr("only somebody at the server"))) << name;
  const auto good = of_a_new_practice();
  const auto seen = look(good);
  EXPECT_THAT(reasons(seen), IsEmpty());
  EXPECT_FALSE(seen.says.exists);
  EXPECT_EQ(seen.says.base, "");
  ASSERT_TRUE(put(good, "", "A99007"));
  EXPECT_EQ(in_folder("practices/A99007.yaml"), good);
  std::filesystem::create_symlink(here.path("master.key"), here.path("secrets/link"));
  EXPECT_THAT(reasons(look(with("{file: ../secrets/link}"))), Not(IsEmpty())) << "a link leads out of it";
}

TEST_F(a_practice_s_file, names_no_folder_or_certificate_that_nobody_at_the_server_named) {
  auto fresh = text;
  fresh.replace(fresh.find("  systmone:"), 11, "  system: file_drop\n  file_drop: {folder: ../data}\n  systmone:");
  EXPECT_THAT(reasons(look(fresh)), ::testing::Contains(HasSubstr("only somebody at the server")));
}

TEST_F(a_practice_s_file, shows_no_secret_of_either_file) {
  const auto plain = changed("{file: ../key}", "correct-horse-battery");
  here.write("practices/A99001.yaml", plain);
  config = *here.load();
  const auto seen = look(changed("{file: ../key}", "another-horse-staple"));
  for (const auto& line : lines(seen.says.difference)) EXPECT_THAT(line, Not(HasSubstr("horse")));
  EXPECT_THAT(lines(seen.says.difference), ::testing::Contains(HasSubstr("new:    api_key: <redacted>")));
}

} // namespace
} // namespace tidings::onboarding
