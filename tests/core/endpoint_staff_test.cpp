// The door for what staff do beside their inbox: who may, what is told to the practice, and what comes back.
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {
namespace {

class endpoint_staff : public endpoint_door {
protected:
  request json_post(const std::string& path, std::string body, std::string_view key = {}) {
    auto asked = with(signed_in(make("POST", path, std::move(body))), "Content-Type", "application/json");
    return key.empty() ? asked : with(std::move(asked), "Idempotency-Key", key);
  }
  request on_purpose(request asked) { return with(signed_in(std::move(asked)), "X-CSRF-Token", csrf_token(keys, ann)); }
};

TEST_F(endpoint_staff, searches_with_the_words_in_the_body_and_an_entry_for_the_trail) {
  broker.next_answer.told = secret_text(R"({"patients":[],"more":false})");
  const auto said = ask(json_post("/api/v1/patient-searches?practice=A99001", R"({"words":" okafor "})"));
  EXPECT_EQ(said.status, 200);
  EXPECT_EQ(said.text(), R"({"patients":[],"more":false})");
  EXPECT_EQ(said.field("Cache-Control"), "no-store");
  const auto& told = broker.told.at(0);
  EXPECT_EQ(std::get<look_at_patients>(told.what).words.reveal(), "okafor");
  ASSERT_TRUE(told.by);
  EXPECT_EQ(told.by->action, "POST /api/v1/patient-searches");
  EXPECT_EQ(ask(json_post("/api/v1/patient-searches?practice=A99001", R"({"words":"  "})")).status, 400);
  EXPECT_EQ(ask(json_post("/api/v1/patient-searches?practice=A99001&words=okafor", R"({"words":"x"})")).status, 400)
      << "names don't belong into an address";
  EXPECT_EQ(broker.told.size(), 1U);
}

TEST_F(endpoint_staff, shows_a_patient_only_to_a_page_of_ours_and_with_the_reason_that_was_given) {
  broker.next_answer.told = secret_text(R"({"id":"p1"})");
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/patients/p1?practice=A99001"))).status, 403)
      << "a link must not show it";
  EXPECT_TRUE(broker.told.empty());
  const auto said = ask(on_purpose(make("GET", "/api/v1/patients/p1?practice=A99001&reason=a%20call")));
  EXPECT_EQ(said.status, 200);
  EXPECT_EQ(broker.told.at(0).by->reason, "a call");
  EXPECT_EQ(std::get<look_at_patients>(broker.told.at(0).what).patient, patient_id("p1"));
  for (const std::string path : {"/api/v1/patients/a.b?practice=A99001", "/api/v1/patients/p1?practice=Z99999"})
    EXPECT_EQ(ask(on_purpose(make("GET", path))).status, 404) << path;
  broker.next_answer = {};
  EXPECT_EQ(ask(on_purpose(make("GET", "/api/v1/patients/p1?practice=A99001"))).status, 503)
      << "never an empty patient";
}

TEST_F(endpoint_staff, wants_a_reason_where_the_host_does) {
  way_in->inside().reason_needed = true;
  EXPECT_EQ(ask(on_purpose(make("GET", "/api/v1/patients/p1?practice=A99001"))).status, 400);
  EXPECT_EQ(ask(json_post("/api/v1/patient-searches?practice=A99001", R"({"words":"okafor"})")).status, 400);
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_staff, takes_a_message_by_hand_holds_it_and_names_it) {
  const std::string body = R"({"practice":"A99001","patient":"p1","text":"Please ring us"})";
  const auto said = ask(json_post("/api/v1/now-messages", body, "k1"));
  EXPECT_EQ(said.status, 201);
  EXPECT_THAT(std::string(said.text()), HasSubstr(R"("held_s":10)"));
  const auto told = std::get<accept_message>(broker.told.at(0).what);
  EXPECT_TRUE(told.held);
  EXPECT_FALSE(told.test);
  EXPECT_EQ(told.kind, message_kind::now);
  ask(json_post("/api/v1/now-messages", body, "k1"));
  EXPECT_EQ(std::get<accept_message>(broker.told.at(1).what).message, told.message) << "a second click is the same one";
  EXPECT_EQ(ask(json_post("/api/v1/now-messages", body)).status, 400) << "without a key it could be sent twice";
}

TEST_F(endpoint_staff, sends_a_test_under_an_id_of_its_own) {
  const std::string body = R"({"practice":"A99001","to":"07700 900555","text":"Please ring us"})";
  EXPECT_EQ(ask(json_post("/api/v1/now-messages/test", body, "k1")).status, 201);
  ask(json_post("/api/v1/now-messages", body, "k1"));
  const auto& test = std::get<accept_message>(broker.told.at(0).what);
  EXPECT_TRUE(test.test);
  EXPECT_FALSE(test.held);
  EXPECT_EQ(broker.told.at(0).by->action, "POST /api/v1/now-messages/test");
  EXPECT_NE(test.message, std::get<accept_message>(broker.told.at(1).what).message);
}

TEST_F(endpoint_staff, previews_without_a_key_and_says_when_the_price_is_not_known) {
  broker.next_answer.told = secret_text(R"({"body":"Dear Amira","segments":2,"refused":""})");
  const auto said =
      ask(json_post("/api/v1/now-messages/preview", R"({"practice":"A99001","patient":"p1","text":"Dear Amira"})"));
  EXPECT_EQ(said.status, 200);
  EXPECT_THAT(std::string(said.text()), HasSubstr(R"("pence":null)")) << "the fake node has no prices";
  EXPECT_TRUE(broker.told.at(0).by) << "words with a patient's name are patients' data";
  ask(json_post("/api/v1/now-messages/preview", R"({"practice":"A99001","to":"07700900555","text":"Hello"})"));
  EXPECT_FALSE(broker.told.at(1).by) << "one's own words to a number are nobody's data";
  EXPECT_EQ(
      ask(json_post("/api/v1/now-messages/preview", R"({"practice":"Z99999","to":"07700900555","text":"x"})")).status,
      400);
}

TEST_F(endpoint_staff, takes_down_a_wish_word_for_word) {
  const auto path = "/api/v1/patients/p1/wishes?practice=A99001";
  EXPECT_EQ(ask(json_post(path, R"({"channel":"sms","kinds":"fft,campaign","wanted":"no","told":"telephone"})")).status,
            201);
  const auto& told = std::get<change_wishes>(broker.told.at(0).what);
  EXPECT_EQ(told.kinds, (std::vector{message_kind::fft, message_kind::campaign}));
  EXPECT_EQ(told.told, wish_told::telephone);
  EXPECT_EQ(told.by, "ann");
  EXPECT_FALSE(told.wanted);
  for (const char* wrong :
       {R"({"channel":"smart","wanted":"no","told":"letter"})", R"({"channel":"sms","wanted":"no"})",
        R"({"channel":"sms","wanted":"no","told":"unknown"})", R"({"channel":"sms","wanted":"maybe","told":"letter"})",
        R"({"channel":"sms","kinds":"fft,","wanted":"no","told":"letter"})"})
    EXPECT_EQ(ask(json_post(path, wrong)).status, 400) << wrong;
  EXPECT_EQ(broker.told.size(), 1U);
}

TEST_F(endpoint_staff, asks_the_board_for_reports_and_the_node_for_what_is_in_force) {
  broker.resources["reports/A99001"] = {200, "Practice code\r\n"};
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/reports/A99001?from=2026-10&to=2026-11"))).status, 200);
  const auto csv = ask(signed_in(make("GET", "/api/v1/reports/A99001/csv?from=2026-10&to=2026-11")));
  EXPECT_THAT(std::string(csv.field("Content-Disposition")), HasSubstr("report-A99001.csv"));
  EXPECT_EQ(broker.asked.back().second.at("format"), "csv");
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/reports/A99001?from=x&to=2026-11"))).status, 400);
  ask(json_post("/api/v1/reply-readings?practice=A99001", R"({"text":"YES","context":"reminder"})"));
  EXPECT_EQ(broker.operated.back().what, "POST reply-readings");
  EXPECT_EQ(broker.operated.back().parameters.at("text"), "YES");
  EXPECT_EQ(ask(json_post("/api/v1/reply-readings?practice=A99001", R"({"context":"reminder"})")).status, 400);
  for (const auto* what : {"send-options", "practice-settings"}) {
    ask(signed_in(make("GET", std::string("/api/v1/") + what + "?practice=A99001")));
    EXPECT_EQ(broker.operated.back().what, std::string("GET ") + what);
  }
  EXPECT_TRUE(broker.told.empty());
}

} // namespace
} // namespace tidings::web
