// The practices' supervisor over real practices: nothing told is lost, whatever ends.
#include "actors/node/supervision/practices_actor.hpp"

#include "tests/actors/neighbours.hpp"
#include "tests/support/memory_keys.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

using supervisor = std::remove_pointer_t<practices_actor::stateful_pointer<practices_actor_state>>;

struct practices_actor_test : neighbourhood {
  practices_actor aut;
  std::uint64_t token = 0;
  std::optional<message_id> poison; ///< accepting this message throws
  bool poison_all = false;          ///< accepting any does
  std::size_t queue_max = 10'000;
  millis clock_set_by{0}; ///< the wall clock; the other never steps
  sealer_ptr keys = memory_keys(clock());

  ~practices_actor_test() override {
    if (aut) end(aut);
    advance(1h); // what it ended last may have a timer left
  }
  practices_actor_state& state() {
    return dynamic_cast<supervisor&>(*caf::actor_cast<caf::abstract_actor*>(aut)).state;
  }
  practice_slot& slot(const practice_id& id) { return state().slots.at(id); }

  // The one way in which handling a command can fail by itself: a port throws.
  timestamp time() {
    if ((poison || poison_all) && aut)
      for (const auto& [address, id] : state().by_address) {
        const auto number = slot(id).current->load();
        for (const auto& entry : slot(id).waiting.entries()) {
          const auto* accept = std::get_if<accept_message>(&entry.what->what);
          if (entry.number == number && accept && (poison_all || accept->message == *poison))
            throw std::runtime_error("poisoned");
        }
      }
    return now() + clock_set_by;
  }
  void start() {
    practices_options options{[this] { return time(); }, millis(600'000), keys, queue_max, {}};
    aut = sys.spawn(practices_supervisor, options);
    tell(aut, log_is{log, {}});
    tell(aut, stations());
    drain();
  }
  void settings_of(const practice_id& id, const std::function<void(practice_settings&)>& change = {}) {
    auto settings = settings_of_practice();
    settings.id = id;
    if (change) change(settings);
    tell(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
    drain();
  }
  void start_with_a() {
    start();
    settings_of(a);
  }
  /// Sent, not yet handled. Its token is told.
  std::uint64_t command_it(command what, std::optional<practice_id> to = {}, bool wants_answer = true) {
    tell(aut, practice_command{to.value_or(a), std::move(what), wants_answer ? asker : answer_sink_actor(), ++token});
    return token;
  }
  std::uint64_t handle(command what, std::optional<practice_id> to = {}) {
    const auto mine = command_it(std::move(what), to);
    drain();
    return mine;
  }
  void reads_one_booking(timestamp starts_at) {
    handle(patient_read{patient("p1", "07700 900123")});
    handle(appointments_read{now() - 24h, now() + 24h * 60, {booking("a1", "p1", starts_at)}});
  }
  std::vector<answer> answers_to(std::uint64_t which) const {
    std::vector<answer> all;
    for (const auto& one : heard->answers)
      if (one.token == which) all.push_back(one.what);
    return all;
  }
  bool accepted(std::uint64_t which) const {
    const auto all = answers_to(which);
    return all.size() == 1 && all[0].accepted;
  }
  error_code refusal(std::uint64_t which) const {
    const auto all = answers_to(which);
    return all.size() == 1 ? all[0].refusal : error_code::none;
  }
};

TEST_F(practices_actor_test, brings_a_command_to_its_practice_and_the_answer_back) {
  start();
  settings_of(a);
  settings_of(b);
  const auto one = handle(text_message(1), a), two = handle(text_message(2), b);
  EXPECT_TRUE(accepted(one));
  EXPECT_TRUE(accepted(two));
  EXPECT_EQ(disk->streams[a].size(), 1U);
  EXPECT_EQ(disk->streams[b].size(), 1U);
  EXPECT_TRUE(slot(a).waiting.empty());
}

TEST_F(practices_actor_test, hands_over_together_what_came_meanwhile) {
  start_with_a();
  settings_of(b);
  disk->appends = 0;
  std::vector<std::uint64_t> tokens;
  for (int n = 1; n <= 20; ++n) tokens.push_back(command_it(text_message(n), n % 2 == 0 ? a : b));
  drain();
  EXPECT_EQ(disk->appends, 2U) << "one for each practice";
  for (const auto one : tokens) EXPECT_TRUE(accepted(one));
  EXPECT_TRUE(slot(a).waiting.empty());
}

TEST_F(practices_actor_test, takes_several_commands_in_one_message) {
  start_with_a();
  practice_commands several;
  for (int n = 1; n <= 3; ++n)
    several.all.push_back({n == 2 ? b : a, text_message(n), asker, static_cast<std::uint64_t>(n)});
  tell(aut, std::move(several));
  drain();
  EXPECT_TRUE(accepted(1));
  EXPECT_EQ(refusal(2), error_code::stopping);
  EXPECT_TRUE(accepted(3));
}

TEST_F(practices_actor_test, hands_over_what_came_before_new_settings_before_them) {
  start_with_a();
  auto settings = settings_of_practice();
  settings.id = a;
  settings.sender = "NewName";
  command_it(text_message(1));
  tell(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
  command_it(text_message(2));
  drain();
  const auto made = disk->events<message_accepted>();
  ASSERT_EQ(made.size(), 2U);
  EXPECT_NE(made[0].sender, "NewName");
  EXPECT_EQ(made[1].sender, "NewName");
}

TEST_F(practices_actor_test, starts_first_who_has_work_and_never_many_at_once) {
  // Nobody can read his state back while the log says nothing.
  auto asked = std::make_shared<std::vector<practice_id>>();
  std::vector<stream_summary> streams;
  for (int i = 1; i <= 9; ++i) {
    const auto id = *practice_id::parse("C9900" + std::to_string(i));
    const bool asleep = i <= 6; // of the other three one wasn't asleep, one was due, one had work under way
    streams.push_back({id, 10, i == 7 ? 9U : 10U, asleep ? now() + 24h : i == 8 ? now() - 1s : now()});
  }
  auto silent = ours(sys.spawn([asked, streams](event_log_actor::pointer me) -> event_log_actor::behavior_type {
    return {ignore<append_events>(),
            ignore<snapshot>(),
            [me](const read_stream&) -> caf::result<stream_slice> { return me->make_response_promise<stream_slice>(); },
            [me, asked](const read_snapshot& what) -> caf::result<snapshot> {
              asked->push_back(what.practice);
              return me->make_response_promise<snapshot>();
            },
            [streams](const list_streams&) { return streams; },
            ignore<subscribe_log>(),
            ignore<demand_events>(),
            [](const ask_log_statistics&) { return log_statistics(); },
            [](const ask_stream_ends&) { return std::vector<stream_end>(); },
            ignore<remember_places>(),
            [](const find_places&) { return places_found(); },
            [](caf::tick_atom) {}};
  }));
  aut = sys.spawn(practices_supervisor,
                  practices_options{[this] { return time(); }, millis(600'000), memory_keys(clock()), queue_max, {}});
  for (const auto& one : streams) settings_of(one.practice);
  command_it(text_message(1), streams[4].practice); // somebody waits for a practice that was asleep
  tell(aut, stations());
  tell(aut, log_is{silent});
  drain();
  const auto order = [&](int i) { return streams[static_cast<std::size_t>(i - 1)].practice; };
  EXPECT_EQ(*asked, (std::vector{order(5), order(7), order(8), order(9)}));
  end(slot(order(7)).actor); // its place is free
  EXPECT_EQ(asked->size(), 5U);
  EXPECT_EQ(asked->back(), order(1));
}

TEST_F(practices_actor_test, asks_to_try_again_with_a_practice_it_was_not_told_of_yet) {
  start_with_a();
  EXPECT_EQ(refusal(handle(text_message(1), b)), error_code::stopping) << "never that there is none: it may be joining";
  command_it(text_message(2), b, false);
  drain();
  EXPECT_TRUE(disk->streams[b].empty());
}

TEST_F(practices_actor_test, answers_overloaded_when_too_many_commands_wait) {
  queue_max = 3;
  start_with_a();
  settings_of(b);
  disk->hold = true;
  for (int n = 1; n <= 3; ++n) EXPECT_TRUE(answers_to(handle(text_message(n))).empty());
  EXPECT_EQ(refusal(handle(text_message(4))), error_code::overloaded);
  command_it(attempt_outcome{.message = numbered_message(1)}, a, false);
  drain();
  EXPECT_EQ(slot(a).waiting.size(), 4U) << "what the stations tell is never refused";
  disk->hold = false;
  EXPECT_TRUE(accepted(handle(text_message(5), b))) << "another practice doesn't notice";
  acknowledge_all();
  EXPECT_TRUE(slot(a).waiting.empty());
  EXPECT_TRUE(accepted(handle(text_message(6))));
}

// -- a practice's end ----

TEST_F(practices_actor_test, starts_a_practice_again_that_ended_and_gives_it_what_it_had_not_handled) {
  start_with_a();
  caf::anon_send_exit(slot(a).actor, caf::exit_reason::kill); // overtakes the commands
  const auto one = command_it(text_message(1)), two = command_it(text_message(2));
  drain();
  advance(1s);
  EXPECT_TRUE(accepted(one));
  EXPECT_TRUE(accepted(two));
  EXPECT_EQ(disk->events<message_accepted>().size(), 2U);
  EXPECT_EQ(slot(a).incarnation, 2U);
  EXPECT_EQ(slot(a).policy.total(), 1U);
}

TEST_F(practices_actor_test, has_a_command_answered_once_whose_practice_died_between_the_disk_and_the_answer) {
  start_with_a();
  disk->hold = true;
  const auto one = handle(text_message(1));
  ASSERT_EQ(disk->events<message_accepted>().size(), 1U);
  end(slot(a).actor);
  disk->hold = false;
  acknowledge_all(); // the dead are told
  advance(1s);
  ASSERT_EQ(answers_to(one).size(), 1U);
  EXPECT_TRUE(answers_to(one)[0].accepted);
  EXPECT_TRUE(answers_to(one)[0].repeated) << "the successor finds that it has happened";
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
  EXPECT_EQ(heard->due.size(), 1U) << "and tells what is outstanding";
}

TEST_F(practices_actor_test, has_a_command_handled_again_that_never_got_to_the_disk) {
  start_with_a();
  disk->hold = true;
  const auto one = handle(text_message(1));
  const auto lost = disk->held[0];
  disk->held.clear();
  disk->streams[a].clear();
  disk->hold = false;
  tell(lost.sink, append_failed{a, {error_code::log_unavailable, "the disk went away"}});
  drain();
  advance(1s);
  EXPECT_TRUE(accepted(one));
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
}

TEST_F(practices_actor_test, waits_longer_with_each_end_of_a_practice) {
  start_with_a();
  end(slot(a).actor);
  EXPECT_FALSE(slot(a).actor);
  advance(49ms);
  EXPECT_FALSE(slot(a).actor);
  advance(1ms);
  ASSERT_TRUE(slot(a).actor);
  end(slot(a).actor);
  advance(99ms);
  EXPECT_FALSE(slot(a).actor);
  advance(1ms);
  EXPECT_TRUE(slot(a).actor);
}

TEST_F(practices_actor_test, parks_a_command_that_keeps_ending_its_handler_and_goes_on_with_the_rest) {
  start_with_a();
  settings_of(b);
  poison = numbered_message(2);
  const auto before = command_it(text_message(1)), bad = command_it(text_message(2)),
             after = command_it(text_message(3));
  drain();
  EXPECT_TRUE(accepted(handle(text_message(4), b))) << "another practice doesn't notice";
  for (int i = 0; i < 60; ++i) advance(1s);
  EXPECT_TRUE(accepted(before));
  EXPECT_TRUE(accepted(after));
  EXPECT_EQ(refusal(bad), error_code::refused);
  const auto parked = disk->events<command_parked>();
  ASSERT_EQ(parked.size(), 1U);
  EXPECT_EQ(parked[0].tries, 5U);
  EXPECT_EQ(parked[0].kind, "accept_message");
  EXPECT_NE(parked[0].reason.find("poisoned"), std::string::npos) << parked[0].reason;
  EXPECT_EQ(slot(a).policy.total(), 5U);
  EXPECT_TRUE(slot(a).waiting.empty());

  // Whoever mended the cause lets it go.
  poison.reset();
  EXPECT_TRUE(accepted(handle(release_parked{parked[0].item, "somebody", true})));
  EXPECT_EQ(disk->events<message_accepted>().size(), 4U);
}

TEST_F(practices_actor_test, says_that_a_command_was_parked_only_when_that_is_on_disk) {
  start_with_a();
  poison = numbered_message(1);
  const auto bad = command_it(text_message(1));
  advance(700ms); // four tries
  disk->hold = true;
  advance(2s);
  EXPECT_TRUE(answers_to(bad).empty());
  disk->hold = false;
  acknowledge_all();
  EXPECT_EQ(refusal(bad), error_code::refused);
}

TEST_F(practices_actor_test, does_not_rest_over_several_commands_that_keep_ending_its_handler) {
  start_with_a();
  poison_all = true;
  for (const int n : {1, 2, 3, 4}) command_it(text_message(n));
  advance(6s); // four times five lives, each after a short wait
  poison_all = false;
  EXPECT_EQ(disk->events<command_parked>().size(), 4U);
  const auto rest = handle(text_message(5));
  advance(1s);
  EXPECT_TRUE(accepted(rest)) << "within a second of the last one";
}

TEST_F(practices_actor_test, blames_no_command_for_an_end_that_came_from_outside) {
  start_with_a();
  disk->hold = true;
  const auto one = handle(text_message(1));
  for (int i = 0; i < 8; ++i) {
    end(slot(a).actor);
    advance(1min);
  }
  disk->hold = false;
  acknowledge_all();
  end(slot(a).actor);
  advance(1min);
  EXPECT_TRUE(disk->events<command_parked>().empty());
  EXPECT_TRUE(accepted(one));
}

// -- sleep ----

TEST_F(practices_actor_test, lets_a_practice_sleep_and_wakes_it_for_a_command) {
  start_with_a();
  handle(patient_read{patient("p1", "07700 900123")});
  const auto awake = running();
  advance(25min);
  EXPECT_EQ(running(), awake - 1) << "no actor, no timer: only what the supervisor knows";
  EXPECT_FALSE(slot(a).actor);
  EXPECT_EQ(slot(a).policy.total(), 0U) << "sleep is no failure";
  EXPECT_TRUE(accepted(handle(text_message(1))));
  EXPECT_EQ(running(), awake);
}

TEST_F(practices_actor_test, wakes_a_practice_when_a_reminder_comes_due) {
  start_with_a();
  reads_one_booking(now() + 24h * 5);
  advance(24h * 3 - 1h);
  EXPECT_FALSE(slot(a).actor);
  EXPECT_TRUE(disk->events<message_accepted>().empty());
  advance(1h + 2s);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
  EXPECT_EQ(heard->due.size(), 1U);
}

TEST_F(practices_actor_test, gives_a_command_that_crosses_the_sleep_to_the_next_life) {
  start_with_a();
  handle(patient_read{patient("p1", "07700 900123")});
  tell(aut, practice_idle{a, slot(a).incarnation, never});
  const auto one = command_it(text_message(1)); // the actor has been told to sleep, and isn't asleep yet
  drain();
  EXPECT_TRUE(accepted(one));
  EXPECT_EQ(slot(a).incarnation, 2U);
}

TEST_F(practices_actor_test, does_not_put_to_sleep_a_practice_that_was_told_something_meanwhile) {
  start_with_a();
  const auto one = command_it(text_message(1));
  tell(aut, practice_idle{a, slot(a).incarnation, never});
  drain();
  EXPECT_TRUE(accepted(one));
  EXPECT_EQ(slot(a).incarnation, 1U);
}

TEST_F(practices_actor_test, takes_no_notice_of_a_question_from_an_earlier_life) {
  start_with_a();
  end(slot(a).actor);
  advance(1s);
  tell(aut, practice_idle{a, 1, never});
  drain();
  EXPECT_TRUE(slot(a).actor);
}

TEST_F(practices_actor_test, takes_no_notice_of_what_an_earlier_life_says_it_handled) {
  start_with_a();
  disk->hold = true;
  handle(text_message(1));
  tell(aut, commands_handled{a, 99, 1});
  drain();
  EXPECT_EQ(slot(a).waiting.size(), 1U);
  acknowledge_all();
  EXPECT_TRUE(slot(a).waiting.empty());
}

// -- settings ----

TEST_F(practices_actor_test, sends_no_new_reminders_for_a_removed_practice) {
  start_with_a();
  reads_one_booking(now() + 24h * 5);
  tell(aut, practice_removed{a});
  drain();
  advance(24h * 6);
  EXPECT_TRUE(disk->events<message_accepted>().empty());
  EXPECT_FALSE(slot(a).actor);
}

TEST_F(practices_actor_test, finishes_what_is_under_way_for_a_removed_practice) {
  start_with_a();
  reads_one_booking(now() + 47h);
  ASSERT_EQ(heard->due.size(), 1U);
  tell(aut, practice_removed{a});
  drain();
  handle(start_attempt{heard->due[0].message, provider_id("firetext")});
  ASSERT_EQ(heard->ready.size(), 1U);
  handle(attempt_outcome{.message = heard->due[0].message, .attempt = 1, .result = attempt_result::sent});
  EXPECT_EQ(disk->events<attempt_sent>().size(), 1U);
  handle(receipt_arrived{heard->due[0].message, provider_id("firetext"), receipt_status::delivered, "000", now()});
  EXPECT_EQ(disk->events<receipt_received>().size(), 1U);
}

TEST_F(practices_actor_test, takes_a_practice_back_that_was_removed) {
  start_with_a();
  reads_one_booking(now() + 24h * 5);
  tell(aut, practice_removed{a});
  drain();
  advance(24h);
  settings_of(a);
  advance(24h * 2 + 2s);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
}

TEST_F(practices_actor_test, wakes_a_practice_whose_settings_change) {
  start();
  settings_of(a, [](practice_settings& s) { s.reminders.clear(); });
  reads_one_booking(now() + 47h);
  advance(25min);
  EXPECT_FALSE(slot(a).actor);
  settings_of(a);
  advance(2s);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
}

// -- its own life ----

TEST_F(practices_actor_test, waits_for_the_log_and_the_others) {
  aut =
      sys.spawn(practices_supervisor, practices_options{clock(), millis(600'000), memory_keys(clock()), queue_max, {}});
  settings_of(a);
  const auto one = handle(text_message(1));
  EXPECT_TRUE(answers_to(one).empty());
  tell(aut, log_is{log, {}});
  tell(aut, stations());
  drain();
  EXPECT_TRUE(accepted(one));
}

TEST_F(practices_actor_test, goes_on_with_a_new_log_when_the_old_one_ends) {
  start_with_a();
  handle(text_message(1));
  end(log);
  advance(1s);
  const auto one = handle(text_message(2));
  log = ours(sys.spawn(fake_log, disk));
  tell(aut, log_is{log, {}});
  drain();
  advance(1min);
  EXPECT_TRUE(accepted(one));
  EXPECT_EQ(disk->streams[a].size(), 2U);
}

TEST_F(practices_actor_test, without_a_log_for_longer_than_a_moment_tells_whoever_waits_and_keeps_facts) {
  start_with_a();
  tell(aut, log_is{{}, {error_code::log_unavailable, "the log is being opened anew"}});
  drain();
  EXPECT_FALSE(slot(a).actor) << "it may know more than the disk has";
  const auto one = handle(text_message(1));
  const auto fact = text_message(2);
  command_it(fact, {}, false);
  advance(400ms);
  EXPECT_TRUE(answers_to(one).empty()) << "a log that is back at once isn't noticed";
  advance(200ms);
  ASSERT_EQ(answers_to(one).size(), 1U);
  EXPECT_EQ(answers_to(one)[0].refusal, error_code::log_unavailable);
  const auto two = handle(text_message(3));
  ASSERT_EQ(answers_to(two).size(), 1U) << "at once";
  tell(aut, log_is{log, {}});
  drain();
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U) << "the fact; the others were told no";
  EXPECT_TRUE(accepted(handle(text_message(1))));
}

TEST_F(practices_actor_test, tells_of_a_full_disk_at_once) {
  start_with_a();
  tell(aut, log_is{{}, {error_code::disk_full, "the disk is full"}});
  const auto one = handle(text_message(1));
  ASSERT_EQ(answers_to(one).size(), 1U);
  EXPECT_EQ(answers_to(one)[0].refusal, error_code::disk_full);
  advance(1h);
  EXPECT_EQ(slot(a).policy.total(), 0U) << "no fault of the practice's";
  tell(aut, log_is{log, {}});
  EXPECT_TRUE(accepted(handle(text_message(1)))) << "at once, without a rest";
}

TEST_F(practices_actor_test, closes_a_practice_whose_records_are_damaged_and_no_other) {
  start();
  tell(aut, log_trouble{a, {error_code::log_damaged, "practice A99001, record 7: it is missing"}});
  settings_of(a); // known before the practice is
  settings_of(b);
  EXPECT_FALSE(slot(a).actor);
  const auto one = handle(text_message(1));
  ASSERT_EQ(answers_to(one).size(), 1U);
  EXPECT_EQ(answers_to(one)[0].refusal, error_code::log_damaged);
  EXPECT_EQ(answers_to(one)[0].reason, "records of this practice are damaged: it is closed until they are restored");
  const auto other = command_it(text_message(2), b);
  drain();
  EXPECT_TRUE(accepted(other));
  tell(aut, log_trouble{b, {error_code::log_damaged, "practice B99002, record 1: it is missing"}});
  drain();
  EXPECT_FALSE(slot(b).actor) << "found while it ran";
  advance(1min);
  EXPECT_FALSE(slot(b).actor) << "and not started again";
}

TEST_F(practices_actor_test, has_everything_outstanding_told_to_a_new_dispatcher) {
  start_with_a();
  handle(text_message(1));
  const auto heard_anew = std::make_shared<heard_by_all>();
  dispatcher_side = ours(sys.spawn(fake_dispatcher, heard_anew));
  tell(aut, stations());
  drain();
  advance(1s);
  ASSERT_EQ(heard_anew->due.size(), 1U);
  EXPECT_EQ(heard_anew->due[0].message, numbered_message(1));
}

TEST_F(practices_actor_test, takes_its_practices_with_it_when_it_is_killed) {
  start();
  const auto alone = running();
  settings_of(a);
  settings_of(b);
  EXPECT_EQ(running(), alone + 2);
  end(aut);
  aut = nullptr;
  EXPECT_EQ(running(), alone - 1);
}

TEST_F(practices_actor_test, stops_after_its_practices_have_stored_what_they_know) {
  start_with_a();
  handle(text_message(1));
  const auto before = running();
  end(aut, caf::exit_reason::user_shutdown);
  aut = nullptr;
  EXPECT_EQ(running(), before - 2);
  EXPECT_EQ(disk->snapshots[a].version, 1U);
}

// -- a clock that is set ----

TEST_F(practices_actor_test, starts_a_practice_again_in_time_whatever_the_clock_is_set_to) {
  start_with_a();
  for (const auto step : {-24h * 3'650, -1h, 24h * 3'650, 1h}) {
    end(slot(a).actor);
    clock_set_by += step;
    advance(50ms);
    EXPECT_TRUE(slot(a).actor) << "set by " << step.count() << " h";
    advance(11s); // well for long enough
  }
}

TEST_F(practices_actor_test, wakes_a_practice_within_a_minute_when_the_clock_is_set_past_its_next_reminder) {
  start_with_a();
  reads_one_booking(now() + 24h * 9);
  advance(21min);
  ASSERT_FALSE(slot(a).actor) << "asleep";
  clock_set_by = 24h * 7 + 1h;
  advance(61s);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
}

TEST_F(practices_actor_test, lets_a_practice_sleep_in_time_though_the_clock_is_set_back) {
  start_with_a();
  handle(text_message(1));
  handle(cancel_message{numbered_message(1), "sam"});
  clock_set_by = -24h * 3'650;
  advance(21min);
  EXPECT_FALSE(slot(a).actor);
}

TEST_F(practices_actor_test, reminds_once_though_the_clock_is_wrong_by_years_for_a_while) {
  start_with_a();
  reads_one_booking(now() + 47h);
  ASSERT_EQ(disk->events<message_accepted>().size(), 1U);
  const auto id = disk->events<message_accepted>()[0].message;
  handle(start_attempt{id, provider_id("firetext")});
  handle(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent});
  handle(receipt_arrived{id, provider_id("firetext"), receipt_status::delivered, "000", now()});
  for (const auto& wrong : {24h * 3'650, -24h * 3'650}) {
    clock_set_by = wrong;
    advance(21min);
    ASSERT_FALSE(slot(a).actor) << "it slept, and kept what it remembers";
    clock_set_by = 0h;
    handle(appointments_read{now() - 24h, now() + 24h * 60, {booking("a1", "p1", now() + 10h)}});
    handle(appointments_read{now() - 24h,
                             now() + 24h * 60,
                             {booking("a1", "p1", disk->events<message_accepted>()[0].appointment_starts_at)}});
  }
  std::multiset<timestamp> starts;
  for (const auto& one : disk->events<message_accepted>()) starts.insert(one.appointment_starts_at);
  EXPECT_EQ(starts.count(disk->events<message_accepted>()[0].appointment_starts_at), 1U);
}

TEST_F(practices_actor_test, forgets_nothing_when_it_starts_under_a_clock_that_is_a_year_ahead) {
  start_with_a();
  const auto starts_at = now() + 47h;
  reads_one_booking(starts_at);
  const auto id = disk->events<message_accepted>().at(0).message;
  handle(cancel_message{id, "sam"});
  end(aut, caf::exit_reason::user_shutdown);
  clock_set_by = 24h * 365;
  start_with_a();
  advance(21min);
  ASSERT_FALSE(slot(a).actor) << "it slept, and kept what it remembers";
  clock_set_by = 0h;
  reads_one_booking(starts_at);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
}

// -- receipts that come days later ----

struct late_receipts : practices_actor_test {
  message_id id;
  void SetUp() override {
    start_with_a();
    reads_one_booking(now() + 47h);
    id = disk->events<message_accepted>().at(0).message;
    handle(start_attempt{id, provider_id("firetext")});
    handle(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent});
  }
  /// Asleep with a snapshot, and then the whole broker ends and starts again.
  void passes(std::chrono::hours time) {
    advance(21min);
    ASSERT_FALSE(slot(a).actor);
    end(aut, caf::exit_reason::user_shutdown);
    advance(time);
    start_with_a();
  }
  /// True: taken, and news.
  bool hears(receipt_status status, std::optional<message_id> about = {}) {
    const auto before = disk->events<receipt_received>().size();
    const auto told = handle(receipt_arrived{about.value_or(id), provider_id("firetext"), status, "000", now()});
    const auto news = disk->events<receipt_received>().size() - before;
    EXPECT_EQ(answers_to(told).size(), 1U);
    EXPECT_LE(news, 1U);
    return news == 1 && accepted(told);
  }
};

TEST_F(late_receipts, land_more_than_72_hours_after_the_attempt_though_the_broker_began_anew) {
  passes(80h);
  EXPECT_TRUE(hears(receipt_status::delivered));
  EXPECT_EQ(disk->events<receipt_received>().back().message, id);
}

TEST_F(late_receipts, land_on_a_message_that_was_finished_and_kept_in_a_snapshot) {
  EXPECT_TRUE(hears(receipt_status::temporary_failure)) << "GOV.UK Notify's word for: it may still arrive";
  passes(100h);
  EXPECT_FALSE(hears(receipt_status::temporary_failure)) << "a duplicate";
  EXPECT_FALSE(hears(receipt_status::pending)) << "an older one, overtaken";
  passes(60h);
  EXPECT_TRUE(hears(receipt_status::delivered));
  passes(80h);
  EXPECT_FALSE(hears(receipt_status::delivered)) << "a duplicate, days later again";
  EXPECT_FALSE(hears(receipt_status::permanent_failure)) << "a lower one";
}

TEST_F(late_receipts, land_on_a_message_whose_first_receipt_said_that_it_waits) {
  EXPECT_TRUE(hears(receipt_status::pending));
  passes(73h);
  EXPECT_TRUE(hears(receipt_status::permanent_failure));
  EXPECT_TRUE(hears(receipt_status::delivered)) << "it arrived after all";
}

TEST_F(late_receipts, settle_a_doubt_that_a_person_was_left_with) {
  handle(text_message(7));
  const auto doubtful = numbered_message(7);
  handle(start_attempt{doubtful, provider_id("firetext")});
  handle(attempt_outcome{.message = doubtful, .attempt = 1, .result = attempt_result::unknown});
  handle(looked_up{doubtful, 1, look_up_finding::unknown, "no answer"});
  passes(90h);
  EXPECT_TRUE(hears(receipt_status::delivered, doubtful));
  EXPECT_EQ(disk->events<attempt_reconciled>().back().message, doubtful);
  EXPECT_EQ(disk->events<attempt_started>().size(), 2U) << "and nothing was sent again";
}

TEST_F(late_receipts, come_before_the_providers_answer_and_about_messages_that_nobody_knows) {
  handle(text_message(8));
  handle(start_attempt{numbered_message(8), provider_id("firetext")});
  EXPECT_TRUE(hears(receipt_status::delivered, numbered_message(8))) << "early";
  EXPECT_FALSE(hears(receipt_status::delivered, numbered_message(99)));
  EXPECT_EQ(answers_to(token).at(0).refusal, error_code::not_found) << "which the provider is answered 200";
}

} // namespace
