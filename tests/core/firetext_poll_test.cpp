// What FireText is asked for: whose receipts, which texts, and when it has been asked enough.
#include "actors/provider/firetext.hpp"
#include "actors/provider/firetext_poll/awaited.hpp"
#include "actors/provider/firetext_poll/received.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using namespace firetext;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// 2 March 2026, 09:00 in London.
constexpr timestamp morning(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2) + std::chrono::hours(9));
const provider_id main_account("main");
const practice_id practice = *practice_id::parse("A99001");
message_id numbered(int n) { return id_from_name<message_id>("test", std::to_string(n)); }

template <class Book> void read_all(Book& into, const std::string& lines) {
  for (std::size_t at = 0, end = 0; at < lines.size(); at = end + 1) {
    end = lines.find('\n', at);
    EXPECT_TRUE(into.read(std::string_view(lines).substr(at, end - at)));
  }
}

// -- receipts ----

struct awaited_receipts : ::testing::Test {
  awaited all{millis(1min)};
  timestamp now = morning;
  void begin(int n) { EXPECT_TRUE(all.begin(practice, numbered(n), now)); }
  std::vector<message_id> due() {
    std::vector<message_id> out;
    for (const auto& one : all.take_due(now)) out.push_back(one.message);
    return out;
  }
  std::optional<receipt_arrived> answer(int n, look_up_finding finding, std::optional<receipt_status> status = {}) {
    found what{{numbered(n), 0, finding, {}}, {}};
    if (status) what.receipt = receipt_arrived{numbered(n), main_account, *status, {}, now};
    return all.answered(numbered(n), what, now);
  }
};

TEST_F(awaited_receipts, are_asked_for_until_the_last_word_is_on_disk) {
  begin(1);
  EXPECT_THAT(due(), IsEmpty()) << "it may be posted";
  now += 1min;
  EXPECT_THAT(due(), ElementsAre(numbered(1)));
  EXPECT_THAT(due(), IsEmpty()) << "it is being asked";
  ASSERT_TRUE(answer(1, look_up_finding::seen, receipt_status::delivered));
  all.told(numbered(1), receipt_status::delivered, false, now);
  now += 2min;
  EXPECT_THAT(due(), ElementsAre(numbered(1))) << "nobody could be told";
  ASSERT_TRUE(answer(1, look_up_finding::seen, receipt_status::delivered));
  all.told(numbered(1), receipt_status::delivered, true, now);
  EXPECT_EQ(all.size(), 0U);
  EXPECT_EQ(all.next_at(), never);
}

TEST_F(awaited_receipts, that_are_not_the_last_word_are_told_once_and_asked_for_more_and_more_rarely) {
  begin(1);
  std::vector<int> waits;
  for (int asked = 0, told = 0; asked < 9; ++asked) {
    const auto next = all.next_at();
    waits.push_back(static_cast<int>((next - now) / 1min));
    now = next;
    ASSERT_THAT(due(), SizeIs(1));
    if (answer(1, look_up_finding::seen, receipt_status::pending)) {
      EXPECT_EQ(++told, 1);
      all.told(numbered(1), receipt_status::pending, true, now);
    }
  }
  EXPECT_THAT(waits, ElementsAre(1, 1, 2, 4, 8, 16, 32, 60, 60));
}

TEST_F(awaited_receipts, of_a_message_that_firetext_never_had_are_asked_for_no_more_after_a_while) {
  begin(1);
  now += 1min;
  due();
  EXPECT_FALSE(answer(1, look_up_finding::never_seen));
  EXPECT_EQ(all.size(), 1U) << "it may be on its way";
  now += 10min;
  due();
  EXPECT_FALSE(answer(1, look_up_finding::never_seen));
  EXPECT_EQ(all.size(), 0U);
}

TEST_F(awaited_receipts, wait_while_firetext_does_not_answer) {
  for (int n = 1; n <= 6; ++n) begin(n);
  now += 1min;
  const auto asked = due();
  ASSERT_THAT(asked, SizeIs(reports_at_once));
  EXPECT_FALSE(all.answered(asked[0], found{{asked[0], 0, look_up_finding::unknown, {}}, {}}, now));
  EXPECT_THAT(due(), IsEmpty());
  now += 59s;
  EXPECT_THAT(due(), IsEmpty());
  now += 1s;
  EXPECT_THAT(due(), SizeIs(1)) << "three are still being asked";
}

TEST_F(awaited_receipts, are_known_again_after_a_restart) {
  begin(1), begin(2), begin(3);
  now += 1min;
  due();
  ASSERT_TRUE(answer(2, look_up_finding::seen, receipt_status::permanent_failure));
  all.told(numbered(2), receipt_status::permanent_failure, true, now);
  awaited again{millis(1min)};
  read_all(again, all.take_lines());
  EXPECT_EQ(again.size(), 2U);
  EXPECT_THAT(again.take_due(now), SizeIs(2));
  for (const auto* line : {"", "s", "s 1", "s x A99001 00", "s 1 A99001 zz", "e", "e zz", "x 1", "s 1 a- 0"})
    EXPECT_FALSE(again.read(line)) << line;
}

TEST_F(awaited_receipts, are_given_up_after_eight_days) {
  begin(1);
  now += 8 * 24h;
  all.forget(now);
  EXPECT_EQ(all.size(), 1U);
  now += 1s;
  all.forget(now);
  EXPECT_EQ(all.size(), 0U);
  EXPECT_THAT(all.take_lines(), HasSubstr("\ne " + to_text(numbered(1))));
}

TEST_F(awaited_receipts, that_nobody_asked_for_say_nothing) {
  EXPECT_FALSE(answer(1, look_up_finding::seen, receipt_status::delivered));
  begin(1);
  EXPECT_FALSE(answer(1, look_up_finding::seen, receipt_status::delivered)) << "not asked yet";
  all.told(numbered(1), receipt_status::delivered, true, now);
  EXPECT_EQ(all.size(), 1U);
}

// -- texts ----

struct received_texts : ::testing::Test {
  timestamp now = morning;
  std::optional<received> list{std::in_place, main_account, millis(1min), morning};
  std::vector<received::ask> asked;
  std::vector<reply_arrived> told;
  void settle() {
    list->on_tick(now);
    for (auto& one : list->take()) {
      if (auto* what = std::get_if<received::ask>(&one)) asked.push_back(*what);
      if (auto* what = std::get_if<received::tell>(&one)) told.push_back(what->what);
    }
  }
  void page(std::vector<received_row> rows) {
    list->listed(rows, now);
    settle();
  }
  void durable(std::size_t which, bool yes = true) {
    list->told(told.at(which).reply, yes, now);
    settle();
  }
  static received_row text(std::string words, std::string at = "2026-03-02 08:59:00", std::string id = "7") {
    return {std::move(id), "447700900123", "447860039047", std::move(words), std::move(at)};
  }
  std::vector<std::string> words() const {
    std::vector<std::string> out;
    for (const auto& one : told) out.push_back(one.text.reveal());
    return out;
  }
};

TEST_F(received_texts, are_asked_for_from_the_day_before_to_the_day_after) {
  settle();
  ASSERT_THAT(asked, SizeIs(1));
  EXPECT_EQ(asked[0].from, "2026-03-01");
  EXPECT_EQ(asked[0].to, "2026-03-03");
  EXPECT_EQ(asked[0].page, 1);
  settle();
  EXPECT_THAT(asked, SizeIs(1)) << "one poll at a time";
}

TEST_F(received_texts, are_read_to_the_end_of_the_list_before_any_is_told_and_then_the_oldest_first) {
  settle();
  page({text("CANCEL", "2026-03-02 08:59:30"), text("hello", "2026-03-02 08:59:10")});
  EXPECT_THAT(told, IsEmpty());
  ASSERT_THAT(asked, SizeIs(2));
  EXPECT_EQ(asked[1].page, 2);
  page({text("hello", "2026-03-02 08:59:10"), text("YES", "2026-03-02 08:58:00")});
  EXPECT_EQ(asked.back().page, 3) << "a row moved over the page's bound, and one is new";
  page({text("YES", "2026-03-02 08:58:00")});
  EXPECT_THAT(asked, SizeIs(3)) << "nothing new: that was all";
  EXPECT_THAT(words(), ElementsAre("YES", "hello", "CANCEL"));
}

TEST_F(received_texts, of_one_second_are_told_in_the_order_of_their_ids) {
  settle();
  const auto at = "2026-03-02 08:59:00";
  page({text("third", at, "1000"), text("second", at, "999"), text("first", at, "998"), text("second", at, "999")});
  page({});
  EXPECT_THAT(words(), ElementsAre("first", "second", "third"));
}

TEST_F(received_texts, are_told_once_and_again_only_after_a_restart) {
  settle();
  page({text("YES")});
  page({});
  ASSERT_THAT(told, SizeIs(1));
  durable(0);
  now += 1min;
  settle();
  page({text("YES"), text("CANCEL", "2026-03-02 09:00:30")});
  page({text("YES")});
  EXPECT_THAT(words(), ElementsAre("YES", "CANCEL"));
  durable(1);

  list.emplace(main_account, millis(1min), now);
  settle();
  page({text("YES")});
  page({});
  EXPECT_EQ(told.back().reply, told.front().reply) << "and its practice knows it by its id";
}

TEST_F(received_texts, that_are_not_on_disk_are_asked_for_again_from_the_same_day) {
  settle();
  page({text("YES"), text("CANCEL", "2026-03-02 08:59:30")});
  page({});
  durable(0), durable(1, false);
  EXPECT_FALSE(list->trouble().empty());
  now += 48h;
  settle();
  EXPECT_EQ(asked.back().from, "2026-03-01") << "not from where it would have gone on";
  page({text("YES"), text("CANCEL", "2026-03-02 08:59:30")});
  page({});
  EXPECT_THAT(words(), ElementsAre("YES", "CANCEL", "CANCEL"));
  durable(2);
  EXPECT_TRUE(list->trouble().empty());
  now += 1min;
  settle();
  EXPECT_EQ(asked.back().from, "2026-03-03");
}

TEST_F(received_texts, begin_after_a_restart_where_the_disk_says) {
  settle();
  page({});
  const auto lines = list->take_lines();
  now += 72h;
  list.emplace(main_account, millis(1min), now);
  read_all(*list, lines);
  settle();
  EXPECT_EQ(asked.back().from, "2026-03-01");
  page({});
  EXPECT_FALSE(list->take_lines().empty()) << "older lines are thrown away after days";

  now += 60 * 24h;
  settle();
  EXPECT_EQ(asked.back().from, "2026-04-21") << "practices know a reply again for fourteen days, and no longer";
  for (const auto* line : {"r", "r ", "r x", "r 1x", "s 1", ""}) EXPECT_FALSE(list->read(line)) << line;
}

TEST_F(received_texts, that_cannot_be_read_are_asked_for_later_and_later) {
  std::vector<int> waits;
  for (int tries = 0; tries < 6; ++tries) {
    settle();
    list->listed(fail(error_code::unreachable, "HTTP 503"), now);
    EXPECT_EQ(list->trouble(), "HTTP 503");
    waits.push_back(static_cast<int>((list->next_at() - now) / 1min));
    now = list->next_at();
  }
  EXPECT_THAT(waits, ElementsAre(1, 2, 4, 8, 10, 10));
}

TEST_F(received_texts, without_time_and_id_stop_the_poll_for_they_would_be_told_again_and_again) {
  settle();
  page({text("YES", "", "")});
  EXPECT_THAT(told, IsEmpty());
  EXPECT_THAT(list->trouble(), HasSubstr("neither a time nor an id"));
  now = list->next_at();
  settle();
  page({text("YES", "", "8"), text("YES", "", "9")});
  page({});
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_NE(told[0].reply, told[1].reply);
}

TEST_F(received_texts, are_told_fifty_at_a_time) {
  settle();
  std::vector<received_row> rows;
  for (int n = 0; n < 120; ++n) rows.push_back(text("text " + std::to_string(n)));
  page(rows);
  page({});
  EXPECT_THAT(told, SizeIs(tellings_at_once));
  for (std::size_t n = 0; n < 120; ++n) durable(n);
  EXPECT_THAT(told, SizeIs(120));
  EXPECT_EQ(list->next_at(), now + 1min);
}

TEST_F(received_texts, of_a_list_without_an_end_are_not_told) {
  settle();
  for (int n = 0; n < pages_max; ++n) page({text("text " + std::to_string(n))});
  EXPECT_THAT(told, IsEmpty());
  EXPECT_THAT(list->trouble(), HasSubstr("no end"));
}

// -- the wire ----

TEST(firetext_received, is_asked_for_in_one_form) {
  provider_settings account;
  account.url = "https://www.example.com/api";
  account.api_key = secret_text("k&y");
  const auto request = received_request(account, "2026-03-01", "2026-03-03", 2);
  EXPECT_EQ(request.url, "https://www.example.com/api/receivedmessages/json");
  EXPECT_EQ(request.body, "apiKey=k%26y&from=2026-03-01&to=2026-03-03&pp=10000&page=2");
  EXPECT_EQ(request.answer_bytes_max, received_bytes_max);
}

TEST(firetext_received, is_a_whole_page_or_none) {
  const auto page = [](int status, std::string body) {
    http_response answer;
    answer.status = status;
    answer.body = std::move(body);
    return read_received_page(answer);
  };
  const std::string row =
      R"({"messageID":12,"sentTo":"447860039047","keyword":"","receivedFrom":"447700900123","receivedOn":"2026-03-02 08:59:00","message":"YES"})";
  const auto whole = page(200, R"({"code":0,"description":"","responseData":1,"data":[)" + row + "]}");
  ASSERT_TRUE(whole);
  ASSERT_EQ(whole->size(), 1U);
  EXPECT_EQ(whole->front().id, "12");
  EXPECT_EQ(whole->front().from, "447700900123");
  EXPECT_EQ(whole->front().text, "YES");
  EXPECT_EQ(whole->front().at, "2026-03-02 08:59:00");
  EXPECT_THAT(*page(200, R"({"code":0,"description":"","responseData":0})"), IsEmpty());
  const struct {
    int status;
    std::string body, why;
  } table[] = {
      {200, R"({"code":0,"description":"","responseData":1})", "no rows"},
      {200, R"({"code":0,"data":[)" + row + R"(,{"message":"x"}]})", "no received text"},
      {200, R"({"code":0,"data":[)" + row + R"(,"x"]})", "no received text"},
      {200, R"({"code":0,"data":[)" + row, "no JSON"},
      {200, R"({"code":1,"description":"Authentication error"})", "API key"},
      {503, "", "failed"},
      {200, "<!DOCTYPE html>", "no JSON"},
  };
  for (const auto& one : table) {
    const auto read = page(one.status, one.body);
    ASSERT_FALSE(read) << one.body;
    EXPECT_THAT(read.error().detail, HasSubstr(one.why));
    EXPECT_THAT(read.error().detail, Not(HasSubstr("4477")));
  }
  EXPECT_FALSE(read_received_page(tl::unexpected<http_failure>({false, "timed out", {}})));
}

} // namespace
} // namespace tidings
