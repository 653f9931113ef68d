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

TEST_F(a_programs_message, by_email_takes_its_address_to_unsubscribe_along_until_it_has_ended) {
  settings.email_route = {provider_id("mail")};
  auto mail = asked("ann@example.org", api_key_type::normal);
  mail.by = channel::email;
  mail.subject = secret_text("Your order");
  mail.unsubscribe_url = secret_text("https://example.org/u?t=1");
  const auto events = when(mail);
  ASSERT_TRUE(first<message_accepted>(events)) << last_answer.reason;
  EXPECT_EQ(first<message_accepted>(events)->unsubscribe_url.reveal(), "https://example.org/u?t=1");
  const auto url_of_ready = [&] {
    for (const auto& one : last_effects)
      if (const auto* ready = std::get_if<attempt_ready>(&one)) return ready->unsubscribe_url.reveal();
    return std::string("no attempt");
  };
  when(start_attempt{mail.message, provider_id("mail")});
  EXPECT_EQ(url_of_ready(), "https://example.org/u?t=1");
  const auto failed = when(attempt_outcome{.message = mail.message, .attempt = 1, .result = attempt_result::retry});
  now = first<attempt_failed>(failed)->retry_at;
  when(start_attempt{mail.message, provider_id("mail")});
  EXPECT_EQ(url_of_ready(), "https://example.org/u?t=1") << "a second attempt, too";
  when(attempt_outcome{.message = mail.message, .attempt = 2, .result = attempt_result::sent});
  EXPECT_EQ(state.messages.at(mail.message).what.unsubscribe_url.reveal(), "") << "nothing more will need it";
}

TEST_F(a_programs_message, by_text_has_no_address_to_unsubscribe) {
  auto text = asked("447700900123", api_key_type::normal);
  text.unsubscribe_url = secret_text("https://example.org/u?t=1");
  EXPECT_EQ(first<message_accepted>(when(text))->unsubscribe_url.reveal(), "");
}

TEST_F(a_programs_message, to_somebody_who_opted_out_is_refused) {
  given(opted_out{secret_text("447700900123"), "reply"});
  EXPECT_TRUE(when(asked("447700900123", api_key_type::normal)).empty());
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  EXPECT_EQ(last_answer.reason, "this number has opted out");
}

} // namespace
