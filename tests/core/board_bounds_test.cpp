// What the board drops when it holds as much as it may.
#include "board_story.hpp"

#include "actors/board/pieces.hpp"
#include "actors/board/rows.hpp"
#include "schemas/json.hpp"

#include <gtest/gtest.h>

namespace tidings::test {
namespace {

TEST(board_bounds, the_message_that_ended_first_is_dropped_first_and_the_counters_stay) {
  board_story story(3, 10, 10);
  story.happens(reminder(1), reminder(2), reminder(3), started(2), receipt(2, receipt_status::delivered), started(1),
                receipt(1, receipt_status::delivered), reminder(4));
  EXPECT_EQ(story.state.messages.size(), 3u);
  EXPECT_FALSE(story.state.messages.contains(numbered<message_id>(2)));
  EXPECT_TRUE(story.state.messages.contains(numbered<message_id>(1)));
  EXPECT_EQ(story.count().all.accepted, 4u);
  EXPECT_EQ(story.count().all.delivered, 2u);
}

TEST(board_bounds, a_message_under_way_is_kept_while_there_are_fewer_than_the_upper_bound) {
  board_story story(2, 4, 10);
  for (int i = 1; i <= 4; ++i) story.happens(reminder(i));
  EXPECT_EQ(story.state.messages.size(), 4u);
  story.happens(reminder(5));
  EXPECT_EQ(story.state.messages.size(), 4u);
  EXPECT_FALSE(story.state.messages.contains(numbered<message_id>(1))) << "the oldest goes";
  EXPECT_EQ(story.now_in(message_state::accepted), 4u) << "what can't be followed is no longer counted as waiting";
  EXPECT_EQ(story.count().all.accepted, 5u);
}

TEST(board_bounds, a_late_event_of_a_dropped_message_does_no_harm) {
  board_story story(1, 1, 10);
  story.happens(reminder(1), reminder(2), started(1), sent(1), receipt(1, receipt_status::delivered));
  EXPECT_EQ(story.state.messages.size(), 1u);
  EXPECT_EQ(story.count().all.delivered, 0u);
}

TEST(board_bounds, the_oldest_reply_is_dropped_first) {
  board_story story(10, 10, 2);
  story.happens(reply(1, reply_meaning::thanks, false), reply(2, reply_meaning::thanks, false),
                reply(3, reply_meaning::thanks, false));
  EXPECT_EQ(story.state.replies.size(), 2u);
  EXPECT_FALSE(story.state.replies.contains(numbered<reply_id>(1)));
  EXPECT_EQ(story.count().all.replies, 3u);
}

TEST(board_bounds, a_timeline_keeps_its_beginning_and_its_end) {
  board_story story;
  story.happens(reminder(1), started(1), sent(1));
  for (int i = 0; i < 500; ++i) story.happens(receipt(1, receipt_status::pending));
  const auto& events = story.row(1).events;
  EXPECT_EQ(events.size(), board_timeline_max);
  EXPECT_EQ(events.front(), 1u);
  EXPECT_EQ(events.back(), 503u);
}

TEST(board_bounds, a_long_reason_is_cut_between_characters) {
  board_story story;
  std::string reason(board_reason_bytes_max - 1, 'x');
  reason += "é and more";
  story.happens(reminder(1), message_failed{numbered<message_id>(1), reason});
  EXPECT_EQ(story.row(1).reason, std::string(board_reason_bytes_max - 1, 'x') + "…");
}

TEST(board_bounds, where_a_dropped_messages_events_stand_is_written_down) {
  board_story story(1, 10, 10);
  story.happens(reminder(1), started(1), sent(1), receipt(1, receipt_status::delivered), reminder(2), started(2),
                receipt(2, receipt_status::delivered));
  ASSERT_EQ(story.state.places.size(), 1u);
  EXPECT_EQ(story.state.places[0], (message_place{numbered<message_id>(1), story.practice, {1, 2, 3, 4}}));
  story.happens(reply(1, reply_meaning::thanks, false, 1)); // to a message that has gone
  ASSERT_EQ(story.state.places.size(), 2u);
  EXPECT_EQ(story.state.places[1], (message_place{numbered<message_id>(1), story.practice, {8}}));
  EXPECT_EQ(story.state.dropped, 1u);
}

// -- what is kept over a restart ----------------------------------------------------------------

/// Everything that a page can show of a state.
std::string all_of(const board_state& state) {
  std::string all = boost::json::serialize(to_json(practice_views(state)));
  state.messages.newest_first(std::nullopt, [&](const message_row& row, const auto&) {
    all += boost::json::serialize(to_json(message_view(state, row)));
    for (const auto sequence : row.events) all += " " + std::to_string(sequence);
    return true;
  });
  state.replies.newest_first(std::nullopt, [&](const reply_row& row, const auto&) {
    all += boost::json::serialize(to_json(reply_view(state, row)));
    return true;
  });
  state.staff_items.newest_first(std::nullopt, [&](const staff_row& row, const auto&) {
    all += boost::json::serialize(to_json(staff_view(state, row)));
    return true;
  });
  state.parked.newest_first(std::nullopt, [&](const parked_row& row, const auto&) {
    all += boost::json::serialize(to_json(parked_view(state, row)));
    return true;
  });
  for (const auto& [id, row] : state.providers)
    all += id + std::to_string(row.sent) + std::to_string(row.failed) + std::to_string(row.unknown) +
           std::to_string(row.delivered);
  return all + boost::json::serialize(to_json(state.all.all)) + std::to_string(state.events);
}

void one_of_everything(board_story& story) {
  appointment_booked booked;
  booked.what = {.id = appointment_id("appt1"), .patient = patient_id("p1"), .starts_at = at_time(14)};
  story.happens(booked, patient_updated{patient_details{.id = patient_id("p1")}}, reminder(1), reminder(2), started(1));
  story.later(std::chrono::seconds(1));
  story.happens(sent(1), receipt(1, receipt_status::delivered), started(2), in_doubt(2), reminder(3), started(3),
                attempt_refused(3, attempt_result::retry), message_suppressed{.message = numbered<message_id>(4)});
  story.later(std::chrono::seconds(1));
  story.happens(reply(1, reply_meaning::cancel, true, 1), asks(1, operation_kind::cancel_appointment, 1), finishes(1),
                asks(2, operation_kind::file_code, 1), opted_out{secret_text("447700900123"), "reply"},
                reply(2, reply_meaning::urgent, false), hands_over(1, 2, true),
                command_parked{numbered<item_id>(9), "accept_message", 5, "it ended", secret_text("bytes")},
                epoch_began{.epoch = 2, .backup = 1});
}

/// What follows touches every kind of row that was there before.
void and_on(board_story& story) {
  story.later(std::chrono::seconds(5));
  story.happens(finishes(2), reconciled(2, look_up_finding::seen), receipt(2, receipt_status::delivered), started(3, 2),
                sent(3, 2), staff_item_done{numbered<item_id>(1)}, parked_released{numbered<item_id>(9)},
                appointment_confirmed{.appointment = appointment_id("appt1")},
                opted_in{secret_text("447700900123"), "reply"}, reminder(5),
                epoch_released{.epoch = 2, .by = "operator"});
}

TEST(board_pieces, a_board_put_back_shows_what_it_showed_and_goes_on_as_if_it_had_never_stopped) {
  board_story story;
  one_of_everything(story);
  story.practice = *practice_id::parse("A99002");
  story.happens(reminder(21), started(21), receipt(21, receipt_status::permanent_failure));
  std::map<practice_id, std::string> kept;
  for (std::uint32_t i = 0; i < story.state.practices.size(); ++i)
    kept[story.state.practices[i].id] = encode_piece(story.state, i);

  board_state again;
  board_restorer restorer(again);
  for (const auto& [id, bytes] : kept) {
    const auto done = restorer.add(id, story.state.find_practice(id)->last, bytes);
    ASSERT_TRUE(done) << done.error().detail;
  }
  restorer.finish();
  EXPECT_EQ(all_of(again), all_of(story.state));

  board_story other; // the same events on top of what was put back
  other.state = std::move(again);
  other.sequences = story.sequences;
  other.now = story.now;
  story.practice = other.practice;
  and_on(story);
  and_on(other);
  EXPECT_EQ(all_of(other.state), all_of(story.state));
  EXPECT_EQ(other.row(1).events, story.row(1).events) << "the confirmation is on the page of the message that asked";
}

TEST(board_pieces, cut_off_or_spoilt_bytes_change_nothing) {
  board_story story;
  one_of_everything(story);
  const auto bytes = encode_piece(story.state, 0);
  board_state again;
  board_restorer restorer(again);
  for (std::size_t size = 1; size < bytes.size(); size += 7)
    EXPECT_FALSE(restorer.add(story.practice, 1, std::string_view(bytes).substr(0, size))) << size;
  auto other_hash = bytes;
  other_hash[0] ^= 1;
  EXPECT_FALSE(restorer.add(story.practice, 1, other_hash)) << "sets of another hash function's values are of no use";
  EXPECT_EQ(again.messages.size(), 0u);
  EXPECT_EQ(again.events, 0u);
  EXPECT_TRUE(restorer.add(story.practice, 1, bytes));
}

TEST(board_pieces, the_message_that_ended_first_is_still_dropped_first) {
  board_story story(3, 10, 10);
  for (const int number : {3, 1, 2}) {
    story.happens(reminder(number), started(number));
    story.later(std::chrono::seconds(1));
  }
  for (const int number : {2, 3, 1}) {
    story.happens(receipt(number, receipt_status::delivered));
    story.later(std::chrono::seconds(1));
  }
  const auto bytes = encode_piece(story.state, 0);
  board_story other(3, 10, 10);
  board_restorer restorer(other.state);
  ASSERT_TRUE(restorer.add(story.practice, 9, bytes));
  restorer.finish();
  other.sequences[story.practice] = 9;
  other.happens(reminder(4));
  EXPECT_FALSE(other.state.messages.contains(numbered<message_id>(2)));
  EXPECT_EQ(other.state.messages.size(), 3u);
}

TEST(board_pieces, a_piece_holds_what_is_under_way_and_the_latest_of_the_rest) {
  board_story story(board_messages_max, board_messages_open_max, 10);
  const int ended = static_cast<int>(board_piece_ended_max) + 10;
  const auto id = [](int number) { return id_from_name<message_id>("piece", std::to_string(number)); };
  for (int i = 1; i <= ended + 1; ++i) {
    auto message = reminder(1);
    message.message = id(i); // `numbered` ids all have one hash
    story.happens(message);
    if (i <= ended) story.happens(message_expired{id(i)});
    story.later(std::chrono::milliseconds(1));
  }
  const auto bytes = encode_piece(story.state, 0);
  EXPECT_EQ(story.state.places.size(), 10u);
  EXPECT_LT(bytes.size(), 6'000'000u);
  board_state again;
  board_restorer restorer(again);
  ASSERT_TRUE(restorer.add(story.practice, 1, bytes));
  EXPECT_EQ(again.messages.size(), board_piece_ended_max + 1);
  EXPECT_FALSE(again.messages.contains(id(1)));
  EXPECT_TRUE(again.messages.contains(id(ended + 1)));
}

TEST(board_pieces, the_last_minutes_and_the_notes_come_back) {
  board_story story;
  tick_history ticks;
  note_list notes;
  one_of_everything(story);
  ticks.close(100, story.state);
  notes.add_quietly({.at = iso8601(at_time(9)), .level = "info", .what = "Something passed by."});
  const auto bytes = encode_pulse(story.state, ticks, notes);
  board_state again;
  tick_history ticks_again;
  note_list notes_again;
  notes_again.add_quietly({.at = iso8601(at_time(9)), .level = "info", .what = "Something passed by."});
  ASSERT_TRUE(restore_pulse(bytes, again, ticks_again, notes_again));
  EXPECT_EQ(to_json(ticks_again.seconds()), to_json(ticks.seconds()));
  EXPECT_EQ(notes_again.newest_first().size(), 1u) << "what is told again is shown once";
  const auto& before = story.state.providers.at("firetext-main");
  const auto& after = again.providers.at("firetext-main");
  EXPECT_EQ(after.call.percentile(0.5), before.call.percentile(0.5));
  EXPECT_EQ(after.call.added(), before.call.added());
  EXPECT_EQ(after.calls.rate(), before.calls.rate());
}

TEST(board_bounds, rows_that_come_out_of_order_are_still_listed_by_time) {
  bounded_table<message_row> table(10, 10);
  for (const int number : {2, 3, 1}) table.insert({.id = numbered<message_id>(number), .at = at_time(number)});
  std::vector<int> hours;
  table.newest_first(std::nullopt, [&](const auto& row, const auto&) {
    hours.push_back(static_cast<int>((row.at - at_time(0)) / std::chrono::hours(1)));
    return true;
  });
  EXPECT_EQ(hours, (std::vector{3, 2, 1}));
}

} // namespace
} // namespace tidings::test
