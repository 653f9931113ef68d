// What the API lets people change, what of it is refused, and what the practice is told.
#include "schemas/documents.hpp"
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {
namespace {

using endpoint_writes = endpoint_door;

TEST_F(endpoint_writes, takes_a_message_and_answers_with_the_id_its_key_gives) {
  const auto asked =
      message(R"({"practice":"A99001","patient":"p1","template":"reminder","personalisation":{"day":"Monday"}})");
  const auto answer = ask(asked);
  ASSERT_EQ(answer.status, 201) << answer.text();
  const auto id = to_text(id_from_name<message_id>("A99001", "key-1"));
  EXPECT_EQ(answer.text(), R"({"id":")" + id + R"(","repeated":false})");
  EXPECT_EQ(answer.field("Location"), "/api/v1/messages/" + id);
  ASSERT_EQ(broker.told.size(), 1u);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  const auto& told = std::get<accept_message>(broker.told[0].what);
  EXPECT_EQ(to_text(told.message), id);
  EXPECT_EQ(told.kind, message_kind::now);
  EXPECT_EQ(told.patient.value, "p1");
  EXPECT_EQ(told.template_name, "reminder");
  EXPECT_EQ(told.personalisation.at("day"), "Monday");
  EXPECT_EQ(told.asked_by, "ann");
  EXPECT_EQ(told.idempotency_key, "key-1");
  broker.next_answer.repeated = true;
  EXPECT_THAT(std::string(ask(asked).text()), HasSubstr(R"("repeated":true)"));
}

TEST_F(endpoint_writes, reads_the_number_of_a_message_in_the_ways_people_write_it) {
  EXPECT_EQ(ask(message(R"({"practice":"A99001","to":"+44 (0)7700 900123","text":"Hello"})")).status, 201);
  const auto& told = std::get<accept_message>(broker.told.at(0).what);
  EXPECT_EQ(told.to.reveal(), "447700900123");
  EXPECT_EQ(told.text.reveal(), "Hello");
  EXPECT_TRUE(told.patient.empty());
}

TEST_F(endpoint_writes, takes_a_channel_and_its_own_kind_of_address) {
  const auto told = [&](const std::string& body) {
    broker.told.clear();
    const auto answer = ask(message(R"({"practice":"A99001",)" + body + "}"));
    EXPECT_EQ(answer.status, 201) << answer.text();
    return std::get<accept_message>(broker.told.at(0).what);
  };
  const auto mail =
      told(R"("channel":"email","to":"ann@example.org","subject":"Hello","text":")" + std::string(5'000, 'x') + "\"");
  EXPECT_EQ(mail.by, channel::email);
  EXPECT_EQ(mail.to.reveal(), "ann@example.org");
  EXPECT_EQ(mail.subject.reveal(), "Hello");
  EXPECT_EQ(mail.unsubscribe_url.reveal(), "");
  EXPECT_EQ(told(R"("channel":"email","patient":"p1","text":"x","unsubscribe_url":"https://example.org/u?t=1")")
                .unsubscribe_url.reveal(),
            "https://example.org/u?t=1");
  const auto call = told(R"("channel":"voice","to":"01632 960123","text":"Hello")");
  EXPECT_EQ(call.by, channel::voice);
  EXPECT_EQ(call.to.reveal(), "01632 960123");
  EXPECT_EQ(told(R"("channel":"sms","patient":"p1","text":"Hello")").by, channel::sms);
  EXPECT_EQ(told(R"("channel":"email","patient":"p1","template":"t")").by, channel::email);
}

TEST_F(endpoint_writes, takes_the_alphabet_that_a_message_asks_for) {
  ask(message(R"({"practice":"A99001","patient":"p","text":"Dziękuję","alphabet":"unicode"})", "k1"));
  ask(message(R"({"practice":"A99001","patient":"p","text":"Dziękuję"})", "k2"));
  ASSERT_EQ(broker.told.size(), 2U);
  EXPECT_EQ(std::get<accept_message>(broker.told[0].what).alphabet, sms_alphabet::unicode);
  EXPECT_EQ(std::get<accept_message>(broker.told[1].what).alphabet, sms_alphabet::by_default);
}

TEST_F(endpoint_writes, refuses_messages_and_names_each_mistake) {
  const std::string long_text(919, 'x');
  const struct {
    const char* name;
    std::string body, key;
    std::vector<const char*> finds;
  } cases[] = {
      {"not JSON", "{", "k", {"not_json"}},
      {"two documents", "{}{}", "k", {"not_json"}},
      {"bad UTF-8", "{\"practice\":\"\xff\"}", "k", {"not_json"}},
      {"too deep", "[[[[[[[[]]]]]]]]", "k", {"not_json"}},
      {"a list", "[]", "k", {"wrong_type"}},
      {"nothing", "{}", "k", {R"("field":"practice")", R"("field":"patient")", R"("field":"text")"}},
      {"no key", R"({"practice":"A99001","patient":"p","text":"x"})", "", {R"("missing")", "Idempotency-Key"}},
      {"a long key", R"({"practice":"A99001","patient":"p","text":"x"})", std::string(201, 'k'), {"Idempotency-Key"}},
      {"a strange key", R"({"practice":"A99001","patient":"p","text":"x"})", "caf\xC3\xA9", {"Idempotency-Key"}},
      {"bad practice",
       R"({"practice":"a99","patient":"p","text":"x"})",
       "k",
       {R"("bad_value","reason":"must be an ODS code)"}},
      {"unknown practice", R"({"practice":"Z99999","patient":"p","text":"x"})", "k", {"unknown_practice"}},
      {"the host", R"({"practice":"host","patient":"p","text":"x"})", "k", {R"("field":"practice")"}},
      {"wrong types",
       R"({"practice":1,"patient":[],"text":{}})",
       "k",
       {R"("wrong_type","reason":"must be a text","field":"practice")", R"("field":"patient")", R"("field":"text")"}},
      {"unknown fields",
       R"({"practice":"A99001","patient":"p","text":"x","urgent":true,"Text":"y"})",
       "k",
       {R"("unknown_field","reason":"is not a field of this request","field":"urgent")", R"("field":"Text")"}},
      {"two addressees", R"({"practice":"A99001","patient":"p","to":"07700900123","text":"x"})", "k", {"conflict"}},
      {"a landline", R"({"practice":"A99001","to":"01632 960001","text":"x"})", "k", {R"("field":"to")"}},
      {"another country", R"({"practice":"A99001","to":"+1 202 555 0100","text":"x"})", "k", {R"("field":"to")"}},
      {"no channel",
       R"({"practice":"A99001","channel":"fax","patient":"p","text":"x"})",
       "k",
       {R"("field":"channel")"}},
      {"no address",
       R"({"practice":"A99001","channel":"email","to":"07700900123","text":"x"})",
       "k",
       {R"("field":"to")"}},
      {"a subject of a text",
       R"({"practice":"A99001","patient":"p","text":"x","subject":"y"})",
       "k",
       {R"("field":"subject")"}},
      {"an address to unsubscribe from a text",
       R"({"practice":"A99001","patient":"p","text":"x","unsubscribe_url":"https://example.org/u"})",
       "k",
       {R"("conflict","reason":"belongs to an e-mail","field":"unsubscribe_url")"}},
      {"an address to unsubscribe that anybody reads",
       R"({"practice":"A99001","channel":"email","patient":"p","text":"x","unsubscribe_url":"http://example.org/u"})",
       "k",
       {R"("bad_value","reason":"must be an address that starts with https://","field":"unsubscribe_url")"}},
      {"an unknown alphabet",
       R"({"practice":"A99001","patient":"p","text":"x","alphabet":"ucs2"})",
       "k",
       {R"("bad_value","reason":"must be gsm or unicode","field":"alphabet")"}},
      {"an alphabet of an e-mail",
       R"({"practice":"A99001","channel":"email","patient":"p","text":"x","alphabet":"gsm"})",
       "k",
       {R"("field":"alphabet")"}},
      {"a long subject",
       R"({"practice":"A99001","channel":"email","patient":"p","text":"x","subject":")" + std::string(151, 'x') + "\"}",
       "k",
       {"too_long"}},
      {"text and template", R"({"practice":"A99001","patient":"p","text":"x","template":"t"})", "k", {"conflict"}},
      {"an empty text", R"({"practice":"A99001","patient":"p","text":"  "})", "k", {R"("field":"text")"}},
      {"a long text", R"({"practice":"A99001","patient":"p","text":")" + long_text + "\"}", "k", {"too_long"}},
      {"a zero in the text", R"({"practice":"A99001","patient":"p","text":"a\u0000b"})", "k", {R"("field":"text")"}},
      {"numbers in a template",
       R"({"practice":"A99001","patient":"p","template":"t","personalisation":{"n":1}})",
       "k",
       {R"("field":"personalisation.n")"}},
      {"fields of a text",
       R"({"practice":"A99001","patient":"p","text":"x","personalisation":{}})",
       "k",
       {R"("field":"personalisation")"}},
      {"a list of fields",
       R"({"practice":"A99001","patient":"p","template":"t","personalisation":[]})",
       "k",
       {R"("field":"personalisation")"}},
  };
  for (const auto& one : cases) {
    const auto answer = ask(message(one.body, one.key));
    EXPECT_EQ(answer.status, 400) << one.name;
    for (const char* find : one.finds) EXPECT_THAT(std::string(answer.text()), HasSubstr(find)) << one.name;
  }
  EXPECT_EQ(ask(signed_in(with(make("POST", "/api/v1/messages", "{}"), "Content-Type", "text/plain"))).status, 415);
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_writes, never_repeats_a_patients_number_in_a_refusal) {
  const auto answer = ask(message(R"({"practice":"A99001","to":"07700900456x","text":"Dear Amira"})"));
  EXPECT_EQ(answer.text().find("900456"), std::string_view::npos);
  EXPECT_EQ(answer.text().find("Amira"), std::string_view::npos);
}

TEST_F(endpoint_writes, tells_the_practice_what_to_do_with_one_thing) {
  const struct {
    const char *path, *command;
  } cases[] = {{"/api/v1/messages/{}/cancel", "cancel_message"},
               {"/api/v1/staff-items/{}/done", "finish_item"},
               {"/api/v1/parked/{}/retry", "release_parked"},
               {"/api/v1/parked/{}/discard", "release_parked"}};
  for (const auto& one : cases) {
    auto path = std::string(one.path);
    path.replace(path.find("{}"), 2, an_id);
    broker.told.clear();
    EXPECT_EQ(ask(signed_in(make("POST", path))).status, 400) << path << " without its practice";
    EXPECT_EQ(ask(signed_in(make("POST", path + "?practice=x"))).status, 400) << path;
    EXPECT_EQ(ask(signed_in(make("POST", path + "?practice=Z99999"))).status, 404) << path;
    EXPECT_EQ(ask(signed_in(make("POST", path + "?practice=A99001&x=y"))).status, 400) << path;
    EXPECT_EQ(ask(signed_in(make("POST", path + "?practice=A99001", "{\"a\":1}"))).status, 400) << path;
    EXPECT_TRUE(broker.told.empty()) << path;
    EXPECT_EQ(ask(signed_in(make("POST", path + "?practice=A99002", "{}"))).text(), R"({"id":")" + an_id + "\"}");
    ASSERT_EQ(broker.told.size(), 1u) << path;
    EXPECT_EQ(broker.told[0].practice.str(), "A99002");
    EXPECT_EQ(name_of(broker.told[0].what), one.command);
  }
  EXPECT_FALSE(std::get<release_parked>(broker.told[0].what).retry);
  EXPECT_EQ(std::get<release_parked>(broker.told[0].what).by, "ann");
}

TEST_F(endpoint_writes, erases_a_patient_by_either_id) {
  const auto erase = [&](std::string body) {
    return ask(signed_in(with(make("POST", "/api/v1/practices/A99001/erase-patient", std::move(body)), "Content-Type",
                              "application/json")));
  };
  EXPECT_EQ(erase(R"({"patient":"p1"})").status, 200);
  EXPECT_EQ(std::get<erase_patient>(broker.told.at(0).what).patient.value, "p1");
  EXPECT_EQ(std::get<erase_patient>(broker.told.at(0).what).by, "ann");
  EXPECT_EQ(erase(R"({"system_id":"9990000018"})").status, 200);
  EXPECT_EQ(std::get<erase_patient>(broker.told.at(1).what).system_id.reveal(), "9990000018");
  for (const auto* wrong :
       {"{}", R"({"patient":"p1","system_id":"x"})", R"({"patient":""})", R"({"name":"Amira"})", "x"})
    EXPECT_EQ(erase(wrong).status, 400) << wrong;
  EXPECT_EQ(broker.told.size(), 2U);
}

TEST_F(endpoint_writes, asks_to_come_back_while_the_practices_are_not_known_yet) {
  broker.why_not_ready = "the practices' files are being read";
  const auto unknown = ask(message(R"({"practice":"Z99999","to":"07700900123","text":"x"})"));
  EXPECT_EQ(unknown.status, 503) << "it may have been promised before: never that there is no such practice";
  EXPECT_FALSE(unknown.field("Retry-After").empty());
  for (const std::string path : {"/api/v1/practices/Z99999/rotate-keys", "/api/v1/practices/Z99999/erase",
                                 "/api/v1/messages/00000000-0000-0000-0000-000000000001/cancel?practice=Z99999"})
    EXPECT_EQ(ask(signed_in(make("POST", path))).status, 503) << path;
  EXPECT_TRUE(broker.told.empty()) << "no practice that may be served is erased";
}

TEST_F(endpoint_writes, erases_a_practice_only_when_it_is_no_longer_served) {
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/practices/A99001/erase"))).status, 409);
  EXPECT_TRUE(broker.told.empty());
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/practices/Z99999/erase"))).status, 200);
  EXPECT_TRUE(broker.told.at(0).practice.is_host());
  EXPECT_EQ(std::get<erase_practice>(broker.told.at(0).what).practice.str(), "Z99999");
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/practices/Z99999/rotate-keys"))).status, 404);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/practices/A99002/rotate-keys"))).status, 200);
  EXPECT_EQ(name_of(broker.told.at(1).what), "rotate_keys");
}

TEST_F(endpoint_writes, turns_each_failure_into_its_status) {
  const struct {
    error_code why;
    int status;
    bool retry;
  } cases[] = {
      {error_code::overloaded, 429, true},     {error_code::log_unavailable, 503, true},
      {error_code::disk_full, 503, true},      {error_code::stopping, 503, true},
      {error_code::timed_out, 504, false},     {error_code::not_found, 404, false},
      {error_code::invalid_input, 400, false}, {error_code::refused, 409, false},
  };
  for (const auto& one : cases) {
    broker.next_answer = {false, false, one.why, "because", ""};
    const auto answer = ask(message(R"({"practice":"A99001","patient":"p","text":"x"})"));
    EXPECT_EQ(answer.status, one.status);
    EXPECT_EQ(answer.field("Retry-After").empty(), !one.retry) << one.status;
    EXPECT_THAT(std::string(answer.text()), HasSubstr(R"("reason":"because")"));
  }
}

TEST_F(endpoint_writes, asks_the_node_for_a_practices_ready_made_answers) {
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/canned-replies?practice=A99001"))).status, 202); // as the fake answers
  ASSERT_EQ(broker.operated.size(), 1U);
  EXPECT_EQ(broker.operated[0].what, "GET canned-replies");
  EXPECT_EQ(broker.operated[0].parameters, (parameters{{"practice", "A99001"}}));
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/canned-replies"))).status, 400);
  EXPECT_EQ(ask(make("GET", "/api/v1/canned-replies?practice=A99001")).status, 401);
  EXPECT_EQ(broker.operated.size(), 1U);
}

TEST_F(endpoint_writes, has_a_connector_tested_once_it_is_on_record_who_asked) {
  EXPECT_EQ(ask(make("POST", "/api/v1/connectors/A99001/test")).status, 401);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/connectors/B99999/test"))).status, 404);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/connectors/A99001/test?practice=A99002"))).status, 400);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/connectors/A99001/test", "{}"))).status, 400);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/connectors/A99001/test"))).status, 405);
  EXPECT_TRUE(broker.told.empty());
  broker.hold_answers = true;
  std::optional<response> said;
  way_in->handle(signed_in(make("POST", "/api/v1/connectors/A99001/test")),
                 [&](response one) { said = std::move(one); });
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  EXPECT_EQ(broker.told[0].by->user, "ann");
  EXPECT_EQ(broker.told[0].by->action, "POST /api/v1/connectors/{}/test");
  EXPECT_TRUE(broker.operated.empty()) << "the audit trail hasn't written it yet";
  broker.release();
  ASSERT_EQ(broker.operated.size(), 1U);
  EXPECT_EQ(broker.operated[0].what, "POST connectors/test");
  EXPECT_EQ(broker.operated[0].parameters, (parameters{{"practice", "A99001"}}));
  broker.release();
  ASSERT_TRUE(said);
  EXPECT_EQ(said->status, 202); // as the fake answers
}

TEST_F(endpoint_writes, tests_no_connector_when_that_cant_be_put_on_record) {
  broker.next_answer = {.accepted = false, .refusal = error_code::log_unavailable, .reason = "the disk"};
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/connectors/A99001/test"))).status, 503);
  EXPECT_TRUE(broker.operated.empty());
}

TEST_F(endpoint_writes, files_a_code_by_hand_under_an_id_that_its_key_gives) {
  const auto post = [&](const std::string& body, std::string_view key) {
    auto asked = with(make("POST", "/api/v1/conversations/abcdefghij0123456789/code?practice=A99001", body),
                      "Content-Type", "application/json");
    if (!key.empty()) asked = with(std::move(asked), "Idempotency-Key", key);
    return ask(signed_in(std::move(asked))).status;
  };
  EXPECT_EQ(post(R"({"code":"281399006"})", "k1"), 201);
  EXPECT_EQ(post(R"({"code":"281399006","text":"Did not attend"})", "k1"), 201);
  EXPECT_EQ(post(R"({"code":"281399006"})", "k2"), 201);
  ASSERT_EQ(broker.told.size(), 3U);
  const auto told = [&](std::size_t i) { return std::get<file_code_by_hand>(broker.told[i].what); };
  EXPECT_EQ(told(0).conversation, "abcdefghij0123456789");
  EXPECT_EQ(told(0).code, "281399006");
  EXPECT_EQ(told(0).by, "ann");
  EXPECT_EQ(told(1).text, "Did not attend");
  EXPECT_EQ(told(0).operation, told(1).operation) << "the same request";
  EXPECT_NE(told(0).operation, told(2).operation);
  EXPECT_EQ(broker.told[0].by->action, "POST /api/v1/conversations/{}/code");
  EXPECT_EQ(post("{}", "k3"), 400);
  EXPECT_EQ(post(R"({"code":"281399006"})", ""), 400);
  EXPECT_EQ(post(R"({"code":"281399006","patient":"p1"})", "k3"), 400);
  EXPECT_EQ(broker.told.size(), 3U);
}

TEST_F(endpoint_writes, files_what_the_board_shows_of_a_conversation_as_a_document) {
  const auto post = [&](std::string_view key, const std::string& body = "{}") {
    auto asked = with(make("POST", "/api/v1/conversations/abcdefghij0123456789/document?practice=A99001", body),
                      "Content-Type", "application/json");
    if (!key.empty()) asked = with(std::move(asked), "Idempotency-Key", key);
    return ask(signed_in(std::move(asked)));
  };
  EXPECT_EQ(post("k1").status, 404) << "no such conversation";
  broker.resources["conversations/abcdefghij0123456789"] = {200, R"({"cut":true,"lines":[
        {"at":"2026-03-02T10:30:00.000Z","type":"reply_received","body":"Yes 👍"},
        {"at":"2026-03-01T09:00:00.000Z","due_at":"2026-03-02T10:00:00.000Z","type":"message_accepted","by":"reminder","state":"delivered","body":"Will you come?"},
        {"at":"2026-03-02T10:31:00.000Z","type":"conversation_noted","by":"ann","body":"rang her"},
        {"at":"2026-03-02T10:32:00.000Z","type":"operation_requested","body":""},
        {"at":"2026-03-02T10:33:00.000Z","type":"message_accepted","by":"ann","state":"cancelled","body":"Sorry"}]})"};
  const auto answer = post("k1");
  EXPECT_EQ(answer.status, 201) << answer.text();
  EXPECT_EQ(post("k1").status, 201);
  EXPECT_EQ(post("k2").status, 201);
  ASSERT_EQ(broker.told.size(), 3U);
  const auto told = [&](std::size_t i) { return std::get<file_conversation>(broker.told[i].what); };
  EXPECT_EQ(told(0).conversation, "abcdefghij0123456789");
  EXPECT_EQ(told(0).by, "ann");
  EXPECT_EQ(told(0).operation, told(1).operation) << "the same request";
  EXPECT_NE(told(0).operation, told(2).operation);
  EXPECT_EQ(broker.told[0].by->action, "POST /api/v1/conversations/{}/document");
  const auto lines = decode_document_lines(told(0).lines.reveal());
  ASSERT_TRUE(lines);
  EXPECT_TRUE(lines->cut);
  ASSERT_EQ(lines->all.size(), 3U) << "no notes, no steps";
  EXPECT_EQ(lines->all[0].text, "Will you come?") << "as it was sent, not as it was accepted";
  EXPECT_EQ(lines->all[0].state, "delivered");
  EXPECT_EQ(lines->all[1].voice, document_voice::patient);
  EXPECT_EQ(lines->all[1].text, "Yes 👍");
  EXPECT_EQ(lines->all[2].state, "not sent");
  EXPECT_EQ(post("").status, 400);
  EXPECT_EQ(post("k3", R"({"text":"x"})").status, 400);
  EXPECT_EQ(broker.told.size(), 3U);
}

TEST_F(endpoint_writes, has_patients_asked_whether_their_numbers_are_right) {
  const auto post = [&](const std::string& body, std::string_view key = "k1") {
    auto asked =
        with(make("POST", "/api/v1/data-quality/confirm?practice=A99001", body), "Content-Type", "application/json");
    if (!key.empty()) asked = with(std::move(asked), "Idempotency-Key", key);
    return ask(signed_in(std::move(asked)));
  };
  broker.next_answer.id = "2";
  const auto answer = post(R"({"patients":["p1","p2"]})");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.text(), R"({"asked":2,"repeated":false})");
  ASSERT_EQ(broker.told.size(), 1U);
  const auto& told = std::get<confirm_details>(broker.told[0].what);
  EXPECT_EQ(told.patients, (std::vector<patient_id>{patient_id("p1"), patient_id("p2")}));
  EXPECT_EQ(told.campaign, "ann|k1");
  EXPECT_EQ(broker.told[0].by->objects, (std::vector<std::string>{"p1", "p2"}));
  std::string many = R"({"patients":["p")";
  for (int i = 0; i < 100; ++i) many += R"(,"p")";
  for (const auto& wrong :
       {std::string("{}"), std::string(R"({"patients":[]})"), std::string(R"({"patients":"p1"})"),
        std::string(R"({"patients":[1]})"), many + "]}", std::string(R"({"patients":["p"],"x":1})")})
    EXPECT_EQ(post(wrong).status, 400) << wrong.substr(0, 40);
  EXPECT_EQ(post(R"({"patients":["p1"]})", "").status, 400);
  EXPECT_EQ(broker.told.size(), 1U);
}

TEST_F(endpoint_writes, hands_orders_about_backups_to_the_node_with_the_name_of_who_gave_them) {
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/backups"))).status, 202);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/backups"))).status, 202); // as the fake answers
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/restore/release?practice=A99001"))).status, 202);
  ASSERT_EQ(broker.operated.size(), 3u);
  EXPECT_EQ(broker.operated[0].what, "POST backups");
  ASSERT_EQ(broker.told.size(), 1u) << "who wanted a backup is on record";
  EXPECT_TRUE(broker.told[0].practice.is_host());
  EXPECT_EQ(broker.told[0].by->user, "ann");
  EXPECT_FALSE(broker.operated[0].by);
  EXPECT_EQ(broker.operated[1].what, "GET backups");
  EXPECT_EQ(broker.operated[2].what, "POST restore/release");
  EXPECT_EQ(broker.operated[2].parameters.at("practice"), "A99001");
  ASSERT_TRUE(broker.operated[2].by);
  EXPECT_EQ(broker.operated[2].by->user, "ann");
}

TEST_F(endpoint_writes, refuses_orders_that_say_more_than_they_may) {
  EXPECT_EQ(ask(make("POST", "/api/v1/backups")).status, 401);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/backups?practice=A99001"))).status, 400);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/restore/release?practice=a99"))).status, 400);
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/restore/release", "now"))).status, 400);
  EXPECT_TRUE(broker.operated.empty());
}

} // namespace
} // namespace tidings::web
