// Patients' texts: put together, told once, acknowledged when on disk.
#include "actors/provider/smpp/replies.hpp"
#include "actors/provider/smpp/status.hpp"
#include "actors/reply/parser.hpp"

#include <gmock/gmock.h>

namespace tidings::smpp {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

struct smpp_replies : ::testing::Test {
  replies aut{provider_id("main"), 60'000ms};
  instant now{1'000};
  timestamp wall = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;
  std::uint32_t sequence = 0;
  std::vector<replies::tell> told;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> answers; ///< sequence, status
  std::uint64_t mark = 0;                                       ///< of the last answer

  void look() {
    for (auto& one : aut.take()) {
      if (auto* what = std::get_if<replies::tell>(&one)) told.push_back(*what);
      if (auto* what = std::get_if<replies::answer>(&one)) {
        answers.emplace_back(what->to.sequence, what->status);
        mark = what->mark;
      }
    }
  }
  std::uint32_t arrive(const std::string& text, std::optional<part_of> part = {}) {
    const short_message message{.source = {1, 1, "447700900123"}, .destination = {1, 1, "447700900999"}};
    aut.arrived({1, ++sequence, now}, message, {text, part}, now, wall);
    look();
    return sequence;
  }
  void durable(const replies::tell& what, bool so = true) {
    aut.told(what.number, so, now);
    look();
  }
  void pass(instant time) {
    now += time;
    wall += time;
    aut.on_tick(now, wall);
    look();
  }
};
constexpr part_of first{7, 2, 1}, second{7, 2, 2};
constexpr std::uint32_t ok = status_ok, later = status_later;

TEST_F(smpp_replies, a_text_is_acknowledged_once_it_is_on_disk) {
  arrive("YES");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].what.text.reveal(), "YES");
  EXPECT_EQ(told[0].what.from.reveal(), "+447700900123");
  EXPECT_EQ(told[0].what.to, "447700900999");
  EXPECT_EQ(told[0].what.reported_at, wall);
  EXPECT_THAT(answers, IsEmpty());
  durable(told[0]);
  EXPECT_THAT(answers, ElementsAre(std::pair(1U, ok)));
}

TEST_F(smpp_replies, what_nobody_could_be_told_comes_again_as_the_same_reply) {
  arrive("YES");
  durable(told[0], false);
  EXPECT_THAT(answers, ElementsAre(std::pair(1U, later)));
  arrive("YES");
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].what.reply, told[0].what.reply);
}

TEST_F(smpp_replies, brought_again_after_a_restart_it_is_the_same_reply) {
  arrive("CANCEL");
  aut = replies(provider_id("main"), 60'000ms);
  wall += 10min;
  arrive("CANCEL");
  EXPECT_EQ(told[1].what.reply, told[0].what.reply);
  aut = replies(provider_id("other"), 60'000ms);
  arrive("CANCEL");
  EXPECT_NE(told[2].what.reply, told[0].what.reply);
}

TEST_F(smpp_replies, the_same_words_again_are_new_only_when_the_first_are_known_to_be_acknowledged) {
  arrive("YES");
  durable(told[0]);
  arrive("YES");
  EXPECT_EQ(told[1].what.reply, told[0].what.reply) << "the acknowledgement may have been lost";
  durable(told[1]);
  aut.answer_read(mark);
  arrive("YES");
  EXPECT_NE(told[2].what.reply, told[0].what.reply);
  durable(told[2]);
  arrive("YES");
  EXPECT_EQ(told[3].what.reply, told[2].what.reply);
}

TEST_F(smpp_replies, an_acknowledgement_that_came_late_settles_nothing) {
  arrive("YES");
  pass(6'000ms);
  durable(told[0]);
  EXPECT_EQ(mark, 0U) << "the message centre may have given up on it";
}

TEST_F(smpp_replies, the_same_words_on_another_day_are_another_reply) {
  arrive("YES");
  wall += 24h;
  arrive("YES");
  EXPECT_NE(told[1].what.reply, told[0].what.reply);
}

TEST_F(smpp_replies, parts_are_one_text_in_their_order) {
  arrive("is fine", second);
  EXPECT_THAT(told, IsEmpty());
  arrive("That time ", first);
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].what.text.reveal(), "That time is fine");
  EXPECT_THAT(answers, IsEmpty());
  durable(told[0]);
  EXPECT_THAT(answers, ElementsAre(std::pair(1U, ok), std::pair(2U, ok)));
}

TEST_F(smpp_replies, a_part_is_put_off_and_remembered_for_message_centres_that_bring_one_at_a_time) {
  arrive("That time ", first);
  pass(4'999ms);
  EXPECT_THAT(answers, IsEmpty());
  pass(1ms);
  EXPECT_THAT(answers, ElementsAre(std::pair(1U, later)));
  arrive("is fine", second);
  ASSERT_THAT(told, SizeIs(1));
  durable(told[0]);
  arrive("That time ", first); // brought again, as it was asked to
  EXPECT_THAT(answers, ElementsAre(std::pair(1U, later), std::pair(2U, ok), std::pair(3U, ok)));
  EXPECT_THAT(told, SizeIs(1)) << "and told no second time";
}

TEST_F(smpp_replies, a_part_brought_again_while_the_whole_is_written_is_acknowledged_with_it) {
  arrive("That time ", first);
  arrive("is fine", second);
  arrive("is fine", second);
  EXPECT_THAT(told, SizeIs(1));
  durable(told[0]);
  EXPECT_THAT(answers, SizeIs(3));
}

TEST_F(smpp_replies, what_stays_incomplete_goes_to_a_person_and_never_acts) {
  for (const std::string words : {"CANCEL", "YES", "STOP", "Cancel please", "NO"}) {
    told.clear();
    aut = replies(provider_id("main"), 60'000ms);
    arrive(words, second);
    pass(60'000ms);
    ASSERT_THAT(told, SizeIs(1));
    const auto text = told[0].what.text.reveal();
    EXPECT_THAT(text, HasSubstr(words));
    reply_context context;
    context.question = question_kind::confirm_cancel;
    context.appointments.resize(1);
    EXPECT_FALSE(parse_reply(text, context).automatic) << text;
  }
}

TEST_F(smpp_replies, a_missing_part_that_comes_at_last_is_told_too) {
  arrive("is fine", second);
  pass(60'000ms);
  durable(told[0]);
  arrive("That time ", first);
  pass(60'000ms);
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_THAT(told[1].what.text.reveal(), HasSubstr("That time "));
}

TEST_F(smpp_replies, two_texts_under_one_reference_are_never_mixed) {
  arrive("CANCEL ", first);
  arrive("Keep ", first); // the reference is used again before the first text is whole
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(told[0].what.text.reveal(), HasSubstr("CANCEL"));
  EXPECT_THAT(answers, ElementsAre(std::pair(2U, later)));
  durable(told[0]);
  arrive("Keep ", first);
  arrive("it", second);
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].what.text.reveal(), "Keep it");
}

TEST_F(smpp_replies, a_reference_used_again_later_is_a_new_text) {
  arrive("a", first), arrive("b", second);
  durable(told[0]);
  arrive("c", first), arrive("d", second);
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(told[1].what.text.reveal(), "cd");
}

TEST_F(smpp_replies, more_than_can_be_held_come_later) {
  for (std::size_t i = 0; i < texts_open_max; ++i) arrive("text " + std::to_string(i));
  EXPECT_THAT(answers, IsEmpty());
  arrive("one more");
  EXPECT_THAT(answers, ElementsAre(std::pair(sequence, later)));
  answers.clear();
  for (std::size_t i = 0; i < joins_open_max; ++i) arrive("x", part_of{static_cast<std::uint16_t>(i), 2, 1});
  EXPECT_THAT(answers, IsEmpty());
  arrive("x", part_of{60'000, 2, 1});
  EXPECT_THAT(answers, ElementsAre(std::pair(sequence, later)));
}

TEST_F(smpp_replies, a_text_longer_than_anybody_reads_is_cut_between_characters) {
  std::string text = "x";
  while (text.size() < reply_bytes_max + 10) text += "é";
  arrive(text);
  const auto got = told[0].what.text.reveal();
  EXPECT_THAT(got, HasSubstr("é [the rest was cut off]"));
  EXPECT_LE(got.size(), reply_bytes_max + 40);
}

TEST_F(smpp_replies, asks_to_be_woken_only_for_what_waits) {
  EXPECT_EQ(aut.next_at(), instant::max());
  arrive("a", first);
  EXPECT_EQ(aut.next_at(), now + 5'000ms);
  pass(5'000ms);
  EXPECT_EQ(aut.next_at(), instant(1'000) + 60'000ms);
}

} // namespace
} // namespace tidings::smpp
