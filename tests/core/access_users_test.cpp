// Who may make and change which users, and what that does to their sessions.
#include "tests/core/access_host.hpp"

namespace tidings::web {
namespace {

using access_users = access_host;
using ::testing::Not;

TEST_F(access_users, by_the_command_line_s_link_are_host_operators_until_they_are_users) {
  const auto root = by_link("root");
  EXPECT_THAT(std::string(api(root, "GET", "/api/v1/me").text()), HasSubstr(R"("role":"host_operator")"));
  EXPECT_EQ(api(root, "POST", "/api/v1/users", R"({"name":"root","role":"read_only","practices":["A99001"]})").status,
            201);
  EXPECT_THAT(std::string(api(root, "GET", "/api/v1/me").text()), HasSubstr(R"("role":"read_only")"));
  EXPECT_EQ(api(root, "GET", "/api/v1/users").status, 403);
  EXPECT_THAT(std::string(api(by_link("root"), "GET", "/api/v1/me").text()), HasSubstr(R"("role":"read_only")"));
}

TEST_F(access_users, are_durable_and_audited) {
  const auto root = by_link("root");
  const auto made = api(root, "POST", "/api/v1/users", R"({"name":"ann","role":"full","groups":["swindon"]})");
  ASSERT_EQ(made.status, 201) << made.text();
  EXPECT_THAT(std::string(made.text()), HasSubstr(R"("link":"/sign-in?token=)"));
  EXPECT_EQ(broker.count<user_changed>(), 1u);
  const auto& entry = std::get<audited>(broker.events.back());
  EXPECT_EQ(entry.what.action, "POST /api/v1/users");
  EXPECT_EQ(entry.what.role, "host_operator");
  EXPECT_EQ(entry.what.objects, std::vector<std::string>{"user ann"});
  open();
  EXPECT_THAT(std::string(api(root, "GET", "/api/v1/users").text()), HasSubstr(R"("name":"ann","role":"full")"));
}

TEST_F(access_users, end_their_sessions_when_they_are_disabled) {
  const auto cookie = hire("ann");
  const auto who = *read_session(keys, cookie, now);
  EXPECT_TRUE(way_in->admits(who));
  const auto root = by_link("root");
  EXPECT_EQ(api(root, "POST", "/api/v1/users/ann/change", R"({"disabled":true})").status, 200);
  EXPECT_EQ(api(cookie, "GET", "/api/v1/me").status, 401);
  EXPECT_FALSE(way_in->admits(who)) << "the live feed ends too";
  EXPECT_EQ(by_password("ann", password).status, 403);
  EXPECT_EQ(by_link("ann"), "");
  EXPECT_EQ(api(root, "POST", "/api/v1/users/ann/change", R"({"disabled":false})").status, 200);
  EXPECT_EQ(api(cookie, "GET", "/api/v1/me").status, 401) << "what has ended stays ended";
  EXPECT_EQ(by_password("ann", password).status, 303);
}

TEST_F(access_users, act_by_their_new_role_at_once) {
  const auto cookie = hire("ann", "practice_administrator");
  EXPECT_EQ(api(cookie, "GET", "/api/v1/users").status, 200);
  api(by_link("root"), "POST", "/api/v1/users/ann/change", R"({"role":"read_only"})");
  EXPECT_EQ(api(cookie, "GET", "/api/v1/users").status, 403);
}

TEST_F(access_users, see_by_their_groups_of_the_moment) {
  broker.practices.insert("B99001");
  const auto made =
      api(by_link("root"), "POST", "/api/v1/users", R"({"name":"ann","role":"full","groups":["swindon"]})");
  ASSERT_EQ(made.status, 201) << made.text();
  const auto chosen = account(by_link("ann"), "/account/password", "new=" + password + "&again=" + password);
  ASSERT_EQ(chosen.status, 200) << chosen.text();
  const auto cookie = cookie_of(chosen);
  EXPECT_EQ(api(cookie, "GET", "/api/v1/practices/A99002/support").status, 200);
  EXPECT_EQ(api(cookie, "GET", "/api/v1/practices/B99001/support").status, 404);
  way_in->inside().users.set_groups({{"swindon", {*practice_id::parse("A99001"), *practice_id::parse("B99001")}}});
  EXPECT_EQ(api(cookie, "GET", "/api/v1/practices/A99002/support").status, 404) << "at the next request";
  EXPECT_EQ(api(cookie, "GET", "/api/v1/practices/B99001/support").status, 200);
  way_in->inside().users.set_groups({});
  EXPECT_EQ(api(cookie, "GET", "/api/v1/practices/B99001/support").status, 404) << "a group that is gone has nobody";
}

TEST_F(access_users, lose_password_factor_and_sessions_by_a_reset) {
  const auto cookie = hire("ann");
  const auto reset = api(by_link("root"), "POST", "/api/v1/users/ann/reset");
  ASSERT_EQ(reset.status, 200) << reset.text();
  EXPECT_EQ(api(cookie, "GET", "/api/v1/me").status, 401);
  EXPECT_EQ(by_password("ann", password).status, 403);
  const std::string text(reset.text());
  const auto from = text.find("token=") + 6;
  const auto in = form("/sign-in", "token=" + text.substr(from, text.find('"', from) - from));
  EXPECT_EQ(in.status, 303);
  const auto chosen =
      account(cookie_of(in), "/account/password", "new=copper-lantern-meadow&again=copper-lantern-meadow");
  EXPECT_EQ(chosen.status, 200) << chosen.text();
  EXPECT_EQ(by_password("ann", "copper-lantern-meadow").status, 303);
}

class access_practice_administrator : public access_host {
protected:
  access_practice_administrator() {
    const auto root = by_link("root");
    add(root, R"({"name":"boss","role":"practice_administrator","practices":["A99001"]})");
    add(root, R"({"name":"mine","role":"read_write","practices":["A99001"]})");
    add(root, R"({"name":"both","role":"read_write","groups":["swindon"]})");
    add(root, R"({"name":"theirs","role":"read_write","practices":["A99002"]})");
    add(root, R"({"name":"helper","role":"support"})");
    add(root, R"({"name":"operator","role":"host_operator"})");
    boss = by_link("boss");
  }
  void add(const std::string& cookie, const std::string& body) {
    const auto said = api(cookie, "POST", "/api/v1/users", body);
    EXPECT_EQ(said.status, 201) << said.text();
  }
  std::string boss;
};

TEST_F(access_practice_administrator, sees_the_users_of_their_practices_alone) {
  const std::string list(api(boss, "GET", "/api/v1/users").text());
  EXPECT_THAT(list, HasSubstr(R"("name":"mine")"));
  EXPECT_THAT(list, HasSubstr(R"("name":"boss")"));
  for (const auto* name : {"both", "theirs", "helper", "operator", "swindon", "bath"})
    EXPECT_THAT(list, Not(HasSubstr(name)));
}

TEST_F(access_practice_administrator, is_told_of_others_users_what_is_told_of_nobody) {
  for (const auto* what : {"", "/change", "/reset"}) {
    const auto ask_about = [&](const std::string& name) {
      const auto path = "/api/v1/users/" + name + what;
      if (*what == 0) return api(boss, "GET", path);
      return api(boss, "POST", path, std::string(what) == "/change" ? R"({"disabled":true})" : "");
    };
    const auto none = ask_about("nobody");
    EXPECT_EQ(none.status, 404);
    for (const auto* name : {"both", "theirs", "helper", "operator"}) {
      const auto said = ask_about(name);
      EXPECT_EQ(said.status, none.status) << name << what;
      EXPECT_EQ(said.text(), none.text()) << name << what;
    }
  }
  EXPECT_FALSE(broker.state.users.at("theirs").what.disabled);
}

TEST_F(access_practice_administrator, gives_nobody_more_than_they_have) {
  const struct {
    const char* body;
    int status;
  } cases[] = {
      {R"({"name":"n1","role":"read_only","practices":["A99001"]})", 201},
      {R"({"name":"n2","role":"practice_administrator","practices":["A99001"]})", 201},
      {R"({"name":"n3","role":"host_operator"})", 403},
      {R"({"name":"n4","role":"support"})", 403},
      {R"({"name":"n5","role":"read_only","practices":["A99002"]})", 403},
      {R"({"name":"n6","role":"read_only","practices":["A99001","A99002"]})", 403},
      {R"({"name":"n7","role":"read_only","groups":["swindon"]})", 403},
      {R"({"name":"n8","role":"read_only","all_practices":true})", 403},
      {R"({"name":"n9","role":"read_only"})", 403},
      {R"({"name":"administrator","role":"read_only","practices":["A99001"]})", 403},
      {R"({"name":"command-line","role":"read_only","practices":["A99001"]})", 403},
  };
  for (const auto& one : cases) EXPECT_EQ(api(boss, "POST", "/api/v1/users", one.body).status, one.status) << one.body;
  EXPECT_EQ(api(boss, "POST", "/api/v1/users/mine/change", R"({"role":"host_operator"})").status, 403);
  EXPECT_EQ(api(boss, "POST", "/api/v1/users/mine/change", R"({"practices":["A99001","A99002"]})").status, 403);
  EXPECT_EQ(api(boss, "POST", "/api/v1/users/mine/change", R"({"role":"full"})").status, 200);
  EXPECT_EQ(api(boss, "POST", "/api/v1/users/boss/change", R"({"role":"read_only"})").status, 403) << "oneself";
}

TEST_F(access_users, are_refused_with_every_mistake_named) {
  const auto root = by_link("root");
  const auto wrong = api(root, "POST", "/api/v1/users",
                         R"({"name":"A B","role":"king","practices":["nowhere!"],"groups":["mars"],"shoe":1})");
  EXPECT_EQ(wrong.status, 400);
  for (const auto* field : {"name", "role", "practices", "groups", "shoe"})
    EXPECT_THAT(std::string(wrong.text()), HasSubstr(std::string("\"field\":\"") + field + "\""));
  EXPECT_EQ(api(root, "POST", "/api/v1/users", R"({"role":"full"})").status, 400);
  EXPECT_EQ(api(root, "POST", "/api/v1/users", "[]").status, 400);
  hire("ann");
  EXPECT_EQ(api(root, "POST", "/api/v1/users", R"({"name":"ann","role":"full"})").status, 409);
}

} // namespace
} // namespace tidings::web
