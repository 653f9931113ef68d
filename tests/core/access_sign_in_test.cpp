// Signing in by name, password and second factor; what locks, what ends sessions, and what a restart leaves.
#include "tests/core/access_host.hpp"

namespace tidings::web {
namespace {

using access_sign_in = access_host;

TEST_F(access_sign_in, lets_in_by_name_and_password) {
  hire("ann");
  const auto in = by_password("ann", password);
  EXPECT_EQ(in.status, 303) << in.text();
  const auto me = std::string(api(cookie_of(in), "GET", "/api/v1/me").text());
  EXPECT_THAT(me, HasSubstr(R"("user":"ann")"));
  EXPECT_THAT(me, HasSubstr(R"("role":"full")"));
  EXPECT_EQ(by_password("Ann", password).status, 303) << "names are lower case; people write them as they like";
}

TEST_F(access_sign_in, tells_nobody_what_of_it_was_wrong) {
  hire("ann");
  const auto unknown = by_password("nobody", password), wrong = by_password("ann", "something else"),
             none = by_password("ann", "");
  EXPECT_EQ(unknown.status, 403);
  for (const auto* one : {&wrong, &none}) {
    EXPECT_EQ(one->status, unknown.status);
    EXPECT_EQ(one->text(), unknown.text());
    EXPECT_EQ(one->fields, unknown.fields);
  }
  EXPECT_EQ(unknown.field("Set-Cookie"), "");
}

TEST_F(access_sign_in, works_as_hard_for_who_is_not_there) {
  hire("ann");
  hashes = 0;
  by_password("nobody", password);
  by_password("ann", "something else");
  by_password("ann", password);
  EXPECT_EQ(hashes, 3);
}

TEST_F(access_sign_in, locks_after_ten_wrong_in_a_row_for_fifteen_minutes_and_over_a_restart) {
  hire("ann");
  for (int i = 0; i < 9; ++i) by_password("ann", "wrong guess");
  EXPECT_EQ(by_password("ann", password).status, 303) << "nine are forgiven";
  for (int i = 0; i < 10; ++i) by_password("ann", "wrong guess");
  const auto events = broker.events.size();
  EXPECT_EQ(by_password("ann", password).status, 403) << "the right one doesn't help";
  open();
  EXPECT_EQ(by_password("ann", password).status, 403) << "nor does a restart";
  EXPECT_EQ(broker.events.size(), events) << "and whoever goes on guessing fills no log";
  now += std::chrono::minutes(15);
  EXPECT_EQ(by_password("ann", "wrong guess").status, 403);
  EXPECT_EQ(by_password("ann", password).status, 403) << "one more wrong one locks again";
  now += std::chrono::minutes(15);
  EXPECT_EQ(by_password("ann", password).status, 303);
  for (int i = 0; i < 9; ++i) by_password("ann", "wrong guess");
  EXPECT_EQ(by_password("ann", password).status, 303) << "a good one begins the count anew";
}

TEST_F(access_sign_in, holds_an_address_back_that_guesses_for_many_names) {
  hire("ann");
  for (int i = 0; i < limits.wrong_passwords_max; ++i) by_password("name" + std::to_string(i), "wrong guess");
  hashes = 0;
  EXPECT_EQ(by_password("ann", password).status, 429);
  EXPECT_EQ(hashes, 0);
}

TEST_F(access_sign_in, says_so_when_too_many_hashes_wait) {
  hire("ann");
  limits.wrong_passwords_max = 0;
  way_in->inside().elsewhere = [](const std::function<void()>&) { return false; };
  EXPECT_EQ(by_password("ann", password).status, 429);
}

TEST_F(access_sign_in, refuses_weak_passwords_and_ones_typed_differently) {
  api(by_link("root"), "POST", "/api/v1/users", R"({"name":"ann","role":"full","practices":["A99001"]})");
  const auto cookie = by_link("ann");
  EXPECT_EQ(account(cookie, "/account/password", "new=short&again=short").status, 400);
  EXPECT_EQ(account(cookie, "/account/password", "new=a99001-is-mine-now&again=a99001-is-mine-now").status, 400);
  EXPECT_EQ(account(cookie, "/account/password", "new=violet-harbour-spoon&again=violet-harbour-spoom").status, 400);
  EXPECT_EQ(by_password("ann", "short").status, 403);
}

TEST_F(access_sign_in, changes_a_password_for_who_knows_the_old_one_and_ends_the_other_sessions) {
  const auto here = hire("ann");
  const auto there = cookie_of(by_password("ann", password));
  const std::string other = "copper-lantern-meadow";
  EXPECT_EQ(account(here, "/account/password", "old=wrong&new=" + other + "&again=" + other).status, 403);
  EXPECT_EQ(broker.state.users.at("ann").wrong, 1u) << "a stolen session guesses no better";
  const auto changed = account(here, "/account/password", "old=" + password + "&new=" + other + "&again=" + other);
  ASSERT_EQ(changed.status, 200) << changed.text();
  EXPECT_EQ(api(there, "GET", "/api/v1/me").status, 401);
  EXPECT_EQ(api(here, "GET", "/api/v1/me").status, 401) << "the old cookie";
  EXPECT_EQ(api(cookie_of(changed), "GET", "/api/v1/me").status, 200);
  EXPECT_EQ(by_password("ann", password).status, 403);
  EXPECT_EQ(by_password("ann", other).status, 303);
}

TEST_F(access_sign_in, wants_the_forms_own_token) {
  const auto here = hire("ann");
  const std::string fields = "old=" + password + "&new=copper-lantern-meadow&again=copper-lantern-meadow";
  EXPECT_EQ(form("/account/password", fields, here).status, 403);
  EXPECT_EQ(form("/account/password", "csrf=x&" + fields, here).status, 403);
  EXPECT_EQ(form("/account/password", fields).field("Location"), "/sign-in");
  EXPECT_EQ(by_password("ann", password).status, 303);
}

std::string between(std::string_view text, const std::string& from, const std::string& to) {
  const auto start = text.find(from) + from.size();
  return std::string(text.substr(start, text.find(to, start) - start));
}

class access_second_factor : public access_host {
protected:
  /// Turns it on for `ann`; the page with the recovery codes.
  std::string enrol(const std::string& cookie) {
    const auto begun = account(cookie, "/account/second-factor", "");
    EXPECT_EQ(begun.status, 200) << begun.text();
    key = secret_text(between(begun.text(), "name=\"key\" value=\"", "\""));
    EXPECT_THAT(std::string(begun.text()), HasSubstr("otpauth://totp/Tidings:ann?secret=" + key.reveal()));
    proof = between(begun.text(), "name=\"proof\" value=\"", "\"");
    const auto on = account(cookie, "/account/second-factor/confirm",
                            "key=" + key.reveal() + "&proof=" + proof + "&code=" + code());
    EXPECT_EQ(on.status, 200) << on.text();
    return std::string(on.text());
  }
  std::string code() const { return access::hotp(*access::from_base32(key.reveal()), access::step_of(now), 6); }
  secret_text key;
  std::string proof;
};

TEST_F(access_second_factor, is_wanted_once_it_is_on_and_each_code_works_once) {
  enrol(hire("ann"));
  EXPECT_EQ(by_password("ann", password).status, 403);
  EXPECT_EQ(by_password("ann", password, "000000").status, 403);
  EXPECT_EQ(by_password("ann", "wrong guess", code()).status, 403);
  EXPECT_EQ(by_password("ann", password, code()).status, 303);
  EXPECT_EQ(by_password("ann", password, code()).status, 403) << "somebody who looked over the shoulder";
  open();
  EXPECT_EQ(by_password("ann", password, code()).status, 403) << "after a restart as well";
  now += std::chrono::seconds(30);
  EXPECT_EQ(by_password("ann", password, code()).status, 303);
}

TEST_F(access_second_factor, can_be_replaced_by_a_recovery_code_once) {
  const auto page = enrol(hire("ann"));
  const auto recovery = between(page, "<code>", "</code>");
  EXPECT_EQ(recovery.size(), 19u);
  EXPECT_EQ(by_password("ann", password, recovery).status, 303);
  EXPECT_EQ(by_password("ann", password, recovery).status, 403);
  EXPECT_THAT(std::string(api(by_link("root"), "GET", "/api/v1/users/ann").text()),
              HasSubstr(R"("recovery_codes_left":7)"));
  for (const auto& kept : broker.state.users.at("ann").what.recovery)
    EXPECT_EQ(kept.reveal().find(recovery), std::string::npos);
}

TEST_F(access_second_factor, takes_no_key_that_it_did_not_give_out) {
  const auto cookie = hire("ann");
  key = secret_text(access::base32("12345678901234567890"));
  const auto said =
      account(cookie, "/account/second-factor/confirm", "key=" + key.reveal() + "&proof=x&code=" + code());
  EXPECT_EQ(said.status, 409);
  EXPECT_EQ(by_password("ann", password).status, 303);
}

TEST_F(access_second_factor, is_removed_by_a_code) {
  const auto cookie = hire("ann");
  enrol(cookie);
  EXPECT_EQ(account(cookie, "/account/second-factor/remove", "code=000000").status, 403);
  EXPECT_EQ(account(cookie, "/account/second-factor/remove", "code=" + code()).status, 200);
  EXPECT_EQ(by_password("ann", password).status, 303);
}

TEST_F(access_sign_in, keeps_every_try_in_the_audit_trail_and_no_secret) {
  hire("ann");
  by_password("ann", "wrong guess");
  by_password("ann", password);
  std::vector<std::string> outcomes;
  for (const auto& one : broker.events) {
    const auto* entry = std::get_if<audited>(&one);
    if (entry && entry->what.action == "POST /sign-in") outcomes.push_back(entry->what.user + " " + entry->outcome);
  }
  ASSERT_GE(outcomes.size(), 2u);
  EXPECT_EQ(outcomes[outcomes.size() - 2], "ann refused");
  EXPECT_EQ(outcomes.back(), "ann done");
}

TEST_F(access_sign_in, lets_nobody_in_before_the_users_are_known) {
  const auto cookie = hire("ann");
  broker.readable = false;
  open();
  EXPECT_EQ(api(cookie, "GET", "/api/v1/me").status, 503);
  EXPECT_EQ(by_password("ann", password).status, 503);
  EXPECT_EQ(form("/sign-in", "token=" + make_sign_in_token(keys, "root", now)).status, 503);
  EXPECT_EQ(ask(make("GET", "/healthz")).status, 200);
  broker.readable = true;
  EXPECT_EQ(api(cookie, "GET", "/api/v1/me").status, 200);
}

} // namespace
} // namespace tidings::web
