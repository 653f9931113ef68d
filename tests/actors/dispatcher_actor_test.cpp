// Due messages to provider calls.
#include "actors/dispatcher/dispatcher_actor.hpp"

#include "tests/actors/neighbours.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct dispatcher_actor_test : neighbourhood {
  provider_settings account;
  dispatcher_actor aut;
  provider_id firetext{"firetext"};

  dispatcher_actor_test() {
    account.id = firetext;
    account.window = 2;
    account.per_second = 1'000;
    account.timeout = millis(10'000);
    account.look_ups_max = 3;
  }
  void start() {
    aut = ours(sys.spawn(dispatcher, dispatcher_options{clock(), {account}}));
    tell(aut, stations());
    drain();
  }
  void tells(dispatch_effect what) { tell(aut, dispatch_effects{{std::move(what)}}); }
  void due(int n, timestamp at = {}, message_kind kind = message_kind::reminder) {
    tells(message_due{a, numbered_message(n), kind, {{firetext}}, at});
    drain();
  }
  void ready(int n, std::uint32_t attempt = 1) {
    tells(attempt_ready{a, numbered_message(n), attempt, firetext, secret_text("447700900123"), secret_text("hello"),
                        "x"});
    drain();
  }
  void answers(int n, attempt_result result = attempt_result::sent, std::uint32_t attempt = 1) {
    tell(aut, provider_answer{a, {.message = numbered_message(n), .attempt = attempt, .result = result}, firetext, 5});
    drain();
  }
  void look_up(int n, timestamp at, std::uint32_t attempt = 1) {
    tells(look_up_due{a, numbered_message(n), attempt, firetext, at});
    drain();
  }
  void finds(int n, look_up_finding finding, std::uint32_t attempt = 1, std::optional<receipt_arrived> receipt = {}) {
    tell(aut, look_up_answer{a, looked_up{numbered_message(n), attempt, finding, "why"}, firetext, receipt});
    drain();
  }
  std::vector<message_id> asked() const {
    std::vector<message_id> all;
    for (const auto& one : heard->commands<start_attempt>()) all.push_back(one.message);
    return all;
  }
  static std::vector<message_id> ids(std::initializer_list<int> numbers) {
    std::vector<message_id> all;
    for (const int n : numbers) all.push_back(numbered_message(n));
    return all;
  }
};

TEST_F(dispatcher_actor_test, calls_a_provider_only_when_the_practice_says_that_the_attempt_is_ready) {
  start();
  due(1);
  EXPECT_EQ(asked(), ids({1}));
  EXPECT_EQ(heard->told[0].practice, a);
  advance(30s);
  EXPECT_TRUE(heard->provider_calls.empty());
  ready(1);
  ASSERT_EQ(heard->provider_calls.size(), 1U);
  EXPECT_EQ(heard->provider_calls[0].what.message, numbered_message(1));
  EXPECT_EQ(heard->provider_calls[0].answer_to, aut);
}

TEST_F(dispatcher_actor_test, tells_the_practices_in_one_message_what_came_of_many) {
  account.window = 100;
  account.per_second = 1e9;
  start();
  dispatch_effects many;
  for (int n = 1; n <= 50; ++n) many.all.push_back(message_due{n % 2 == 0 ? a : b, numbered_message(n)});
  for (auto& one : many.all) std::get<message_due>(one).route.providers = {firetext};
  tell(aut, std::move(many));
  drain();
  EXPECT_EQ(asked().size(), 50U);
  EXPECT_EQ(heard->messages_of_commands, 1U);
  for (int n = 1; n <= 50; ++n)
    tell(aut, provider_answer{a, {.message = numbered_message(n), .attempt = 1}, firetext, 5});
  drain();
  EXPECT_EQ(heard->commands<attempt_outcome>().size(), 50U);
  EXPECT_EQ(heard->messages_of_commands, 2U);
}

TEST_F(dispatcher_actor_test, loses_no_outcome_when_it_is_stopped) {
  start();
  due(1);
  ready(1);
  tell(aut, provider_answer{a, {.message = numbered_message(1), .attempt = 1}, firetext, 5});
  caf::anon_send_exit(aut, caf::exit_reason::user_shutdown); // before what gathers is handed over
  drain();
  EXPECT_EQ(heard->commands<attempt_outcome>().size(), 1U);
}

TEST_F(dispatcher_actor_test, waits_until_a_message_is_due) {
  start();
  due(1, now() + 90min);
  advance(90min - 1s);
  EXPECT_TRUE(asked().empty());
  advance(1s);
  EXPECT_EQ(asked(), ids({1}));
}

TEST_F(dispatcher_actor_test, tells_the_practice_what_came_of_an_attempt) {
  start();
  due(1);
  ready(1);
  answers(1, attempt_result::retry);
  const auto outcomes = heard->commands<attempt_outcome>();
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].message, numbered_message(1));
  EXPECT_EQ(outcomes[0].result, attempt_result::retry);
}

TEST_F(dispatcher_actor_test, keeps_to_the_providers_window) {
  start();
  for (int n = 1; n <= 4; ++n) due(n, now() - 1h + std::chrono::seconds(n));
  EXPECT_EQ(asked(), ids({1, 2}));
  advance(20s);
  EXPECT_EQ(asked(), ids({1, 2})) << "time alone makes no room";
  ready(1);
  answers(1, attempt_result::sent, 2);
  EXPECT_EQ(asked(), ids({1, 2})) << "nor does the answer of another attempt";
  answers(1);
  EXPECT_EQ(asked(), ids({1, 2, 3}));
  tells(attempt_declined{a, numbered_message(2)});
  drain();
  EXPECT_EQ(asked(), ids({1, 2, 3, 4})) << "what the practice doesn't want any more makes room too";
}

TEST_F(dispatcher_actor_test, keeps_to_the_providers_rate) {
  account.window = 1'000;
  account.per_second = 10;
  start();
  for (int n = 1; n <= 50; ++n) due(n);
  EXPECT_EQ(asked().size(), 1U);
  advance(2s);
  EXPECT_GE(asked().size(), 19U);
  EXPECT_LE(asked().size(), 21U);
}

TEST_F(dispatcher_actor_test, lets_what_a_patient_waits_for_overtake_a_campaign) {
  account.window = 1;
  start();
  due(1, {}, message_kind::campaign);
  due(2, {}, message_kind::campaign);
  due(3, {}, message_kind::now);
  ready(1);
  answers(1);
  EXPECT_EQ(asked(), ids({1, 3}));
}

TEST_F(dispatcher_actor_test, takes_no_notice_of_a_route_to_nowhere) {
  start();
  tells(message_due{a, numbered_message(1), message_kind::now, {{provider_id("nobody")}}, now()});
  drain();
  EXPECT_TRUE(heard->told.empty());
}

TEST_F(dispatcher_actor_test, finds_out_by_itself_that_an_answer_was_lost) {
  account.window = 1;
  start();
  due(1);
  ready(1);
  due(2);
  advance(60s);
  EXPECT_TRUE(heard->commands<attempts_lost>().empty()) << "it may still come";
  advance(2min);
  ASSERT_FALSE(heard->commands<attempts_lost>().empty());
  EXPECT_EQ(heard->told.back().practice, a);
  EXPECT_GE(asked().size(), 2U) << "the practice is asked again: it declines what it doubts";
  tells(attempt_declined{a, numbered_message(1)});
  drain();
  EXPECT_EQ(asked().back(), numbered_message(2)) << "and the place is free";
}

TEST_F(dispatcher_actor_test, finds_out_by_itself_that_a_practice_never_said_anything) {
  account.window = 1;
  start();
  due(1);
  advance(3min);
  EXPECT_GE(asked().size(), 2U);
}

TEST_F(dispatcher_actor_test, looks_up_a_doubt_at_its_time) {
  start();
  look_up(1, now() + 30s);
  advance(29s);
  EXPECT_TRUE(heard->provider_look_ups.empty());
  advance(1s);
  ASSERT_EQ(heard->provider_look_ups.size(), 1U);
  finds(1, look_up_finding::seen);
  const auto found = heard->commands<looked_up>();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].finding, look_up_finding::seen);
  advance(10min);
  EXPECT_EQ(heard->provider_look_ups.size(), 1U) << "and not again";
}

TEST_F(dispatcher_actor_test, looks_up_again_ever_later_when_the_provider_can_not_tell_and_then_says_so) {
  start();
  look_up(1, now());
  std::vector<caf::timespan> waits;
  for (int tries = 1; tries <= 3; ++tries) {
    const auto before = now();
    while (heard->provider_look_ups.size() < static_cast<std::size_t>(tries)) advance(1s);
    waits.push_back(now() - before);
    EXPECT_TRUE(heard->commands<looked_up>().empty());
    finds(1, look_up_finding::unknown);
  }
  EXPECT_EQ(waits[1], 5s);
  EXPECT_EQ(waits[2], 10s);
  const auto found = heard->commands<looked_up>();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].finding, look_up_finding::unknown);
  advance(10min);
  EXPECT_EQ(heard->provider_look_ups.size(), 3U);
}

TEST_F(dispatcher_actor_test, asks_again_when_a_look_ups_answer_is_lost) {
  start();
  look_up(1, now());
  advance(1s);
  EXPECT_EQ(heard->provider_look_ups.size(), 1U);
  advance(2min);
  EXPECT_GE(heard->provider_look_ups.size(), 2U);
}

TEST_F(dispatcher_actor_test, tells_a_receipt_that_a_look_up_brought_before_the_finding) {
  start();
  look_up(1, now());
  advance(1s);
  finds(1, look_up_finding::seen, 1,
        receipt_arrived{numbered_message(1), firetext, receipt_status::delivered, "000", now()});
  ASSERT_EQ(heard->told.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<receipt_arrived>(heard->told[0].what));
  EXPECT_TRUE(std::holds_alternative<looked_up>(heard->told[1].what));
}

TEST_F(dispatcher_actor_test, takes_no_notice_of_a_look_up_of_another_attempt) {
  start();
  look_up(1, now(), 2);
  advance(1s);
  finds(1, look_up_finding::never_seen, 1);
  EXPECT_TRUE(heard->commands<looked_up>().empty());
  finds(1, look_up_finding::never_seen, 2);
  EXPECT_EQ(heard->commands<looked_up>().size(), 1U);
}

TEST_F(dispatcher_actor_test, takes_no_notice_of_timers_that_are_not_its_latest) {
  start();
  due(1, now() + 1h);
  for (const std::uint64_t generation : {7U, 99U}) tell(aut, caf::tick_atom::value, generation);
  drain();
  EXPECT_TRUE(asked().empty());
}

TEST_F(dispatcher_actor_test, told_to_stop_begins_nothing_and_waits_for_the_calls_under_way) {
  start();
  for (const int n : {1, 2, 3}) due(n);
  ready(1);
  const auto before = running();
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_EQ(running(), before);
  ready(2); // its start was on the way to the disk
  EXPECT_EQ(heard->provider_calls.size(), 2U);
  answers(1);
  EXPECT_EQ(running(), before) << "the second isn't answered yet";
  tells(attempt_declined{a, numbered_message(9)});
  answers(2, attempt_result::retry);
  EXPECT_EQ(running(), before - 1);
  EXPECT_EQ(heard->commands<attempt_outcome>().size(), 2U) << "both answers were passed on";
  EXPECT_EQ(asked(), ids({1, 2})) << "the third was not begun";
}

TEST_F(dispatcher_actor_test, told_to_stop_without_calls_under_way_ends_at_once) {
  start();
  due(1, now() + 1h);
  const auto before = running();
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_EQ(running(), before - 1);
}

TEST_F(dispatcher_actor_test, may_be_asked_for_its_figures_before_it_knows_anybody) {
  aut = ours(sys.spawn(dispatcher, dispatcher_options{clock(), {account}}));
  const auto before = running();
  tell(aut, caf::tick_atom::value, std::uint64_t{0});
  drain();
  EXPECT_EQ(running(), before);
}

// -- pauses ----

TEST_F(dispatcher_actor_test, begins_nothing_before_it_knows_which_accounts_stand_still) {
  aut = ours(sys.spawn(dispatcher, dispatcher_options{clock(), {account}, {}, 0, true}));
  tell(aut, stations());
  due(1);
  EXPECT_TRUE(asked().empty());
  tells(providers_paused{{firetext}});
  drain();
  EXPECT_TRUE(asked().empty());
  tells(providers_paused{});
  drain();
  EXPECT_EQ(asked(), ids({1}));
}

TEST_F(dispatcher_actor_test, waits_no_longer_than_a_minute_for_the_host_to_tell) {
  aut = ours(sys.spawn(dispatcher, dispatcher_options{clock(), {account}, {}, 0, true}));
  tell(aut, stations());
  due(1);
  advance(59s);
  EXPECT_TRUE(asked().empty());
  advance(2s);
  EXPECT_EQ(asked(), ids({1}));
}

TEST_F(dispatcher_actor_test, has_a_practice_look_at_a_message_that_expires_while_its_account_stands_still) {
  start();
  tells(providers_paused{{firetext}});
  message_due what{a, numbered_message(1), message_kind::reminder, {{firetext}}, now()};
  what.expires_at = now() + 10min;
  tells(what);
  drain();
  advance(9min);
  EXPECT_TRUE(asked().empty());
  advance(2min);
  EXPECT_EQ(asked(), ids({1}));
  tells(attempt_declined{a, numbered_message(1)});
  drain();
  advance(10min);
  EXPECT_EQ(asked(), ids({1})) << "once";
}

// -- fail-over ----

struct fail_over_test : dispatcher_actor_test {
  provider_settings other;
  provider_id spare{"spare"};
  timestamp began{};
  int next_message = 0;
  std::map<message_id, provider_id> by; ///< the attempts that were asked for

  void begin() {
    account.window = 20;
    account.per_second = 50;
    account.pence_per_segment = 3.2;
    other = account;
    other.id = spare;
    other.pence_per_segment = 4;
    aut = ours(sys.spawn(dispatcher, dispatcher_options{clock(), {account, other}}));
    tell(aut, stations());
    drain();
    began = now();
  }
  /// One message a tenth of a second, as practices would tell, start and answer it.
  template <class Answers> void traffic(std::chrono::seconds span, Answers&& answer) {
    for (const auto end = now() + span; now() < end; advance(100ms)) {
      tells(message_due{a, numbered_message(++next_message), message_kind::reminder, {{firetext, spare}}, now()});
      drain();
      for (const auto& one : heard->commands<start_attempt>()) {
        if (!by.emplace(one.message, one.provider).second) continue;
        tells(attempt_ready{a, one.message, 1, one.provider, secret_text("447700900123"), secret_text("hello"), "x"});
        drain();
        answer(one);
      }
    }
  }
  void answers_by(const start_attempt& asked, attempt_result result) {
    tell(aut, provider_answer{a, {.message = asked.message, .attempt = 1, .result = result}, asked.provider, 5});
    drain();
  }
  std::size_t count_by(const provider_id& provider) const {
    return static_cast<std::size_t>(
        std::count_if(by.begin(), by.end(), [&](const auto& one) { return one.second == provider; }));
  }
};

TEST_F(fail_over_test, leaves_a_provider_that_refuses_within_ten_seconds) {
  begin();
  const auto refused = [&](const start_attempt& one) {
    answers_by(one, one.provider == firetext ? attempt_result::retry : attempt_result::sent);
  };
  traffic(10s, refused);
  const auto tried = count_by(firetext);
  EXPECT_LE(tried, 6U);
  traffic(5s, refused);
  EXPECT_LE(count_by(firetext), tried + 1) << "but for a probe";
  EXPECT_GE(count_by(spare), 140U);
}

TEST_F(fail_over_test, leaves_a_provider_that_hangs_within_ten_seconds_and_hands_none_of_its_messages_on) {
  begin();
  const auto hangs = [&](const start_attempt& one) {
    if (one.provider == spare) answers_by(one, attempt_result::sent);
  };
  traffic(10s, hangs);
  EXPECT_GT(count_by(spare), 0U);
  const auto hung = count_by(firetext);
  EXPECT_LE(hung, 20U) << "its window";
  traffic(5s, hangs);
  EXPECT_LE(count_by(firetext), hung + 1);
  std::map<message_id, int> times;
  for (const auto& one : heard->commands<start_attempt>()) EXPECT_EQ(++times[one.message], 1);
  EXPECT_EQ(times.size(), 150U) << "every message was begun, by one provider or the other";
}

TEST_F(fail_over_test, drifts_back_once_a_probe_went_well) {
  begin();
  bool bad = true;
  const auto mixed = [&](const start_attempt& one) {
    answers_by(one, bad && one.provider == firetext ? attempt_result::retry : attempt_result::sent);
  };
  traffic(5s, mixed);
  EXPECT_GT(count_by(spare), 30U);
  bad = false;
  traffic(90s, mixed);
  const auto before = count_by(spare);
  traffic(10s, mixed);
  EXPECT_EQ(count_by(spare), before);
}

TEST_F(fail_over_test, says_what_a_segment_costs_where_it_asks_for_an_attempt) {
  begin();
  traffic(1s, [&](const start_attempt& one) { answers_by(one, attempt_result::retry); });
  std::map<provider_id, std::set<std::uint32_t>> prices;
  for (const auto& one : heard->commands<start_attempt>()) {
    prices[one.provider].insert(one.millipence_per_segment);
    EXPECT_FALSE(one.host_budget_spent);
  }
  EXPECT_EQ(prices[firetext], std::set<std::uint32_t>{3'200});
  EXPECT_EQ(prices[spare], std::set<std::uint32_t>{4'000});
}

TEST_F(dispatcher_actor_test, says_when_the_hosts_budget_of_today_is_spent) {
  account.window = 10;
  aut = ours(sys.spawn(dispatcher, dispatcher_options{clock(), {account}, {}, 100}));
  tell(aut, stations());
  const std::vector<std::tuple<std::uint64_t, std::chrono::hours, bool>> told = {
      {99'999, 5h, false}, {100'000, 5h, true}, {100'000, -1h, false}}; // the last was yesterday's
  int n = 0;
  for (const auto& [millipence, ends_in, spent] : told) {
    tell(aut, host_spend{millipence, now() + ends_in});
    due(++n);
    EXPECT_EQ(heard->commands<start_attempt>().back().host_budget_spent, spent) << n;
  }
}

TEST_F(dispatcher_actor_test, takes_no_notice_of_a_look_up_elsewhere) {
  start();
  look_up(1, now());
  advance(1s);
  tell(aut, look_up_answer{
                a, looked_up{numbered_message(1), 1, look_up_finding::never_seen, "why"}, provider_id("spare"), {}});
  drain();
  EXPECT_TRUE(heard->commands<looked_up>().empty());
  finds(1, look_up_finding::never_seen);
  ASSERT_EQ(heard->commands<looked_up>().size(), 1U);
  EXPECT_EQ(heard->commands<looked_up>()[0].provider, firetext);
}

} // namespace
