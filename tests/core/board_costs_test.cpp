// What today cost, on the board.
#include "actors/board/costs.hpp"
#include "actors/board/notes.hpp"
#include "actors/board/pieces.hpp"
#include "actors/board/rows.hpp"
#include "tests/core/board_story.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct costs : ::testing::Test, board_story {
  attempt_started begins(int number, const char* by = "firetext", std::uint64_t millipence = 3'200) {
    return {numbered<message_id>(number), 1, provider_id(by), 1, millipence};
  }
  practice_row& of_practice() { return state.practice(practice); }
  void SetUp() override {
    of_practice().configured = true;
    of_practice().route = {"firetext", "spare"};
    account("firetext", 3.2);
    account("spare", 4);
  }
  void account(const std::string& id, double pence, double weight = 1) {
    auto& row = state.providers[id];
    row.id = id;
    row.reported = view::provider{.id = id, .pence_per_segment = pence, .weight = weight};
  }
  double pence() { return practice_view(of_practice()).pence_today; }
};

TEST_F(costs, count_what_went_or_may_have_gone_and_not_what_failed) {
  happens(reminder(1), reminder(2), reminder(3), begins(1), begins(2), begins(3));
  EXPECT_DOUBLE_EQ(pence(), 9.6);
  happens(sent(1), attempt_refused(2, attempt_result::retry), in_doubt(3));
  EXPECT_DOUBLE_EQ(pence(), 6.4);
  happens(reconciled(3, look_up_finding::never_seen));
  EXPECT_DOUBLE_EQ(pence(), 3.2);
  const auto rows = provider_views(state);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_DOUBLE_EQ(rows[0].pence_today, 3.2);
  EXPECT_EQ(rows[0].segments_today, 1U);
  EXPECT_DOUBLE_EQ(rows[1].pence_today, 0);
}

TEST_F(costs, are_of_one_london_day) {
  happens(reminder(1), begins(1));
  later(14h + 59min); // still Monday
  forget_past_spend(state, now);
  EXPECT_DOUBLE_EQ(pence(), 3.2);
  later(1min);
  forget_past_spend(state, now);
  EXPECT_DOUBLE_EQ(pence(), 0);
  happens(attempt_refused(1, attempt_result::retry), reminder(2), begins(2));
  EXPECT_DOUBLE_EQ(pence(), 3.2) << "yesterday's is not given back today";
}

TEST_F(costs, come_back_with_what_is_kept) {
  happens(reminder(1), begins(1), reminder(2), message_held{numbered<message_id>(2), "no money", now + 1h});
  const auto bytes = encode_piece(state, state.practice_numbers.at(practice));
  board_story again;
  board_restorer restorer(again.state);
  ASSERT_TRUE(restorer.add(practice, 4, bytes));
  restorer.finish();
  const auto view = practice_view(again.state.practice(practice));
  EXPECT_DOUBLE_EQ(view.pence_today, 3.2);
  EXPECT_EQ(view.held, 1U);
  again.sequences[practice] = 4;
  again.happens(attempt_refused(1, attempt_result::retry));
  EXPECT_DOUBLE_EQ(practice_view(again.state.practice(practice)).pence_today, 0);
}

TEST_F(costs, are_held_against_the_budget) {
  const auto word = [&] { return practice_view(of_practice()).budget; };
  EXPECT_EQ(word(), "none");
  of_practice().budget_pence = 10;
  of_practice().budget_warn_share = 0.6;
  EXPECT_EQ(word(), "within");
  happens(reminder(1), begins(1));
  EXPECT_EQ(word(), "within");
  happens(reminder(2), begins(2));
  EXPECT_EQ(word(), "warned");
  happens(reminder(3), begins(3));
  EXPECT_EQ(word(), "warned");
  happens(reminder(4), message_held{numbered<message_id>(4), "this practice's budget of today is spent", now + 15h});
  EXPECT_EQ(word(), "spent");
  EXPECT_EQ(row(4).reason, "this practice's budget of today is spent");
  EXPECT_EQ(row(4).state, message_state::accepted);
  happens(begins(4));
  EXPECT_EQ(practice_view(of_practice()).held, 0U) << "it goes";
}

TEST_F(costs, are_warned_of_once) {
  of_practice().budget_pence = 10;
  of_practice().budget_warn_share = 0.6;
  std::vector<std::string> said;
  for (int n = 1; n <= 4; ++n) {
    happens(reminder(n), begins(n));
    if (const auto note = note_of(state, begins(n), of_practice(), now)) said.push_back(note->what);
  }
  ASSERT_EQ(said.size(), 1U);
  EXPECT_NE(said[0].find("£0.06 of today's budget of £0.10 is spent"), std::string::npos) << said[0];
}

TEST_F(costs, if_a_provider_were_down_are_those_of_the_next_one) {
  EXPECT_EQ(if_down(state, "firetext"), "Nothing has gone by it today.");
  for (int n = 1; n <= 100; ++n) happens(reminder(n), begins(n));
  EXPECT_EQ(if_down(state, "firetext"), "+£0.80 today for 100 messages that would go by another provider.");
  account("spare", 2);
  EXPECT_EQ(if_down(state, "firetext"), "−£1.20 today for 100 messages that would go by another provider.");
  of_practice().route = {"firetext"};
  EXPECT_EQ(if_down(state, "firetext"),
            "100 messages of 1 practice would wait: there is no other provider on the route.");
}

TEST_F(costs, if_a_provider_were_down_are_by_weight_where_the_route_is) {
  account("third", 8, 3);
  of_practice().route = {"firetext", "spare", "third"};
  of_practice().route_by_weight = true;
  for (int n = 1; n <= 100; ++n) happens(reminder(n), begins(n));
  EXPECT_EQ(if_down(state, "firetext"), "+£3.80 today for 100 messages that would go by another provider.")
      << "a quarter at 4p and three at 8p";
}

} // namespace
