// What operators and practices do with parked items and with sending, and what a support user's looks leave behind: the
// door and the real board.
#include "tests/core/access_world.hpp"

#include "actors/board/parked_groups.hpp"
#include "actors/board/pieces.hpp"

#include <boost/json.hpp>

namespace tidings::web {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::Not;

class operators_door : public access_world {
protected:
  void park(const practice_id& practice, int number, const std::string& kind, const std::string& reason) {
    broker.story.practice = practice;
    broker.story.later(std::chrono::seconds(1));
    const auto id = test::numbered<item_id>(number);
    broker.story.happens(command_parked{id, kind, 5, reason, {}});
    broker.ids.emplace(practice, to_text(id));
  }
  /// Of "the clinical system said no", in two practices.
  void park_some() {
    for (int n = 0; n < 3; ++n)
      park(own.id, 0x4000 + n, "operation_outcome", "the clinical system said no to item 12" + std::to_string(n));
    park(others.front().id, 0x4003, "operation_outcome", "the clinical system said no to item 7f3-2");
  }
  json::object said(const response& one) {
    EXPECT_EQ(one.status, 200) << one.text();
    return json::parse(std::string(one.text())).as_object();
  }
  json::object release(const std::string& who, const std::string& body) {
    broker.told.clear();
    return said(ask(as(who, "POST", "/api/v1/parked-release", body)));
  }
  std::string group_of(int number) {
    return to_text(parked_group_of(*broker.story.state.parked.find(test::numbered<item_id>(number))));
  }
  static std::string code(int number) { return to_text(test::numbered<item_id>(number)); }
  std::vector<std::string> audited_ids() const {
    std::vector<std::string> all;
    for (const auto& one : broker.told)
      if (std::holds_alternative<keep_audit_entry>(one.what))
        all.insert(all.end(), one.by->objects.begin(), one.by->objects.end());
    return all;
  }
};

TEST(a_cause, is_what_reasons_of_one_fault_have_in_common) {
  EXPECT_EQ(cause_in("no answer for 0f8fad5b-d9cb-469f-a165-70867728950e in 20 s"), "no answer for # in # s");
  EXPECT_EQ(cause_in("no answer for x1 in 3000 s"), "no answer for # in # s");
  EXPECT_EQ(cause_in("bad_variant_access"), "bad_variant_access");
  EXPECT_EQ(cause_in(""), "");
}

TEST_F(operators_door, groups_parked_items_by_their_cause_most_of_them_first) {
  park_some();
  const auto page = said(ask(as("the-H", "GET", "/api/v1/parked-groups")));
  const auto& groups = page.at("groups").as_array();
  // Each stocked practice has one of another cause: `parked at A99…`, told apart by the code alone.
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].at("items").to_number<int>(), foreign_practices + 1);
  EXPECT_EQ(groups[1].at("items").to_number<int>(), 4);
  EXPECT_EQ(groups[1].at("kind").as_string(), "operation_outcome");
  EXPECT_EQ(json::serialize(groups[1].at("practices")), R"(["A99001","A99002"])");
  EXPECT_LT(groups[1].at("oldest_at").as_string(), groups[1].at("newest_at").as_string());
  const auto mine = said(ask(as("the-F", "GET", "/api/v1/parked-groups")));
  EXPECT_EQ(json::serialize(mine.at("groups").at(0).at("practices")), R"(["A99001"])");
  EXPECT_EQ(mine.at("groups").at(0).at("items").to_number<int>(), 3);
}

TEST_F(operators_door, shows_the_items_of_one_group) {
  park_some();
  const auto page = said(ask(as("the-H", "GET", "/api/v1/parked?group=" + group_of(0x4000))));
  EXPECT_EQ(page.at("parked").as_array().size(), 4U);
  EXPECT_EQ(ask(as("the-H", "GET", "/api/v1/parked?group=x")).status, 400);
}

TEST_F(operators_door, lets_a_whole_group_go_with_an_entry_for_each_item) {
  park_some();
  const auto page = release("the-H", R"({"retry":true,"group":")" + group_of(0x4000) + R"("})");
  EXPECT_EQ(page.at("items").to_number<int>(), 4);
  EXPECT_EQ(page.at("more").as_bool(), false);
  ASSERT_EQ(broker.told.size(), 4U);
  std::set<request_id> requests;
  for (const auto& one : broker.told) {
    EXPECT_TRUE(std::get<release_parked>(one.what).retry);
    EXPECT_EQ(one.by->action, "POST /api/v1/parked-release");
    EXPECT_EQ(one.by->objects.back(), "retry");
    requests.insert(one.by->request);
  }
  EXPECT_EQ(requests.size(), 4U) << "the audit trail keeps one entry a request";
}

TEST_F(operators_door, lets_a_practice_s_user_let_go_of_their_own_part_of_a_group) {
  park_some();
  EXPECT_EQ(release("the-F", R"({"retry":false,"group":")" + group_of(0x4000) + R"("})").at("items").to_number<int>(),
            3);
  for (const auto& one : broker.told) EXPECT_EQ(one.practice, own.id);
  EXPECT_EQ(ask(as("the-W", "POST", "/api/v1/parked-release", "{}")).status, 403);
}

TEST_F(operators_door, lets_go_of_what_was_chosen_and_says_what_was_gone) {
  park_some();
  const auto page = release("the-F", R"({"retry":false,"items":[")" + code(0x4001) + R"(",")" + code(0x4003) +
                                         R"(",")" + code(0x7777) + R"("]})");
  EXPECT_EQ(page.at("items").to_number<int>(), 1);
  EXPECT_EQ(page.at("missing").to_number<int>(), 2) << "another practice's is as good as none";
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_FALSE(std::get<release_parked>(broker.told[0].what).retry);
}

TEST_F(operators_door, says_what_would_happen_and_does_nothing_of_it) {
  park_some();
  const auto page = release("the-H", R"({"retry":true,"dry_run":true,"group":")" + group_of(0x4000) + R"("})");
  EXPECT_EQ(page.at("items").to_number<int>(), 4);
  EXPECT_EQ(page.at("kinds").at(0).at("kind").as_string(), "operation_outcome");
  EXPECT_EQ(page.at("kinds").at(0).at("practices").to_number<int>(), 2);
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(operators_door, takes_a_hundred_at_once_and_says_that_there_are_more) {
  for (int n = 0; n < 120; ++n) park(own.id, 0x5000 + n, "receipt_arrived", "the same each time");
  const auto page = release("the-F", R"({"retry":true,"group":")" + group_of(0x5000) + R"("})");
  EXPECT_EQ(page.at("items").to_number<int>(), 100);
  EXPECT_TRUE(page.at("more").as_bool());
}

TEST_F(operators_door, stops_when_the_broker_has_enough_to_do) {
  park_some();
  way_in->inside().limits.per_practice_rate = way_in->inside().limits.per_practice_burst = 1;
  way_in->inside().steady = [] { return std::chrono::steady_clock::time_point{}; };
  const auto page = release("the-F", R"({"retry":true,"group":")" + group_of(0x4000) + R"("})");
  EXPECT_EQ(page.at("items").to_number<int>(), 1);
  EXPECT_EQ(page.at("failed").to_number<int>(), 1);
  EXPECT_TRUE(page.at("more").as_bool());
}

TEST_F(operators_door, wants_to_know_exactly_what_shall_go) {
  for (
      const auto* body :
      {"{}", R"({"retry":true})", R"({"retry":1,"group":"0f8fad5b-d9cb-469f-a165-70867728950e"})",
       R"({"retry":true,"group":"x"})", R"({"retry":true,"items":[]})", R"({"retry":true,"items":["x"]})",
       R"({"retry":true,"group":"0f8fad5b-d9cb-469f-a165-70867728950e","items":["0f8fad5b-d9cb-469f-a165-70867728950e"]})",
       R"({"retry":true,"group":"0f8fad5b-d9cb-469f-a165-70867728950e","all":true})", "[]", "x"})
    EXPECT_EQ(ask(as("the-H", "POST", "/api/v1/parked-release", body)).status, 400) << body;
}

// -- queues and pauses ----

TEST_F(operators_door, shows_what_waits_and_who_stopped_it_and_why) {
  broker.story.practice = own.id;
  auto waiting = test::reminder(0x300);
  broker.story.happens(waiting, pause_changed{{}, true, "wrong texts go out", "ann"});
  broker.story.state.practice(own.id).ready = 1;
  broker.story.practice = practice_id::host();
  broker.story.happens(pause_changed{provider_id("firetext"), true, "sends twice", "root"});
  broker.story.state.providers["firetext"].reported = view::provider{.id = "firetext", .state = "up"};
  broker.story.state.practice(own.id).route = {"firetext"};

  const auto all = said(ask(as("the-H", "GET", "/api/v1/queues")));
  const auto& first = all.at("practices").at(0);
  EXPECT_EQ(first.at("id").as_string(), own.code()) << "what is paused comes first";
  EXPECT_EQ(first.at("waiting").to_number<int>(), 1);
  EXPECT_EQ(first.at("ready").to_number<int>(), 1);
  EXPECT_EQ(first.at("paused").at("by").as_string(), "ann");
  EXPECT_EQ(first.at("paused").at("why").as_string(), "wrong texts go out");
  EXPECT_FALSE(first.at("oldest_at").is_null());
  EXPECT_EQ(all.at("providers").at(0).at("paused").at("why").as_string(), "sends twice");
  EXPECT_EQ(all.at("providers").at(0).at("state").as_string(), "stopped");
  EXPECT_EQ(all.at("providers").at(0).at("alone").to_number<int>(), 1);

  const auto mine = said(ask(as("the-R", "GET", "/api/v1/queues")));
  EXPECT_EQ(mine.at("practices").as_array().size(), 1U);
  EXPECT_TRUE(mine.at("providers").as_array().empty()) << "they are all practices'";
  EXPECT_THAT(std::string(ask(as("the-R", "GET", "/api/v1/practices")).text()), HasSubstr(R"("state":"degraded")"));
  EXPECT_THAT(std::string(ask(as("the-R", "GET", "/api/v1/practices/" + own.code())).text()),
              HasSubstr(R"("paused":{"by":"ann","why":"wrong texts go out")"));
}

TEST_F(operators_door, remembers_pauses_and_the_roll_out_board_in_its_snapshots) {
  auto& host = broker.story;
  host.practice = practice_id::host();
  host.happens(
      pause_changed{provider_id("firetext"), true, "sends twice", "root"},
      rollout_changed{{own.id, rollout_phase::smart}, {"2027-04-30", rollout_state::planned, "Sam", "", 1}, "root"});
  const auto piece = encode_piece(host.state, host.state.practice_numbers.at(practice_id::host()));
  board_state again;
  board_restorer restorer(again);
  ASSERT_TRUE(restorer.add(practice_id::host(), host.state.practice(practice_id::host()).last, piece));
  restorer.finish();
  EXPECT_EQ(again.practice(practice_id::host()).pauses.at(provider_id("firetext")).by, "root");
  EXPECT_EQ(again.practice(practice_id::host()).rollout.size(), 1U);
}

TEST_F(operators_door, tells_a_practice_to_stop_and_to_go_on) {
  const auto path = "/api/v1/practices/" + own.code() + "/pause";
  EXPECT_EQ(ask(as("the-F", "POST", path, R"({"paused":true,"why":"wrong texts"})")).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].practice, own.id);
  const auto& what = std::get<change_pause>(broker.told[0].what);
  EXPECT_TRUE(what.paused && what.provider.empty());
  EXPECT_EQ(what.why, "wrong texts");
  EXPECT_EQ(what.by, "the-F");
  EXPECT_THAT(broker.told[0].by->objects, ElementsAre("practice " + own.code(), "paused"));
  EXPECT_EQ(ask(as("the-F", "POST", path, R"({"paused":false})")).status, 200);
  for (const auto* body : {"{}", R"({"paused":true})", R"({"paused":true,"why":""})", R"({"paused":"yes","why":"x"})",
                           R"({"paused":true,"why":"x","until":"later"})"})
    EXPECT_EQ(ask(as("the-F", "POST", path, body)).status, 400) << body;
  EXPECT_EQ(ask(as("the-W", "POST", path, R"({"paused":false})")).status, 403);
}

TEST_F(operators_door, tells_the_host_to_stop_a_provider_that_there_is) {
  way_in->inside().accounts[provider_id("firetext")] = {};
  const auto path = std::string("/api/v1/providers/firetext/pause");
  EXPECT_EQ(ask(as("the-H", "POST", path, R"({"paused":true,"why":"sends twice"})")).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_TRUE(broker.told[0].practice.is_host());
  EXPECT_EQ(std::get<change_pause>(broker.told[0].what).provider, provider_id("firetext"));
  EXPECT_EQ(ask(as("the-A", "POST", path, R"({"paused":false})")).status, 403);
  EXPECT_EQ(ask(as("the-H", "POST", "/api/v1/providers/other/pause", R"({"paused":true,"why":"x"})")).status, 404);
}

// -- the roll-out board ----

TEST_F(operators_door, shows_every_practice_on_the_roll_out_board_and_those_that_are_to_come) {
  const auto next = *practice_id::parse("B12345");
  broker.story.practice = practice_id::host();
  broker.story.happens(rollout_changed{
      {next, rollout_phase::premium}, {"2027-04-30", rollout_state::planned, "=Sam", "say \"hello\"", 1}, "root"});
  const auto page = said(ask(as("the-H", "GET", "/api/v1/rollout")));
  EXPECT_EQ(json::serialize(page.at("phases")), R"(["premium","smart","web_messenger"])");
  const auto& rows = page.at("practices").as_array();
  ASSERT_EQ(rows.size(), static_cast<std::size_t>(foreign_practices + 2));
  EXPECT_EQ(rows.back().at("practice").as_string(), "B12345");
  EXPECT_FALSE(rows.back().at("served").as_bool());
  EXPECT_EQ(rows.back().at("cells").at(0).at("state").as_string(), "planned");
  EXPECT_EQ(rows.back().at("cells").at(1).at("state").as_string(), "not_planned");
  EXPECT_TRUE(rows.front().at("served").as_bool());
  const auto csv = std::string(ask(as("the-H", "GET", "/api/v1/rollout/csv")).text());
  EXPECT_THAT(csv, StartsWith("Practice,Name,Served,Phase,State,Planned on,Owner,Note\r\n"));
  EXPECT_THAT(csv, HasSubstr("B12345,\"\",no,premium,planned,2027-04-30,\"'=Sam\",\"say \"\"hello\"\"\"\r\n"));
}

TEST_F(operators_door, takes_a_cell_of_the_roll_out_board_whole) {
  const auto good = R"({"practice":"B12345","phase":"smart","state":"live","owner":"Sam","revision":2})";
  EXPECT_EQ(ask(as("the-H", "POST", "/api/v1/rollout", good)).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  const auto& what = std::get<change_rollout>(broker.told[0].what);
  EXPECT_EQ(what.where.phase, rollout_phase::smart);
  EXPECT_EQ(what.what.state, rollout_state::live);
  EXPECT_EQ(what.what.revision, 2U);
  EXPECT_EQ(what.by, "the-H");
  for (const auto* body : {"{}", R"({"practice":"B12345","phase":"smart","state":"live"})",
                           R"({"practice":"B12345","phase":"x","state":"live","revision":1})",
                           R"({"practice":"?","phase":"smart","state":"live","revision":1})",
                           R"({"practice":"B12345","phase":"smart","state":"live","revision":0})"})
    EXPECT_EQ(ask(as("the-H", "POST", "/api/v1/rollout", body)).status, 400) << body;
}

// -- keys of programs ----

TEST_F(operators_door, makes_a_key_that_may_do_what_was_ticked_with_that_on_record) {
  const auto path = "/api/v1/api-keys?practice=" + own.code();
  EXPECT_EQ(ask(as("the-A", "POST", path, R"({"name":"booking","type":"normal","scopes":"send_sms,read_own"})")).status,
            202);
  ASSERT_EQ(broker.operated.size(), 1U);
  EXPECT_EQ(broker.operated[0].what, "POST api-keys");
  EXPECT_EQ(broker.operated[0].parameters.at("scopes"), "send_sms,read_own");
  EXPECT_THAT(audited_ids(), ElementsAre("key booking", "normal", "scopes send_sms,read_own"));
  for (const auto* scopes : {"", "all", "send_sms,", "SEND_SMS"})
    EXPECT_EQ(
        ask(as("the-A", "POST", path, R"({"name":"booking","type":"normal","scopes":")" + std::string(scopes) + "\"}"))
            .status,
        400)
        << scopes;
  EXPECT_EQ(broker.operated.size(), 1U);
}

TEST_F(operators_door, confirms_keys_after_a_restore_with_that_on_record) {
  EXPECT_EQ(ask(as("the-A", "POST", "/api/v1/api-keys/booking/confirm?practice=" + own.code())).status, 202);
  EXPECT_EQ(ask(as("the-H", "POST", "/api/v1/restore/confirm-keys")).status, 202);
  ASSERT_EQ(broker.operated.size(), 2U);
  EXPECT_EQ(broker.operated[0].what, "POST api-keys/confirm");
  EXPECT_EQ(broker.operated[0].parameters,
            (parameters{{"practice", own.code()}, {"name", "booking"}, {"by", "the-A"}}));
  EXPECT_EQ(broker.operated[1].what, "POST api-keys/confirm-all");
  ASSERT_EQ(broker.told.size(), 2U);
  EXPECT_EQ(broker.told[0].practice, own.id);
  EXPECT_TRUE(broker.told[1].practice.is_host());
  EXPECT_EQ(ask(as("the-A", "POST", "/api/v1/restore/confirm-keys")).status, 403) << "of every practice";
  EXPECT_EQ(ask(as("the-F", "POST", "/api/v1/api-keys/booking/confirm?practice=" + own.code())).status, 403);
}

// -- a practice's own settings ----

TEST_F(operators_door, changes_a_practice_s_settings_once_the_difference_is_on_record) {
  broker.orders["POST practice-sections/check"] = {
      200, R"({"errors":[],"difference":[{"how":"same","what":"keywords:"},{"how":"old","what":"    answer: Hi"},)"
           R"({"how":"new","what":"    answer: Hello"},{"how":"new","what":"    test_numbers: [07700 900123]"}]})"};
  broker.orders["POST practice-sections/apply"] = {200, R"({"applied":true})"};
  const auto path = "/api/v1/practice-sections/apply?practice=" + own.code();
  const auto body = R"({"section":"keywords","text":"keywords:\n","base":"ab"})";
  EXPECT_EQ(ask(as("the-A", "POST", path, body)).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].practice, own.id);
  EXPECT_THAT(audited_ids(), ElementsAre("practice " + own.code(), "section keywords", "-     answer: Hi",
                                         "+     answer: Hello", "+     test_numbers: [***** ***123]"));
  ASSERT_EQ(broker.operated.size(), 2U);
  EXPECT_EQ(broker.operated[1].what, "POST practice-sections/apply");
  EXPECT_EQ(broker.operated[1].parameters, (parameters{{"practice", own.code()},
                                                       {"section", "keywords"},
                                                       {"text", "keywords:\n"},
                                                       {"base", "ab"},
                                                       {"by", "the-A"}}));
  for (const auto role : {"the-F", "the-W", "the-R", "the-S"})
    EXPECT_EQ(ask(as(role, "POST", path, body)).status, 403) << role;
}

TEST_F(operators_door, changes_no_settings_that_have_mistakes_or_are_not_on_record) {
  const auto path = "/api/v1/practice-sections/apply?practice=" + own.code();
  const auto body = R"({"section":"name","text":"name: x","base":"ab"})";
  const auto status_after = [&](int status, const std::string& says) {
    broker.orders["POST practice-sections/check"] = {status, says};
    return ask(as("the-A", "POST", path, body)).status;
  };
  EXPECT_EQ(status_after(200, R"({"errors":[{}],"difference":[{"how":"new","what":"x"}]})"), 409);
  EXPECT_EQ(status_after(200, R"({"errors":[],"difference":[]})"), 409);
  EXPECT_EQ(status_after(200, "{}"), 503);
  EXPECT_EQ(status_after(404, "{}"), 404);
  EXPECT_TRUE(broker.told.empty());
  for (const auto* wrong : {"{}", R"({"section":"name","text":"x"})", R"({"section":1,"text":"x","base":""})",
                            R"({"section":"name","text":"x","base":"","more":1})"})
    EXPECT_EQ(ask(as("the-A", "POST", path, wrong)).status, 400) << wrong;
  for (const auto& one : broker.operated) EXPECT_EQ(one.what, "POST practice-sections/check");
}

// -- support users ----

TEST_F(operators_door, keeps_an_entry_of_all_that_a_support_user_looks_at_before_it_is_shown) {
  for (const auto* path : {"/api/v1/messages", "/api/v1/replies", "/api/v1/staff-items"}) {
    broker.told.clear();
    const auto shown = ask(as("the-S", "GET", path));
    EXPECT_EQ(shown.status, 200) << path;
    EXPECT_THAT(std::string(shown.text()), HasSubstr(own.code())) << path;
    EXPECT_THAT(audited_ids(), ElementsAre(own.uuid())) << path;
    ASSERT_FALSE(broker.told.empty()) << path;
    EXPECT_EQ(broker.told[0].practice, own.id) << path;
    EXPECT_EQ(broker.told[0].by->role, "support");
    EXPECT_EQ(broker.told[0].by->action, std::string("GET ") + path);
  }
  broker.told.clear();
  EXPECT_EQ(ask(as("the-S", "GET", "/api/v1/messages/" + own.uuid())).status, 200);
  EXPECT_THAT(audited_ids(), ElementsAre(own.uuid()));
  broker.told.clear();
  EXPECT_EQ(ask(as("the-S", "GET", "/api/v1/conversations/" + own.conversation() + "?practice=" + own.code())).status,
            200);
  EXPECT_THAT(audited_ids(), ElementsAre(own.conversation()));
}

TEST_F(operators_door, keeps_one_entry_of_a_page_that_is_fetched_again_and_again) {
  ask(as("the-S", "GET", "/api/v1/messages"));
  broker.told.clear();
  ask(as("the-S", "GET", "/api/v1/messages"));
  EXPECT_TRUE(broker.told.empty());
  broker.story.practice = own.id;
  broker.story.happens(test::reminder(0x310));
  ask(as("the-S", "GET", "/api/v1/messages"));
  EXPECT_THAT(audited_ids(), ElementsAre(to_text(test::numbered<message_id>(0x310)))) << "what is new on it";
}

TEST_F(operators_door, shows_a_support_user_nothing_that_can_t_be_put_on_record) {
  broker.next_answer = {};
  way_in->inside().limits.per_practice_rate = way_in->inside().limits.per_practice_burst = 0;
  way_in->inside().steady = [] { return std::chrono::steady_clock::time_point{}; };
  const auto said = ask(as("the-S", "GET", "/api/v1/messages"));
  EXPECT_EQ(said.status, 429);
  EXPECT_THAT(std::string(said.text()), Not(HasSubstr(own.uuid())));
  EXPECT_EQ(ask(as("the-R", "GET", "/api/v1/messages")).status, 200) << "the practice's own look as they always did";
}

TEST_F(operators_door, leaves_no_entry_when_the_practice_s_own_look) {
  for (const auto* who : {"the-R", "the-F", "the-H"}) ask(as(who, "GET", "/api/v1/messages"));
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(operators_door, tells_everybody_in_a_practice_that_support_is_in_it) {
  for (const auto* who : {"the-R", "the-W", "the-A", "the-H"}) {
    const auto page = said(ask(as(who, "GET", "/api/v1/support")));
    ASSERT_EQ(page.at("support").as_array().size(), 1U) << who;
    EXPECT_EQ(page.at("support").at(0).at("user").as_string(), "the-S");
    EXPECT_EQ(page.at("support").at(0).at("practice").as_string(), own.code());
    EXPECT_EQ(page.at("support").at(0).at("reason").as_string(), "a question");
  }
  EXPECT_TRUE(said(ask(as(others.front().user(), "GET", "/api/v1/support"))).at("support").as_array().empty());
  EXPECT_EQ(ask(as("the-S", "GET", "/api/v1/support")).status, 403);
  now += std::chrono::hours(1);
  EXPECT_TRUE(said(ask(as("the-H", "GET", "/api/v1/support"))).at("support").as_array().empty());
}

} // namespace
} // namespace tidings::web
