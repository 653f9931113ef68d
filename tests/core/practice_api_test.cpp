// Messages of programs: how they came stays with them, and those of a test key never go out.
#include "schemas/notify.hpp"
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

struct a_programs_message : ::testing::Test, practice_world {
  static accept_message asked(const std::string& to, api_key_type type) {
    accept_message c;
    c.message = id_from_name<message_id>("test", to);
    c.to = secret_text(to);
    c.text = secret_text("Your order is ready.");
    c.asked_by = "api-key.A99001.booking";
    c.api = {"booking", type, secret_text("r-1"), "plain", 3};
    return c;
  }
};

TEST_F(a_programs_message, keeps_its_reference_key_and_template) {
  const auto events = when(asked("447700900123", api_key_type::normal));
  const auto* accepted = first<message_accepted>(events);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->api, asked("447700900123", api_key_type::normal).api);
  EXPECT_EQ(accepted->asked_by, "api-key.A99001.booking");
  EXPECT_EQ(count<message_due>(last_effects), 1U);
}

TEST_F(a_programs_message, of_a_test_key_ends_at_once_and_nothing_ever_follows_from_it) {
  const struct {
    const char *number, *status;
  } cases[] = {
      {"447700900003", "temporary-failure"}, {"447700900002", "permanent-failure"}, {"447700900123", "delivered"}};
  for (const auto& one : cases) {
    const auto command = asked(one.number, api_key_type::test);
    const auto events = when(command);
    EXPECT_TRUE(last_answer.accepted);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(first<message_cancelled>(events)->reason, std::string(simulated_mark) + one.status);
    EXPECT_EQ(state_of(command.message), message_state::cancelled);
    EXPECT_TRUE(last_effects.empty()) << "the dispatcher hears nothing";
    EXPECT_TRUE(outstanding(state, settings, now).empty()) << "nor after a restart";
    EXPECT_EQ(count<attempt_started>(when(start_attempt{command.message, provider_id("firetext")})), 0U);
    EXPECT_TRUE(when(command).empty());
    EXPECT_TRUE(last_answer.repeated);
  }
}

TEST_F(a_programs_message, to_somebody_who_opted_out_is_refused) {
  given(opted_out{secret_text("447700900123"), "reply"});
  EXPECT_TRUE(when(asked("447700900123", api_key_type::normal)).empty());
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  EXPECT_EQ(last_answer.reason, "this number has opted out");
}

} // namespace
