// Who is shown patients' data, and who changes what: the door lets neither happen without the audit trail.
#include "tests/core/endpoint_door.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace tidings::web {
namespace {

class endpoint_audit : public endpoint_door {
protected:
  endpoint_audit() {
    broker.resources["messages/" + an_id] = {200, R"({"head":{"id":")" + an_id +
                                                      R"(","practice":"A99001"},"body":"Dear Amira","timeline":[]})"};
    broker.resources["messages"] = {
        200, R"({"messages":[{"id":"m1","practice":"A99001"},{"id":"m2","practice":"A99001"}],"next":null})"};
    broker.resources["replies"] = {200, R"({"replies":[{"id":"r1","practice":"A99001"}],"next":null})"};
  }
  request meant(const std::string& target) {
    return with(signed_in(make("GET", target)), "X-CSRF-Token", csrf_token(keys, ann));
  }
  const std::string page = "/api/v1/messages/" + an_id;
};

TEST_F(endpoint_audit, shows_a_message_only_once_the_entry_is_on_disk) {
  broker.hold_answers = true;
  std::optional<response> said;
  way_in->handle(meant(page + "?reveal=1&reason=The+patient+phoned"), [&](response one) { said = std::move(one); });
  broker.release(); // the board
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_FALSE(said) << "the practice has not written it yet";
  broker.release(); // the practice
  ASSERT_TRUE(said);
  EXPECT_THAT(std::string(said->text()), HasSubstr("Dear Amira"));
  const auto& told = broker.told[0];
  EXPECT_EQ(told.practice.str(), "A99001");
  EXPECT_TRUE(std::holds_alternative<keep_audit_entry>(told.what));
  ASSERT_TRUE(told.by);
  EXPECT_EQ(told.by->user, "ann");
  EXPECT_EQ(told.by->role, "host_operator");
  EXPECT_EQ(told.by->action, "GET /api/v1/messages/{}");
  EXPECT_EQ(told.by->objects, std::vector<std::string>{an_id});
  EXPECT_EQ(told.by->reason, "The patient phoned");
  EXPECT_FALSE(told.by->request.is_nil());
  EXPECT_EQ(told.by->session.size(), 16U);
  EXPECT_EQ(ann.id.find(told.by->session), std::string::npos) << "it opens nothing";
  EXPECT_EQ(broker.asked[0].second, (parameters{{"reveal", "1"}})) << "the reason is not the board's matter";
}

TEST_F(endpoint_audit, names_every_row_that_a_list_shows) {
  EXPECT_EQ(ask(meant("/api/v1/messages?practice=A99001&reveal=1")).status, 200);
  EXPECT_EQ(ask(meant("/api/v1/replies?practice=A99001&reveal=1&limit=100")).status, 200);
  ASSERT_EQ(broker.told.size(), 2U);
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"m1", "m2"}));
  EXPECT_EQ(broker.told[1].by->objects, std::vector<std::string>{"r1"});
  EXPECT_EQ(broker.told[1].by->action, "GET /api/v1/replies");
  EXPECT_NE(broker.told[0].by->request, broker.told[1].by->request);
}

TEST_F(endpoint_audit, names_the_conversation_whose_words_are_shown) {
  broker.resources["conversations/abcdefghij0123456789"] = {
      200,
      R"({"head":{"id":"abcdefghij0123456789","practice":"A99001"},"number":"447700900123","lines":[],"cut":false})"};
  const std::string talk = "/api/v1/conversations/abcdefghij0123456789";
  EXPECT_EQ(ask(signed_in(make("GET", talk + "?practice=A99001"))).status, 200);
  EXPECT_TRUE(broker.told.empty()) << "nothing is shown of the patient";
  EXPECT_EQ(ask(meant(talk + "?practice=A99001&reveal=1&reason=The+patient+phoned")).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  EXPECT_EQ(broker.told[0].by->objects, std::vector<std::string>{"abcdefghij0123456789"});
  EXPECT_EQ(broker.told[0].by->action, "GET /api/v1/conversations/{}");
  EXPECT_EQ(broker.told[0].by->reason, "The patient phoned");
}

TEST_F(endpoint_audit, names_the_patients_whose_records_are_shown) {
  broker.resources["data-quality"] = {200, R"({"practice":"A99001","patients":[{"id":"p1","practice":"A99001"},)"
                                           R"({"id":"p2","practice":"A99001"}],"next":null})"};
  const std::string list = "/api/v1/data-quality?practice=A99001&problem=landline";
  EXPECT_EQ(ask(signed_in(make("GET", list))).status, 200);
  EXPECT_TRUE(broker.told.empty()) << "nothing is shown of the patients";
  EXPECT_EQ(ask(meant(list + "&reveal=1")).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"p1", "p2"}));
  EXPECT_EQ(broker.told[0].by->action, "GET /api/v1/data-quality");
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/data-quality"))).status, 400) << "of one practice at a time";
  EXPECT_EQ(ask(make("GET", list)).status, 401);
}

TEST_F(endpoint_audit, names_the_patient_whose_conversation_it_can_only_be) {
  broker.resources["conversations/abcdefghij0123456789"] = {
      200, R"({"head":{"id":"abcdefghij0123456789","practice":"A99001"},"lines":[],"patient":"p1","name":"Amira"})"};
  const std::string talk = "/api/v1/conversations/abcdefghij0123456789?practice=A99001&reveal=1";
  EXPECT_THAT(std::string(ask(meant(talk)).text()), HasSubstr("Amira"));
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"abcdefghij0123456789", "p1"}));
}

TEST_F(endpoint_audit, names_the_patients_whose_names_a_list_of_conversations_shows) {
  broker.resources["conversations"] = {200, R"({"practice":"A99001","patients":[{"id":"p1","practice":"A99001"},)"
                                            R"({"id":"p2","practice":"A99001"}],"next":null})"};
  const std::string list = "/api/v1/conversations?practice=A99001&state=unread&limit=100";
  EXPECT_EQ(ask(signed_in(make("GET", list))).status, 200);
  EXPECT_TRUE(broker.told.empty()) << "nothing is shown of the patients";
  EXPECT_EQ(ask(signed_in(make("GET", list + "&reveal=1"))).status, 403) << "a link shows nobody";
  EXPECT_EQ(ask(meant(list + "&reveal=1&reason=Who+wrote")).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"p1", "p2"}));
  EXPECT_EQ(broker.told[0].by->action, "GET /api/v1/conversations");
  EXPECT_EQ(broker.told[0].by->reason, "Who wrote");
  EXPECT_EQ(ask(meant("/api/v1/conversations?reveal=1")).status, 400) << "of one practice at a time";
}

TEST_F(endpoint_audit, gives_a_file_of_patients_only_once_the_entry_is_on_disk_with_whose_it_is) {
  const struct {
    std::string resource, more;
    parameters asked;
  } files[] = {{"opt-outs", "", {{"format", "csv"}, {"practice", "A99001"}, {"reveal", "1"}}},
               {"data-quality",
                "&problem=landline",
                {{"format", "csv"}, {"practice", "A99001"}, {"problem", "landline"}, {"reveal", "1"}}}};
  for (const auto& [resource, more, asked] : files) {
    broker.told.clear();
    broker.asked.clear();
    broker.resources[resource] = {200, R"({"practice":"A99001","ids":["p1","p2"],"csv":"Name\r\n\"Amira\"\r\n"})"};
    const auto file = "/api/v1/" + resource + "/csv?practice=A99001" + more;
    EXPECT_EQ(ask(signed_in(make("GET", file))).status, 403) << "a link shows nobody";
    EXPECT_TRUE(broker.asked.empty());
    const auto got = ask(meant(file + "&reason=The+mailing"));
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.text(), "Name\r\n\"Amira\"\r\n");
    EXPECT_EQ(got.field("Content-Disposition"), "attachment; filename=\"" + resource + "-A99001.csv\"");
    ASSERT_EQ(broker.told.size(), 1U) << resource;
    EXPECT_EQ(broker.told[0].practice.str(), "A99001");
    EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"p1", "p2"}));
    EXPECT_EQ(broker.told[0].by->action, "GET /api/v1/" + resource + "/csv");
    EXPECT_EQ(broker.told[0].by->reason, "The mailing");
    EXPECT_EQ(broker.asked[0].second, asked);
    broker.next_answer = {false, false, error_code::disk_full, "", ""};
    const auto refused = ask(meant(file));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.text().find("Amira"), std::string::npos);
    broker.next_answer = {};
    for (const auto* wrong : {"/csv", "/csv?practice=A99001&limit=5", "/csv?practice=A99001&problem=NO%20SUCH"})
      EXPECT_EQ(ask(meant("/api/v1/" + resource + wrong)).status, 400) << resource << wrong;
    EXPECT_EQ(ask(meant("/api/v1/" + resource + "/csv?practice=A99009")).status, 404);
  }
}

TEST_F(endpoint_audit, writes_down_a_file_with_nobody_in_it_too) {
  broker.resources["opt-outs"] = {200, R"({"practice":"A99001","ids":[],"csv":"Since\r\n"})"};
  EXPECT_EQ(ask(meant("/api/v1/opt-outs/csv?practice=A99001")).status, 200);
  EXPECT_EQ(broker.told.size(), 1U);
}

TEST_F(endpoint_audit, names_the_patients_whose_names_a_day_shows) {
  broker.resources["today"] = {200, R"({"practice":"A99001","patients":[{"id":"p1","practice":"A99001"},)"
                                    R"({"id":"p2","practice":"A99001"}],"next":null})"};
  const std::string day = "/api/v1/today?practice=A99001";
  EXPECT_EQ(ask(signed_in(make("GET", day))).status, 200);
  EXPECT_TRUE(broker.told.empty()) << "nothing is shown of the patients";
  EXPECT_EQ(ask(signed_in(make("GET", day + "&reveal=1"))).status, 403) << "a link shows nobody";
  EXPECT_EQ(ask(meant(day + "&reveal=1&reason=The+clinic+is+off")).status, 200);
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"p1", "p2"}));
  EXPECT_EQ(broker.told[0].by->action, "GET /api/v1/today");
  EXPECT_EQ(broker.told[0].by->reason, "The clinic is off");
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/today"))).status, 400) << "of one practice at a time";
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/today?practice=A99009"))).status, 404);
}

TEST_F(endpoint_audit, lets_nobody_take_the_trail_away_without_an_entry_in_it) {
  broker.resources["audit"] = {200, "When,Practice\r\n"};
  const std::string trail = "/api/v1/audit/csv?practice=A99001";
  const auto answer = ask(signed_in(make("GET", trail + "&kind=shown&since=2026-11-01&until=2026-11-30&user=")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text(), "When,Practice\r\n");
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  EXPECT_EQ(broker.told[0].by->action, "GET /api/v1/audit/csv");
  EXPECT_EQ(broker.asked[0].second, (parameters{{"format", "csv"},
                                                {"kind", "shown"},
                                                {"practice", "A99001"},
                                                {"since", "2026-11-01"},
                                                {"until", "2026-11-30"}}));
  broker.next_answer = {false, false, error_code::disk_full, "", ""};
  const auto refused = ask(signed_in(make("GET", trail)));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.text().find("When,"), std::string::npos);
  for (const auto* wrong : {"/api/v1/audit/csv", "/api/v1/audit/csv?practice=A99001&since=November",
                            "/api/v1/audit/csv?practice=A99001&limit=5"})
    EXPECT_EQ(ask(signed_in(make("GET", wrong))).status, 400) << wrong;
}

TEST_F(endpoint_audit, asks_nobody_for_a_conversation_that_can_not_be) {
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/conversations/a%20b?practice=A99001"))).status, 404);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/conversations/abcdefghij0123456789"))).status, 400);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/conversations/abcdefghij0123456789?practice=A99009"))).status, 404);
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_audit, shows_nothing_that_it_can_not_write_down) {
  const struct {
    error_code why;
    int status;
  } cases[] = {{error_code::overloaded, 429},
               {error_code::log_unavailable, 503},
               {error_code::disk_full, 503},
               {error_code::stopping, 503},
               {error_code::timed_out, 504}};
  for (const auto& one : cases) {
    broker.next_answer = {false, false, one.why, "", ""};
    for (const auto& target : {page + "?reveal=1", std::string("/api/v1/messages?practice=A99001&reveal=1")}) {
      const auto answer = ask(meant(target));
      EXPECT_EQ(answer.status, one.status);
      EXPECT_EQ(answer.text().find("Amira"), std::string::npos);
      EXPECT_EQ(answer.text().find("m1"), std::string::npos);
    }
  }
}

TEST_F(endpoint_audit, keeps_no_entry_when_nothing_is_shown) {
  EXPECT_EQ(ask(meant("/api/v1/messages/11111111-d9cb-469f-a165-70867728950e?reveal=1")).status, 404);
  broker.resources["replies"] = {200, R"({"replies":[],"next":null})"};
  EXPECT_EQ(ask(meant("/api/v1/replies?practice=A99001&reveal=1")).status, 200);
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_audit, is_not_troubled_by_a_dashboard_that_looks_every_second) {
  broker.resources = {{"overview", {200, "{}"}}, {"practices", {200, "{}"}}, {"messages", {200, "{}"}},
                      {"replies", {200, "{}"}},  {"audit", {200, "{}"}},     {"messages/" + an_id, {200, "{}"}}};
  for (const auto* resource : {"overview", "practices", "messages", "messages?reveal=0", "replies", "audit",
                               "staff-items", "parked", "connectors", "providers", "actors", "me"})
    ask(signed_in(make("GET", "/api/v1/" + std::string(resource))));
  ask(signed_in(make("GET", page)));
  ask(signed_in(make("GET", page + "?reveal=0")));
  EXPECT_TRUE(broker.told.empty());
  for (const auto& [resource, query] : broker.asked)
    EXPECT_TRUE(!query.contains("reveal") || query.at("reveal") == "0") << "masked unless asked";
}

TEST_F(endpoint_audit, reveals_nothing_to_a_link_or_another_site) {
  EXPECT_EQ(ask(signed_in(make("GET", page + "?reveal=1"))).status, 403) << "a link, a prefetch, a picture's address";
  EXPECT_EQ(ask(with(meant(page + "?reveal=1"), "Origin", "https://elsewhere.example")).status, 403);
  EXPECT_EQ(ask(with(meant(page + "?reveal=1"), "Sec-Fetch-Site", "cross-site")).status, 403);
  EXPECT_TRUE(broker.asked.empty());
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_audit, reveals_one_practice_at_a_time_and_few_rows) {
  EXPECT_EQ(ask(meant("/api/v1/messages?reveal=1")).status, 400);
  EXPECT_EQ(ask(meant("/api/v1/replies?reveal=1")).status, 400);
  EXPECT_EQ(ask(meant("/api/v1/replies?practice=A99001&reveal=1&limit=101")).status, 400);
  EXPECT_EQ(ask(meant(page + "?reveal=1&reason=" + std::string(201, 'x'))).status, 400);
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_audit, asks_for_a_reason_where_the_host_wants_one) {
  way_in->inside().reason_needed = true;
  const auto answer = ask(meant(page + "?reveal=1"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(std::string(answer.text()), HasSubstr(R"("field":"reason")"));
  EXPECT_EQ(ask(meant(page + "?reveal=1&reason=complaint")).status, 200);
  EXPECT_EQ(ask(signed_in(make("GET", page))).status, 200) << "nothing is revealed here";
}

TEST_F(endpoint_audit, keeps_what_is_seen_of_a_practice_that_has_left_with_the_host) {
  broker.next_answer = {false, false, error_code::not_found, "no such practice", ""};
  ask(meant(page + "?reveal=1"));
  ASSERT_EQ(broker.told.size(), 2U);
  EXPECT_TRUE(broker.told[1].practice.is_host());
  EXPECT_EQ(broker.told[1].by->objects, (std::vector<std::string>{"practice A99001", an_id}));
}

TEST_F(endpoint_audit, marks_every_command_of_a_person_once_and_no_other) {
  const auto staff = "/api/v1/staff-items/" + an_id + "/done?practice=A99001";
  const auto retry = "/api/v1/parked/" + an_id + "/retry?practice=A99001";
  const auto discard = "/api/v1/parked/" + an_id + "/discard?practice=A99001";
  const auto cancel = page + "/cancel?practice=A99001";
  for (const auto& path : {staff, retry, discard, cancel}) ask(signed_in(make("POST", path)));
  ask(message(R"({"practice":"A99001","patient":"p1","text":"Hello"})"));
  auto link = with(make("POST", "/sign-in", "token=" + make_sign_in_token(keys, "bob", now)), "Content-Type",
                   "application/x-www-form-urlencoded");
  EXPECT_EQ(ask(link).status, 303);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/sign-out"))).status, 204);
  ASSERT_EQ(broker.told.size(), 7U);
  std::set<request_id> requests;
  for (const auto& one : broker.told) {
    ASSERT_TRUE(one.by) << name_of(one.what);
    EXPECT_TRUE(requests.insert(one.by->request).second);
  }
  EXPECT_EQ(broker.told[3].by->action, "POST /api/v1/messages/{}/cancel");
  EXPECT_EQ(broker.told[3].by->objects, std::vector<std::string>{an_id});
  EXPECT_EQ(broker.told[4].by->objects, std::vector<std::string>{to_text(id_from_name<message_id>("A99001", "key-1"))});
  EXPECT_EQ(broker.told[5].by->user, "bob");
  EXPECT_EQ(broker.told[6].by->action, "POST /api/v1/sign-out");
  EXPECT_TRUE(broker.told[6].practice.is_host());
  broker.told.clear();
  ask(hook("/webhooks/firetext/firetext/reply",
           "source=447700900123&destination=447860039047&message=CANCEL&time=2026-03-30+11:02:03"));
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_FALSE(broker.told[0].by) << "a provider is no person";
}

TEST_F(endpoint_audit, writes_down_who_lets_dead_callbacks_go_before_they_go) {
  const auto release = [&](std::string body) {
    return ask(signed_in(
        with(make("POST", "/api/v1/callbacks/release", std::move(body)), "Content-Type", "application/json")));
  };
  const std::string two = R"({"practice":"A99001","receiver":"delivery","sequences":[9,7],"retry":true})";
  broker.next_answer = {false, false, error_code::disk_full, "no room", ""};
  EXPECT_EQ(release(two).status, 503);
  EXPECT_TRUE(broker.operated.empty()) << "nobody could tell later who did it";
  broker.next_answer = {};
  EXPECT_EQ(release(two).status, 202);
  ASSERT_EQ(broker.told.size(), 2U);
  EXPECT_EQ(broker.told[1].practice.str(), "A99001");
  EXPECT_EQ(broker.told[1].by->action, "POST /api/v1/callbacks/release");
  EXPECT_EQ(broker.told[1].by->objects, (std::vector<std::string>{"delivery", "2", "retry"}));
  ASSERT_EQ(broker.operated.size(), 1U);
  EXPECT_EQ(broker.operated[0].what, "POST callbacks/release");
  EXPECT_EQ(broker.operated[0].parameters,
            (parameters{{"practice", "A99001"}, {"receiver", "delivery"}, {"sequences", "7,9"}, {"retry", "true"}}));
  EXPECT_EQ(release(R"({"practice":"A99001","retry":false})").status, 202);
  EXPECT_EQ(broker.told[2].by->objects, (std::vector<std::string>{"every receiver", "all", "discard"}));
  for (const std::string wrong :
       {R"({"retry":true})", R"({"practice":"A99001"})", R"({"practice":"a","retry":true})",
        R"({"practice":"A99001","retry":1})", R"({"practice":"A99001","retry":true,"receiver":"own"})",
        R"({"practice":"A99001","retry":true,"sequences":[1]})",
        R"({"practice":"A99001","retry":true,"receiver":"signed","sequences":[]})",
        R"({"practice":"A99001","retry":true,"receiver":"signed","sequences":[0]})", "[]", ""})
    EXPECT_EQ(release(wrong).status, 400) << wrong;
  EXPECT_EQ(release(R"({"practice":"A99009","retry":true})").status, 404);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/callbacks?practice=A99009"))).status, 404);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/callbacks?state=dead"))).status, 400);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/callbacks?practice=A99001"))).status, 202) << "as the fake node says";
  EXPECT_EQ(broker.operated.back().what, "GET callbacks");
}

TEST_F(endpoint_audit, writes_down_who_makes_a_programs_key_before_it_is_made) {
  const auto make_key = [&](const std::string& query, std::string body) {
    return ask(
        signed_in(with(make("POST", "/api/v1/api-keys" + query, std::move(body)), "Content-Type", "application/json")));
  };
  const std::string good = R"({"name":"reports","type":"team","guests":"07700900321"})";
  broker.next_answer = {false, false, error_code::disk_full, "no room", ""};
  EXPECT_EQ(make_key("?practice=A99001", good).status, 503);
  EXPECT_TRUE(broker.operated.empty());
  broker.next_answer = {};
  EXPECT_EQ(make_key("?practice=A99001", good).status, 202) << "as the fake node says";
  EXPECT_EQ(broker.told[1].by->objects, (std::vector<std::string>{"key reports", "team"}));
  EXPECT_EQ(broker.operated.back().what, "POST api-keys");
  EXPECT_EQ(
      broker.operated.back().parameters,
      (parameters{
          {"practice", "A99001"}, {"by", "ann"}, {"name", "reports"}, {"type", "team"}, {"guests", "07700900321"}}));
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/api-keys/reports/revoke?practice=A99001"))).status, 202);
  EXPECT_EQ(broker.told[2].by->action, "POST /api/v1/api-keys/{}/revoke");
  EXPECT_EQ(broker.operated.back().parameters,
            (parameters{{"practice", "A99001"}, {"by", "ann"}, {"name", "reports"}}));
  for (const std::string wrong : {R"({"type":"normal"})", R"({"name":"a b","type":"normal"})",
                                  R"({"name":"a","type":"live"})", R"({"name":"a","type":"normal","by":"eve"})"})
    EXPECT_EQ(make_key("?practice=A99001", wrong).status, 400) << wrong;
  EXPECT_EQ(make_key("?practice=A99009", good).status, 404);
  EXPECT_EQ(make_key("", good).status, 400);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/api-keys/a%20b/revoke?practice=A99001"))).status, 404);
  EXPECT_EQ(broker.told.size(), 3U);
}

TEST_F(endpoint_audit, writes_down_what_becomes_of_a_template_once_the_node_would_do_it_and_before_it_does) {
  const auto post = [&](const std::string& path, const std::string& body) {
    return ask(signed_in(with(make("POST", "/api/v1/templates/" + path, body), "Content-Type", "application/json")));
  };
  const std::string draft = R"({"channel":"sms","title":"Flu","body":"Come","revision":"0"})";
  broker.next_answer = {false, false, error_code::disk_full, "no room", ""};
  EXPECT_EQ(post("flu/draft?practice=A99001", draft).status, 503);
  ASSERT_EQ(broker.operated.size(), 1U) << "asked whether it would be done, and no more";
  EXPECT_EQ(broker.operated[0].parameters.at("only_try"), "yes");
  broker.next_answer = {};
  broker.operated.clear();
  broker.told.clear();
  EXPECT_EQ(post("flu/draft?practice=A99001", draft).status, 202) << "as the fake node says";
  ASSERT_EQ(broker.operated.size(), 2U);
  EXPECT_EQ(broker.operated[1].what, "POST templates/save");
  EXPECT_EQ(broker.operated[1].parameters, (parameters{{"practice", "A99001"},
                                                       {"by", "ann"},
                                                       {"id", "flu"},
                                                       {"channel", "sms"},
                                                       {"title", "Flu"},
                                                       {"body", "Come"},
                                                       {"revision", "0"}}));
  EXPECT_EQ(broker.told[0].by->action, "POST /api/v1/templates/{}/draft");
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"template flu"}));
  EXPECT_EQ(post("flu/refuse?practice=A99001", R"({"revision":"3","why":"wrong day"})").status, 202);
  EXPECT_EQ(broker.told[1].by->reason, "wrong day");
  EXPECT_EQ(broker.told[1].practice.str(), "A99001");
  for (const auto* name : {"submit", "discard", "go-back", "approve"})
    EXPECT_EQ(post("flu/" + std::string(name) + "?practice=host", R"({"revision":"3"})").status, 202) << name;
  EXPECT_TRUE(broker.told.back().practice.is_host());
  EXPECT_EQ(broker.operated.back().what, "POST templates/approve");
  const auto kept = broker.told.size();
  broker.operate_answer = {409, R"({"errors":[]})"};
  EXPECT_EQ(post("flu/approve?practice=A99001", R"({"revision":"3"})").status, 409);
  EXPECT_EQ(broker.told.size(), kept) << "what the node would refuse isn't written down as done";
  broker.operate_answer = {200, R"({"version":4,"alone":true})"};
  EXPECT_EQ(post("flu/approve?practice=A99001", R"({"revision":"3"})").status, 200);
  EXPECT_EQ(broker.told.back().by->objects, (std::vector<std::string>{"template flu", "version 4", "by its author"}));
  for (const std::string wrong : {"Flu/draft?practice=A99001", "a%20b/draft?practice=A99001"})
    EXPECT_EQ(post(wrong, draft).status, 400) << wrong;
  EXPECT_EQ(post("flu/draft?practice=A99009", draft).status, 404);
  EXPECT_EQ(post("flu/draft", draft).status, 400);
  EXPECT_EQ(post("flu/draft?practice=A99001", R"({"channel":"voice"})").status, 400);
  EXPECT_EQ(post("flu/draft?practice=A99001", R"({"channel":"sms","by":"eve"})").status, 400);
}

TEST_F(endpoint_audit, lets_operators_act_on_the_node_only_once_that_is_on_record) {
  const auto post = [&](const std::string& path, const std::string& body) {
    return ask(with(signed_in(make("POST", path, body)), "Content-Type", "application/json"));
  };
  const std::string apply = "/api/v1/onboarding/apply", note = "/api/v1/alerts/" + an_id + "/acknowledge";
  const std::string file = R"({"yaml":"code: A99007","practice":"A99007","base":""})", said = R"({"note":"I look"})";
  broker.next_answer = {false, false, error_code::disk_full, "", ""};
  EXPECT_EQ(post(apply, file).status, 503);
  EXPECT_EQ(post(note, said).status, 503);
  EXPECT_TRUE(broker.operated.empty());
  broker.told.clear();
  broker.next_answer = {};
  post(apply, file);
  post(note, said);
  ASSERT_EQ(broker.operated.size(), 2U);
  EXPECT_EQ(broker.operated[0].what, "POST onboarding/apply");
  EXPECT_EQ(broker.operated[1].what, "POST alerts/acknowledge");
  EXPECT_EQ(broker.operated[1].parameters.at("by"), "ann");
  ASSERT_EQ(broker.told.size(), 2U);
  EXPECT_EQ(broker.told[0].by->objects.at(0), "practice A99007");
  EXPECT_THAT(broker.told[0].by->objects.at(1), StartsWith("file "));
  EXPECT_EQ(broker.told[1].by->reason, "I look") << "it is found again in the trail after a restart";
  EXPECT_EQ(broker.told[1].by->objects, std::vector<std::string>{an_id});
  EXPECT_EQ(post(apply, R"({"yaml":"code: A99007"})").status, 400);
  EXPECT_EQ(post(apply, R"({"yaml":"x","practice":"../x","base":""})").status, 400);
  EXPECT_EQ(post(note, R"({"note":""})").status, 400);
}

/// Every route of door.cpp for signed-in users: method and path, `{}` filled in.
std::vector<std::pair<std::string, std::string>> routes_of_users() {
  std::ifstream in(std::string(TIDINGS_SOURCE_DIR) + "/web/endpoint/door.cpp");
  std::ostringstream text;
  text << in.rdbuf();
  const auto all = text.str();
  std::vector<std::pair<std::string, std::string>> found;
  const std::regex route(R"#(\{"(\w+)", "([^"]+)", entry::user)#");
  for (std::sregex_iterator at(all.begin(), all.end(), route), end; at != end; ++at)
    found.emplace_back((*at)[1].str(), std::regex_replace((*at)[2].str(), std::regex(R"(\{\})"), an_id));
  return found;
}

// A route that is new and neither refuses nor leaves its entry shows here.
TEST_F(endpoint_audit, has_exactly_one_entry_for_whatever_a_person_changes_or_is_shown_by_any_route) {
  const auto routes = routes_of_users();
  EXPECT_GT(routes.size(), 15U);
  std::size_t changed = 0, views = 0;
  broker.next_answer.told = secret_text("{}");
  for (const auto& [method, path] : routes) {
    const auto resource = path.substr(std::string_view("/api/v1/").size());
    broker.resources.try_emplace(resource, http_answer{200, "{}"});
    for (const auto* query :
         {"", "?practice=A99001", "?reveal=1", "?practice=A99001&reveal=1", "?practice=A99001&reveal=0"})
      for (const std::string body : {"", R"({"practice":"A99001","patient":"p1","text":"Hello"})"}) {
        broker.told.clear();
        broker.operated.clear();
        auto asked = with(signed_in(make(method, path + query, body)), "X-CSRF-Token", csrf_token(keys, ann));
        asked = with(with(std::move(asked), "Content-Type", "application/json"), "Idempotency-Key", "key-1");
        rebuild(); // a session that was signed out is in again
        const bool taken = ask(std::move(asked)).status < 300;
        const bool takes_parameters = path != "/api/v1/me" && path != "/api/v1/events";
        const bool reveals = takes_parameters && std::string_view(query).find("reveal=1") != std::string_view::npos;
        const bool shows_always = path.starts_with("/api/v1/patients/"); // the practice tells it, not the board
        const bool takes_away = path == "/api/v1/audit/csv";             // the trail itself
        const bool wants_entry = taken && (method != "GET" || reveals || shows_always || takes_away);
        const auto by_ann = [](const auto& one) { return one.by && one.by->user == "ann"; };
        const auto entries = std::count_if(broker.told.begin(), broker.told.end(), by_ann) +
                             std::count_if(broker.operated.begin(), broker.operated.end(), by_ann);
        EXPECT_EQ(entries, wants_entry ? 1 : 0) << method << " " << path << query;
        (method == "GET" ? views : changed) += wants_entry ? 1 : 0;
      }
  }
  EXPECT_GE(changed, 6U) << "messages, cancel, staff items, parked twice, sign-out";
  EXPECT_GE(views, 3U) << "messages, a message, replies";
}

} // namespace
} // namespace tidings::web
