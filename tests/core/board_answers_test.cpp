// Queries of the API against a board that has folded a few events.
#include "board_asked.hpp"

#include "actors/board/answers.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tidings::test {
namespace {

using boost::json::value;

struct board_answers : testing::Test {
  board_story story;
  tick_history ticks;
  note_list notes;
  board_about about{.version = "1.2.3", .started_at = at_time(8), .caught_up = true};

  board_result result(const std::string& resource, const query_parameters& parameters = {}) {
    return answer_query({story.state, ticks, notes, about}, resource, parameters);
  }
  /// The log is read at once, from the story; its index is what the board had written down.
  board_answer answer(const std::string& resource, const query_parameters& parameters = {}) {
    return answer_of(result(resource, parameters), story);
  }
  value json(const std::string& resource, const query_parameters& parameters = {}) {
    const auto got = answer(resource, parameters);
    EXPECT_EQ(got.status, 200) << got.body;
    return boost::json::parse(got.body);
  }
  std::vector<int> ids(const value& page, const char* list = "messages") {
    std::vector<int> numbers;
    for (const auto& row : page.at(list).as_array())
      numbers.push_back(std::stoi(std::string(row.at("id").as_string()).substr(0, 4), nullptr, 16));
    return numbers;
  }
  void error(const std::string& resource, const query_parameters& parameters, int status, const char* field) {
    const auto got = answer(resource, parameters);
    EXPECT_EQ(got.status, status) << got.body;
    const auto errors = boost::json::parse(got.body).at("errors").as_array();
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].at("field").as_string(), field);
    EXPECT_FALSE(errors[0].at("reason").as_string().empty());
  }
  void set_up_practice(const char* code, const char* state) {
    auto& row = story.state.practice(*practice_id::parse(code));
    row.configured = true;
    row.name = std::string("Practice ") + code;
    row.connector = view::connector{.practice = code, .state = state};
  }
};

TEST_F(board_answers, messages_come_newest_first_in_pages_that_follow_each_other) {
  for (int i = 1; i <= 7; ++i) {
    story.happens(reminder(i));
    if (i % 2 == 0) story.later(millis(1'000)); // some at the same moment
  }
  auto page = json("messages", {{"limit", "3"}});
  EXPECT_EQ(ids(page), (std::vector{7, 6, 5}));
  page = json("messages", {{"limit", "3"}, {"before", page.at("next").as_string().c_str()}});
  EXPECT_EQ(ids(page), (std::vector{4, 3, 2}));
  page = json("messages", {{"limit", "3"}, {"before", page.at("next").as_string().c_str()}});
  EXPECT_EQ(ids(page), (std::vector{1}));
  EXPECT_TRUE(page.at("next").is_null());
}

TEST_F(board_answers, a_page_begun_before_a_restart_goes_on_after_it) {
  for (int i = 1; i <= 4; ++i) {
    story.practice = *practice_id::parse(i % 2 == 0 ? "A99001" : "A99002");
    story.happens(reminder(i));
    story.later(millis(1'000));
  }
  const auto next = std::string(json("messages", {{"limit", "2"}}).at("next").as_string());
  auto again = story.entries; // the log gives one practice after the other
  std::stable_sort(again.begin(), again.end(), [](const auto& a, const auto& b) { return a.practice < b.practice; });
  story.state = board_state();
  for (const auto& entry : again) fold(story.state, *decode(entry.what), entry.practice, entry.sequence, entry.what.at);
  EXPECT_EQ(ids(json("messages", {{"before", next}})), (std::vector{2, 1}));
}

TEST_F(board_answers, messages_are_found_by_practice_state_and_search) {
  story.happens(reminder(0x1a2b, "447700900111"), reminder(0x1a99, "447700900222"), reminder(3, "447700900111"),
                started(3), sent(3));
  story.practice = *practice_id::parse("A99002");
  story.happens(reminder(4, "447700900333"),
                message_suppressed{numbered<message_id>(5), {}, {}, "two-days-before", "no mobile number"});
  struct row {
    query_parameters asked;
    std::vector<int> found;
  };
  for (const auto& [asked, found] : std::vector<row>{
           {{{"practice", "A99002"}}, {5, 4}},
           {{{"practice", "A99009"}}, {}},
           {{{"state", "sent"}}, {3}},
           {{{"state", "suppressed"}}, {5}},
           {{{"state", "accepted"}, {"practice", "A99001"}}, {0x1a99, 0x1a2b}},
           {{{"q", "111"}}, {0x1a2b, 3}},
           {{{"q", "1a"}}, {0x1a99, 0x1a2b}},
           {{{"q", "1A2B0000"}}, {0x1a2b}},
           {{{"q", to_text(numbered<message_id>(4))}}, {4}},
           {{{"q", "fff"}}, {}},
       }) {
    auto got = ids(json("messages", asked));
    std::sort(got.begin(), got.end());
    auto wanted = found;
    std::sort(wanted.begin(), wanted.end());
    EXPECT_EQ(got, wanted) << asked.begin()->first << "=" << asked.begin()->second;
  }
}

TEST_F(board_answers, what_can_not_be_read_in_a_query_is_refused_by_name) {
  error("messages", {{"limit", "0"}}, 400, "limit");
  error("messages", {{"limit", "501"}}, 400, "limit");
  error("messages", {{"limit", "many"}}, 400, "limit");
  error("messages", {{"before", "yesterday"}}, 400, "before");
  error("messages", {{"practice", "a-b"}}, 400, "practice");
  error("messages", {{"state", "lost"}}, 400, "state");
  error("messages", {{"q", "smith"}}, 400, "q");
  error("replies", {{"meaning", "maybe"}}, 400, "meaning");
  error("replies", {{"state", "open"}}, 400, "state");
  error("nonsense", {}, 404, "");
  error("nonsense/1", {}, 404, "");
  error("practices/A99009", {}, 404, "");
  error("practices/host", {}, 404, "");
  error("messages/not-an-id", {}, 404, "");
  error("messages/" + to_text(numbered<message_id>(9)), {}, 404, "");
}

TEST_F(board_answers, practices_come_worst_first_and_the_hosts_own_stream_is_none) {
  set_up_practice("A99001", "up");
  set_up_practice("A99002", "down");
  set_up_practice("A99003", "up");
  set_up_practice("A99004", "degraded");
  set_up_practice("A99005", "awaiting_approval");
  story.practice = *practice_id::parse("A99003");
  story.happens(reminder(1), started(1), in_doubt(1));
  story.practice = practice_id::host();
  story.happens(signed_in{"admin", "nonce"});
  story.practice = *practice_id::parse("A99006"); // removed, with a message still waiting
  story.happens(reminder(2));
  story.practice = *practice_id::parse("A99007"); // removed, nothing under way
  story.happens(reminder(3), started(3), receipt(3, receipt_status::delivered));
  std::vector<std::string> order;
  const auto listed = json("practices");
  for (const auto& row : listed.at("practices").as_array())
    order.push_back(std::string(row.at("id").as_string()) + ' ' + std::string(row.at("state").as_string()));
  EXPECT_EQ(order, (std::vector<std::string>{"A99002 down", "A99005 down", "A99004 degraded", "A99006 draining",
                                             "A99003 up", "A99001 up"}));
  const auto one = json("practices/A99003");
  EXPECT_EQ(one.at("practice").at("in_doubt"), 1);
  EXPECT_EQ(one.at("connector").at("practice_name").as_string(), "Practice A99003");
}

TEST_F(board_answers, a_practice_restored_from_a_backup_is_shown_as_fenced_until_it_is_released) {
  set_up_practice("A99001", "up");
  story.practice = *practice_id::parse("A99001");
  story.happens(epoch_began{2, 17, at_time(8), at_time(9)});
  EXPECT_EQ(json("practices/A99001").at("practice").at("fenced"), true);
  EXPECT_EQ(json("practices/A99001").at("practice").at("state").as_string(), "degraded");
  story.happens(epoch_released{2, "ann"});
  EXPECT_EQ(json("practices/A99001").at("practice").at("fenced"), false);
  EXPECT_EQ(json("practices/A99001").at("practice").at("state").as_string(), "up");
}

TEST_F(board_answers, a_practice_not_yet_read_says_that_it_is_connecting) {
  auto& row = story.state.practice(story.practice);
  row.configured = true;
  const auto shown = json("practices/A99001").at("practice");
  EXPECT_EQ(shown.at("state").as_string(), "degraded");
  EXPECT_NE(std::string(shown.at("connector_reason").as_string()).find("Connecting"), std::string::npos);
}

TEST_F(board_answers, the_overview_is_starting_then_ready_and_degraded_when_something_is_down) {
  set_up_practice("A99001", "up");
  about.caught_up = false;
  EXPECT_EQ(json("overview").at("overview").at("state").as_string(), "starting");
  about.caught_up = true;
  EXPECT_EQ(json("overview").at("overview").at("state").as_string(), "ready");
  about.log_there = false;
  EXPECT_EQ(json("overview").at("overview").at("state").as_string(), "degraded");
  about.log_there = true;
  story.state.providers["firetext-main"].reported = view::provider{.id = "firetext-main", .state = "down"};
  const auto shown = json("overview").at("overview");
  EXPECT_EQ(shown.at("state").as_string(), "degraded");
  EXPECT_EQ(shown.at("providers"), 1);
  EXPECT_EQ(shown.at("providers_up"), 0);
  EXPECT_EQ(shown.at("practices_up"), 1);
  EXPECT_EQ(shown.at("version").as_string(), "1.2.3");
}

TEST_F(board_answers, a_replys_words_are_shown_only_when_asked_for) {
  story.happens(reminder(1), reply(1, reply_meaning::cancel, true, 1), reply(2, reply_meaning::thanks, false));
  const auto hidden = json("replies");
  EXPECT_EQ(ids(hidden, "replies"), (std::vector{2, 1}));
  EXPECT_EQ(hidden.at("replies").at(1).at("body").as_string(), "");
  EXPECT_EQ(hidden.at("replies").at(1).at("from").as_string(), "…123");
  EXPECT_EQ(boost::json::serialize(hidden).find("please cancel"), std::string::npos);
  const auto shown = json("replies", {{"reveal", "1"}, {"meaning", "cancel"}});
  EXPECT_EQ(ids(shown, "replies"), (std::vector{1}));
  EXPECT_EQ(shown.at("replies").at(0).at("body").as_string(), "please cancel");
  EXPECT_EQ(shown.at("replies").at(0).at("from").as_string(), "447700900123");
}

TEST_F(board_answers, a_messages_words_and_number_are_shown_only_when_asked_for) {
  story.happens(reminder(1));
  const auto path = "messages/" + to_text(numbered<message_id>(1));
  const auto hidden = json(path);
  EXPECT_EQ(hidden.at("body").as_string(), "");
  EXPECT_EQ(hidden.at("head").at("to").as_string(), "…123");
  EXPECT_EQ(boost::json::serialize(hidden).find("Sam"), std::string::npos);
  const auto shown = json(path, {{"reveal", "1"}});
  EXPECT_EQ(shown.at("body").as_string(), "Dear Sam, your appointment is on Monday.");
  EXPECT_EQ(shown.at("head").at("to").as_string(), "447700900123");
}

TEST_F(board_answers, staff_items_come_urgent_first_and_parked_ones_newest_first) {
  story.happens(reply(1, reply_meaning::question, false), hands_over(1, 1), reply(2, reply_meaning::urgent, false),
                hands_over(2, 2, true), reply(3, reply_meaning::rebook, false), hands_over(3, 3),
                command_parked{numbered<item_id>(4), "reply_arrived", 5, "it ended its handler", {}},
                command_parked{numbered<item_id>(5), "reply_arrived", 5, "it ended its handler", {}});
  EXPECT_EQ(ids(json("staff-items"), "staff_items"), (std::vector{2, 3, 1}));
  EXPECT_EQ(ids(json("parked"), "parked"), (std::vector{5, 4}));
  EXPECT_EQ(ids(json("parked", {{"practice", "A99009"}}), "parked"), (std::vector<int>{}));
}

TEST_F(board_answers, pages_of_staff_items_go_on_from_the_urgent_ones_to_the_others) {
  for (int i = 1; i <= 6; ++i) {
    story.happens(reply(i, reply_meaning::question, false), hands_over(i, i, i % 2 == 0));
    story.later(millis(1'000));
  }
  std::vector<int> all;
  query_parameters asked{{"limit", "2"}};
  for (int pages = 0; pages < 3; ++pages) {
    const auto page = json("staff-items", asked);
    for (const int id : ids(page, "staff_items")) all.push_back(id);
    if (page.at("next").is_null()) break;
    asked["before"] = page.at("next").as_string().c_str();
  }
  EXPECT_EQ(all, (std::vector{6, 4, 2, 5, 3, 1}));
}

TEST_F(board_answers, numbers_in_a_list_are_shown_only_when_asked_for) {
  story.happens(reminder(1, "447700900111"), reminder(2, "447700900222"));
  const auto shown = json("messages", {{"reveal", "1"}});
  EXPECT_EQ(shown.at("messages").at(0).at("to").as_string(), "447700900222");
  EXPECT_EQ(shown.at("messages").at(1).at("to").as_string(), "447700900111");
}

TEST_F(board_answers, a_search_goes_on_in_the_log_when_it_can_and_says_so) {
  EXPECT_EQ(json("messages").at("further_back").as_string(), "nothing");
  story = board_story(1, 10, 10);
  story.happens(reminder(1), started(1), sent(1), receipt(1, receipt_status::delivered), reminder(2), started(2),
                receipt(2, receipt_status::delivered), reminder(0x105), receipt(1, receipt_status::delivered));
  ASSERT_EQ(story.state.messages.size(), 1u);
  const auto all = json("messages");
  EXPECT_EQ(ids(all), (std::vector{0x105}));
  EXPECT_EQ(all.at("further_back").as_string(), "not_searched");
  EXPECT_EQ(json("messages", {{"q", "0001"}}).at("further_back").as_string(), "not_searched") << "anybody's";
  const auto found = json("messages", {{"q", "00010000-00"}});
  EXPECT_EQ(ids(found), (std::vector{1}));
  EXPECT_EQ(found.at("further_back").as_string(), "searched");
  EXPECT_EQ(found.at("messages").at(0).at("state").as_string(), "delivered");
  EXPECT_EQ(found.at("messages").at(0).at("provider").as_string(), "firetext-main");
  EXPECT_TRUE(ids(json("messages", {{"q", "0001000000"}, {"state", "sent"}})).empty());
  EXPECT_TRUE(ids(json("messages", {{"q", "0001000000"}, {"practice", "A99002"}})).empty());
  const auto here = json("messages", {{"q", "01050000"}});
  EXPECT_EQ(ids(here), (std::vector{0x105}));
  EXPECT_EQ(here.at("further_back").as_string(), "searched");
}

TEST_F(board_answers, connectors_and_providers_are_found_by_state) {
  set_up_practice("A99001", "up");
  set_up_practice("A99002", "down");
  const auto down = json("connectors", {{"state", "down"}});
  ASSERT_EQ(down.at("connectors").as_array().size(), 1u);
  EXPECT_EQ(down.at("connectors").at(0).at("practice").as_string(), "A99002");
  EXPECT_EQ(json("connectors", {{"practice", "A99001"}}).at("connectors").as_array().size(), 1u);
  EXPECT_TRUE(json("providers", {{"state", "down"}}).at("providers").as_array().empty());
}

TEST_F(board_answers, a_reply_to_nobodys_number_waits_in_the_hosts_own_stream) {
  story.practice = practice_id::host();
  story.happens(reply(1, reply_meaning::question, false), hands_over(1, 1));
  EXPECT_EQ(ids(json("staff-items", {{"practice", "host"}}), "staff_items"), (std::vector{1}));
  EXPECT_EQ(json("practices").at("practices").as_array().size(), 0u);
}

TEST_F(board_answers, a_receipt_that_does_not_say_whose_it_is_finds_its_practice) {
  story.happens(reminder(1));
  EXPECT_EQ(json("message-practice/" + to_text(numbered<message_id>(1))).at("practice").as_string(), "A99001");
  EXPECT_EQ(answer("message-practice/" + to_text(numbered<message_id>(2))).status, 404);
  about.caught_up = false;
  EXPECT_EQ(answer("message-practice/" + to_text(numbered<message_id>(2))).status, 503) << "it may still be read";
}

TEST_F(board_answers, the_snapshot_holds_every_first_frame) {
  const auto all = json("snapshot");
  for (const char* name : {"history", "overview", "practices", "connectors", "providers", "notes"})
    EXPECT_TRUE(all.as_object().contains(name)) << name;
}

TEST_F(board_answers, metrics_are_prometheus_text) {
  story.happens(reminder(1), started(1), sent(1), receipt(1, receipt_status::delivered), reminder(2),
                reply(1, reply_meaning::confirm, true, 1), asks(1, operation_kind::file_code, 1), finishes(1));
  about.log.events = 42;
  const auto text = answer("metrics").body;
  for (const char* line : {
           "tidings_messages_total{practice=\"A99001\",state=\"accepted\"} 2",
           "tidings_messages_total{practice=\"A99001\",state=\"delivered\"} 1",
           "tidings_messages{practice=\"A99001\",state=\"accepted\"} 1",
           "tidings_replies_total{practice=\"A99001\",meaning=\"confirm\"} 1",
           "tidings_operations_total{practice=\"A99001\",kind=\"file_code\",result=\"done\"} 1",
           "tidings_in_doubt{practice=\"A99001\"} 0",
           "tidings_provider_calls_total{provider=\"firetext-main\",result=\"sent\"} 1",
           "tidings_log_events_total 42",
           "# TYPE tidings_messages_total counter",
           "process_start_time_seconds 1795420800",
       })
    EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
}

} // namespace
} // namespace tidings::test
