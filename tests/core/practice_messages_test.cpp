#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

template <class Effect> const Effect* effect_about(const std::vector<effect>& effects, const message_id& about) {
  for (const auto& e : effects)
    if (const auto* one = std::get_if<Effect>(&e); one && one->message == about) return one;
  return nullptr;
}

struct a_message : ::testing::Test, practice_world {
  provider_id firetext{"firetext"};
  message_id id;
  void SetUp() override {
    given(patient_updated{patient("p1", "07700 900123")});
    id = first<message_accepted>(read({booking("a1", "p1", now + 47h)}))->message;
  }
  std::vector<event> outcome(attempt_result result, std::uint32_t attempt = 1) {
    return when(attempt_outcome{.message = id, .attempt = attempt, .result = result, .detail = "why"});
  }
  std::vector<event> receipt(receipt_status status) { return when(receipt_arrived{id, firetext, status, "000", now}); }
};

TEST_F(a_message, goes_from_acceptance_to_delivery) {
  EXPECT_EQ(count<attempt_started>(when(start_attempt{id, firetext})), 1U);
  ASSERT_EQ(count<attempt_ready>(last_effects), 1U);
  outcome(attempt_result::sent);
  EXPECT_EQ(state_of(id), message_state::sent);
  receipt(receipt_status::delivered);
  EXPECT_EQ(state_of(id), message_state::delivered);
  EXPECT_TRUE(is_idle(state));
}

TEST_F(a_message, is_started_once_however_often_the_dispatcher_asks) {
  when(start_attempt{id, firetext});
  EXPECT_TRUE(when(start_attempt{id, firetext}).empty());
  EXPECT_EQ(count<attempt_declined>(last_effects), 1U);
}

TEST_F(a_message, is_tried_again_later_when_the_provider_certainly_did_not_take_it) {
  when(start_attempt{id, firetext});
  const auto events = outcome(attempt_result::retry);
  const auto* failed = first<attempt_failed>(events);
  ASSERT_TRUE(failed);
  EXPECT_GT(failed->retry_at, now);
  EXPECT_EQ(count<message_due>(last_effects), 1U);
  now += 10min;
  EXPECT_EQ(first<attempt_started>(when(start_attempt{id, firetext}))->attempt, 2U);
}

TEST_F(a_message, is_given_up_after_its_last_attempt) {
  settings.attempts_max = 2;
  for (std::uint32_t attempt = 1; attempt <= 2; ++attempt) {
    now += 10min;
    when(start_attempt{id, firetext});
    outcome(attempt_result::retry, attempt);
  }
  EXPECT_EQ(state_of(id), message_state::technical_failure);
}

TEST_F(a_message, is_never_blindly_sent_again_when_the_answer_is_lost) {
  when(start_attempt{id, firetext});
  EXPECT_EQ(count<attempt_in_doubt>(outcome(attempt_result::unknown)), 1U);
  EXPECT_EQ(count<look_up_due>(last_effects), 1U);
  EXPECT_EQ(count<message_due>(last_effects), 0U);
  EXPECT_TRUE(when(start_attempt{id, firetext}).empty());
}

TEST_F(a_message, in_doubt_is_sent_again_only_when_the_provider_never_saw_it) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::unknown);
  when(looked_up{id, 1, look_up_finding::never_seen, ""});
  EXPECT_EQ(count<message_due>(last_effects), 1U);
  EXPECT_EQ(first<attempt_started>(when(start_attempt{id, firetext}))->attempt, 2U);
}

TEST_F(a_message, is_given_up_when_even_its_last_attempt_never_arrived) {
  settings.attempts_max = 2;
  for (std::uint32_t attempt = 1; attempt <= 2; ++attempt) {
    when(start_attempt{id, firetext});
    outcome(attempt_result::unknown, attempt);
    when(looked_up{id, attempt, look_up_finding::never_seen, ""});
  }
  EXPECT_EQ(state_of(id), message_state::technical_failure);
  EXPECT_EQ(count<message_due>(last_effects), 0U);
}

TEST_F(a_message, goes_to_a_person_when_its_last_attempt_is_unknown_whatever_the_policy) {
  settings.attempts_max = 1;
  settings.resend_when_unknown = {message_kind::now, message_kind::reminder};
  when(start_attempt{id, firetext});
  outcome(attempt_result::unknown);
  EXPECT_EQ(count<handed_to_staff>(when(looked_up{id, 1, look_up_finding::unknown, ""})), 1U);
  EXPECT_EQ(state_of(id), message_state::in_doubt);
}

TEST_F(a_message, in_doubt_that_nobody_can_resolve_goes_to_a_person) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::unknown);
  EXPECT_EQ(count<handed_to_staff>(when(looked_up{id, 1, look_up_finding::unknown, ""})), 1U);
  EXPECT_EQ(state_of(id), message_state::in_doubt);
  EXPECT_EQ(count<message_due>(last_effects), 0U);
}

TEST_F(a_message, in_doubt_is_still_looked_up_after_a_restart_when_a_reply_to_it_went_to_a_person) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::unknown);
  given(handed_to_staff{item_for("reply", "1"), "mentions somebody else", reply_id{{1}}, id, {}, false});
  EXPECT_EQ(count<look_up_due>(outstanding(state, settings, now)), 1U);
  EXPECT_FALSE(is_idle(state));
  EXPECT_EQ(count<handed_to_staff>(when(looked_up{id, 1, look_up_finding::unknown, ""})), 1U) << "of the doubt itself";
}

TEST_F(a_message, in_doubt_is_settled_by_a_late_receipt) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::unknown);
  EXPECT_EQ(count<attempt_reconciled>(receipt(receipt_status::delivered)), 1U);
  EXPECT_EQ(state_of(id), message_state::delivered);
  EXPECT_TRUE(when(looked_up{id, 1, look_up_finding::never_seen, ""}).empty());
}

TEST_F(a_message, may_get_its_receipt_before_the_providers_answer) {
  when(start_attempt{id, firetext});
  receipt(receipt_status::delivered);
  outcome(attempt_result::sent);
  EXPECT_EQ(state_of(id), message_state::delivered);
}

TEST_F(a_message, keeps_its_highest_receipt) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::sent);
  receipt(receipt_status::delivered);
  EXPECT_TRUE(receipt(receipt_status::pending).empty());
  EXPECT_TRUE(receipt(receipt_status::permanent_failure).empty());
  EXPECT_TRUE(receipt(receipt_status::delivered).empty());
  EXPECT_EQ(state_of(id), message_state::delivered);
}

TEST_F(a_message, declined_without_a_reason_failed_for_good_only_when_it_was_not_waiting_at_the_network) {
  const receipt_arrived declined{id, firetext, receipt_status::permanent_failure, "", now, true};
  when(start_attempt{id, firetext});
  outcome(attempt_result::sent);
  const auto before = state;
  when(declined);
  EXPECT_EQ(state_of(id), message_state::permanent_failure);

  state = before;
  receipt(receipt_status::pending);
  when(declined);
  EXPECT_EQ(state_of(id), message_state::temporary_failure);
  EXPECT_TRUE(when(declined).empty()) << "the second is no news";
  EXPECT_EQ(count<receipt_received>(receipt(receipt_status::permanent_failure)), 1U) << "a reason is";

  state = before;
  receipt(receipt_status::temporary_failure);
  EXPECT_TRUE(when(declined).empty()) << "what has a reason is not overwritten by what has none";
}

TEST_F(a_message, under_way_when_the_broker_died_is_in_doubt) {
  when(start_attempt{id, firetext});
  EXPECT_EQ(count<attempt_in_doubt>(when(attempts_lost{"restart"})), 1U);
  EXPECT_EQ(count<look_up_due>(outstanding(state, settings, now)), 1U);
}

TEST_F(a_message, waiting_when_the_broker_died_is_due_again) {
  EXPECT_EQ(count<message_due>(outstanding(state, settings, now)), 1U);
}

TEST_F(a_message, is_not_sent_after_an_opt_out) {
  given(opted_out{secret_text("447700900123"), "reply"});
  EXPECT_EQ(first<message_cancelled>(when(start_attempt{id, firetext}))->reason, "this number has opted out");
}

TEST_F(a_message, is_not_sent_to_a_number_that_is_no_longer_the_patients) {
  when(patient_read{patient("p1", "07700 900456")});
  EXPECT_EQ(count<message_cancelled>(when(start_attempt{id, firetext})), 1U);
}

TEST_F(a_message, expires_when_its_time_has_passed) {
  now += 46h + 30min;
  EXPECT_EQ(count<message_expired>(when(start_attempt{id, firetext})), 1U);
}

TEST_F(a_message, files_its_code_once_when_it_is_certain_that_it_was_sent) {
  settings.codes.reminder_sent = "279991000000102";
  when(start_attempt{id, firetext});
  EXPECT_EQ(count<operation_requested>(receipt(receipt_status::delivered)), 1U);
  EXPECT_EQ(count<operation_requested>(outcome(attempt_result::sent)), 0U);
}

TEST_F(a_message, asked_for_by_a_client_is_accepted_once_for_one_key) {
  const accept_message ask{.message = id_from_name<message_id>("A99001", "key-1"),
                           .patient = patient_id("p1"),
                           .text = secret_text("Your results are in."),
                           .asked_by = "api",
                           .idempotency_key = "key-1"};
  EXPECT_EQ(count<message_accepted>(when(ask)), 1U);
  EXPECT_TRUE(when(ask).empty());
  EXPECT_TRUE(last_answer.accepted && last_answer.repeated);
  EXPECT_EQ(last_answer.id, to_text(ask.message));
}

TEST_F(a_message, holds_what_phones_can_show_and_no_more_than_six_parts) {
  accept_message ask{.message = id_from_name<message_id>("A99001", "key-1"),
                     .patient = patient_id("p1"),
                     .text = secret_text("It’s “ready” — Zoë…")};
  EXPECT_EQ(first<message_accepted>(when(ask))->text.reveal(), "It's \"ready\" - Zoë...");
  ask.message = id_from_name<message_id>("A99001", "key-2");
  ask.text = secret_text(std::string(919, 'a'));
  EXPECT_TRUE(when(ask).empty());
  EXPECT_EQ(last_answer.reason, "text: 919 characters, and a text message holds 918");
}

TEST_F(a_message, survives_a_snapshot_with_everything_around_it) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::sent);
  const auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  state = *again;
  EXPECT_EQ(state_of(id), message_state::sent);
  EXPECT_EQ(count<appointment_confirmed>(reply("447700900123", "yes")), 1U);
}

TEST_F(a_message, does_not_go_when_the_appointment_was_given_to_somebody_else_since_its_last_attempt) {
  when(start_attempt{id, firetext});
  read({booking("a1", "p2", now + 47h)});
  outcome(attempt_result::retry);
  now += 10min;
  EXPECT_EQ(count<attempt_started>(when(start_attempt{id, firetext})), 0U);
  EXPECT_EQ(state_of(id), message_state::cancelled);
}

TEST_F(a_message, that_a_person_has_to_decide_about_keeps_nobody_awake) {
  when(start_attempt{id, firetext});
  outcome(attempt_result::unknown);
  EXPECT_FALSE(is_idle(state));
  when(looked_up{id, 1, look_up_finding::unknown, "can't tell"});
  EXPECT_EQ(state_of(id), message_state::in_doubt);
  EXPECT_TRUE(is_idle(state));
}

// -- a clock that is set ----

TEST_F(a_message, does_not_wait_for_years_when_it_was_accepted_under_a_clock_that_was_wrong) {
  for (const auto wrong : {2h, 24h * 3'650}) {
    now += wrong;
    const auto late = id_from_name<message_id>("api", std::to_string(wrong.count()));
    when(accept_message{.message = late, .to = secret_text("07700 900555"), .text = secret_text("Hello.")});
    now -= wrong;
    EXPECT_LE(effect_about<message_due>(outstanding(state, settings, now), late)->due_at, now);
    EXPECT_EQ(count<attempt_started>(when(start_attempt{late, firetext})), 1U);
  }
}

TEST_F(a_message, is_tried_again_in_time_when_the_clock_was_set_back_meanwhile) {
  when(start_attempt{id, firetext});
  const auto retry_at = first<attempt_failed>(outcome(attempt_result::retry))->retry_at;
  now -= 30s;
  EXPECT_EQ(count<attempt_started>(when(start_attempt{id, firetext})), 0U) << "half a minute more is waited";
  EXPECT_EQ(effect_about<message_due>(last_effects, id)->due_at, retry_at);
  now -= 50min;
  EXPECT_EQ(count<attempt_started>(when(start_attempt{id, firetext})), 1U) << "but not an hour";
}

} // namespace
