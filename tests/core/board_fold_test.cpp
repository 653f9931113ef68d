// Given these events, the board shows this.
#include "board_story.hpp"

#include "actors/board/rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

using is = message_state;

TEST(board_fold, an_accepted_message_waits_and_only_its_last_three_digits_are_kept) {
  board_story story;
  story.happens(reminder(1, "447700900987"));
  EXPECT_EQ(story.count().all.accepted, 1u);
  EXPECT_EQ(story.now_in(is::accepted), 1u);
  const auto shown = message_view(story.state, story.row(1));
  EXPECT_EQ(shown.to, "…987");
  EXPECT_EQ(shown.state, "accepted");
  EXPECT_EQ(shown.asked_by, "two-days-before");
  EXPECT_EQ(shown.practice, "A99001");
  EXPECT_EQ(shown.accepted_at, "2026-11-23T09:00:00.000Z");
}

TEST(board_fold, a_message_goes_from_accepted_to_delivered_and_is_counted_once_on_the_way) {
  board_story story;
  story.happens(reminder(1));
  story.later(millis(1'000));
  story.happens(started(1));
  EXPECT_EQ(story.now_in(is::dispatching), 1u);
  story.later(millis(250));
  story.happens(sent(1));
  EXPECT_EQ(story.count().all.sent, 1u);
  story.later(millis(4'000));
  story.happens(receipt(1, receipt_status::pending), receipt(1, receipt_status::delivered));
  EXPECT_EQ(story.row(1).state, is::delivered);
  EXPECT_EQ(story.count().all.sent, 1u);
  EXPECT_EQ(story.count().all.delivered, 1u);
  EXPECT_EQ(story.now_in(is::accepted) + story.now_in(is::dispatching) + story.now_in(is::sent), 0u);
  const auto& provider = story.state.providers.at("firetext-main");
  EXPECT_NEAR(static_cast<double>(provider.call.percentile(0.5)), 250, 50);
  EXPECT_NEAR(static_cast<double>(provider.delivery.percentile(0.5)), 4'000, 800);
}

TEST(board_fold, a_provider_that_takes_messages_and_delivers_them_late_is_degraded_until_it_delivers_in_time) {
  board_story story;
  view::provider up;
  up.id = "firetext-main";
  up.state = "up";
  int number = 0;
  const auto state_after = [&](int messages, millis until_delivered) {
    for (int i = 0; i < messages; ++i) {
      ++number;
      story.happens(reminder(number), started(number), sent(number));
      story.later(until_delivered);
      story.happens(receipt(number, receipt_status::delivered));
    }
    story.state.providers.at("firetext-main").reported = up;
    return provider_views(story.state).front();
  };
  EXPECT_EQ(state_after(19, millis(11 * 60'000)).state, "up") << "too few to tell";
  EXPECT_EQ(state_after(1, millis(11 * 60'000)).state, "degraded");
  EXPECT_THAT(provider_views(story.state).front().reason, testing::HasSubstr("slow to deliver"));
  EXPECT_EQ(overview_view(story.state, {.caught_up = true}).providers_up, 0u);
  EXPECT_EQ(state_after(30, millis(2'000)).state, "up");
}

TEST(board_fold, an_event_read_again_changes_nothing) {
  board_story story;
  story.happens(reminder(1));
  EXPECT_FALSE(fold(story.state, reminder(2), story.practice, 1, story.now));
  EXPECT_EQ(story.count().all.accepted, 1u);
  EXPECT_EQ(story.state.messages.size(), 1u);
}

struct ending {
  const char* name;
  std::vector<event> then;
  message_state state;
  view::totals totals;
};

class board_fold_ending : public testing::TestWithParam<ending> {};

TEST_P(board_fold_ending, leaves_the_message_in_this_state_and_these_counts) {
  board_story story;
  story.happens(reminder(1), started(1));
  for (const auto& one : GetParam().then) story.happens(one);
  EXPECT_EQ(story.row(1).state, GetParam().state);
  const auto& all = story.count().all;
  EXPECT_EQ(all.sent, GetParam().totals.sent);
  EXPECT_EQ(all.delivered, GetParam().totals.delivered);
  EXPECT_EQ(all.failed, GetParam().totals.failed);
  EXPECT_EQ(all.expired, GetParam().totals.expired);
  EXPECT_EQ(all.in_doubt, GetParam().totals.in_doubt);
  EXPECT_EQ(all.cancelled_messages, GetParam().totals.cancelled_messages);
  view::count in_any = 0;
  for (const auto count : story.count().now) in_any += count;
  EXPECT_EQ(in_any, 1u) << "one message is in one state";
}

constexpr auto temporary = receipt_status::temporary_failure;
constexpr auto technical = receipt_status::technical_failure;
constexpr auto permanent = receipt_status::permanent_failure;
constexpr auto arrived = receipt_status::delivered;

INSTANTIATE_TEST_SUITE_P(
    after_its_first_attempt, board_fold_ending,
    testing::Values(
        ending{"sent", {sent(1)}, is::sent, {.sent = 1}},
        ending{"refused_for_now", {attempt_refused(1, attempt_result::retry)}, is::accepted, {}},
        ending{
            "refused_for_good",
            {attempt_refused(1, attempt_result::permanent), message_failed{numbered<message_id>(1), "no such number"}},
            is::technical_failure,
            {.failed = 1}},
        ending{"given_up_then_a_late_pending",
               {message_failed{numbered<message_id>(1), "no such number"}, receipt(1, receipt_status::pending)},
               is::technical_failure,
               {.sent = 1, .failed = 1}},
        ending{"given_up_then_delivered_after_all",
               {message_failed{numbered<message_id>(1), "no such number"}, receipt(1, arrived)},
               is::delivered,
               {.sent = 1, .delivered = 1}},
        ending{"no_answer", {in_doubt(1)}, is::in_doubt, {.in_doubt = 1}},
        ending{"restored_while_waiting",
               {attempt_failed{numbered<message_id>(1), 1, attempt_result::retry, "", "busy", at_time(10)},
                attempt_suspected{numbered<message_id>(1), 2, provider_id("firetext"), "restored"}},
               is::in_doubt,
               {.in_doubt = 1}},
        ending{"restored_and_found",
               {attempt_suspected{numbered<message_id>(1), 1, provider_id("firetext"), "restored"},
                reconciled(1, look_up_finding::seen)},
               is::sent,
               {.sent = 1}},
        ending{"no_answer_then_found", {in_doubt(1), reconciled(1, look_up_finding::seen)}, is::sent, {.sent = 1}},
        ending{"no_answer_then_not_found", {in_doubt(1), reconciled(1, look_up_finding::never_seen)}, is::accepted, {}},
        ending{"no_answer_and_nobody_knows",
               {in_doubt(1), reconciled(1, look_up_finding::unknown)},
               is::in_doubt,
               {.in_doubt = 1}},
        ending{"no_answer_but_its_receipt",
               {in_doubt(1), receipt(1, arrived)},
               is::delivered,
               {.sent = 1, .delivered = 1}},
        ending{"receipt_before_the_answer", {receipt(1, arrived), sent(1)}, is::delivered, {.sent = 1, .delivered = 1}},
        ending{"delivered_then_a_late_pending",
               {sent(1), receipt(1, arrived), receipt(1, receipt_status::pending)},
               is::delivered,
               {.sent = 1, .delivered = 1}},
        ending{"delivered_then_a_late_failure",
               {sent(1), receipt(1, arrived), receipt(1, permanent)},
               is::delivered,
               {.sent = 1, .delivered = 1}},
        ending{"delivered_twice",
               {sent(1), receipt(1, arrived), receipt(1, arrived)},
               is::delivered,
               {.sent = 1, .delivered = 1}},
        ending{"failed_then_delivered_after_all",
               {sent(1), receipt(1, temporary), receipt(1, arrived)},
               is::delivered,
               {.sent = 1, .delivered = 1}},
        ending{"permanent_then_a_late_temporary",
               {sent(1), receipt(1, permanent), receipt(1, temporary)},
               is::permanent_failure,
               {.sent = 1, .failed = 1}},
        ending{"temporary_then_permanent",
               {sent(1), receipt(1, temporary), receipt(1, permanent)},
               is::permanent_failure,
               {.sent = 1, .failed = 1}},
        ending{"technical_then_a_late_temporary",
               {sent(1), receipt(1, technical), receipt(1, temporary)},
               is::technical_failure,
               {.sent = 1, .failed = 1}},
        ending{"expired",
               {attempt_refused(1, attempt_result::retry), message_expired{numbered<message_id>(1)}},
               is::expired,
               {.expired = 1}},
        ending{"cancelled",
               {attempt_refused(1, attempt_result::retry), message_cancelled{numbered<message_id>(1), "moved"}},
               is::cancelled,
               {.cancelled_messages = 1}}),
    [](const auto& row) { return row.param.name; });

TEST(board_fold, a_message_that_must_not_go_is_shown_as_suppressed_with_its_reason) {
  board_story story;
  story.happens(message_suppressed{numbered<message_id>(1), patient_id("p1"), appointment_id("a1"), "two-days-before",
                                   "the patient has declined text messages"});
  EXPECT_EQ(story.count().all.suppressed, 1u);
  EXPECT_EQ(story.count().all.accepted, 0u);
  EXPECT_EQ(story.now_in(is::accepted), 0u);
  const auto shown = message_view(story.state, story.row(1));
  EXPECT_EQ(shown.state, "suppressed");
  EXPECT_EQ(shown.reason, "the patient has declined text messages");
}

TEST(board_fold, an_automatic_cancellation_is_acted_on_and_its_write_is_counted_when_done) {
  board_story story;
  story.happens(reminder(1), started(1), sent(1), reply(1, reply_meaning::cancel, true, 1),
                asks(1, operation_kind::cancel_appointment, 1));
  EXPECT_EQ(story.count().operations_open, 1u);
  EXPECT_EQ(story.count().all.cancelled, 0u);
  story.happens(finishes(1), appointment_cancelled{appointment_id("appt1"), numbered<reply_id>(1)},
                asks(2, operation_kind::file_code, 1), finishes(2));
  EXPECT_EQ(story.count().operations_open, 0u);
  EXPECT_EQ(story.count().all.cancelled, 1u);
  EXPECT_EQ(story.count().all.filed, 1u);
  EXPECT_EQ(story.count().all.replies, 1u);
  EXPECT_EQ(story.state.replies.find(numbered<reply_id>(1))->state, reply_state::acted);
  EXPECT_EQ(story.row(1).events.size(), story.entries.size()) << "all of it is on the message's page";
}

TEST(board_fold, a_reply_for_staff_waits_until_somebody_has_dealt_with_it) {
  board_story story;
  story.happens(reminder(1), reply(1, reply_meaning::question, false, 1), hands_over(1, 1, true));
  EXPECT_EQ(story.count().all.staff_items, 1u);
  const auto* row = story.state.replies.find(numbered<reply_id>(1));
  EXPECT_EQ(row->state, reply_state::staff);
  EXPECT_TRUE(row->urgent);
  EXPECT_EQ(staff_view(story.state, *story.state.staff_items.find(numbered<item_id>(1))).message,
            to_text(numbered<message_id>(1)));
  story.happens(staff_item_done{numbered<item_id>(1), "dr.jones"});
  EXPECT_EQ(story.count().all.staff_items, 0u);
  EXPECT_EQ(row->state, reply_state::done);
  EXPECT_EQ(story.state.staff_items.size(), 0u);
  EXPECT_EQ(story.row(1).events.size(), 4u);
}

TEST(board_fold, a_write_the_system_refused_sends_the_reply_that_caused_it_to_staff) {
  board_story story;
  story.happens(reminder(1), reply(1, reply_meaning::cancel, true, 1), asks(1, operation_kind::cancel_appointment, 1),
                finishes(1, operation_result::rejected));
  handed_to_staff item{numbered<item_id>(1), "the system refused", {}, {}, numbered<operation_id>(1), false};
  story.happens(item);
  EXPECT_EQ(story.state.replies.find(numbered<reply_id>(1))->state, reply_state::staff);
  EXPECT_EQ(story.state.staff_items.find(numbered<item_id>(1))->message, numbered<message_id>(1));
  EXPECT_EQ(story.count().all.filed, 0u);
}

TEST(board_fold, a_write_nobody_replied_for_leads_staff_to_the_message_about_its_appointment) {
  board_story story;
  auto file = asks(1, operation_kind::file_code);
  file.appointment = appointment_id("appt1");
  story.happens(reminder(1), file, finishes(1, operation_result::rejected),
                handed_to_staff{numbered<item_id>(1), "the system refused", {}, {}, numbered<operation_id>(1), false});
  EXPECT_EQ(story.state.staff_items.find(numbered<item_id>(1))->message, numbered<message_id>(1));
}

TEST(board_fold, a_number_is_opted_out_once_however_often_it_says_so) {
  board_story story;
  story.happens(opted_out{secret_text("447700900123"), "reception"},
                opted_out{secret_text("447700900123"), "reception"},
                opted_out{secret_text("447700900124"), "reception"});
  EXPECT_EQ(story.count().all.opted_out, 2u);
  EXPECT_EQ(story.state.all.all.opted_out, 2u);
  story.happens(opted_in{secret_text("447700900123"), "reception"});
  EXPECT_EQ(story.count().all.opted_out, 1u);
}

TEST(board_fold, appointments_and_patients_are_counted_each_once) {
  board_story story;
  appointment first{.id = appointment_id("a1"), .patient = patient_id("p1"), .starts_at = at_time(14)};
  appointment second{
      .id = appointment_id("a2"), .patient = patient_id("p1"), .starts_at = at_time(14) + std::chrono::days(1)};
  patient_details patient;
  patient.id = patient_id("p1");
  story.happens(appointment_booked{first}, appointment_booked{second}, appointment_changed{first},
                patient_updated{patient}, patient_updated{patient});
  const auto shown = practice_view(*story.state.find_practice(story.practice));
  EXPECT_EQ(shown.appointments, 2u);
  EXPECT_EQ(shown.patients, 1u);
  forget_past_appointments(story.state, at_time(9) + std::chrono::days(1));
  EXPECT_EQ(practice_view(*story.state.find_practice(story.practice)).appointments, 1u) << "yesterday's is over";
  story.happens(appointment_gone{appointment_id("a2")});
  EXPECT_EQ(practice_view(*story.state.find_practice(story.practice)).appointments, 0u);
}

TEST(board_fold, a_code_filed_for_a_reminder_is_on_that_reminders_page) {
  board_story story;
  auto file = asks(1, operation_kind::file_code);
  file.appointment = appointment_id("appt1");
  story.happens(reminder(1), started(1), sent(1), file, finishes(1));
  EXPECT_EQ(story.row(1).events.size(), 5u);
}

TEST(board_fold, a_parked_command_is_listed_until_it_is_released) {
  board_story story;
  story.happens(command_parked{numbered<item_id>(1), "reply_arrived", 5, "it ended its handler", secret_text("bytes")});
  EXPECT_EQ(story.count().all.parked, 1u);
  EXPECT_EQ(story.state.parked.size(), 1u);
  story.happens(parked_released{numbered<item_id>(1), "dr.jones", true});
  EXPECT_EQ(story.count().all.parked, 0u);
  EXPECT_EQ(story.state.parked.size(), 0u);
}

TEST(board_fold, a_receipt_that_strayed_into_another_stream_changes_nothing) {
  board_story story;
  story.happens(reminder(1), started(1), sent(1));
  story.practice = practice_id::host();
  story.happens(receipt(1, receipt_status::delivered));
  EXPECT_EQ(story.row(1).state, is::sent);
  EXPECT_EQ(story.row(1).events.size(), 3u);
  EXPECT_EQ(story.count().all.delivered, 0u);
  EXPECT_EQ(story.now_in(is::sent), 0u);
}

TEST(board_fold, each_practice_has_its_own_counts_and_all_have_their_sum) {
  board_story story;
  story.happens(reminder(1));
  story.practice = *practice_id::parse("A99002");
  story.happens(reminder(2), reminder(3));
  EXPECT_EQ(story.count().all.accepted, 2u);
  EXPECT_EQ(story.state.all.all.accepted, 3u);
}

} // namespace
} // namespace tidings::test
