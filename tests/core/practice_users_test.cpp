// Users in the host's stream: what may be changed, and how tries to sign in are counted.
#include "actors/practice/decide_users.hpp"
#include "schemas/event_codec.hpp"
#include "tests/support/memory_keys.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

struct practice_users : testing::Test {
  practice_state state;
  practice_settings settings;
  timestamp now = from_ms(1'774'864'923'000);

  practice_users() { settings.id = practice_id::host(); }
  answer told(const command& what) {
    auto made = decide(state, settings, what, now);
    for (const auto& one : made.events) evolve(state, one, now);
    events = made.events.size();
    return made.what;
  }
  answer change(user_account user) { return told(change_user{std::move(user), "root"}); }
  answer attempt(bool good, std::uint64_t step = 0, std::uint32_t recovery = 0) {
    return told(
        try_sign_in{"ann", state.users.contains("ann") ? state.users["ann"].what.revision : 1, good, step, recovery});
  }
  user_account ann() const {
    return {.name = "ann",
            .revision = 1,
            .role = user_role::full,
            .password = secret_text("v"),
            .recovery = {secret_text("a"), secret_text("b")}};
  }
  std::size_t events = 0;
};

TEST_F(practice_users, are_changed_one_revision_after_the_other) {
  EXPECT_TRUE(change(ann()).accepted);
  EXPECT_TRUE(change(ann()).repeated) << "told twice, it happens once";
  EXPECT_EQ(events, 0u);
  auto other = ann();
  other.disabled = true;
  EXPECT_FALSE(change(other).accepted) << "two that cross";
  other.revision = 3;
  EXPECT_FALSE(change(other).accepted);
  other.revision = 2;
  EXPECT_TRUE(change(other).accepted);
  EXPECT_TRUE(state.users.at("ann").what.disabled);
}

TEST_F(practice_users, are_the_host_s_alone) {
  settings.id = *practice_id::parse("A99001");
  EXPECT_FALSE(change(ann()).accepted);
  settings.id = practice_id::host();
  for (const auto* name : {"", "a b", "a|b", "a\nb"}) {
    auto user = ann();
    user.name = name;
    EXPECT_FALSE(change(user).accepted) << name;
  }
}

TEST_F(practice_users, lock_after_ten_wrong_tries_in_a_row) {
  change(ann());
  for (int i = 0; i < 9; ++i) {
    EXPECT_FALSE(attempt(false).accepted);
    EXPECT_EQ(events, 1u) << "each is counted";
  }
  EXPECT_TRUE(attempt(true).accepted) << "and forgiven";
  EXPECT_EQ(state.users.at("ann").wrong, 0u);
  for (int i = 0; i < 10; ++i) attempt(false);
  EXPECT_EQ(state.users.at("ann").locked_until, now + locked_for);
  EXPECT_FALSE(attempt(true).accepted);
  EXPECT_EQ(events, 0u) << "while it lasts nothing is written";
  now += locked_for;
  EXPECT_TRUE(attempt(true).accepted);
}

TEST_F(practice_users, use_each_code_once) {
  change(ann());
  EXPECT_TRUE(attempt(true, 100).accepted);
  EXPECT_FALSE(attempt(true, 100).accepted);
  EXPECT_FALSE(attempt(true, 99).accepted) << "an older one neither";
  EXPECT_TRUE(attempt(true, 101).accepted);
  EXPECT_TRUE(attempt(true, 0, 2).accepted);
  EXPECT_FALSE(attempt(true, 0, 2).accepted);
  EXPECT_FALSE(attempt(true, 0, 7).accepted);
  EXPECT_TRUE(attempt(true, 0, 1).accepted);
}

TEST_F(practice_users, are_not_let_in_by_what_was_looked_at_before_a_change) {
  change(ann());
  auto reset = ann();
  reset.revision = 2;
  reset.password = secret_text();
  change(reset);
  EXPECT_FALSE(told(try_sign_in{"ann", 1, true, 0, 0}).accepted);
  EXPECT_FALSE(told(try_sign_in{"nobody", 1, true, 0, 0}).accepted);
  auto gone = reset;
  gone.revision = 3;
  gone.disabled = true;
  change(gone);
  EXPECT_FALSE(attempt(true).accepted);
}

TEST_F(practice_users, are_unlocked_by_a_new_password) {
  change(ann());
  for (int i = 0; i < 10; ++i) attempt(false);
  auto fresh = ann();
  fresh.revision = 2;
  fresh.password = secret_text("w");
  change(fresh);
  EXPECT_TRUE(attempt(true).accepted);
}

TEST_F(practice_users, come_back_whole_from_a_snapshot) {
  change(ann());
  attempt(false);
  const auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->users, state.users);
}

TEST_F(practice_users, have_their_secrets_sealed_in_the_log) {
  const auto ring = test::memory_keys([this] { return now; });
  auto& keys = *ring;
  auto user = ann();
  user.password = secret_text("scrypt$17$canary");
  user.totp = secret_text("CANARYKEY");
  const auto sealed = seal(user_changed{user, "root"}, now, practice_id::host(), keys);
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->payload.find("canary"), std::string::npos);
  EXPECT_EQ(sealed->payload.find("CANARY"), std::string::npos);
  const auto opened = open(*sealed, practice_id::host(), keys);
  ASSERT_TRUE(opened);
  EXPECT_EQ(std::get<user_changed>(*opened).what, user);
}

} // namespace
} // namespace tidings
