// One-time links, sessions and the key they hang on.
#include "web/endpoint/sessions.hpp"
#include "web/endpoint/webhooks.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace tidings {
namespace {
const session_keys keys(secret_text(std::string(32, 'k')));
const timestamp now = from_ms(1'774'864'923'000);

std::string cookie_of(const session& who, const session_keys& by = keys) {
  return std::string(web::session_cookie) + "=" + web::write_session(by, who);
}

TEST(endpoint_sign_in, reads_its_own_links_for_fifteen_minutes) {
  const auto token = make_sign_in_token(keys, "ann@icb", now);
  const auto claim = read_sign_in_token(keys, token, now + sign_in_lasts - millis(1));
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->user, "ann@icb");
  EXPECT_EQ(claim->expires, now + sign_in_lasts);
  const auto late = read_sign_in_token(keys, token, now + sign_in_lasts);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, error_code::timed_out);
}

TEST(endpoint_sign_in, gives_a_link_no_longer_life_when_the_clock_is_set_back) {
  const auto token = make_sign_in_token(keys, "ann", now);
  EXPECT_TRUE(read_sign_in_token(keys, token, now - millis(30'000))) << "two computers' clocks differ a little";
  for (const auto back : {std::chrono::hours(1), std::chrono::hours(24 * 3'650)})
    EXPECT_FALSE(read_sign_in_token(keys, token, now - back));
}

TEST(endpoint_sign_in, makes_each_link_differ) {
  std::set<std::string> nonces;
  for (int i = 0; i < 100; ++i)
    nonces.insert(read_sign_in_token(keys, make_sign_in_token(keys, "ann", now), now)->nonce);
  EXPECT_EQ(nonces.size(), 100u);
}

TEST(endpoint_sign_in, makes_no_link_for_what_is_no_user_name) {
  for (const char* bad : {"", "a|b", "a b", "<b>", "ann\n", "caf\xC3\xA9"})
    EXPECT_EQ(make_sign_in_token(keys, bad, now), "") << bad;
  EXPECT_EQ(make_sign_in_token(keys, std::string(65, 'a'), now), "");
}

TEST(endpoint_sign_in, refuses_a_link_with_any_letter_changed) {
  const auto token = make_sign_in_token(keys, "ann", now);
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(read_sign_in_token(keys, other, now)) << i;
    EXPECT_FALSE(read_sign_in_token(keys, token.substr(0, i), now)) << i;
  }
  EXPECT_FALSE(read_sign_in_token(keys, token + "A", now));
  EXPECT_FALSE(read_sign_in_token(keys, token + "=", now));
  EXPECT_FALSE(read_sign_in_token(session_keys(secret_text(std::string(32, 'x'))), token, now));
}

TEST(endpoint_sign_in, takes_neither_a_session_for_a_link_nor_a_link_for_a_session) {
  const auto who = web::new_session("ann", now, millis(1'000));
  EXPECT_FALSE(read_sign_in_token(keys, web::write_session(keys, who), now));
  EXPECT_FALSE(web::read_session(keys, "__Host-session=" + make_sign_in_token(keys, "ann", now), now));
}

TEST(endpoint_sessions, are_read_from_their_cookie_until_they_expire) {
  const auto who = web::new_session("ann", now, millis(1'000));
  const auto read = web::read_session(keys, "theme=dark; " + cookie_of(who) + "; x=y", now + millis(999));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user, "ann");
  EXPECT_EQ(read->id, who.id);
  EXPECT_FALSE(web::read_session(keys, cookie_of(who), now + millis(1'000)));
  EXPECT_FALSE(web::read_session(keys, cookie_of(who, session_keys(secret_text(std::string(32, 'x')))), now));
  EXPECT_FALSE(web::read_session(keys, "", now));
  EXPECT_FALSE(web::read_session(keys, "session=" + web::write_session(keys, who), now))
      << "without the __Host- prefix";
}

TEST(endpoint_sessions, are_bound_to_the_browser_and_this_host) {
  const auto cookie = web::set_cookie(keys, web::new_session("ann", now, millis(60'000)), now);
  EXPECT_TRUE(cookie.starts_with("__Host-session="));
  EXPECT_TRUE(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60")) << cookie;
  EXPECT_EQ(cookie.find("Domain"), std::string::npos);
}

TEST(endpoint_sessions, have_each_their_own_csrf_token) {
  const auto a = web::new_session("ann", now, millis(1'000));
  const auto b = web::new_session("ann", now, millis(1'000));
  EXPECT_EQ(web::csrf_token(keys, a), web::csrf_token(keys, a));
  EXPECT_NE(web::csrf_token(keys, a), web::csrf_token(keys, b));
}

TEST(endpoint_sessions, that_are_signed_out_are_remembered_only_as_long_as_they_could_live) {
  web::signed_out ended;
  const auto brief = web::new_session("ann", now, millis(1'000));
  ended.add(brief, now);
  EXPECT_TRUE(ended.has(brief));
  const auto next = web::new_session("bob", now, millis(9'000));
  ended.add(next, now + millis(1'000));
  EXPECT_EQ(ended.size(), 1u);
  EXPECT_TRUE(ended.has(next));
}

class key_file : public ::testing::Test {
protected:
  key_file() {
    std::string name = (std::filesystem::temp_directory_path() / "tidings-keys-XXXXXX").string();
    folder = ::mkdtemp(name.data());
    path = folder + "/session.key";
  }
  ~key_file() override { std::filesystem::remove_all(folder); }
  std::string folder, path;
};

TEST_F(key_file, is_made_once_and_open_to_its_owner_only) {
  const auto first = session_keys::load_or_create(path);
  ASSERT_TRUE(first) << first.error().detail;
  struct stat about {};
  ::stat(path.c_str(), &about);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
  EXPECT_EQ(about.st_size, 32);
  const auto second = session_keys::load_or_create(path);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->sign("p", "text"), second->sign("p", "text"));
  EXPECT_NE(first->sign("p", "text"), first->sign("q", "text"));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "no draft is left behind";
}

TEST_F(key_file, is_refused_when_others_may_read_it_or_its_size_is_wrong) {
  std::ofstream(path) << std::string(32, 'k');
  ::chmod(path.c_str(), 0644);
  EXPECT_FALSE(session_keys::load_or_create(path));
  ::chmod(path.c_str(), 0600);
  EXPECT_TRUE(session_keys::load_or_create(path));
  std::ofstream(path) << "short";
  EXPECT_FALSE(session_keys::load_or_create(path));
  std::ofstream(path) << std::string(33, 'k');
  EXPECT_FALSE(session_keys::load_or_create(path));
  EXPECT_FALSE(session_keys::load_or_create(folder + "/none/session.key"));
}

TEST(endpoint_basic, lets_in_only_the_right_user_and_password_of_that_provider) {
  using enum web::basic_verdict;
  const webhook_accounts accounts = {
      {provider_id("firetext"), {secret_text("tidings"), secret_text("open:sesame")}},
      {provider_id("unset"), {}},
  };
  const struct {
    const char *provider, *field;
    web::basic_verdict verdict;
  } cases[] = {
      {"firetext", "Basic dGlkaW5nczpvcGVuOnNlc2FtZQ==", right},
      {"firetext", "basic  dGlkaW5nczpvcGVuOnNlc2FtZQ", right},
      {"firetext", "", absent},
      {"firetext", "Basic", absent},
      {"firetext", "Bearer dGlkaW5nczpvcGVuOnNlc2FtZQ==", absent},
      {"firetext", "Basic dGlkaW5nczpvcGVu", wrong},             // the password cut off
      {"firetext", "Basic VGlkaW5nczpvcGVuOnNlc2FtZQ==", wrong}, // Tidings
      {"firetext", "Basic dGlkaW5ncw==", wrong},                 // no colon
      {"firetext", "Basic Og==", wrong},                         // both empty
      {"firetext", "Basic !!!", wrong},
      {"other", "Basic dGlkaW5nczpvcGVuOnNlc2FtZQ==", wrong},
      {"other", "Basic Og==", wrong},
      {"unset", "Basic Og==", wrong},
  };
  for (const auto& one : cases)
    EXPECT_EQ(web::check_basic(accounts, provider_id(one.provider), one.field), one.verdict)
        << one.provider << " " << one.field;
}

TEST(endpoint_basic, counts_wrong_passwords_by_address_and_forgets_them) {
  web::wrong_passwords wrong(3, millis(1'000));
  for (int i = 0; i < 3; ++i) {
    EXPECT_FALSE(wrong.too_many("192.0.2.1", now));
    wrong.add("192.0.2.1", now);
  }
  EXPECT_TRUE(wrong.too_many("192.0.2.1", now + millis(999)));
  EXPECT_FALSE(wrong.too_many("192.0.2.2", now));
  EXPECT_FALSE(wrong.too_many("192.0.2.1", now + millis(1'000)));
}

} // namespace
} // namespace tidings
