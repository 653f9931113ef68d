// Signing in by a one-time link, and out.
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {
namespace {

using endpoint_sign_in_pages = endpoint_door;

request form_post(request asked) {
  asked.fields.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  return asked;
}

TEST_F(endpoint_sign_in_pages, shows_a_button_and_does_nothing_when_a_link_is_only_looked_at) {
  const auto token = make_sign_in_token(keys, "ann", now);
  const auto page = ask(make("GET", "/sign-in?token=" + token));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(std::string(page.text()), HasSubstr("<form method=\"post\" action=\"/sign-in\">"));
  EXPECT_THAT(std::string(page.text()), HasSubstr(token));
  EXPECT_EQ(page.field("Cache-Control"), "no-store");
  EXPECT_EQ(page.field("Set-Cookie"), "");
  EXPECT_TRUE(broker.told.empty());
  EXPECT_EQ(ask(make("GET", "/sign-in?token=%3Cscript%3E")).status, 403);
  EXPECT_EQ(ask(make("GET", "/sign-in?token=%3Cscript%3E")).text().find("<script>"), std::string_view::npos);
  EXPECT_THAT(std::string(ask(make("GET", "/sign-in")).text()), HasSubstr("tidings sign-in"));
  EXPECT_EQ(ask(signed_in(make("GET", "/sign-in"))).field("Location"), "/ops/");
}

TEST_F(endpoint_sign_in_pages, signs_in_by_the_button_once) {
  const auto token = make_sign_in_token(keys, "ann", now);
  const auto welcome = ask(form_post(make("POST", "/sign-in", "token=" + token)));
  EXPECT_EQ(welcome.status, 303);
  EXPECT_EQ(welcome.field("Location"), "/ops/");
  EXPECT_THAT(std::string(welcome.field("Set-Cookie")), StartsWith("__Host-session="));
  ASSERT_EQ(broker.told.size(), 1u);
  EXPECT_TRUE(broker.told[0].practice.is_host());
  EXPECT_EQ(std::get<use_sign_in>(broker.told[0].what).user, "ann");
  const auto again = ask(form_post(make("POST", "/sign-in", "token=" + token)));
  EXPECT_EQ(again.status, 403);
  EXPECT_EQ(again.field("Set-Cookie"), "");
  EXPECT_THAT(std::string(again.text()), HasSubstr("used before"));
}

TEST_F(endpoint_sign_in_pages, signs_nobody_in_when_that_can_not_be_written_down) {
  broker.next_answer = {false, false, error_code::log_unavailable, "", ""};
  const auto answer = ask(form_post(make("POST", "/sign-in", "token=" + make_sign_in_token(keys, "ann", now))));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.field("Set-Cookie"), "");
  broker.next_answer = {true, true, error_code::none, "", ""};
  const auto repeated = ask(form_post(make("POST", "/sign-in", "token=" + make_sign_in_token(keys, "ann", now))));
  EXPECT_EQ(repeated.status, 403) << "a nonce heard before is a link used before";
}

TEST_F(endpoint_sign_in_pages, refuses_sign_ins_from_other_sites_and_damaged_ones) {
  const auto token = make_sign_in_token(keys, "ann", now);
  EXPECT_EQ(ask(with(form_post(make("POST", "/sign-in", "token=" + token)), "Sec-Fetch-Site", "cross-site")).status,
            403);
  EXPECT_EQ(ask(with(form_post(make("POST", "/sign-in", "token=" + token)), "Origin", "https://evil.example")).status,
            403);
  EXPECT_EQ(ask(form_post(make("POST", "/sign-in", "token=" + token + "x"))).status, 403);
  EXPECT_EQ(ask(form_post(make("POST", "/sign-in", ""))).status, 400);
  EXPECT_EQ(ask(make("POST", "/sign-in", "token=" + token)).status, 400) << "without its type";
  EXPECT_TRUE(broker.told.empty());
  EXPECT_EQ(ask(with(form_post(make("POST", "/sign-in", "token=" + token)), "Origin", "null")).status, 303)
      << "what browsers send with a form under no-referrer";
}

TEST_F(endpoint_sign_in_pages, ends_a_session_when_its_user_signs_out) {
  EXPECT_THAT(std::string(ask(signed_in(make("GET", "/api/v1/me"))).text()), HasSubstr(R"({"user":"ann","csrf":")"));
  const auto gone = ask(signed_in(make("POST", "/api/v1/sign-out")));
  EXPECT_EQ(gone.status, 204);
  EXPECT_THAT(std::string(gone.field("Set-Cookie")), HasSubstr("Max-Age=0"));
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/me"))).status, 401);
  EXPECT_FALSE(way_in->admits(ann));
}

TEST_F(endpoint_sign_in_pages, ends_a_session_at_its_time) {
  now = ann.expires - millis(1);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/me"))).status, 200);
  now = ann.expires;
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/me"))).status, 401);
}

} // namespace
} // namespace tidings::web
