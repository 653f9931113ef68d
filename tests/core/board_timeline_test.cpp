// One message's page reads as its story.
#include "board_story.hpp"

#include "actors/board/rows.hpp"
#include "actors/board/timeline.hpp"

#include <gtest/gtest.h>

namespace tidings::test {
namespace {

std::vector<std::string> lines_of(const board_story& story, int number) {
  const auto& row = story.row(number);
  const auto page = message_page_of(message_view(story.state, row), row.events, story.entries, reveal::no);
  std::vector<std::string> lines;
  for (const auto& line : page.timeline) lines.push_back(line.summary);
  return lines;
}

TEST(board_timeline, a_cancelled_appointment_reads_from_the_reminder_to_the_coded_entry) {
  board_story story;
  story.now = at_time(8);
  story.happens(reminder(1));
  story.now = at_time(9);
  story.happens(started(1), sent(1), receipt(1, receipt_status::delivered), reply(1, reply_meaning::cancel, true, 1),
                asks(1, operation_kind::cancel_appointment, 1));
  story.happens(opted_out{secret_text("447700900555"), "reception"}); // nothing to do with it
  auto filed = finishes(2);
  filed.system_uid = "code-9";
  story.happens(finishes(1), appointment_cancelled{appointment_id("appt1"), numbered<reply_id>(1)},
                asks(2, operation_kind::file_code, 1), filed);
  EXPECT_EQ(lines_of(story, 1),
            (std::vector<std::string>{
                "Reminder accepted, to go as a text message at Mon 23 Nov, 09:00 or soon after; asked for by "
                "two-days-before; about the appointment on Mon 23 Nov, 14:30.",
                "Attempt 1: handed to firetext-main.",
                "The provider took it (attempt 1, its reference ft-77).",
                "Delivered to the phone.",
                "The patient answered; read as “cancel”: the word “cancel” and one open question. Acted on "
                "automatically.",
                "The clinical system is asked to cancel the appointment.",
                "The clinical system has cancelled the appointment.",
                "The appointment is cancelled, as the patient asked.",
                "The clinical system is asked to file code 185331000000107 in the patient's record.",
                "Code 185331000000107 is filed in the patient's record (its id code-9).",
            }));
}

TEST(board_timeline, a_message_names_the_version_of_the_template_that_it_was_made_from) {
  board_story story;
  story.now = at_time(9);
  auto one = reminder(1);
  one.api.template_name = "flu";
  one.api.template_version = 3;
  story.happens(one);
  EXPECT_NE(lines_of(story, 1).at(0).find("; made from template flu, version 3"), std::string::npos);
}

TEST(board_timeline, a_doubtful_attempt_says_why_nothing_was_repeated) {
  board_story story;
  story.happens(reminder(1), started(1), in_doubt(1), reconciled(1, look_up_finding::never_seen), started(1, 2),
                attempt_refused(1, attempt_result::retry, "the provider is busy."));
  const auto lines = lines_of(story, 1);
  ASSERT_EQ(lines.size(), 6u);
  EXPECT_EQ(lines[2],
            "Attempt 1 is in doubt: no answer in 10 s. It may have been sent, so it is not repeated until the "
            "provider has been asked.");
  EXPECT_EQ(lines[3], "The provider never got attempt 1, so it may be sent again: looked up.");
  EXPECT_EQ(lines[5], "Attempt 1 was certainly not sent (code 7): the provider is busy. Next try Mon 23 Nov, 09:30.");
}

TEST(board_timeline, every_line_names_its_event_and_what_it_belongs_to) {
  board_story story;
  story.happens(reminder(1), reply(1, reply_meaning::cancel, true, 1), asks(1, operation_kind::cancel_appointment, 1));
  const auto& row = story.row(1);
  const auto page = message_page_of(message_view(story.state, row), row.events, story.entries, reveal::no);
  ASSERT_EQ(page.timeline.size(), 3u);
  EXPECT_EQ(page.timeline[0].type, "message_accepted");
  EXPECT_EQ(page.timeline[1].reply, to_text(numbered<reply_id>(1)));
  EXPECT_EQ(page.timeline[2].operation, to_text(numbered<operation_id>(1)));
  EXPECT_EQ(page.timeline[2].sequence, 3u);
}

TEST(board_timeline, an_event_that_can_not_be_read_is_said_to_be_so) {
  board_story story;
  story.happens(reminder(1));
  story.entries[0].what.payload = "rubbish";
  EXPECT_EQ(lines_of(story, 1).at(0), "This event can't be read: these bytes are cut off or not of this type.");
}

TEST(board_timeline, no_line_holds_the_patients_words_or_number) {
  board_story story;
  story.happens(reminder(1), reply(1, reply_meaning::cancel, true, 1),
                opted_out{secret_text("447700900123"), "reply " + to_text(numbered<reply_id>(1))});
  for (const auto& line : lines_of(story, 1)) {
    EXPECT_EQ(line.find("please"), std::string::npos) << line;
    EXPECT_EQ(line.find("900123"), std::string::npos) << line;
    EXPECT_EQ(line.find("Sam"), std::string::npos) << line;
  }
  EXPECT_EQ(lines_of(story, 1).back(), "Opted out by the patient's reply: this number gets no more messages.");
}

TEST(board_timeline, events_close_together_are_read_at_once_and_far_ones_apart) {
  const auto practice = *practice_id::parse("A99001");
  EXPECT_EQ(stretches_of(practice, {5, 7, 6, 7}), (std::vector<log_stretch>{{practice, 4, 3}}));
  EXPECT_EQ(stretches_of(practice, {1, 1'000}), (std::vector<log_stretch>{{practice, 0, 1}, {practice, 999, 1}}));
  EXPECT_EQ(stretches_of(practice, {10, 60}), (std::vector<log_stretch>{{practice, 9, 51}}));
  EXPECT_TRUE(stretches_of(practice, {}).empty());
}

TEST(board_timeline, times_are_londons) {
  EXPECT_EQ(london_text(at_time(9)), "Mon 23 Nov, 09:00");
  EXPECT_EQ(london_text(timestamp(std::chrono::sys_days(std::chrono::year(2026) / 7 / 1)) + std::chrono::hours(9)),
            "Wed  1 Jul, 10:00");
}

} // namespace
} // namespace tidings::test
