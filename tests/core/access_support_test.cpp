// A practice lets a support user in for a while and sends them out again.
#include "tests/core/access_host.hpp"

namespace tidings::web {
namespace {

class access_support : public access_host {
protected:
  access_support() {
    const auto root = by_link("root");
    for (const auto* body : {R"({"name":"helper","role":"support"})",
                             R"({"name":"boss","role":"practice_administrator","practices":["A99001"]})",
                             R"({"name":"daily","role":"read_write","practices":["A99001"]})"})
      EXPECT_EQ(api(root, "POST", "/api/v1/users", body).status, 201);
    boss = by_link("boss");
    helper = by_link("helper");
    broker.resources["fft/A99001"] = {200, "{}"};
  }
  response let_in(const std::string& who, const std::string& body) {
    return api(who, "POST", "/api/v1/practices/A99001/support", body);
  }
  /// Does the door show the support user the practice?
  bool sees() { return way_in->principal_of(*read_session(keys, helper, now))->sees(*practice_id::parse("A99001")); }

  std::string boss, helper;
  const std::string an_hour = R"({"user":"helper","minutes":60,"reason":"replies are missing"})";
};

TEST_F(access_support, lets_in_for_as_long_as_the_practice_says) {
  EXPECT_FALSE(sees());
  const auto said = let_in(boss, an_hour);
  EXPECT_EQ(said.status, 200) << said.text();
  EXPECT_THAT(std::string(said.text()), HasSubstr(R"("user":"helper")"));
  EXPECT_TRUE(sees());
  open();
  EXPECT_EQ(ask(make("GET", "/sign-in")).status, 200);
  EXPECT_TRUE(sees()) << "after a restart as well";
  now += std::chrono::minutes(60);
  EXPECT_FALSE(sees());
  EXPECT_EQ(api(boss, "GET", "/api/v1/practices/A99001/support").text(), R"({"support":[],"helpers":["helper"]})");
}

TEST_F(access_support, sends_out_at_once) {
  let_in(boss, an_hour);
  EXPECT_EQ(api(boss, "POST", "/api/v1/practices/A99001/support-end", R"({"user":"helper"})").status, 200);
  EXPECT_FALSE(sees());
  EXPECT_EQ(api(boss, "POST", "/api/v1/practices/A99001/support-end", R"({"user":"helper"})").status, 200)
      << "told twice, it happens once";
}

TEST_F(access_support, is_on_record_in_the_practice_s_own_stream_and_the_host_s) {
  let_in(boss, an_hour);
  ASSERT_EQ(broker.told.size(), 1u);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  EXPECT_EQ(broker.told[0].by->action, "POST /api/v1/practices/{}/support");
  EXPECT_EQ(broker.told[0].by->user, "boss");
  EXPECT_EQ(std::get<audited>(broker.events.back()).what.objects,
            (std::vector<std::string>{"user helper", "practice A99001"}));
}

TEST_F(access_support, is_for_those_who_may_and_for_support_users_alone) {
  EXPECT_EQ(let_in(by_link("daily"), an_hour).status, 403);
  EXPECT_EQ(let_in(helper, an_hour).status, 403) << "nobody lets themselves in";
  EXPECT_EQ(let_in(boss, R"({"user":"daily","minutes":60,"reason":"x"})").status, 404);
  EXPECT_EQ(let_in(boss, R"({"user":"nobody","minutes":60,"reason":"x"})").status, 404);
  for (const auto* body :
       {R"({"user":"helper","minutes":0,"reason":"x"})", R"({"user":"helper","minutes":481,"reason":"x"})",
        R"({"user":"helper","minutes":60})", R"({"minutes":60,"reason":"x"})", "[]"})
    EXPECT_EQ(let_in(boss, body).status, 400) << body;
  EXPECT_FALSE(sees());
}

} // namespace
} // namespace tidings::web
