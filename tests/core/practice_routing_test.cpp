// By whom a practice's messages go, what they cost, and when they wait for money.
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct a_routed_message : ::testing::Test, practice_world {
  provider_id firetext{"firetext"}, spare{"spare"};
  message_id id;
  void SetUp() override {
    settings.sms_route = {firetext, spare};
    given(patient_updated{patient("p1", "07700 900123")});
    id = first<message_accepted>(read({booking("a1", "p1", now + 47h)}))->message;
  }
  std::vector<event> starts(const provider_id& by) { return when(start_attempt{id, by}); }
  std::vector<event> outcome(attempt_result result) {
    return when(
        attempt_outcome{.message = id, .attempt = state.messages.at(id).attempts, .result = result, .detail = "why"});
  }
  message_due told() const {
    for (const auto& e : last_effects)
      if (const auto* one = std::get_if<message_due>(&e)) return *one;
    ADD_FAILURE() << "nothing is due";
    return {};
  }
};

TEST_F(a_routed_message, is_told_with_its_practices_whole_route) {
  settings.route_by_weight = true;
  std::vector<effect> again = still_due(state, settings, now);
  ASSERT_EQ(count<message_due>(again), 1U);
  const auto& due = std::get<message_due>(again[0]);
  EXPECT_EQ(due.route.providers, settings.sms_route);
  EXPECT_TRUE(due.route.by_weight);
  EXPECT_TRUE(due.avoid.empty());
}

TEST_F(a_routed_message, hears_the_receipt_of_an_earlier_attempt_by_a_provider_that_left_the_route) {
  starts(firetext);
  outcome(attempt_result::unknown);
  when(looked_up{id, 1, look_up_finding::never_seen, "wrong", firetext}); // it had it all the same
  starts(spare);
  outcome(attempt_result::sent);
  settings.sms_route = {spare};
  const receipt_arrived late{id, firetext, receipt_status::delivered, "000", now};
  EXPECT_EQ(count<receipt_received>(when(late)), 1U);
  auto stranger = late;
  stranger.provider = provider_id("stranger");
  EXPECT_TRUE(when(stranger).empty());
}

TEST_F(a_routed_message, goes_by_no_provider_that_is_not_on_the_route) {
  EXPECT_TRUE(starts(provider_id("stranger")).empty());
  EXPECT_EQ(told().due_at, now) << "it is told again, by the route of now";
}

TEST_F(a_routed_message, goes_by_the_next_at_once_when_one_certainly_did_not_take_it) {
  for (const auto why : {attempt_result::retry, attempt_result::configuration}) {
    state = {};
    SetUp();
    starts(firetext);
    const auto failed = outcome(why);
    const auto due = told();
    EXPECT_LE(due.due_at, now);
    EXPECT_EQ(due.avoid, firetext);
    EXPECT_EQ(due.avoid_until, first<attempt_failed>(failed)->retry_at);
    EXPECT_TRUE(starts(firetext).empty()) << "that one has to be left alone";
    EXPECT_LE(told().due_at, now);
    EXPECT_EQ(first<attempt_started>(starts(spare))->attempt, 2U);
  }
}

TEST_F(a_routed_message, waits_when_all_of_its_route_were_tried) {
  starts(firetext);
  outcome(attempt_result::retry);
  starts(spare);
  const auto failed = outcome(attempt_result::retry);
  const auto retry_at = first<attempt_failed>(failed)->retry_at;
  EXPECT_EQ(told().due_at, retry_at);
  EXPECT_TRUE(told().avoid.empty());
  EXPECT_LT(retry_at, now + 7s) << "one round, one step of patience";
  EXPECT_TRUE(starts(firetext).empty());
  EXPECT_TRUE(starts(spare).empty());
  now = retry_at;
  EXPECT_EQ(count<attempt_started>(starts(firetext)), 1U);
}

TEST_F(a_routed_message, does_not_expire_because_one_of_its_providers_asks_for_patience) {
  starts(firetext);
  const auto events = when(attempt_outcome{
      .message = id, .attempt = 1, .result = attempt_result::retry, .detail = "busy", .retry_after_s = 100 * 3'600});
  EXPECT_EQ(count<message_expired>(events), 0U);
  EXPECT_EQ(count<attempt_started>(starts(spare)), 1U);
}

TEST_F(a_routed_message, stays_where_it_may_have_been_taken) {
  starts(firetext);
  outcome(attempt_result::unknown);
  EXPECT_EQ(count<message_due>(last_effects), 0U);
  EXPECT_EQ(std::get<look_up_due>(last_effects.back()).provider, firetext);
  EXPECT_TRUE(starts(spare).empty());
  EXPECT_EQ(count<message_due>(outstanding(state, settings, now)), 0U);
  when(looked_up{id, 1, look_up_finding::unknown, "", firetext});
  EXPECT_TRUE(starts(spare).empty()) << "a person has it";
}

TEST_F(a_routed_message, may_go_elsewhere_once_it_is_known_not_to_have_been_taken) {
  starts(firetext);
  outcome(attempt_result::unknown);
  when(looked_up{id, 1, look_up_finding::never_seen, "", firetext});
  EXPECT_EQ(count<attempt_started>(starts(spare)), 1U);
}

TEST_F(a_routed_message, stays_with_a_person_when_nobody_can_tell_and_only_another_kind_may_go_twice) {
  settings.resend_when_unknown = {message_kind::campaign};
  starts(firetext);
  outcome(attempt_result::unknown);
  EXPECT_EQ(count<handed_to_staff>(when(looked_up{id, 1, look_up_finding::unknown, "", firetext})), 1U);
  EXPECT_EQ(count<attempt_started>(starts(spare)), 0U);
}

TEST_F(a_routed_message, may_go_elsewhere_when_nobody_can_tell_and_the_practices_policy_is_to_send_again) {
  settings.resend_when_unknown = {message_kind::now, message_kind::reminder};
  starts(firetext);
  outcome(attempt_result::unknown);
  when(looked_up{id, 1, look_up_finding::unknown, "", firetext});
  EXPECT_EQ(count<attempt_started>(starts(spare)), 1U);
}

TEST_F(a_routed_message, believes_no_look_up_at_another_provider_than_its_own) {
  starts(firetext);
  outcome(attempt_result::unknown);
  EXPECT_TRUE(when(looked_up{id, 1, look_up_finding::never_seen, "", spare}).empty());
  EXPECT_EQ(state_of(id), message_state::in_doubt);
}

TEST_F(a_routed_message, of_a_restored_practice_is_looked_for_at_every_provider_of_its_route) {
  for (const auto& e : begin_epoch(state, settings, {.number = 2, .backup = 1}, false)) given(e);
  given(epoch_released{2, "somebody"});
  EXPECT_EQ(state.messages.at(id).provider, firetext);
  const auto events = when(looked_up{id, 1, look_up_finding::never_seen, "", firetext});
  EXPECT_EQ(count<attempt_reconciled>(events), 0U);
  EXPECT_EQ(std::get<look_up_due>(last_effects.back()).provider, spare);
  EXPECT_TRUE(when(looked_up{id, 1, look_up_finding::never_seen, "", firetext}).empty()) << "told twice";
  EXPECT_TRUE(starts(firetext).empty());
  when(looked_up{id, 1, look_up_finding::never_seen, "", spare});
  EXPECT_EQ(count<attempt_started>(starts(firetext)), 1U);
}

// -- what it costs ----

struct money : a_routed_message {
  static constexpr std::uint32_t price = 3'200;
  message_id accept(int n, message_kind kind) {
    const auto made = id_from_name<message_id>("money", std::to_string(n));
    when(accept_message{.message = made,
                        .kind = kind,
                        .to = secret_text("07700 900123"),
                        .text = secret_text("Flu clinic on Saturday."),
                        .asked_by = "api"});
    return made;
  }
  std::vector<event> starts(const message_id& which, bool host_spent = false) {
    return when(start_attempt{which, firetext, price, host_spent});
  }
  static constexpr std::uint64_t first_segments = 1; ///< of the reminder
  double pence() const { return static_cast<double>(state.spend.millipence) / 1'000; }
};

TEST_F(money, is_segments_times_the_price_where_it_goes) {
  EXPECT_EQ(first<attempt_started>(starts(id))->millipence, 3'200U * first_segments);
  const auto events = when(start_attempt{accept(1, message_kind::now), spare, 4'000});
  EXPECT_EQ(first<attempt_started>(events)->segments, 1U);
  EXPECT_EQ(first<attempt_started>(events)->millipence, 4'000U);
}

TEST_F(money, is_spent_by_what_is_sent_or_may_have_been_and_not_by_what_failed) {
  const auto a = accept(1, message_kind::now), b = accept(2, message_kind::now), c = accept(3, message_kind::now);
  for (const auto& one : {a, b, c}) starts(one);
  EXPECT_DOUBLE_EQ(pence(), 9.6);
  when(attempt_outcome{.message = a, .attempt = 1, .result = attempt_result::sent});
  when(attempt_outcome{.message = b, .attempt = 1, .result = attempt_result::unknown});
  when(attempt_outcome{.message = c, .attempt = 1, .result = attempt_result::permanent});
  EXPECT_DOUBLE_EQ(pence(), 6.4);
  when(looked_up{b, 1, look_up_finding::never_seen, "", firetext});
  EXPECT_DOUBLE_EQ(pence(), 3.2);
}

TEST_F(money, of_a_message_that_fails_the_day_after_is_not_given_back_today) {
  const auto yesterdays = accept(1, message_kind::now);
  starts(yesterdays);
  now += 20h;
  starts(accept(2, message_kind::now));
  when(attempt_outcome{.message = yesterdays, .attempt = 1, .result = attempt_result::permanent});
  EXPECT_DOUBLE_EQ(pence(), 3.2);
}

TEST_F(money, survives_a_restart) {
  starts(accept(1, message_kind::now));
  const auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->spend.millipence, 3'200U);
  EXPECT_EQ(again->spend.ends_at, state.spend.ends_at);
}

TEST_F(money, that_is_spent_holds_what_may_wait_until_its_hours_of_the_next_day) {
  settings.budget_pence_a_day = 7;
  starts(accept(1, message_kind::now));
  const auto campaign = accept(2, message_kind::campaign);
  EXPECT_EQ(count<attempt_started>(starts(campaign)), 1U) << "6.4 of 7";
  const auto late = accept(3, message_kind::campaign);
  const auto held = starts(late);
  ASSERT_EQ(count<message_held>(held), 1U);
  EXPECT_EQ(count<attempt_started>(held), 0U);
  EXPECT_EQ(first<message_held>(held)->reason, "this practice's budget of today is spent");
  EXPECT_EQ(first<message_held>(held)->until, now + 14h) << "midnight in London";
  EXPECT_EQ(told().due_at, now + 23h) << "nobody is texted at midnight: at nine";
  EXPECT_EQ(state_of(late), message_state::accepted);
  EXPECT_TRUE(starts(late).empty()) << "held once";
  now += 23h;
  EXPECT_EQ(count<attempt_started>(starts(late)), 1U);
}

TEST_F(money, that_is_spent_holds_nothing_a_patient_waits_for) {
  settings.budget_pence_a_day = 1;
  starts(accept(1, message_kind::now));
  for (const auto kind : settings.beyond_budget) {
    const auto one = accept(10 + static_cast<int>(kind), kind);
    EXPECT_EQ(count<attempt_started>(starts(one)), 1U) << static_cast<int>(kind);
  }
}

TEST_F(money, that_is_spent_by_the_host_holds_as_well) {
  const auto one = accept(1, message_kind::campaign);
  const auto held = starts(one, true);
  ASSERT_EQ(count<message_held>(held), 1U);
  EXPECT_EQ(first<message_held>(held)->reason, "the host's budget of today is spent");
  EXPECT_EQ(count<attempt_started>(starts(one, false)), 1U) << "once there is money, it goes";
}

TEST_F(money, that_comes_free_lets_what_was_held_go_today) {
  settings.budget_pence_a_day = 1;
  const auto one = accept(1, message_kind::campaign);
  starts(one);
  settings.budget_pence_a_day = 100;
  for (const auto& e : still_due(state, settings, now))
    EXPECT_LE(std::get<message_due>(e).due_at, now) << "told again when the settings change";
  EXPECT_EQ(count<attempt_started>(starts(one)), 1U);
}

TEST_F(money, is_no_matter_where_nothing_costs_anything) {
  settings.budget_pence_a_day = 1;
  EXPECT_EQ(count<attempt_started>(when(start_attempt{accept(1, message_kind::campaign), firetext, 0, true})), 1U);
}

TEST_F(money, of_a_clock_that_was_a_year_ahead_is_not_todays) {
  now += 8'760h;
  starts(accept(1, message_kind::now));
  now -= 8'760h;
  starts(accept(2, message_kind::now));
  EXPECT_DOUBLE_EQ(pence(), 3.2);
  EXPECT_LT(state.spend.ends_at, now + 24h);
}

// -- hours ----

TEST_F(money, and_hours_each_kind_keeps_hours_or_does_not) {
  settings.hours.kinds = {message_kind::campaign};
  now += 12h; // ten in the evening
  const auto campaign = accept(1, message_kind::campaign), news = accept(2, message_kind::newsletter);
  EXPECT_TRUE(starts(campaign).empty());
  EXPECT_EQ(told().due_at, now + 11h);
  EXPECT_EQ(count<attempt_started>(starts(news)), 1U);
}

} // namespace
