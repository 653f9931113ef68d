// Sending that a person stops and lets go on, and the roll-out board: what operators decide.
#include "tests/support/practice_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct a_paused_practice : ::testing::Test, practice_world {
  provider_id firetext{"firetext"};
  message_id waiting;

  void SetUp() override {
    given(patient_updated{patient("p1", "07700 900123")});
    waiting = accept("waiting");
    when(change_pause{{}, true, "wrong texts go out", "ann"});
  }
  message_id accept(const std::string& name) {
    accept_message asked;
    asked.message = id_from_name<message_id>("test", name);
    asked.to = secret_text("07700 900124");
    asked.text = secret_text("Hello");
    when(asked);
    EXPECT_TRUE(last_answer.accepted) << last_answer.reason;
    return asked.message;
  }
  static std::vector<message_due> due(const std::vector<effect>& effects) {
    std::vector<message_due> all;
    for (const auto& e : effects)
      if (const auto* one = std::get_if<message_due>(&e)) all.push_back(*one);
    return all;
  }
  timestamp expires(const message_id& id) const { return state.messages.at(id).what.expires_at; }
};

TEST_F(a_paused_practice, takes_messages_and_begins_none_of_any_kind) {
  const auto later = accept("later");
  ASSERT_EQ(due(last_effects).size(), 1U);
  EXPECT_EQ(due(last_effects).front().due_at, expires(later)) << "only so that it can expire";
  EXPECT_EQ(count<attempt_started>(when(start_attempt{later, firetext})), 0U);
  EXPECT_FALSE(last_answer.accepted);
  EXPECT_EQ(state_of(later), message_state::accepted);
  EXPECT_EQ(state_of(waiting), message_state::accepted);
}

TEST_F(a_paused_practice, tells_the_dispatcher_at_once_that_what_waits_there_isn_t_to_go) {
  when(change_pause{{}, false, "", "ann"});
  when(change_pause{{}, true, "again", "ann"});
  ASSERT_EQ(due(last_effects).size(), 1U);
  EXPECT_EQ(due(last_effects).front().due_at, expires(waiting));
}

TEST_F(a_paused_practice, sends_all_that_waits_once_it_goes_on) {
  const auto later = accept("later");
  when(change_pause{{}, false, "", "ben"});
  EXPECT_EQ(due(last_effects).size(), 2U);
  for (const auto& one : due(last_effects)) EXPECT_LE(one.due_at, now);
  for (const auto& id : {waiting, later}) EXPECT_EQ(count<attempt_started>(when(start_attempt{id, firetext})), 1U);
}

TEST_F(a_paused_practice, lets_what_waits_expire_at_its_time) {
  now = expires(waiting);
  EXPECT_EQ(count<message_expired>(when(start_attempt{waiting, firetext})), 1U);
}

TEST_F(a_paused_practice, is_paused_after_a_restart_too) {
  const auto read = decode_state(encode(state));
  ASSERT_TRUE(read);
  const auto told = due(outstanding(*read, settings, now));
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told.front().due_at, expires(waiting));
  EXPECT_EQ(read->pauses.at(provider_id{}), (pause_track{"ann", "wrong texts go out", now}));
}

TEST_F(a_paused_practice, goes_on_hearing_how_what_was_under_way_ended) {
  when(change_pause{{}, false, "", "ann"});
  when(start_attempt{waiting, firetext});
  when(change_pause{{}, true, "x", "ann"});
  when(attempt_outcome{.message = waiting, .attempt = 1, .result = attempt_result::retry});
  ASSERT_EQ(due(last_effects).size(), 1U);
  EXPECT_EQ(due(last_effects).front().due_at, expires(waiting)) << "tried again only once it goes on";
}

TEST_F(a_paused_practice, asks_why_and_hears_it_once) {
  EXPECT_TRUE(when(change_pause{{}, true, "wrong texts go out", "ann"}).empty());
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_TRUE(when(change_pause{{}, true, "my reason", "ben"}).empty()) << "ann's reason stands";
  EXPECT_FALSE(last_answer.accepted);
  when(change_pause{{}, false, "", "ben"});
  EXPECT_TRUE(when(change_pause{{}, false, "", "ben"}).empty());
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_TRUE(when(change_pause{{}, true, "", "ben"}).empty());
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
}

TEST_F(a_paused_practice, has_no_say_over_a_provider) {
  EXPECT_TRUE(when(change_pause{firetext, true, "x", "ann"}).empty());
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
}

struct the_host : ::testing::Test, practice_world {
  provider_id firetext{"firetext"};
  the_host() { settings.id = practice_id::host(); }

  static std::vector<provider_id> paused(const std::vector<effect>& effects) {
    for (const auto& e : effects)
      if (const auto* one = std::get_if<providers_paused>(&e)) return one->all;
    return {provider_id("nothing was told")};
  }
  change_rollout plan(rollout_cell what, const char* practice = "A99001") {
    return {{*practice_id::parse(practice), rollout_phase::smart}, std::move(what), "ann"};
  }
};

TEST_F(the_host, tells_the_dispatcher_which_accounts_stand_still) {
  EXPECT_EQ(paused(outstanding(state, settings, now)), std::vector<provider_id>{}) << "that none does, too";
  when(change_pause{firetext, true, "it sends everything twice", "ann"});
  EXPECT_EQ(paused(last_effects), std::vector{firetext});
  EXPECT_EQ(paused(outstanding(state, settings, now)), std::vector{firetext});
  when(change_pause{firetext, false, "", "ann"});
  EXPECT_EQ(paused(last_effects), std::vector<provider_id>{});
  EXPECT_TRUE(when(change_pause{{}, true, "the host sends nothing", "ann"}).empty());
}

TEST_F(the_host, keeps_the_roll_out_board) {
  when(plan({"2027-04-30", rollout_state::planned, "Sam", "after Easter", 1}));
  EXPECT_TRUE(last_answer.accepted) << last_answer.reason;
  const auto read = decode_state(encode(state));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rollout.at({*practice_id::parse("A99001"), rollout_phase::smart}).owner, "Sam");
  EXPECT_TRUE(when(plan({"2027-04-30", rollout_state::planned, "Sam", "after Easter", 1})).empty());
  EXPECT_TRUE(last_answer.repeated);
}

TEST_F(the_host, refuses_a_change_of_the_board_that_crosses_another) {
  when(plan({"2027-04-30", rollout_state::planned, "Sam", "", 1}));
  EXPECT_TRUE(when(plan({"2027-05-07", rollout_state::planned, "Kim", "", 1})).empty());
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  when(plan({"2027-05-07", rollout_state::planned, "Kim", "", 2}));
  EXPECT_TRUE(last_answer.accepted);
}

TEST_F(the_host, refuses_what_the_board_can_t_hold) {
  for (const auto& wrong :
       {rollout_cell{"2027-02-30", rollout_state::planned, "", "", 1},
        rollout_cell{"30/04/2027", rollout_state::live, "", "", 1}, rollout_cell{"", rollout_state::planned, "", "", 1},
        rollout_cell{"", rollout_state(99), "", "", 1},
        rollout_cell{"", rollout_state::live, std::string(101, 'x'), "", 1},
        rollout_cell{"", rollout_state::live, "", std::string(501, 'x'), 1},
        rollout_cell{"", rollout_state::live, "", "two\nlines", 1}}) {
    EXPECT_TRUE(when(plan(wrong)).empty()) << wrong.planned_on << wrong.note;
    EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  }
  settings.id = *practice_id::parse("A99001");
  EXPECT_TRUE(when(plan({"", rollout_state::live, "", "", 1})).empty()) << "it is the host's";
}

} // namespace
