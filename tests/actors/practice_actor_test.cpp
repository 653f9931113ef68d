// One practice's actor: it speaks only of what is on disk.
#include "actors/practice/practice_actor.hpp"

#include "actors/practice/snapshots.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/memory_keys.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct practice_actor_test : neighbourhood {
  practice_settings settings = settings_of_practice();
  practice_actor aut;
  std::uint64_t incarnation = 0, number = 0;
  wall_clock time = clock();
  current_command current = std::make_shared<std::atomic<std::uint64_t>>(0);
  sealer_ptr keys = memory_keys(clock());
  provider_id firetext{"firetext"};
  log_epoch epoch;

  ~practice_actor_test() override {
    if (aut) end(aut);
  }
  void start() {
    aut = sys.spawn(
        practice, a, ++incarnation, std::make_shared<const practice_settings>(settings), current,
        practice_ports{log, dispatcher_side, write_back_side, practices_side, time, keys, millis(600'000), epoch});
  }
  void start_and_recover() {
    start();
    drain();
  }
  void command_it(command what) { tell(aut, numbered_commands{{numbered(std::move(what))}}); }
  numbered_command numbered(command what) {
    ++number;
    return {number, std::make_shared<const practice_command>(practice_command{a, std::move(what), asker, number})};
  }
  static audit_mark_ptr ann(int request) {
    audit_mark mark;
    mark.request = id_from_name<request_id>("test", std::to_string(request));
    mark.user = "ann";
    return std::make_shared<const audit_mark>(std::move(mark));
  }
  void handle_of(audit_mark_ptr by, command what) {
    ++number;
    tell(aut, numbered_commands{{{number, std::make_shared<const practice_command>(
                                              practice_command{a, std::move(what), asker, number, std::move(by)})}}});
    drain();
  }
  void handle(command what) {
    command_it(std::move(what));
    drain();
  }
  practice_actor_state& state() {
    using actor_type = std::remove_pointer_t<practice_actor::stateful_pointer<practice_actor_state>>;
    return dynamic_cast<actor_type&>(*caf::actor_cast<caf::abstract_actor*>(aut)).state;
  }
  /// Ends as in a crash, and begins again.
  void crash_and_recover() {
    end(aut);
    start_and_recover();
  }
  void reads_one_booking(timestamp starts_at) {
    handle(patient_read{patient("p1", "07700 900123")});
    handle(appointments_read{now() - 24h, now() + 24h * 60, {booking("a1", "p1", starts_at)}});
  }
};

TEST_F(practice_actor_test, knows_whose_conversation_the_first_reply_that_ever_came_belongs_to) {
  start_and_recover();
  handle(reply_arrived{.reply = id_from_name<reply_id>("test", "first"),
                       .provider = firetext,
                       .from = secret_text("07700 900821"),
                       .to = "447700900999",
                       .text = secret_text("is it at 9?"),
                       .reported_at = now()});
  const auto replies = disk->events<reply_received>();
  ASSERT_EQ(replies.size(), 1U);
  EXPECT_EQ(replies[0].conversation, keys->marker_of(a)->of_number("447700900821"));
  EXPECT_FALSE(replies[0].conversation.empty());
}

// -- after the disk ----

TEST_F(practice_actor_test, answers_and_sets_going_only_after_the_disk) {
  start_and_recover();
  disk->hold = true;
  handle(text_message(1));
  ASSERT_EQ(disk->held.size(), 1U);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
  EXPECT_TRUE(heard->answers.empty());
  EXPECT_TRUE(heard->due.empty());
  EXPECT_TRUE(heard->handled.empty());
  acknowledge_all();
  ASSERT_EQ(heard->answers.size(), 1U);
  EXPECT_TRUE(heard->answers[0].what.accepted);
  EXPECT_EQ(heard->answers[0].token, 1U);
  EXPECT_EQ(heard->answers[0].what.id, to_text(numbered_message(1)));
  ASSERT_EQ(heard->due.size(), 1U);
  EXPECT_EQ(heard->due[0].message, numbered_message(1));
  ASSERT_EQ(heard->handled.size(), 1U);
  EXPECT_EQ(heard->handled[0].upto, 1U);
  EXPECT_EQ(heard->handled[0].incarnation, 1U);
}

TEST_F(practice_actor_test, does_not_wait_for_the_disk_before_the_next_command) {
  start_and_recover();
  disk->hold = true;
  for (int n = 1; n <= 3; ++n) command_it(text_message(n));
  drain();
  ASSERT_EQ(disk->held.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(disk->held[i].expected, i);
  acknowledge_one();
  EXPECT_EQ(heard->answers.size(), 1U) << "and no more than what is on disk";
  EXPECT_EQ(heard->handled.back().upto, 1U);
  acknowledge_all();
  ASSERT_EQ(heard->answers.size(), 3U);
  EXPECT_EQ(heard->answers[2].token, 3U);
}

TEST_F(practice_actor_test, appends_what_a_batch_of_commands_causes_together) {
  start_and_recover();
  disk->hold = true;
  tell(aut, numbered_commands{{numbered(text_message(1)), numbered(cancel_message{numbered_message(9), "somebody"}),
                               numbered(text_message(2))}});
  drain();
  ASSERT_EQ(disk->held.size(), 1U);
  EXPECT_EQ(disk->held[0].events.size(), 2U);
  EXPECT_TRUE(heard->answers.empty()) << "a refusal waits behind what it was decided on";
  acknowledge_all();
  ASSERT_EQ(heard->answers.size(), 3U);
  for (std::uint64_t n = 1; n <= 3; ++n) EXPECT_EQ(heard->answers[n - 1].token, n);
  ASSERT_EQ(heard->handled.size(), 1U);
  EXPECT_EQ(heard->handled[0].upto, 3U);
}

TEST_F(practice_actor_test, tells_nobody_anything_of_a_batch_that_ends_it_and_names_the_command_that_did) {
  bool poisoned = false;
  time = [&] {
    if (poisoned && current->load() == 2) throw std::runtime_error("poisoned");
    return now();
  };
  start_and_recover();
  const auto before = running();
  poisoned = true;
  tell(aut, numbered_commands{{numbered(text_message(1)), numbered(text_message(2)), numbered(text_message(3))}});
  drain();
  EXPECT_EQ(running(), before - 1);
  EXPECT_EQ(current->load(), 2U);
  EXPECT_TRUE(disk->streams[a].empty()) << "its successor is given the whole batch again";
  EXPECT_TRUE(heard->answers.empty());
  EXPECT_TRUE(heard->due.empty());
  EXPECT_TRUE(heard->handled.empty());
}

TEST_F(practice_actor_test, appends_a_batch_that_causes_very_much_in_parts) {
  start_and_recover();
  numbered_commands batch;
  for (int n = 1; n <= 2'500; ++n) batch.all.push_back(numbered(text_message(n)));
  tell(aut, std::move(batch));
  drain();
  EXPECT_EQ(disk->appends, 3U);
  EXPECT_EQ(disk->streams[a].size(), 2'500U);
  EXPECT_EQ(heard->answers.size(), 2'500U);
}

TEST_F(practice_actor_test, does_not_call_something_repeated_before_its_first_telling_is_on_disk) {
  start_and_recover();
  disk->hold = true;
  handle(text_message(1));
  handle(text_message(1));
  EXPECT_EQ(disk->held.size(), 1U) << "nothing new happened";
  EXPECT_TRUE(heard->answers.empty()) << "yet it isn't certain that it happened at all";
  acknowledge_all();
  ASSERT_EQ(heard->answers.size(), 2U);
  EXPECT_FALSE(heard->answers[0].what.repeated);
  EXPECT_TRUE(heard->answers[1].what.repeated);
}

TEST_F(practice_actor_test, appends_what_a_person_did_together_with_what_it_changed) {
  start_and_recover();
  disk->hold = true;
  handle_of(ann(1), text_message(1));
  ASSERT_EQ(disk->held.size(), 1U);
  ASSERT_EQ(disk->held[0].events.size(), 2U) << "one append: neither is there without the other";
  ASSERT_EQ(disk->events<audited>().size(), 1U);
  EXPECT_EQ(disk->events<audited>()[0].what.user, "ann");
  EXPECT_EQ(disk->events<audited>()[0].outcome, "done");
  EXPECT_TRUE(heard->answers.empty());
  acknowledge_all();
  EXPECT_EQ(heard->answers.size(), 1U);
}

TEST_F(practice_actor_test, answers_a_view_only_once_its_entry_is_on_disk) {
  start_and_recover();
  disk->hold = true;
  handle_of(ann(1), keep_audit_entry{});
  EXPECT_EQ(disk->events<audited>().size(), 1U);
  EXPECT_TRUE(heard->answers.empty());
  acknowledge_all();
  ASSERT_EQ(heard->answers.size(), 1U);
  EXPECT_TRUE(heard->answers[0].what.accepted);
}

TEST_F(practice_actor_test, keeps_an_entry_of_a_refusal_too_and_one_only_when_told_again_after_its_death) {
  start_and_recover();
  handle_of(ann(1), cancel_message{numbered_message(9), "ann"});
  ASSERT_EQ(disk->events<audited>().size(), 1U);
  EXPECT_EQ(disk->events<audited>()[0].outcome, "not_found");
  crash_and_recover();
  handle_of(ann(1), cancel_message{numbered_message(9), "ann"}); // it was on disk, its supervisor didn't hear of it
  EXPECT_EQ(disk->events<audited>().size(), 1U);
  handle_of(ann(2), cancel_message{numbered_message(9), "ann"});
  EXPECT_EQ(disk->events<audited>().size(), 2U);
}

TEST_F(practice_actor_test, answers_a_refusal_at_once_when_nothing_waits_for_the_disk) {
  start_and_recover();
  handle(cancel_message{numbered_message(9), "somebody"});
  ASSERT_EQ(heard->answers.size(), 1U);
  EXPECT_FALSE(heard->answers[0].what.accepted);
  EXPECT_EQ(heard->answers[0].what.refusal, error_code::not_found);
  EXPECT_TRUE(disk->streams[a].empty());
}

TEST_F(practice_actor_test, calls_for_an_attempt_only_after_its_start_is_on_disk) {
  start_and_recover();
  handle(text_message(1));
  disk->hold = true;
  handle(start_attempt{numbered_message(1), firetext});
  EXPECT_EQ(disk->events<attempt_started>().size(), 1U);
  EXPECT_TRUE(heard->ready.empty());
  acknowledge_all();
  ASSERT_EQ(heard->ready.size(), 1U);
  EXPECT_EQ(heard->ready[0].attempt, 1U);
  EXPECT_EQ(heard->ready[0].to.reveal(), "447700900123");
}

TEST_F(practice_actor_test, ends_when_an_append_fails_and_tells_nobody_anything) {
  start_and_recover();
  disk->hold = true;
  handle(text_message(1));
  const auto before = running();
  tell(disk->held[0].sink, append_failed{a, {error_code::disk_full, "no space left"}});
  drain();
  EXPECT_EQ(running(), before - 1);
  EXPECT_TRUE(heard->answers.empty());
  EXPECT_TRUE(heard->due.empty());
  EXPECT_TRUE(heard->handled.empty());
}

TEST_F(practice_actor_test, ends_with_its_log) {
  start_and_recover();
  const auto before = running();
  end(log);
  EXPECT_EQ(running(), before - 2);
}

// -- coming back ----

TEST_F(practice_actor_test, keeps_what_it_is_told_before_it_remembers) {
  start();
  for (int n = 1; n <= 3; ++n) command_it(text_message(n));
  drain();
  ASSERT_EQ(heard->answers.size(), 3U);
  for (std::uint64_t n = 1; n <= 3; ++n) EXPECT_EQ(heard->answers[n - 1].token, n);
}

TEST_F(practice_actor_test, remembers_everything_from_its_stream) {
  start_and_recover();
  for (int n = 1; n <= 3; ++n) handle(text_message(n));
  crash_and_recover();
  EXPECT_EQ(disk->read_after.back(), 0U) << "from the first event";
  for (int n = 1; n <= 3; ++n) handle(text_message(n));
  EXPECT_EQ(disk->events<message_accepted>().size(), 3U);
  EXPECT_TRUE(heard->answers.back().what.repeated);
}

TEST_F(practice_actor_test, remembers_from_its_snapshot_and_what_came_after) {
  start_and_recover();
  handle(text_message(1));
  end(aut, caf::exit_reason::user_shutdown);
  ASSERT_EQ(disk->snapshots[a].version, 1U);
  start_and_recover();
  handle(text_message(2));
  crash_and_recover();
  EXPECT_EQ(disk->read_after.back(), 1U) << "only what the snapshot doesn't have";
  handle(text_message(1));
  handle(text_message(2));
  EXPECT_EQ(disk->events<message_accepted>().size(), 2U);
  handle(text_message(3));
  EXPECT_EQ(disk->streams[a].size(), 3U);
}

TEST_F(practice_actor_test, takes_no_notice_of_a_snapshot_it_can_not_read) {
  start_and_recover();
  handle(text_message(1));
  end(aut, caf::exit_reason::user_shutdown);
  for (const auto& spoil : std::vector<std::function<void(snapshot&)>>{
           [](snapshot& s) { s.format = 999; }, [](snapshot& s) { s.format = state_format, s.bytes.pop_back(); }}) {
    spoil(disk->snapshots[a]);
    start_and_recover();
    EXPECT_EQ(disk->read_after.back(), 0U);
    handle(text_message(1));
    EXPECT_TRUE(heard->answers.back().what.repeated);
    end(aut);
  }
}

TEST_F(practice_actor_test, stores_no_snapshot_when_it_is_killed) {
  start_and_recover();
  handle(text_message(1));
  end(aut);
  EXPECT_TRUE(disk->snapshots[a].bytes.empty());
}

TEST_F(practice_actor_test, ends_rather_than_go_on_from_a_log_with_a_gap) {
  start_and_recover();
  for (int n = 1; n <= 3; ++n) handle(text_message(n));
  end(aut);
  auto& stream = disk->streams[a];
  stream.erase(stream.begin() + 1);
  const auto before = running();
  start_and_recover();
  EXPECT_EQ(running(), before);
}

TEST_F(practice_actor_test, ends_rather_than_skip_an_event_it_can_not_read) {
  start_and_recover();
  handle(text_message(1));
  end(aut);
  disk->streams[a][0].what.payload.push_back('\0');
  const auto before = running();
  start_and_recover();
  EXPECT_EQ(running(), before);
}

TEST_F(practice_actor_test, doubts_an_attempt_that_was_under_way_when_it_crashed) {
  start_and_recover();
  handle(text_message(1));
  handle(start_attempt{numbered_message(1), firetext});
  end(aut);
  disk->hold = true;
  start_and_recover();
  EXPECT_EQ(disk->events<attempt_in_doubt>().size(), 1U);
  EXPECT_TRUE(heard->look_ups.empty()) << "not before the doubt is on disk";
  acknowledge_all();
  ASSERT_EQ(heard->look_ups.size(), 1U);
  EXPECT_EQ(heard->look_ups[0].message, numbered_message(1));
  EXPECT_EQ(heard->look_ups[0].due_at, now() + settings.attempt_in_doubt_wait);
  EXPECT_EQ(heard->ready.size(), 1U) << "and it isn't sent again";
}

TEST_F(practice_actor_test, in_a_new_epoch_doubts_what_waited_and_sends_only_when_released) {
  start_and_recover();
  handle(text_message(1));
  end(aut);
  heard->due.clear();
  epoch = {.number = 2, .backup = 17, .released = false};
  start_and_recover();
  EXPECT_EQ(disk->events<epoch_began>().size(), 1U);
  EXPECT_EQ(disk->events<attempt_suspected>().size(), 1U);
  ASSERT_EQ(heard->look_ups.size(), 1U);
  handle(looked_up{numbered_message(1), 1, look_up_finding::never_seen, ""});
  crash_and_recover();
  EXPECT_TRUE(heard->due.empty());
  EXPECT_EQ(disk->events<epoch_began>().size(), 1U) << "said once";
  handle(release_epoch{"ann"});
  ASSERT_EQ(heard->due.size(), 1U);
  EXPECT_EQ(heard->due[0].message, numbered_message(1));
}

TEST_F(practice_actor_test, does_not_start_when_the_logs_epoch_is_older_than_its_streams) {
  epoch.number = 2;
  start_and_recover();
  end(aut);
  epoch.number = 1;
  const auto before = running();
  start_and_recover();
  EXPECT_EQ(running(), before);
}

TEST_F(practice_actor_test, tells_again_what_waited_when_it_crashed) {
  start_and_recover();
  handle(text_message(1));
  heard->due.clear();
  crash_and_recover();
  ASSERT_EQ(heard->due.size(), 1U);
  EXPECT_EQ(heard->due[0].message, numbered_message(1));
}

TEST_F(practice_actor_test, wants_a_write_that_had_begun_when_it_crashed_to_be_read_back_first) {
  settings.codes.reminder_sent = "279991000000102";
  start_and_recover();
  reads_one_booking(now() + 47h);
  ASSERT_EQ(heard->due.size(), 1U);
  handle(start_attempt{heard->due[0].message, firetext});
  handle(attempt_outcome{.message = heard->due[0].message, .attempt = 1, .result = attempt_result::sent});
  ASSERT_EQ(heard->operations.size(), 1U);
  EXPECT_FALSE(heard->operations[0].perhaps_done);
  crash_and_recover();
  ASSERT_EQ(heard->operations.size(), 2U);
  EXPECT_FALSE(heard->operations[1].perhaps_done) << "it was certainly not written";
  EXPECT_EQ(heard->operations[1].what.operation, heard->operations[0].what.operation);
  handle(begin_operation{heard->operations[1].what.operation});
  crash_and_recover();
  ASSERT_EQ(heard->operations.size(), 3U);
  EXPECT_TRUE(heard->operations[2].perhaps_done);
}

// -- time ----

TEST_F(practice_actor_test, makes_a_reminder_when_its_time_has_come) {
  start_and_recover();
  reads_one_booking(now() + 24h * 5);
  EXPECT_TRUE(disk->events<message_accepted>().empty());
  advance(24h * 3 - 1min);
  EXPECT_TRUE(disk->events<message_accepted>().empty());
  advance(2min);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
  EXPECT_EQ(heard->due.size(), 1U);
}

TEST_F(practice_actor_test, applies_new_settings_to_what_it_knows) {
  const auto rules = std::exchange(settings.reminders, {});
  start_and_recover();
  reads_one_booking(now() + 47h);
  advance(1h);
  EXPECT_TRUE(disk->events<message_accepted>().empty());
  settings.reminders = rules;
  tell(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
  advance(2s);
  EXPECT_EQ(disk->events<message_accepted>().size(), 1U);
}

TEST_F(practice_actor_test, asks_its_parent_for_sleep_when_it_has_had_nothing_to_do) {
  start_and_recover();
  const auto starts = now() + 24h * 5;
  reads_one_booking(starts);
  advance(9min);
  EXPECT_TRUE(heard->idle.empty());
  advance(2min);
  ASSERT_EQ(heard->idle.size(), 1U);
  EXPECT_EQ(heard->idle[0].practice, a);
  EXPECT_EQ(heard->idle[0].incarnation, 1U);
  EXPECT_EQ(heard->idle[0].wake_at, starts - 48h);
  EXPECT_EQ(disk->snapshots[a].version, disk->streams[a].size()) << "its snapshot is stored before it asks";
  EXPECT_EQ(disk->snapshots[a].wake_at, starts - 48h);
  advance(8min);
  EXPECT_EQ(heard->idle.size(), 1U);
  advance(2min);
  EXPECT_EQ(heard->idle.size(), 2U) << "a command may have crossed the question: it asks again";
}

TEST_F(practice_actor_test, does_not_sleep_while_a_message_is_under_way) {
  start_and_recover();
  handle(text_message(1));
  handle(start_attempt{numbered_message(1), firetext});
  advance(2h);
  EXPECT_TRUE(heard->idle.empty());
  handle(attempt_outcome{.message = numbered_message(1), .attempt = 1, .result = attempt_result::sent});
  advance(12min);
  EXPECT_FALSE(heard->idle.empty());
}

TEST_F(practice_actor_test, does_not_sleep_before_everything_is_on_disk) {
  start_and_recover();
  disk->hold = true;
  handle(patient_read{patient("p1", "07700 900123")});
  advance(2h);
  EXPECT_TRUE(heard->idle.empty());
  acknowledge_all();
  advance(12min);
  EXPECT_FALSE(heard->idle.empty());
}

TEST_F(practice_actor_test, takes_no_notice_of_timers_that_are_not_its_latest) {
  start_and_recover();
  scheduler.clock().current_time += 2h; // long enough to ask for sleep at the next tick
  for (const std::uint64_t generation : {0U, 2U, 99U}) {
    tell(aut, caf::tick_atom::value, generation);
    drain();
  }
  EXPECT_TRUE(heard->idle.empty());
  advance(1s);
  EXPECT_EQ(heard->idle.size(), 1U);
}

// -- parked commands ----

TEST_F(practice_actor_test, lets_a_parked_command_go_once_that_is_on_disk) {
  start_and_recover();
  const auto item = id_from_name<item_id>("test", "parked");
  handle(park_command{item, "accept_message", 5, "it threw", secret_text(encode(command(text_message(1))))});
  disk->hold = true;
  handle(release_parked{item, "somebody", true});
  EXPECT_TRUE(heard->told.empty());
  acknowledge_all();
  ASSERT_EQ(heard->commands<accept_message>().size(), 1U);
  EXPECT_EQ(heard->commands<accept_message>()[0].message, numbered_message(1));
  handle(release_parked{item, "somebody", true});
  EXPECT_EQ(heard->answers.back().what.refusal, error_code::not_found) << "only once";
}

// -- keys ----

TEST_F(practice_actor_test, writes_no_word_of_a_patient_to_the_disk) {
  start_and_recover();
  reads_one_booking(now() + 47h);
  handle(text_message(1));
  handle(reply_arrived{.reply = id_from_name<reply_id>("test", "1"),
                       .from = secret_text("07700 900123"),
                       .text = secret_text("My name is Amira")});
  end(aut, caf::exit_reason::user_shutdown);
  std::string all = disk->snapshots[a].bytes;
  EXPECT_FALSE(all.empty());
  for (const auto& entry : disk->streams[a]) all += entry.what.payload;
  for (const auto* word : {"Amira", "Okafor", "900123", "results are in"}) EXPECT_EQ(all.find(word), all.npos) << word;
}

TEST_F(practice_actor_test, destroys_a_patients_key_once_their_erasure_is_on_disk) {
  start_and_recover();
  reads_one_booking(now() + 47h);
  const auto first = disk->streams[a].front().what;
  const auto name_in = [&](const encoded_event& bytes) {
    return std::get<patient_updated>(*open(bytes, a, *keys)).what.first_name.reveal();
  };
  disk->hold = true;
  handle(erase_patient{patient_id("p1"), {}, "administrator"});
  EXPECT_EQ(name_in(first), "Amira");
  acknowledge_all();
  EXPECT_EQ(name_in(first), "");
  disk->hold = false;
  crash_and_recover();
  EXPECT_EQ(state().core.erased.patients.size(), 1U);
  EXPECT_TRUE(state().core.patients.empty());
}

TEST_F(practice_actor_test, destroys_a_key_after_a_crash_between_the_disk_and_the_keys) {
  start_and_recover();
  reads_one_booking(now() + 47h);
  const auto first = disk->streams[a].front().what;
  disk->hold = true;
  handle(erase_patient{patient_id("p1"), {}, "administrator"});
  end(aut); // on disk, but the actor never hears of it
  disk->held.clear();
  disk->hold = false;
  EXPECT_EQ(std::get<patient_updated>(*open(first, a, *keys)).what.first_name.reveal(), "Amira");
  start_and_recover();
  EXPECT_EQ(std::get<patient_updated>(*open(first, a, *keys)).what.first_name.reveal(), "");
}

TEST_F(practice_actor_test, remembers_from_no_snapshot_that_is_older_than_an_erasure) {
  start_and_recover();
  reads_one_booking(now() + 47h);
  end(aut, caf::exit_reason::user_shutdown);
  const auto old = disk->snapshots[a];
  start_and_recover();
  handle(erase_patient{patient_id("p1"), {}, "administrator"});
  end(aut);
  disk->snapshots[a] = old;
  start_and_recover();
  EXPECT_EQ(disk->read_after.back(), 0U) << "the whole stream";
  EXPECT_TRUE(state().core.patients.empty());
}

TEST_F(practice_actor_test, leaves_nothing_behind_at_the_log_which_outlives_it) {
  start_and_recover();
  handle(text_message(1));
  const auto one = caf::actor_cast<caf::weak_actor_ptr>(aut);
  end(std::exchange(aut, {}));
  heard->answers.clear();
  advance(2h); // its last timer
  EXPECT_EQ(one.get()->strong_refs, 0U);
  EXPECT_EQ(one.get()->weak_refs, 1U) << "ours: whatever else holds on to it keeps its memory";
}

// -- a large practice's snapshot is made beside it ----

struct large_practice : practice_actor_test {
  static constexpr int many = 10'000; ///< as many events as make a snapshot due
  /// Stops when one has been ordered and nothing of it is done yet.
  void grow_until_it_is_ordered() {
    std::vector<numbered_command> all;
    for (int n = 1; n <= many; ++n) all.push_back(numbered(text_message(n)));
    tell(aut, numbered_commands{std::move(all)});
    while (!state().snapshot_making && scheduler.try_run_once()) {
    }
    ASSERT_TRUE(state().snapshot_making);
    ASSERT_TRUE(disk->snapshots[a].bytes.empty());
  }
};

TEST_F(large_practice, goes_on_while_its_snapshot_is_made) {
  start_and_recover();
  grow_until_it_is_ordered();
  command_it(text_message(many + 1));
  while (heard->answers.empty() || heard->answers.back().token != many + 1) ASSERT_TRUE(scheduler.try_run_once());
  EXPECT_TRUE(disk->snapshots[a].bytes.empty()) << "its answer didn't wait";
  drain();
  ASSERT_EQ(disk->snapshots[a].version, static_cast<std::uint64_t>(many));
  EXPECT_FALSE(state().snapshot_making);
  crash_and_recover();
  EXPECT_EQ(disk->read_after.back(), static_cast<std::uint64_t>(many)) << "only what came after it";
  EXPECT_EQ(state().core.messages.size(), static_cast<std::size_t>(many + 1));
  handle(text_message(many));
  EXPECT_TRUE(heard->answers.back().what.repeated);
}

TEST_F(large_practice, keeps_no_snapshot_that_was_ordered_before_an_erasure) {
  start_and_recover();
  reads_one_booking(now() + 47h);
  grow_until_it_is_ordered();
  command_it(erase_patient{patient_id("p1"), {}, "administrator"});
  while (state().core.patients.contains(patient_id("p1"))) ASSERT_TRUE(scheduler.try_run_once());
  ASSERT_TRUE(state().snapshot_making);
  drain();
  const auto& kept = disk->snapshots[a];
  if (kept.bytes.empty()) return;
  const auto seen = open_snapshot(a, kept.version, kept.format, kept.bytes, *keys);
  ASSERT_TRUE(seen) << "and a later one is made of what is left";
  EXPECT_FALSE(seen->patients.contains(patient_id("p1")));
}

TEST_F(large_practice, does_without_a_snapshot_when_the_log_says_nothing) {
  start_and_recover();
  grow_until_it_is_ordered();
  disk->silent = true;
  drain();
  EXPECT_TRUE(state().snapshot_making);
  advance(61s);
  EXPECT_FALSE(state().snapshot_making) << "and nothing of it is left behind: the broker could not end";
  EXPECT_TRUE(disk->snapshots[a].bytes.empty());
}

TEST_F(large_practice, sleeps_when_its_snapshot_is_there) {
  settings.reminders.clear();
  start_and_recover();
  grow_until_it_is_ordered();
  drain();
  std::vector<numbered_command> all;
  for (int n = 1; n <= many; ++n) all.push_back(numbered(cancel_message{numbered_message(n), "a test"}));
  tell(aut, numbered_commands{std::move(all)});
  drain();
  handle(text_message(many + 1));
  handle(cancel_message{numbered_message(many + 1), "a test"});
  ASSERT_LT(disk->snapshots[a].version, disk->streams[a].size());
  while (heard->idle.empty()) advance(60s);
  EXPECT_EQ(disk->snapshots[a].version, disk->streams[a].size());
}

TEST_F(practice_actor_test, learns_of_an_erasure_that_its_restored_log_does_not_know) {
  start_and_recover();
  reads_one_booking(now() + 47h);
  const auto backed_up = disk->streams[a];
  handle(erase_patient{patient_id("p1"), {}, "administrator"});
  end(aut);
  disk->streams[a] = backed_up;
  disk->snapshots.clear();
  start_and_recover();
  EXPECT_EQ(disk->events<patient_erased>().size(), 1U);
  EXPECT_TRUE(state().core.patients.empty());
  handle(patient_read{patient("p1", "07700 900123")});
  EXPECT_TRUE(state().core.patients.empty());
  crash_and_recover();
  EXPECT_EQ(disk->events<patient_erased>().size(), 1U) << "once";
}

TEST_F(practice_actor_test, answers_an_erasure_only_when_the_key_is_gone) {
  const auto files = std::make_shared<memory_key_store>();
  keys = memory_keys(clock(), files);
  start_and_recover();
  reads_one_booking(now() + 47h);
  const auto first = disk->streams[a].front().what;
  const auto answers = heard->answers.size();
  files->fails_after = 1; // the note can still be written
  handle(erase_patient{patient_id("p1"), {}, "administrator"});
  EXPECT_EQ(heard->answers.size(), answers) << "the actor ended instead";
  files->fails_after = -1;
  start_and_recover(); // as its supervisor does, which hands the command over again
  EXPECT_EQ(std::get<patient_updated>(*open(first, a, *keys)).what.first_name.reveal(), "");
  handle(erase_patient{patient_id("p1"), {}, "administrator"});
  ASSERT_EQ(heard->answers.size(), answers + 1);
  EXPECT_TRUE(heard->answers.back().what.accepted);
}

TEST_F(practice_actor_test, appends_nothing_of_a_batch_that_can_not_all_be_sealed) {
  const auto files = std::make_shared<memory_key_store>();
  keys = memory_keys(clock(), files);
  start_and_recover();
  handle(text_message(1)); // the practice has its keys
  handle(patient_read{patient("p1", "07700 900123")});
  const auto events = disk->streams[a].size(), answers = heard->answers.size();
  files->fails_after = 0; // and there is no room for another one
  tell(aut, numbered_commands{{numbered(patient_read{patient("p1", "07700 900124")}),
                               numbered(patient_read{patient("p2", "07700 900125")}), numbered(text_message(2))}});
  drain();
  EXPECT_EQ(disk->streams[a].size(), events);
  EXPECT_EQ(heard->answers.size(), answers);
}

TEST_F(practice_actor_test, goes_on_under_new_keys_when_told_so) {
  start_and_recover();
  handle(text_message(1));
  handle(rotate_keys{"administrator"});
  handle(text_message(2));
  EXPECT_EQ(disk->events<keys_rotated>().size(), 1U);
  EXPECT_NE(disk->streams[a].front().what.payload, disk->streams[a].back().what.payload);
  crash_and_recover();
  EXPECT_EQ(state().core.messages.size(), 2U);
  for (const auto& answer : heard->answers) EXPECT_TRUE(answer.what.accepted);
}

TEST_F(practice_actor_test, ends_when_its_keys_can_not_be_used) {
  start_and_recover();
  handle(text_message(1));
  end(aut);
  keys = memory_keys(clock()); // the log without its keys
  const auto before = running();
  start_and_recover();
  EXPECT_EQ(running(), before);
}

} // namespace
