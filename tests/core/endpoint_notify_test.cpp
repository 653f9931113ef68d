// The GOV.UK Notify API at the door: who is let in, what the practice is told, what is shown and what of it is on
// record.
#include "tests/core/endpoint_door.hpp"
#include "tests/core/notify_program.hpp"
#include "web/endpoint/notify/templates.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

namespace tidings::web {
namespace {
using namespace tidings::test;

class endpoint_notify : public endpoint_door {
protected:
  endpoint_notify() { serve(settings_of_service()); }
  void serve(practice_settings practice) {
    ours = std::make_shared<const practice_settings>(std::move(practice));
    broker.services[service_id] = ours;
  }
  request by(std::string method, const std::string& target, std::string body = {},
             std::string_view secret = secret_of_booking) {
    return with(make(std::move(method), target, std::move(body)), "Authorization", "Bearer " + token_of(secret, now));
  }
  std::string template_called(const std::string& name) const {
    return uuid::print(notify::template_uuid(*ours, template_id(name)));
  }
  std::string sms(const std::string& more = R"(,"personalisation":{"name":"Foo","urgent":false})",
                  const std::string& number = "07700 900123") const {
    return R"({"phone_number":")" + number + R"(","template_id":")" + template_called("hello") + "\"" + more + "}";
  }
  boost::json::value json(const response& answer) { return boost::json::parse(answer.text()); }
  void expect_error(const response& answer, int status, const std::string& error, const std::string& message) {
    EXPECT_EQ(answer.status, status) << answer.text();
    EXPECT_EQ(answer.text(), R"({"status_code":)" + std::to_string(status) + R"(,"errors":[{"error":")" + error +
                                 R"(","message":")" + message + "\"}]}");
  }
  const std::string row = R"({"id":")" + an_id + R"(","status":"delivered","to":"447700900123","body":"Hello Foo",)" +
                          R"("reference":"r-1","template_name":"hello","template_version":2,)" +
                          R"("created_at":"2026-03-30T10:02:03.000Z","sent_at":"2026-03-30T10:02:04.500Z",)" +
                          R"("completed_at":null})";
  practice_settings_ptr ours;
};

TEST_F(endpoint_notify, answers_201_when_the_message_is_on_disk_and_not_before) {
  broker.hold_answers = true;
  std::optional<response> held;
  way_in->handle(by("POST", "/v2/notifications/sms", sms()), [&](response one) { held = std::move(one); });
  EXPECT_FALSE(held);
  broker.release();
  ASSERT_TRUE(held);
  broker.hold_answers = false;
  ASSERT_EQ(held->status, 201) << held->text();
  ASSERT_EQ(broker.told.size(), 1U);
  const auto& told = std::get<accept_message>(broker.told[0].what);
  EXPECT_EQ(broker.told[0].practice.str(), "A99001");
  EXPECT_EQ(told.kind, message_kind::now);
  EXPECT_EQ(told.to.reveal(), "447700900123");
  EXPECT_EQ(told.text.reveal(), "Hello Foo, this is Demo Surgery.");
  EXPECT_TRUE(told.template_name.empty()) << "the text is sent as the program was told";
  EXPECT_EQ(told.asked_by, "api-key.A99001.booking");
  EXPECT_EQ(told.api.key, "booking");
  EXPECT_EQ(told.api.template_name, "hello");
  EXPECT_EQ(told.api.template_version, 2U);
  const auto said = json(*held);
  EXPECT_EQ(said.at("id"), to_text(told.message).c_str());
  EXPECT_EQ(said.at("content").at("body"), "Hello Foo, this is Demo Surgery.");
  EXPECT_EQ(said.at("content").at("from_number"), "447700900999");
  EXPECT_TRUE(said.at("reference").is_null());
  EXPECT_TRUE(said.at("scheduled_for").is_null());
  EXPECT_EQ(said.at("uri"), ("https://tidings.icb.example/v2/notifications/" + to_text(told.message)).c_str());
  EXPECT_EQ(said.at("template").at("version"), 2);
  const auto again =
      ask(by("POST", "/v2/notifications/sms", sms(R"(,"personalisation":{"name":"A","urgent":1},"reference":"r")")));
  EXPECT_EQ(json(again).at("reference"), "r");
  EXPECT_NE(json(again).at("id"), said.at("id")) << "GOV.UK Notify has no key that makes two requests one";
}

TEST_F(endpoint_notify, tells_a_program_what_is_wrong_and_the_practice_nothing) {
  const auto post = [&](const std::string& body, std::string_view secret = secret_of_booking) {
    return ask(by("POST", "/v2/notifications/sms", body, secret));
  };
  expect_error(post("no"), 400, "BadRequestError", "Invalid JSON supplied in POST data");
  expect_error(post(sms("")), 400, "BadRequestError", "Missing personalisation: name, urgent");
  expect_error(post(R"({"phone_number":"07700900123","template_id":")" + an_id + "\"}"), 400, "BadRequestError",
               "Template not found");
  expect_error(post(sms(R"(,"personalisation":{"name":"x","urgent":0})", "0770090")), 400, "ValidationError",
               "phone_number Not enough digits");
  expect_error(post(sms(R"(,"personalisation":{"name":"x","urgent":0},"sms_sender_id":")" + an_id + "\"")), 400,
               "BadRequestError",
               "sms_sender_id " + an_id + " does not exist in database for service id " + service_id);
  EXPECT_EQ(post(sms(R"(,"personalisation":{"name":"x","urgent":0},"sms_sender_id":")" + service_id + "\"")).status,
            201)
      << "its only sender goes by the service's id";
  broker.told.clear();
  expect_error(post(sms(), secret_of_team), 400, "BadRequestError",
               "Can’t send to this recipient using a team-only API key");
  expect_error(ask(by("POST", "/v2/notifications/email", "{}")), 400, "BadRequestError",
               "Service is not allowed to send emails");
  expect_error(ask(by("POST", "/v2/notifications/letter", "{}")), 400, "BadRequestError",
               "Service is not allowed to send letters");
  EXPECT_TRUE(broker.told.empty());
  EXPECT_EQ(post(sms(R"(,"personalisation":{"name":"x","urgent":0})", "07700 900321"), secret_of_team).status, 201)
      << "a guest";
}

TEST_F(endpoint_notify, sends_an_email_where_the_practice_has_a_route_for_it) {
  auto practice = settings_of_service();
  practice.email_route = {provider_id("mail")};
  template_settings letter{template_id("letter"), "Dear ((name)) \xE2\x80\x93 hello"};
  letter.subject = "For ((name))";
  letter.attachments = {"map.pdf"};
  practice.templates[letter.id] = letter;
  serve(practice);
  const auto body = [&](const std::string& name, const std::string& address = "Foo@example.org") {
    return R"({"email_address":")" + address + R"(","template_id":")" + template_called(name) +
           R"(","personalisation":{"name":"Foo"}})";
  };
  const auto answer = ask(by("POST", "/v2/notifications/email", body("letter")));
  ASSERT_EQ(answer.status, 201) << answer.text();
  const auto& told = std::get<accept_message>(broker.told.at(0).what);
  EXPECT_EQ(told.by, channel::email);
  EXPECT_EQ(told.to.reveal(), "Foo@example.org");
  EXPECT_EQ(told.subject.reveal(), "For Foo");
  EXPECT_EQ(told.text.reveal(), "Dear Foo \xE2\x80\x93 hello");
  EXPECT_EQ(told.attachments, std::vector<std::string>{"map.pdf"});
  const auto said = json(answer);
  EXPECT_EQ(said.at("content").at("subject"), "For Foo");
  EXPECT_EQ(said.at("content").at("body"), told.text.reveal().c_str());
  EXPECT_TRUE(said.at("content").at("one_click_unsubscribe_url").is_null());
  EXPECT_TRUE(said.at("sanitised_content").as_object().empty());
  broker.told.clear();
  expect_error(ask(by("POST", "/v2/notifications/email", body("plain"))), 400, "BadRequestError",
               "sms template is not suitable for email notification");
  expect_error(ask(by("POST", "/v2/notifications/sms",
                      R"({"phone_number":"07700 900123","template_id":")" + template_called("letter") + "\"}")),
               400, "BadRequestError", "email template is not suitable for sms notification");
  expect_error(ask(by("POST", "/v2/notifications/email", body("letter"), secret_of_team)), 400, "BadRequestError",
               "Can’t send to this recipient using a team-only API key");
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_notify, sends_an_email_with_its_address_to_unsubscribe_and_with_what_strangers_wrote_sanitised) {
  auto practice = settings_of_service();
  practice.email_route = {provider_id("mail")};
  template_settings letter{template_id("letter"), "Dear ((name)), ((other))"};
  letter.subject = "For ((name))";
  practice.templates[letter.id] = letter;
  serve(practice);
  const auto answer =
      ask(by("POST", "/v2/notifications/email",
             R"#({"email_address":"foo@example.org","template_id":")#" + template_called("letter") +
                 R"#(","personalisation":{"name":"User, [click here](https://evil.link)","other":"a-b"},)#" +
                 R"#("sanitise_content_for":["Name","nobody"],)#" +
                 R"#("one_click_unsubscribe_url":"https://example.org/u?t=secret"})#"));
  ASSERT_EQ(answer.status, 201) << answer.text();
  const auto& told = std::get<accept_message>(broker.told.at(0).what);
  EXPECT_EQ(told.unsubscribe_url.reveal(), "https://example.org/u?t=secret");
  EXPECT_EQ(told.text.reveal(), "Dear User, [click here](), a-b");
  EXPECT_EQ(told.subject.reveal(), "For User, [click here]()");
  const auto said = json(answer);
  EXPECT_EQ(said.at("content").at("one_click_unsubscribe_url"), "https://example.org/u?t=secret");
  EXPECT_EQ(said.at("content").at("body"), R"#(Dear User, \[click here\]\(\), a-b)#");
  EXPECT_EQ(said.at("content").at("subject"), R"#(For User, \[click here\]\(\))#");
  const auto& changed = said.at("sanitised_content").as_object();
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed.at("name").at("unsanitised"), "User, [click here](https://evil.link)");
  EXPECT_EQ(changed.at("name").at("sanitised"), R"#(User, \[click here\]\(\))#");
}

TEST_F(endpoint_notify, puts_the_link_of_a_file_in_the_place_of_its_field) {
  auto practice = settings_of_service();
  practice.email_route = {provider_id("mail")};
  template_settings letter{template_id("letter"), "Fetch ((documents))"};
  letter.subject = "A letter";
  practice.templates[letter.id] = letter;
  serve(practice);
  const auto post = [&](const std::string& field) {
    return ask(by("POST", "/v2/notifications/email",
                  R"({"email_address":"foo@example.org","template_id":")" + template_called("letter") +
                      R"(","personalisation":{")" + field +
                      R"(":{"file":"JVBERi0xLjQ=","filename":"a.pdf","retention_period":"2 weeks"}}})"));
  };
  const auto answer = post("Documents");
  ASSERT_EQ(answer.status, 201) << answer.text();
  const auto& told = std::get<accept_message>(broker.told.at(0).what);
  ASSERT_EQ(told.files.size(), 1U);
  const auto& file = told.files[0];
  EXPECT_EQ(file.name.reveal(), "a.pdf");
  EXPECT_EQ(file.bytes.reveal(), "%PDF-1.4");
  EXPECT_TRUE(file.confirm_address);
  EXPECT_EQ(file.secret.reveal().size(), 27U) << "160 bits";
  EXPECT_GE(file.until, now + std::chrono::hours(14 * 24));
  EXPECT_LT(file.until, now + std::chrono::hours(15 * 24)) << "the end of that day";
  EXPECT_EQ(told.text.reveal(), "Fetch https://tidings.icb.example/f/A99001/" + file.secret.reveal());
  EXPECT_EQ(json(answer).at("content").at("body"), told.text.reveal().c_str());
  auto other = practice;
  other.templates[letter.id].body = "Nothing to fetch";
  serve(other);
  EXPECT_EQ(post("documents").status, 201);
  EXPECT_TRUE(std::get<accept_message>(broker.told.at(1).what).files.empty()) << "nobody would have its link";
}

TEST_F(endpoint_notify, lets_a_large_request_in_only_from_a_program_that_may_send_files) {
  EXPECT_TRUE(way_in->may_be_large(by("POST", "/v2/notifications/email")));
  EXPECT_FALSE(way_in->may_be_large(by("POST", "/v2/notifications/sms")));
  EXPECT_FALSE(way_in->may_be_large(by("GET", "/v2/notifications/email")));
  EXPECT_FALSE(way_in->may_be_large(by("POST", "/v2/notifications/email", {}, "another secret")));
  EXPECT_FALSE(way_in->may_be_large(make("POST", "/v2/notifications/email")));
}

TEST_F(endpoint_notify, takes_as_many_new_messages_of_a_practice_as_it_may_send_and_no_fewer_receipts) {
  way_in->inside().settings.messages_per_minute = 6;
  way_in->inside().steady = [] { return steady_time{}; };
  EXPECT_EQ(ask(by("POST", "/v2/notifications/sms", sms())).status, 201);
  EXPECT_EQ(ask(by("POST", "/v2/notifications/sms", sms())).status, 201);
  const auto third = ask(by("POST", "/v2/notifications/sms", sms()));
  EXPECT_EQ(third.status, 429);
  EXPECT_NE(third.field("Retry-After"), "");
  EXPECT_EQ(ask(signed_in(with(with(make("POST", "/api/v1/messages",
                                         R"({"practice":"A99001","to":"07700900123","text":"Ring us"})"),
                                    "Content-Type", "application/json"),
                               "Idempotency-Key", "k")))
                .status,
            429)
      << "whoever asks";
  broker.told.clear();
  EXPECT_EQ(ask(signed_in(make("POST", "/api/v1/messages/" + an_id + "/cancel?practice=A99001"))).status, 200);
  EXPECT_EQ(broker.told.size(), 1U) << "all else goes on";
}

TEST_F(endpoint_notify, answers_each_way_to_a_letter_with_one_error) {
  const std::string no_letters = "Service is not allowed to send letters";
  for (const auto* body : {R"({"template_id":"26785a09-ab16-4eb0-8407-a37497a57506","personalisation":{}})",
                           R"({"reference":"r","content":"JVBERi0xLjU=","postage":"first"})", "no"})
    expect_error(ask(by("POST", "/v2/notifications/letter", body)), 400, "BadRequestError", no_letters);
  for (const auto& secret : {secret_of_team, secret_of_test})
    expect_error(ask(by("POST", "/v2/notifications/letter", "{}", secret)), 400, "BadRequestError", no_letters);
  expect_error(ask(by("GET", "/v2/notifications/" + an_id + "/pdf")), 400, "BadRequestError",
               "Notification is not a letter");
  expect_error(ask(by("GET", "/v2/notifications/7/pdf")), 400, "ValidationError",
               "notification_id is not a valid UUID");
  EXPECT_EQ(ask(by("GET", "/v2/templates?type=letter")).text(), R"({"templates":[]})");
  EXPECT_EQ(json(ask(by("GET", "/v2/notifications?template_type=letter"))).at("notifications").as_array().size(), 0U);
  EXPECT_TRUE(broker.told.empty());
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_notify, shows_an_email_as_one) {
  broker.resources["notifications/" + an_id] = {
      200, R"({"notifications":[{"id":")" + an_id + R"(","status":"delivered","to":"foo@example.org","body":"Hello",)" +
               R"("channel":"email","subject":"For Foo","unsubscribe_url":"https://example.org/u","reference":"",)" +
               R"("template_name":"hello","template_version":2,)" +
               R"("created_at":"2026-03-30T10:02:03.000Z","sent_at":null,"completed_at":null}]})"};
  const auto shown = json(ask(by("GET", "/v2/notifications/" + an_id)));
  EXPECT_EQ(shown.at("type"), "email");
  EXPECT_EQ(shown.at("email_address"), "foo@example.org");
  EXPECT_TRUE(shown.at("phone_number").is_null());
  EXPECT_EQ(shown.at("subject"), "For Foo");
  EXPECT_EQ(shown.at("one_click_unsubscribe_url"), "https://example.org/u");
}

TEST_F(endpoint_notify, lets_nobody_in_without_a_key_of_this_service_by_any_route) {
  std::ifstream in(std::string(TIDINGS_SOURCE_DIR) + "/web/endpoint/door.cpp");
  std::ostringstream text;
  text << in.rdbuf();
  const auto all = text.str();
  const std::regex route(R"#(\{"(\w+)", "(/v2/[^"]+)", )#");
  int routes = 0;
  for (std::sregex_iterator at(all.begin(), all.end(), route), end; at != end; ++at, ++routes) {
    const auto path = std::regex_replace((*at)[2].str(), std::regex(R"(\{\})"), an_id);
    const auto method = (*at)[1].str();
    expect_error(ask(make(method, path)), 401, "AuthError", "Unauthorized: authentication token must be provided");
    expect_error(ask(signed_in(make(method, path))), 401, "AuthError",
                 "Unauthorized: authentication token must be provided");
    expect_error(ask(by(method, path, "{}", "11111111-2222-4333-8444-555555555555")), 403, "AuthError",
                 "Invalid token: API key not found");
  }
  EXPECT_EQ(routes, 11);
  EXPECT_TRUE(broker.told.empty());
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_notify, lets_a_key_do_what_its_scopes_say_and_names_the_one_it_lacks) {
  const auto no_such = "/v2/notifications/" + an_id;
  const struct {
    key_scope needed;
    const char *method, *path, *lacks;
  } cases[] = {
      {key_scope::send_sms, "POST", "/v2/notifications/sms", "send_sms"},
      {key_scope::send_email, "POST", "/v2/notifications/email", "send_email"},
      {key_scope::read_own, "GET", "/v2/notifications", "read_own or read_all"},
      {key_scope::read_all, "GET", no_such.c_str(), "read_own or read_all"},
      {key_scope::templates, "GET", "/v2/templates", "templates"},
      {key_scope::templates, "GET", "/v2/template/x", "templates"},
      {key_scope::templates, "GET", "/v2/template/x/version/1", "templates"},
      {key_scope::templates, "POST", "/v2/template/x/preview", "templates"},
      {key_scope::received_texts, "GET", "/v2/received-text-messages", "received_texts"},
  };
  for (const auto& one : cases) {
    const auto with_scopes = [&](key_scopes scopes) {
      auto practice = settings_of_service();
      practice.api_keys[0].scopes = std::move(scopes);
      serve(std::move(practice));
      return ask(by(one.method, one.path, std::string(one.method) == "POST" ? "{}" : ""));
    };
    auto others = every_key_scope();
    others.erase(one.needed);
    if (one.needed == key_scope::read_own) others.erase(key_scope::read_all);
    expect_error(with_scopes(others), 403, "AuthError", std::string("This API key lacks the scope ") + one.lacks);
    EXPECT_NE(with_scopes({one.needed}).status, 403) << one.path;
  }
  auto practice = settings_of_service();
  practice.api_keys[0].scopes = {};
  serve(std::move(practice));
  expect_error(ask(by("POST", "/v2/notifications/letter", "{}")), 400, "BadRequestError",
               "Service is not allowed to send letters");
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_notify, asks_for_a_key_s_own_messages_alone_when_it_may_read_no_others) {
  auto practice = settings_of_service();
  practice.api_keys[0].scopes = {key_scope::read_own};
  serve(std::move(practice));
  broker.resources["notifications"] = {200, R"({"notifications":[]})"};
  ask(by("GET", "/v2/notifications"));
  ask(by("GET", "/v2/notifications/" + an_id));
  ASSERT_EQ(broker.asked.size(), 2U);
  for (const auto& [resource, query] : broker.asked)
    EXPECT_EQ(query.at("asked_by"), "api-key.A99001.booking") << resource;
  broker.asked.clear();
  serve(settings_of_service());
  ask(by("GET", "/v2/notifications"));
  EXPECT_FALSE(broker.asked.at(0).second.contains("asked_by"));
}

TEST_F(endpoint_notify, does_not_call_a_service_unknown_that_may_only_not_be_read_yet) {
  broker.services.clear();
  expect_error(ask(by("GET", "/v2/templates")), 403, "AuthError", "Invalid token: service not found");
  broker.why_not_ready = "the practices' files are being read";
  EXPECT_EQ(ask(by("GET", "/v2/templates")).status, 503);
}

TEST_F(endpoint_notify, shows_a_message_only_once_the_entry_is_on_disk) {
  broker.resources["notifications/" + an_id] = {200, R"({"notifications":[)" + row + "]}"};
  broker.hold_answers = true;
  std::optional<response> said;
  way_in->handle(by("GET", "/v2/notifications/" + an_id), [&](response one) { said = std::move(one); });
  broker.release(); // the board
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_FALSE(said) << "the practice has not written it yet";
  broker.release();
  ASSERT_TRUE(said);
  EXPECT_EQ(broker.asked[0].second, (parameters{{"practice", "A99001"}}));
  const auto shown = json(*said);
  EXPECT_EQ(shown.at("phone_number"), "447700900123");
  EXPECT_EQ(shown.at("body"), "Hello Foo");
  EXPECT_EQ(shown.at("status"), "delivered");
  EXPECT_EQ(shown.at("sent_at"), "2026-03-30T10:02:04.500000Z");
  EXPECT_TRUE(shown.at("completed_at").is_null());
  EXPECT_TRUE(shown.at("one_click_unsubscribe_url").is_null());
  EXPECT_EQ(shown.at("template").at("id"), template_called("hello").c_str());
  ASSERT_TRUE(broker.told[0].by);
  EXPECT_TRUE(std::holds_alternative<keep_audit_entry>(broker.told[0].what));
  EXPECT_EQ(broker.told[0].by->user, "api-key.A99001.booking");
  EXPECT_EQ(broker.told[0].by->role, "program");
  EXPECT_EQ(broker.told[0].by->action, "GET /v2/notifications/{}");
  EXPECT_EQ(broker.told[0].by->objects, std::vector<std::string>{an_id});
}

TEST_F(endpoint_notify, has_one_entry_for_each_view_and_none_where_nothing_is_shown) {
  broker.resources["notifications"] = {200, R"({"notifications":[)" + row + "]}"};
  broker.resources["received-texts"] = {
      200, R"({"received_texts":[{"id":"r1","from":"447700900123","to":"447860039047","body":"CANCEL",)"
           R"("created_at":"2026-03-30T10:02:03.000Z"}]})"};
  const struct {
    const char *method, *path;
    std::size_t entries;
  } cases[] = {{"GET", "/v2/notifications", 1},
               {"GET", "/v2/notifications?status=delivered&status=sending", 1},
               {"GET", "/v2/notifications?template_type=letter", 0},
               {"GET", "/v2/notifications?status=lost", 0},
               {"GET", "/v2/received-text-messages", 1},
               {"GET", "/v2/templates", 0}};
  for (const auto& one : cases) {
    broker.told.clear();
    ask(by(one.method, one.path));
    EXPECT_EQ(broker.told.size(), one.entries) << one.path;
  }
  EXPECT_EQ(broker.asked[1].second,
            (parameters{{"practice", "A99001"}, {"key_type", "normal"}, {"statuses", "delivered,sending"}}));
  broker.told.clear();
  EXPECT_EQ(ask(by("POST", "/v2/template/" + template_called("hello") + "/preview",
                   R"({"personalisation":{"name":"Foo","urgent":true}})"))
                .status,
            200);
  EXPECT_TRUE(broker.told.empty()) << "a program is shown what it brought itself";
}

TEST_F(endpoint_notify, shows_nothing_that_it_can_not_write_down) {
  broker.resources["notifications"] = {200, R"({"notifications":[)" + row + "]}"};
  for (const auto why :
       {error_code::overloaded, error_code::log_unavailable, error_code::timed_out, error_code::refused}) {
    broker.next_answer = {false, false, why, "because", ""};
    const auto answer = ask(by("GET", "/v2/notifications"));
    EXPECT_GE(answer.status, 429);
    EXPECT_EQ(answer.text().find("Foo"), std::string::npos);
    EXPECT_TRUE(answer.text().starts_with("{\"status_code\":" + std::to_string(answer.status)));
  }
}

TEST_F(endpoint_notify, says_the_same_of_anothers_message_and_of_none) {
  broker.resources["notifications/" + an_id] = {404, "{}"};
  expect_error(ask(by("GET", "/v2/notifications/" + an_id)), 404, "NoResultFound", "No result found");
  broker.resources["notifications/" + an_id] = {503, "{}"};
  EXPECT_EQ(ask(by("GET", "/v2/notifications/" + an_id)).status, 503)
      << "who can't look must not say that there is none";
  expect_error(ask(by("GET", "/v2/notifications/7")), 400, "ValidationError", "notification_id is not a valid UUID");
  expect_error(ask(by("GET", "/v2/notifications/" + an_id + "/pdf")), 400, "BadRequestError",
               "Notification is not a letter");
}

TEST_F(endpoint_notify, pages_lists_by_the_last_row) {
  broker.resources["notifications"] = {200, R"({"notifications":[)" + row + "]}"};
  const auto full = json(ask(by("GET", "/v2/notifications?reference=r-1")));
  EXPECT_EQ(full.at("links").at("current"), "https://tidings.icb.example/v2/notifications?reference=r-1");
  EXPECT_EQ(full.at("links").at("next"),
            ("https://tidings.icb.example/v2/notifications?older_than=" + an_id + "&reference=r-1").c_str());
  broker.resources["notifications"] = {200, R"({"notifications":[]})"};
  const auto empty = json(ask(by("GET", "/v2/notifications?older_than=" + an_id)));
  EXPECT_FALSE(empty.at("links").as_object().contains("next"));
}

TEST_F(endpoint_notify, shows_templates_their_versions_and_previews) {
  const auto path = "/v2/template/" + template_called("hello");
  EXPECT_EQ(json(ask(by("GET", path))).at("version"), 2);
  EXPECT_EQ(json(ask(by("GET", path + "/version/1"))).at("body"), "Hi ((first name))");
  expect_error(ask(by("GET", path + "/version/9")), 404, "NoResultFound", "No result found");
  expect_error(ask(by("GET", path + "/version/x")), 400, "ValidationError", "version is not of type integer");
  expect_error(ask(by("GET", "/v2/template/" + an_id)), 404, "NoResultFound", "No result found");
  expect_error(ask(by("GET", "/v2/template/hello")), 400, "ValidationError", "id is not a valid UUID");
  const auto preview = json(ask(by("POST", path + "/preview", R"({"personalisation":{"name":"Foo","urgent":"yes"}})")));
  EXPECT_EQ(preview.at("body"), "Hello Foo, this is Demo Surgery. Ring us.");
  EXPECT_EQ(preview.at("type"), "sms");
  expect_error(ask(by("POST", path + "/preview")), 400, "BadRequestError", "Missing personalisation: name, urgent");
  EXPECT_EQ(json(ask(by("GET", "/v2/templates?type=sms"))).at("templates").as_array().size(), 2U);
  EXPECT_EQ(json(ask(by("GET", "/v2/templates?type=letter"))).at("templates").as_array().size(), 0U);
}

TEST_F(endpoint_notify, takes_so_many_requests_of_a_key_in_a_minute) {
  auto few = settings_of_service();
  few.api_requests_per_minute = 2;
  serve(few);
  EXPECT_EQ(ask(by("GET", "/v2/templates")).status, 200);
  EXPECT_EQ(ask(by("GET", "/v2/templates")).status, 200);
  expect_error(ask(by("GET", "/v2/templates")), 429, "RateLimitError",
               "Exceeded rate limit for key type LIVE of 2 requests per 60 seconds");
  EXPECT_EQ(ask(by("GET", "/v2/templates", {}, secret_of_test)).status, 200) << "another key has its own";
  now += millis(60'000);
  EXPECT_EQ(ask(by("GET", "/v2/templates")).status, 200);
}

TEST_F(endpoint_notify, turns_each_refusal_into_notifys_form) {
  const struct {
    error_code why;
    int status;
    const char* finds;
  } cases[] = {{error_code::refused, 400, R"("message":"this number has opted out")"},
               {error_code::overloaded, 429, "TooManyRequestsError"},
               {error_code::log_unavailable, 503, "ServiceUnavailable"},
               {error_code::stopping, 503, "ServiceUnavailable"},
               {error_code::timed_out, 504, "Timeout serving request"}};
  for (const auto& one : cases) {
    broker.next_answer = {false, false, one.why, "this number has opted out", ""};
    const auto answer = ask(by("POST", "/v2/notifications/sms", sms()));
    EXPECT_EQ(answer.status, one.status);
    EXPECT_THAT(std::string(answer.text()), HasSubstr(one.finds));
  }
  EXPECT_THAT(std::string(ask(by("GET", "/v2/nothing")).text()), HasSubstr(R"("error":"NoResultFound")"));
  EXPECT_THAT(std::string(ask(by("DELETE", "/v2/templates")).text()), HasSubstr(R"({"status_code":405)"));
  way_in->close();
  EXPECT_THAT(std::string(ask(by("GET", "/v2/templates")).text()), HasSubstr(R"({"status_code":503)"));
}

} // namespace
} // namespace tidings::web
