// A practice whose stream was restored from a backup: what its forerunner may have done is in doubt, nothing is sent.
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct a_restored_practice : ::testing::Test, practice_world {
  provider_id firetext{"firetext"};
  message_id waiting, under_way, in_doubt, sent;
  log_epoch second{.number = 2, .owner = "x", .backup = 17, .released = false};

  void SetUp() override {
    given(patient_updated{patient("p1", "07700 900123")});
    settings.resend_when_unknown = {message_kind::now, message_kind::reminder}; // the riskiest policy there is
    sent = accept("sent");
    when(start_attempt{sent, firetext});
    when(attempt_outcome{.message = sent, .attempt = 1, .result = attempt_result::sent});
    in_doubt = accept("in doubt");
    when(start_attempt{in_doubt, firetext});
    when(attempt_outcome{.message = in_doubt, .attempt = 1, .result = attempt_result::unknown});
    under_way = accept("under way");
    when(start_attempt{under_way, firetext});
    waiting = accept("waiting");
  }
  message_id accept(const std::string& name, const std::string& key = "") {
    accept_message asked;
    asked.message = id_from_name<message_id>("test", name);
    asked.to = secret_text("07700 900124");
    asked.text = secret_text("Hello");
    asked.idempotency_key = key;
    when(asked);
    EXPECT_TRUE(last_answer.accepted) << last_answer.reason;
    return asked.message;
  }
  std::vector<event> restore() {
    auto events = begin_epoch(state, settings, second, false);
    for (const auto& e : events) evolve(state, e, now);
    return events;
  }
  std::vector<event> look_up(const message_id& id, look_up_finding finding) {
    return when(looked_up{id, state.messages.at(id).attempts, finding, ""});
  }
};

TEST_F(a_restored_practice, puts_everything_in_doubt_that_was_on_its_way) {
  restore();
  for (const auto& id : {waiting, under_way, in_doubt}) EXPECT_EQ(state_of(id), message_state::in_doubt);
  EXPECT_EQ(state_of(sent), message_state::sent);
  const auto effects = outstanding(state, settings, now);
  EXPECT_EQ(count<look_up_due>(effects), 3U);
  EXPECT_EQ(count<message_due>(effects), 0U);
}

TEST_F(a_restored_practice, says_so_once) {
  EXPECT_EQ(count<epoch_began>(restore()), 1U);
  EXPECT_TRUE(restore().empty());
}

TEST_F(a_restored_practice, sends_nothing_that_the_provider_never_saw_before_it_is_released) {
  restore();
  look_up(waiting, look_up_finding::never_seen);
  EXPECT_EQ(state_of(waiting), message_state::accepted);
  EXPECT_TRUE(last_effects.empty());
  EXPECT_TRUE(when(start_attempt{waiting, firetext}).empty());
  EXPECT_FALSE(last_answer.accepted);
  EXPECT_EQ(count<message_due>(last_effects), 0U);
  EXPECT_EQ(count<message_due>(outstanding(state, settings, now)), 0U);
  when(release_epoch{"ann"});
  EXPECT_EQ(count<message_due>(last_effects), 1U);
  EXPECT_EQ(count<attempt_started>(when(start_attempt{waiting, firetext})), 1U);
}

TEST_F(a_restored_practice, never_sends_what_the_provider_has) {
  restore();
  look_up(waiting, look_up_finding::seen);
  EXPECT_EQ(state_of(waiting), message_state::sent);
  when(release_epoch{"ann"});
  EXPECT_TRUE(when(start_attempt{waiting, firetext}).empty());
}

TEST_F(a_restored_practice, leaves_it_to_a_person_when_the_provider_cannot_tell_whatever_the_policy) {
  restore();
  when(release_epoch{"ann"});
  EXPECT_EQ(count<handed_to_staff>(look_up(waiting, look_up_finding::unknown)), 1U);
  EXPECT_EQ(state_of(waiting), message_state::in_doubt);
}

TEST_F(a_restored_practice, doubts_a_reminder_that_came_due_after_the_backup) {
  const auto booked = std::vector{booking("a1", "p1", now + 50h)};
  read(booked);
  now += 3h; // the forerunner would have sent it by now
  restore();
  const auto events = read(booked);
  EXPECT_TRUE(events.empty());
  const auto due = when(clock_ticked{});
  const auto* reminder = first<message_accepted>(due);
  ASSERT_TRUE(reminder);
  EXPECT_EQ(state_of(reminder->message), message_state::in_doubt);
  EXPECT_EQ(count<look_up_due>(last_effects), 1U);
  EXPECT_EQ(count<message_due>(last_effects), 0U);
}

TEST_F(a_restored_practice, doubts_a_reminder_that_was_due_before_the_release_and_is_found_after_it) {
  restore();
  when(release_epoch{"ann"});
  now += 1min;
  const auto late = read({booking("a1", "p1", now + 20h)}); // booked after the backup, read only now
  ASSERT_TRUE(first<message_accepted>(late));
  EXPECT_EQ(state_of(first<message_accepted>(late)->message), message_state::in_doubt);
}

TEST_F(a_restored_practice, sends_a_reminder_that_comes_due_after_the_release) {
  restore();
  when(release_epoch{"ann"});
  read({booking("a1", "p1", now + 49h)});
  now += 2h;
  const auto due = when(clock_ticked{});
  ASSERT_TRUE(first<message_accepted>(due));
  EXPECT_EQ(state_of(first<message_accepted>(due)->message), message_state::accepted);
  EXPECT_EQ(count<message_due>(last_effects), 1U);
}

TEST_F(a_restored_practice, doubts_a_request_that_is_repeated_under_its_key) {
  restore();
  when(release_epoch{"ann"});
  now += 2h;
  EXPECT_EQ(state_of(accept("lost with the tail", "key-9")), message_state::in_doubt);
  EXPECT_EQ(state_of(accept("cannot be a repetition")), message_state::accepted);
  now += 24h;
  EXPECT_EQ(state_of(accept("a day later", "key-10")), message_state::accepted);
}

TEST_F(a_restored_practice, takes_requests_while_it_is_fenced_and_keeps_them) {
  restore();
  const auto id = accept("new");
  EXPECT_EQ(state_of(id), message_state::accepted);
  EXPECT_TRUE(last_effects.empty());
}

TEST_F(a_restored_practice, writes_into_the_record_only_when_released_and_reads_back_first) {
  operation_requested wanted;
  wanted.operation = id_from_name<operation_id>("test", "code");
  wanted.kind = operation_kind::file_code;
  wanted.requested_at = now;
  wanted.begins_told = true; // yet what the forerunner began after the backup isn't in this log
  given(wanted);
  restore();
  when(begin_operation{wanted.operation});
  EXPECT_TRUE(state.begun.empty()) << "nothing begins before the release";
  EXPECT_EQ(count<operation_wanted>(outstanding(state, settings, now)), 0U);
  when(release_epoch{"ann"});
  ASSERT_EQ(count<operation_wanted>(last_effects), 1U);
  for (const auto& one : last_effects)
    if (const auto* operation = std::get_if<operation_wanted>(&one)) {
      EXPECT_TRUE(operation->perhaps_done);
    }
}

TEST_F(a_restored_practice, is_settled_by_a_receipt_while_it_is_fenced) {
  restore();
  when(receipt_arrived{waiting, firetext, receipt_status::delivered, "000", now});
  EXPECT_EQ(state_of(waiting), message_state::delivered);
}

TEST_F(a_restored_practice, is_released_once) {
  restore();
  EXPECT_EQ(count<epoch_released>(when(release_epoch{"ann"})), 1U);
  EXPECT_TRUE(when(release_epoch{"ann"}).empty());
  EXPECT_TRUE(last_answer.repeated);
}

TEST_F(a_restored_practice, keeps_its_fence_in_its_snapshot) {
  restore();
  state = *decode_state(encode(state));
  EXPECT_TRUE(is_fenced(state));
  EXPECT_TRUE(begin_epoch(state, settings, second, false).empty());
}

TEST_F(a_restored_practice, that_is_fenced_anew_doubts_again) {
  restore();
  look_up(waiting, look_up_finding::never_seen);
  when(release_epoch{"ann"});
  second.number = 3;
  restore();
  EXPECT_EQ(state_of(waiting), message_state::in_doubt);
}

TEST(a_new_practice, of_a_released_log_has_nothing_to_wait_for) {
  practice_world world;
  log_epoch released{.number = 2, .released = true};
  for (const auto& e : begin_epoch(world.state, world.settings, released, true)) world.given(e);
  EXPECT_FALSE(is_fenced(world.state));
  released.released = false;
  practice_world other;
  for (const auto& e : begin_epoch(other.state, other.settings, released, true)) other.given(e);
  EXPECT_TRUE(is_fenced(other.state)) << "its forerunner may have known it";
}

} // namespace
