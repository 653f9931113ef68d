// The message centre's ids and ours; attempts part by part.
#include "actors/provider/smpp/book.hpp"
#include "actors/provider/smpp/book_file.hpp"
#include "actors/provider/smpp/courier.hpp"
#include "actors/provider/smpp/status.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace tidings::smpp {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;
using enum receipt_status;

const practice_id practice = *practice_id::parse("A99001");
attempt_key attempt(int n) { return {practice, id_from_name<message_id>("test", std::to_string(n)), 1}; }
const timestamp today = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;

struct smpp_book : ::testing::Test {
  book aut{id_writing::as_given};
  std::string lines;
  void taken(int message, std::uint32_t part, std::uint32_t parts, const std::string& id, timestamp at = today) {
    lines += aut.taken(attempt(message), part, parts, id, at);
  }
  /// What is told of the whole message.
  std::optional<receipt_status> receipt(const std::string& id, receipt_status status) {
    const auto meaning = aut.receipt({id}, status, today);
    if (!meaning) return std::nullopt;
    lines += meaning->line;
    return meaning->status;
  }
  /// As it is after a restart.
  static book read(const std::string& lines, id_writing ids = id_writing::as_given) {
    book again(ids);
    for (std::size_t at = 0, end = 0; at < lines.size(); at = end + 1) {
      end = lines.find('\n', at);
      EXPECT_TRUE(again.read(std::string_view(lines).substr(at, end - at)));
    }
    return again;
  }
};

TEST_F(smpp_book, a_receipt_finds_its_message_after_a_restart) {
  taken(1, 1, 1, "a 1\n%\xFF");
  taken(2, 1, 1, "7");
  auto again = read(lines);
  const auto meaning = again.receipt({"a 1\n%\xFF"}, delivered, today);
  ASSERT_TRUE(meaning);
  EXPECT_EQ(meaning->about, attempt(1));
  EXPECT_EQ(meaning->status, delivered);
  EXPECT_EQ(meaning->line, "") << "its practice keeps it";
  EXPECT_FALSE(again.receipt({"8"}, delivered, today));
  EXPECT_EQ(again.page(attempt(2)).ids, std::vector<std::string>{"7"});
}

TEST_F(smpp_book, hexadecimal_and_decimal_are_one_where_both_are_in_use) {
  auto hex = read(aut.taken(attempt(1), 1, 1, "1F", today), id_writing::hex_answer);
  EXPECT_TRUE(hex.receipt(keys_of({"", "31", delivered, ""}, id_writing::hex_answer), delivered, today));
  EXPECT_FALSE(hex.receipt(keys_of({"", "1F", delivered, ""}, id_writing::hex_answer), delivered, today));
}

TEST_F(smpp_book, a_message_is_delivered_when_all_its_parts_are) {
  taken(1, 1, 3, "a"), taken(1, 2, 3, "b");
  EXPECT_EQ(receipt("a", delivered), std::nullopt);
  EXPECT_EQ(receipt("b", delivered), std::nullopt) << "the third isn't sent yet";
  taken(1, 3, 3, "c");
  aut = read(lines);
  EXPECT_EQ(receipt("c", pending), pending);
  EXPECT_EQ(receipt("c", delivered), delivered);
  EXPECT_EQ(receipt("c", delivered), delivered) << "told again, since nobody may have heard it";
  EXPECT_EQ(receipt("a", pending), delivered) << "a late lower one changes nothing";
}

TEST_F(smpp_book, a_message_has_failed_when_one_part_has) {
  taken(1, 1, 2, "a"), taken(1, 2, 2, "b");
  EXPECT_EQ(receipt("a", temporary_failure), temporary_failure);
  EXPECT_EQ(receipt("b", delivered), temporary_failure);
  EXPECT_EQ(receipt("a", permanent_failure), permanent_failure);
  EXPECT_EQ(receipt("a", delivered), delivered) << "the network was wrong before";
}

TEST_F(smpp_book, knows_whether_all_of_an_attempt_was_taken) {
  EXPECT_EQ(aut.page(attempt(1)).parts, 0U);
  taken(1, 1, 2, "a");
  EXPECT_FALSE(aut.page(attempt(1)).is_whole());
  taken(1, 2, 2, "b");
  EXPECT_TRUE(aut.page(attempt(1)).is_whole());
  EXPECT_EQ(aut.page(attempt(2)).parts, 0U);
}

TEST_F(smpp_book, an_id_given_again_is_the_newer_messages) {
  taken(1, 1, 1, "a"), taken(2, 1, 1, "a", today + 1h);
  EXPECT_EQ(aut.receipt({"a"}, delivered, today)->about, attempt(2));
  EXPECT_EQ(aut.page(attempt(1)).parts, 0U);
  aut.forget(today + book_keeps);
  EXPECT_EQ(aut.page(attempt(2)).parts, 1U) << "not forgotten with the older one";
}

TEST_F(smpp_book, forgets_what_no_receipt_comes_for_any_more) {
  taken(1, 1, 1, "a"), taken(2, 1, 1, "b", today + 24h);
  aut.forget(today + book_keeps);
  EXPECT_EQ(aut.size(), 1U);
  EXPECT_EQ(aut.page(attempt(1)).parts, 0U);
}

TEST_F(smpp_book, lines_that_are_none_change_nothing) {
  taken(1, 1, 1, "a");
  for (const auto* line : {"", "t", "x 1 a 1", "r 1 a 9", "r 1 a", "r one a 4", "t 1 a A99001 no-uuid 1 1/1",
                           "t 1 %4 A99001", "t 1 a%0 A99001 00000000-0000-0000-0000-000000000000 1 1/1",
                           "t 1 a a9 00000000-0000-0000-0000-000000000000 1 1"})
    EXPECT_FALSE(aut.read(line)) << line;
  EXPECT_EQ(aut.size(), 1U);
}

// -- its file --------------------------------------------------------------------------------------------

std::vector<std::string> load(book_port& file, timestamp now = today) {
  std::vector<std::string> out;
  EXPECT_TRUE(file.load(now, [&](std::string_view line) { out.emplace_back(line); }));
  return out;
}

TEST(smpp_book_file, keeps_lines_in_their_order_for_as_long_as_they_count) {
  const test::temporary_directory folder;
  const auto at = folder.path / "smpp" / "main";
  {
    const auto file = book_in(at);
    EXPECT_THAT(load(*file), ElementsAre());
    ASSERT_TRUE(file->append("one\ntwo\n", today));
    ASSERT_TRUE(file->append("three\n", today + 24h));
  }
  const auto file = book_in(at);
  EXPECT_THAT(load(*file, today + 24h), ElementsAre("one", "two", "three"));
  EXPECT_THAT(load(*file, today + book_keeps), ElementsAre("one", "two", "three"));
  ASSERT_TRUE(file->append("four\n", today + book_keeps + 24h));
  EXPECT_THAT(load(*file, today + book_keeps + 24h), ElementsAre("three", "four"));
}

TEST(smpp_book_file, a_line_that_a_crash_cut_is_left_out_and_runs_into_no_other) {
  const test::temporary_directory folder;
  ASSERT_TRUE(book_in(folder.path)->append("one\n", today));
  for (const auto& file : std::filesystem::directory_iterator(folder.path))
    std::ofstream(file.path(), std::ios::app) << "tw";
  const auto file = book_in(folder.path);
  EXPECT_THAT(load(*file), ElementsAre("one"));
  ASSERT_TRUE(file->append("three\n", today));
  EXPECT_THAT(load(*file), ElementsAre("one", "tw", "three")) << "the half line is one that can't be read";
}

TEST(smpp_book_file, says_what_the_disk_says) {
  const test::temporary_directory folder;
  std::ofstream(folder.path / "in the way") << "x";
  const auto file = book_in(folder.path / "in the way");
  EXPECT_FALSE(file->load(today, [](std::string_view) {}));
  EXPECT_THAT(file->append("x\n", today).error().detail, HasSubstr("in the way"));
}

// -- attempts --------------------------------------------------------------------------------------------

struct smpp_courier : ::testing::Test {
  courier aut;
  instant now{1'000};
  std::vector<std::string> done;

  void look() {
    for (auto& one : aut.take()) {
      if (const auto* what = std::get_if<courier::submit>(&one))
        done.push_back("submit " + read_short_message(what->body)->text);
      if (const auto* what = std::get_if<courier::note>(&one))
        done.push_back("note " + what->id + " " + std::to_string(what->part) + "/" + std::to_string(what->parts));
      if (const auto* what = std::get_if<courier::finished>(&one)) {
        constexpr const char* names[] = {"sent", "retry", "permanent", "configuration", "unknown"};
        done.push_back(names[static_cast<int>(what->what.result)] + (" " + what->what.provider_reference) +
                       what->what.code + ": " + what->what.detail);
      }
    }
  }
  template <class F> std::vector<std::string> after(F step) {
    look();
    done.clear();
    step();
    look();
    return done;
  }
  void begin(int parts) {
    std::vector<short_message> all;
    for (int i = 1; i <= parts; ++i) all.push_back({.text = std::to_string(i)});
    aut.begin(7, attempt(1), std::move(all), now, now + 10'000ms);
    look();
  }
  void answer(std::uint32_t status, const std::string& id = "") {
    aut.on_answered({7, status, status == 0 ? id + '\0' : ""}, now);
  }
};

TEST_F(smpp_courier, a_message_in_one_part_is_sent_when_it_is_taken) {
  begin(1);
  EXPECT_THAT(after([&] { answer(0, "a"); }), ElementsAre("note a 1/1", "sent a: "));
  EXPECT_EQ(aut.under_way(), 0U);
}

TEST_F(smpp_courier, the_next_part_goes_when_the_one_before_was_taken) {
  begin(3);
  EXPECT_THAT(after([&] { answer(0, "a"); }), ElementsAre("note a 1/3", "submit 2"));
  EXPECT_THAT(after([&] { answer(0, "b"); }), ElementsAre("note b 2/3", "submit 3"));
  EXPECT_THAT(after([&] { answer(0, "c"); }), ElementsAre("note c 3/3", "sent a b c: "));
}

TEST_F(smpp_courier, the_first_part_refused_means_that_nothing_was_taken) {
  begin(3);
  EXPECT_THAT(after([&] { answer(0x0B); }),
              ElementsAre("permanent ESME_RINVDSTADR: the message centre said ESME_RINVDSTADR"));
  begin(3);
  EXPECT_THAT(after([&] { answer(status_throttled); }),
              ElementsAre("retry ESME_RTHROTTLED: the message centre said ESME_RTHROTTLED"));
}

TEST_F(smpp_courier, a_later_part_refused_is_a_doubt_for_a_person) {
  begin(3);
  answer(0, "a");
  EXPECT_THAT(after([&] { answer(0x0B); }),
              ElementsAre("unknown aESME_RINVDSTADR: 1 of 3 parts were taken; of the next one: the message centre said "
                          "ESME_RINVDSTADR"));
}

TEST_F(smpp_courier, a_later_part_that_came_too_fast_is_sent_again) {
  begin(2);
  answer(0, "a");
  EXPECT_THAT(after([&] { answer(status_throttled); }), ElementsAre("submit 2"));
  EXPECT_THAT(after([&] { answer(0, "b"); }), ElementsAre("note b 2/2", "sent a b: "));
}

TEST_F(smpp_courier, no_answer_is_a_doubt_and_a_late_one_still_names_it) {
  begin(1);
  EXPECT_THAT(after([&] { aut.on_no_answer({7, "reset"}, now); }), ElementsAre("unknown : reset"));
  EXPECT_THAT(after([&] { answer(0, "a"); }), ElementsAre("note a 1/1")) << "the outcome was told already";
  EXPECT_THAT(after([&] { answer(0, "a"); }), ElementsAre());
}

TEST_F(smpp_courier, a_late_answer_sends_no_further_part) {
  begin(2);
  aut.on_no_answer({7, "reset"}, now);
  EXPECT_THAT(after([&] { answer(0, "a"); }), ElementsAre("note a 1/2"));
}

TEST_F(smpp_courier, what_was_never_sent_may_be_tried_again) {
  begin(1);
  EXPECT_THAT(after([&] {
                aut.on_not_sent({7, attempt_result::configuration, "refused"}, now);
              }),
              ElementsAre("configuration : refused"));
  begin(1);
  now += 10'000ms;
  EXPECT_THAT(after([&] { aut.on_tick(now, [](std::uint64_t) { return true; }); }),
              ElementsAre("retry : the message centre took nothing new in time"));
}

TEST_F(smpp_courier, out_of_time_with_a_part_under_way_is_a_doubt) {
  begin(1);
  now += 9'999ms;
  EXPECT_THAT(after([&] { aut.on_tick(now, [](std::uint64_t) { return false; }); }), ElementsAre());
  now += 1ms;
  EXPECT_THAT(after([&] { aut.on_tick(now, [](std::uint64_t) { return false; }); }),
              ElementsAre("unknown : the message centre didn't answer in time"));
}

TEST_F(smpp_courier, an_actor_that_ends_leaves_doubts_and_no_silence) {
  begin(1);
  EXPECT_THAT(after([&] { aut.abandon(now); }), ElementsAre(HasSubstr("unknown")));
}

TEST_F(smpp_courier, an_answer_without_an_id_is_taken_all_the_same) {
  begin(1);
  EXPECT_THAT(after([&] { aut.on_answered({7, 0, ""}, now); }), ElementsAre("sent : "));
}

} // namespace
} // namespace tidings::smpp
