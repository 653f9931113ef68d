// What programs read: their own messages by Notify's statuses, and their practice's replies.
#include "board_asked.hpp"

#include "actors/board/notify_answers.hpp"
#include "actors/board/pieces.hpp"
#include "schemas/notify.hpp"

#include <gtest/gtest.h>

namespace tidings::test {
namespace {

using boost::json::value;

struct board_notify : testing::Test {
  board_story story;
  tick_history ticks;
  note_list notes;
  board_about about{.version = "1.2.3", .started_at = at_time(8), .caught_up = true};

  static message_accepted by_program(int number, const char* reference = "", api_key_type type = api_key_type::normal) {
    auto e = reminder(number);
    e.kind = message_kind::now;
    e.text = secret_text("Hello " + std::to_string(number));
    e.api = {"booking", type, secret_text(reference), "hello", 2};
    return e;
  }
  board_answer answer(const std::string& resource, query_parameters parameters) {
    parameters.try_emplace("practice", "A99001");
    return answer_of(answer_query({story.state, ticks, notes, about}, resource, parameters), story);
  }
  /// Numbers and statuses of a list.
  std::string list(query_parameters parameters = {}) {
    const auto got = answer("notifications", std::move(parameters));
    if (got.status != 200) return std::to_string(got.status);
    std::string out;
    const auto page = boost::json::parse(got.body);
    for (const auto& row : page.at("notifications").as_array())
      out += (out.empty() ? "" : " ") +
             std::to_string(std::stoi(std::string(row.at("id").as_string()).substr(0, 4), nullptr, 16)) + ":" +
             std::string(row.at("status").as_string());
    return out;
  }
  static std::string id(int number) { return to_text(numbered<message_id>(number)); }
};

TEST_F(board_notify, shows_each_state_as_the_status_that_clients_know) {
  const auto begin = [&](int number) {
    story.happens(by_program(number));
    story.later(std::chrono::milliseconds(1));
  };
  for (int number = 1; number <= 10; ++number) begin(number);
  story.happens(started(2), started(3), in_doubt(3), started(4), sent(4), started(5), sent(5),
                receipt(5, receipt_status::pending), started(6), sent(6), receipt(6, receipt_status::delivered));
  story.happens(started(7), sent(7), receipt(7, receipt_status::permanent_failure), started(8), sent(8),
                receipt(8, receipt_status::temporary_failure));
  story.happens(message_failed{numbered<message_id>(9), "given up"}, message_expired{numbered<message_id>(10)});
  EXPECT_EQ(list(), "10:technical-failure 9:technical-failure 8:temporary-failure 7:permanent-failure 6:delivered "
                    "5:pending 4:sending 3:sending 2:sending 1:created");
  EXPECT_EQ(list({{"statuses", "pending,created"}}), "5:pending 1:created");
}

TEST_F(board_notify, shows_what_was_sent_to_whom_and_since_when) {
  story.happens(by_program(1, "r-1"), started(1));
  story.later(std::chrono::seconds(2));
  story.happens(sent(1), receipt(1, receipt_status::delivered));
  const auto row = boost::json::parse(answer("notifications/" + id(1), {}).body).at("notifications").at(0);
  EXPECT_EQ(row.at("to"), "447700900123");
  EXPECT_EQ(row.at("body"), "Hello 1");
  EXPECT_EQ(row.at("reference"), "r-1");
  EXPECT_EQ(row.at("template_name"), "hello");
  EXPECT_EQ(row.at("template_version"), 2);
  EXPECT_EQ(row.at("created_at"), "2026-11-23T09:00:00.000Z");
  EXPECT_EQ(row.at("sent_at"), "2026-11-23T09:00:02.000Z");
  EXPECT_EQ(row.at("completed_at"), "2026-11-23T09:00:02.000Z");
}

TEST_F(board_notify, shows_where_an_emails_reader_may_unsubscribe) {
  auto mail = by_program(1);
  mail.by = channel::email;
  mail.unsubscribe_url = secret_text("https://example.org/u?t=1");
  story.happens(mail, by_program(2));
  const auto url = [&](int number) {
    const auto rows = boost::json::parse(answer("notifications/" + id(number), {}).body).at("notifications");
    return rows.at(0).at("unsubscribe_url").as_string();
  };
  EXPECT_EQ(url(1), "https://example.org/u?t=1");
  EXPECT_EQ(url(2), "");
}

TEST_F(board_notify, shows_a_program_nothing_but_what_programs_of_its_practice_sent) {
  story.happens(reminder(1), by_program(2));
  story.practice = *practice_id::parse("A99002");
  story.happens(by_program(3));
  EXPECT_EQ(list(), "2:created");
  EXPECT_EQ(list({{"practice", "A99002"}}), "3:created");
  EXPECT_EQ(list({{"practice", "A99003"}}), "");
  EXPECT_EQ(answer("notifications/" + id(2), {}).status, 200);
  for (const int other : {1, 3, 4}) EXPECT_EQ(answer("notifications/" + id(other), {}).status, 404) << other;
  EXPECT_EQ(answer("notifications/" + id(3), {}).body, answer("notifications/" + id(4), {}).body);
}

TEST_F(board_notify, finds_by_reference_and_by_the_type_of_the_key) {
  story.happens(by_program(1, "a"), by_program(2, "b"), by_program(3, "a"), by_program(4, "a", api_key_type::test));
  EXPECT_EQ(list({{"reference", "a"}, {"key_type", "normal"}}), "3:created 1:created");
  EXPECT_EQ(list({{"key_type", "test"}}), "4:created");
  EXPECT_EQ(list({{"reference", "c"}}), "");
  EXPECT_EQ(list({{"reference", ""}}), "") << "an empty reference is nobody's";
}

TEST_F(board_notify, shows_who_may_see_their_own_alone_nothing_of_another_key) {
  const auto of_key = [](int number, const char* key) {
    auto e = by_program(number);
    e.asked_by = std::string("api-key.A99001.") + key;
    e.api.key = key;
    return e;
  };
  story.happens(of_key(1, "booking"), of_key(2, "reports"), of_key(3, "booking"));
  const query_parameters own{{"asked_by", "api-key.A99001.booking"}};
  EXPECT_EQ(list(own), "3:created 1:created");
  EXPECT_EQ(list({{"asked_by", "api-key.A99001.bookin"}}), "");
  EXPECT_EQ(answer("notifications/" + id(1), own).status, 200);
  EXPECT_EQ(answer("notifications/" + id(2), own).body, answer("notifications/" + id(9), own).body);
  EXPECT_EQ(list({{"asked_by", "api-key.A99001.booking"}, {"older_than", id(2)}}), "") << "nor a place behind it";
  EXPECT_EQ(list({{"asked_by", "api-key.A99001.booking"}, {"older_than", id(3)}}), "1:created");
}

TEST_F(board_notify, gives_a_page_and_goes_on_behind_any_row_of_one_moment) {
  for (int number = 1; number <= 260; ++number) story.happens(by_program(number)); // all within a millisecond
  const auto page = [&](query_parameters parameters) {
    const auto got = boost::json::parse(answer("notifications", std::move(parameters)).body).at("notifications");
    std::vector<std::string> ids;
    for (const auto& row : got.as_array()) ids.emplace_back(row.at("id").as_string());
    return ids;
  };
  auto all = page({});
  ASSERT_EQ(all.size(), 250U);
  const auto rest = page({{"older_than", all.back()}});
  EXPECT_EQ(rest.size(), 10U) << "nothing is left out, and nothing comes twice";
  all.insert(all.end(), rest.begin(), rest.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::unique(all.begin(), all.end()), all.end());
  EXPECT_TRUE(page({{"older_than", rest.back()}}).empty());
  EXPECT_TRUE(page({{"older_than", "00000000-0000-4000-8000-000000000000"}}).empty());
}

TEST_F(board_notify, says_of_a_test_keys_message_what_became_of_it_as_if) {
  auto e = by_program(1, "", api_key_type::test);
  story.happens(e);
  story.later(std::chrono::seconds(1));
  story.happens(message_cancelled{e.message, std::string(simulated_mark) + "temporary-failure"});
  EXPECT_EQ(list(), "1:temporary-failure");
  EXPECT_EQ(story.row(1).state, message_state::cancelled) << "people see that it was never sent";
  const auto row = boost::json::parse(answer("notifications/" + id(1), {}).body).at("notifications").at(0);
  EXPECT_EQ(row.at("completed_at"), "2026-11-23T09:00:01.000Z");
  EXPECT_TRUE(row.at("sent_at").is_null());
}

TEST_F(board_notify, never_says_that_there_is_none_before_all_was_read) {
  about.caught_up = false;
  EXPECT_EQ(list({{"reference", "a"}}), "503") << "who believed it would send again";
  EXPECT_EQ(answer("notifications/" + id(1), {}).status, 503);
  EXPECT_EQ(answer("received-texts", {}).status, 503);
}

TEST_F(board_notify, finds_a_message_that_fell_out_of_memory_in_the_log) {
  story.state = board_state(1, 10, 10);
  story.happens(by_program(1, "r"), started(1), sent(1), receipt(1, receipt_status::delivered));
  story.happens(by_program(2), started(2), sent(2), receipt(2, receipt_status::delivered));
  ASSERT_FALSE(story.state.messages.contains(numbered<message_id>(1)));
  const auto row = boost::json::parse(answer("notifications/" + id(1), {}).body).at("notifications").at(0);
  EXPECT_EQ(row.at("status"), "delivered");
  EXPECT_EQ(row.at("reference"), "r");
  EXPECT_EQ(answer("notifications/" + id(1), {{"practice", "A99002"}}).status, 404);
}

TEST_F(board_notify, shows_the_practices_replies_newest_first_in_pages) {
  for (int number = 1; number <= 3; ++number) {
    story.happens(reply(number, reply_meaning::confirm, true));
    story.later(std::chrono::seconds(1));
  }
  const auto ids = [&](query_parameters parameters) {
    std::string out;
    const auto page = boost::json::parse(answer("received-texts", std::move(parameters)).body);
    for (const auto& row : page.at("received_texts").as_array())
      out += std::string(row.at("id").as_string()).substr(2, 2) + " ";
    return out;
  };
  EXPECT_EQ(ids({}), "03 02 01 ");
  EXPECT_EQ(ids({{"older_than", to_text(numbered<reply_id>(2))}}), "01 ");
  EXPECT_EQ(ids({{"practice", "A99002"}}), "");
  const auto row = boost::json::parse(answer("received-texts", {}).body).at("received_texts").at(0);
  EXPECT_FALSE(row.at("from").as_string().empty());
  EXPECT_FALSE(row.at("body").as_string().empty());
}

TEST_F(board_notify, keeps_key_and_reference_over_a_restart) {
  story.happens(by_program(1, "r", api_key_type::team));
  const auto bytes = encode_piece(story.state, 0);
  board_state again;
  board_restorer restorer(again);
  ASSERT_TRUE(restorer.add(story.practice, 1, bytes));
  restorer.finish();
  const auto* row = again.messages.find(numbered<message_id>(1));
  ASSERT_TRUE(row);
  EXPECT_EQ(row->api, api_key_type::team);
  EXPECT_EQ(row->reference, story.row(1).reference);
}

} // namespace
} // namespace tidings::test
