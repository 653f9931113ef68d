// tidings doctor without a socket: which checks a configuration asks for, and what is made of what was seen.
#include "actors/node/doctor/judge.hpp"
#include "actors/node/doctor/plan.hpp"
#include "actors/node/doctor/report.hpp"
#include "schemas/callbacks.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/connectors/file_drop.hpp"
#include "schemas/connectors/microtest.hpp"
#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"

#include <gtest/gtest.h>

namespace tidings::doctor {
namespace {
using namespace std::chrono_literals;

const timestamp now = from_ms(1'800'000'000'000);

provider_settings account(std::string id, std::string type) {
  provider_settings out;
  out.id = provider_id(std::move(id));
  out.type = std::move(type);
  out.api_key = secret_text("key-that-nobody-may-see");
  return out;
}

broker_settings host() {
  broker_settings out;
  out.data_dir = "/var/lib/tidings";
  out.keys.master.file = "/etc/tidings/master.key";
  out.backup.folder = "/backup";
  out.endpoint.certificate = "/etc/tidings/certificate.pem";
  out.endpoint.private_key = "/etc/tidings/private_key.pem";
  out.endpoint.public_url = "https://tidings.example.nhs.uk";
  return out;
}

practice_settings_ptr practice(const std::string& code, std::vector<provider_id> route = {}) {
  auto out = std::make_shared<practice_settings>();
  out->id = *practice_id::parse(code);
  out->sms_route = std::move(route);
  out->connector.systmone.host = "gateway.example";
  return out;
}

/// `what where`, a line a check.
std::vector<std::string> planned(const broker_settings& broker,
                                 const std::map<practice_id, practice_settings_ptr>& practices = {},
                                 std::optional<practice_id> only = {}) {
  std::vector<std::string> out;
  for (const auto& one : plan({broker, practices, now, only})) out.push_back(one.what + ' ' + one.where);
  return out;
}

using lines_of = std::vector<std::string>;

TEST(doctors_plan, looks_at_the_servers_of_callbacks_and_tells_them_nothing) {
  auto one = *practice("A99001");
  callback_settings told;
  told.delivery = {"https://d.example/secret-path", secret_text("bearer-of-delivery")};
  told.own = {.url = "https://o.example:8443", .secret = secret_text("signs-it")};
  one.callbacks = std::make_shared<callback_settings>(told);
  const std::map<practice_id, practice_settings_ptr> all{{one.id, std::make_shared<practice_settings>(one)}};
  const auto lines = planned(host(), all);
  EXPECT_EQ((lines_of{lines.end() - 2, lines.end()}),
            (lines_of{"callback A99001 delivery d.example:443", "callback A99001 signed o.example:8443"}));
  const auto checks = plan({host(), all, now, {}});
  EXPECT_EQ(std::get<http_target>(checks.back().at).url, "https://o.example:8443/");
  EXPECT_EQ(std::get<http_target>(checks.back().at).method, "HEAD");
  const auto secrets = secrets_of({host(), all, now, {}});
  for (const std::string_view secret : {"bearer-of-delivery", "signs-it"})
    EXPECT_NE(std::find(secrets.begin(), secrets.end(), secret), secrets.end()) << secret;
}

TEST(doctors_plan, begins_with_what_this_host_needs) {
  EXPECT_EQ(planned(host()),
            (lines_of{"master key /etc/tidings/master.key", "data folder /var/lib/tidings", "backup folder /backup",
                      "certificate /etc/tidings/certificate.pem", "endpoint 127.0.0.1:8443"}));
}

TEST(doctors_plan, has_no_backup_folder_where_there_are_no_backups) {
  auto broker = host();
  broker.backup.folder.clear();
  for (const auto& one : planned(broker)) EXPECT_EQ(one.find("backup"), std::string::npos);
}

TEST(doctors_plan, looks_at_every_address_of_every_type_of_provider_in_the_order_of_the_file) {
  auto broker = host();
  auto mail = account("post", "nhsmail");
  mail.mail.address = "surgery@example.nhs.uk";
  auto deaf = account("deaf", "nhsmail");
  deaf.mail.pop3_port = 0;
  auto centre = account("centre", "smpp");
  smpp_account session;
  session.host = "smsc.example";
  centre.smpp = std::make_shared<const smpp_account>(session);
  auto gateway = account("gateway", "http");
  http_contract contract;
  contract.send.url = "https://api.example/send?x=1";
  contract.look_up.ask.url = "https://reports.example:8443/find";
  gateway.contract = std::make_shared<const http_contract>(contract);
  gateway.proxy = "http://proxy.example:8080";
  auto notify = account("notify", "notify");
  notify.url = "https://api.notifications.service.gov.uk";
  notify.notify = std::make_shared<const notify_account>(notify_account{"the template", "message", {}});
  notify.proxy = gateway.proxy;
  broker.providers = {account("firetext", "firetext"), mail, deaf, centre, gateway, notify, account("none", "null"),
                      account("new", "pigeon")};
  auto all = planned(broker);
  all.erase(all.begin(), all.begin() + 5);
  EXPECT_EQ(all,
            (lines_of{"sms firetext www.firetext.co.uk:443", "smtp post send.nhs.net:587", "pop3 post pop.nhs.net:995",
                      "smtp deaf send.nhs.net:587", "sms centre smsc.example:2775", "sms gateway api.example:443",
                      "sms gateway reports.example:8443", "sms notify api.notifications.service.gov.uk:443",
                      "sms none nowhere", "sms new pigeon", "proxy proxy.example:8080"}));
}

TEST(doctors_plan, never_asks_the_address_that_sends_messages_of_a_gateway_it_only_knows_by_its_contract) {
  auto broker = host();
  auto gateway = account("gateway", "http");
  http_contract contract;
  contract.send.method = "GET";
  contract.send.url = "https://api.example/send?to=((to))";
  gateway.contract = std::make_shared<const http_contract>(contract);
  broker.providers = {gateway};
  const auto all = plan({broker, {}, now, {}});
  const auto& at = std::get<http_target>(all.back().at);
  EXPECT_EQ(at.url, "https://api.example:443/");
  EXPECT_EQ(at.method, "HEAD");
  EXPECT_NE(all.back().unseen.find("not checked"), std::string::npos);
}

TEST(doctors_plan, for_one_practice_has_its_providers_and_its_connector_alone) {
  auto broker = host();
  broker.providers = {account("firetext", "firetext"), account("other", "firetext")};
  const std::map<practice_id, practice_settings_ptr> practices = {
      {*practice_id::parse("A99001"), practice("A99001", {provider_id("other")})},
      {*practice_id::parse("A99002"), practice("A99002", {provider_id("firetext")})}};
  auto all = planned(broker, practices, practice_id::parse("A99001"));
  all.erase(all.begin(), all.begin() + 5);
  EXPECT_EQ(all, (lines_of{"sms other www.firetext.co.uk:443", "systmone A99001 gateway.example:40700"}));
}

TEST(doctors_plan, dials_no_gateway_that_an_agent_on_the_site_carries) {
  auto carried = std::make_shared<practice_settings>(*practice("A99001"));
  carried->connector.edge = "riverside";
  const auto all = planned(host(), {{carried->id, carried}});
  EXPECT_EQ(all.back(), "systmone A99001 agent riverside");
}

practice_settings_ptr practice_of(const std::string& system) {
  auto out = std::make_shared<practice_settings>(*practice("A99001"));
  out->connector.system = system;
  emis_settings emis;
  emis.url = "https://emis.example/partner";
  emis.client_secret = secret_text("emis-client-secret");
  out->connector.emis = std::make_shared<const emis_settings>(std::move(emis));
  microtest_settings microtest;
  microtest.connection = secret_text("Driver=PostgreSQL;Server=evolution.example;Port=5432;PWD=microtest-password");
  out->connector.microtest = std::make_shared<const microtest_settings>(std::move(microtest));
  file_drop_settings files;
  files.folder = "/srv/drop/A99001";
  out->connector.file_drop = std::make_shared<const file_drop_settings>(std::move(files));
  return out;
}

TEST(doctors_plan, has_every_clinical_system_asked_by_its_own_connectors_probe) {
  for (const auto& [system, where] : {std::pair{"emis", "emis.example"}, std::pair{"microtest", "evolution.example"}}) {
    const auto of = practice_of(system);
    const auto all = plan({host(), {{of->id, of}}, now, {}});
    EXPECT_EQ(all.back().what, std::string(system) + " A99001");
    EXPECT_NE(all.back().where.find(where), std::string::npos) << all.back().where;
    EXPECT_EQ(all.back().where.find("password"), std::string::npos);
    ASSERT_TRUE(std::holds_alternative<clinical_target>(all.back().at)) << system;
  }
}

TEST(doctors_plan, looks_at_a_folder_of_files_without_making_anything_in_it) {
  const auto of = practice_of("file_drop");
  const auto all = plan({host(), {{of->id, of}}, now, {}});
  EXPECT_EQ(all.back().where, "/srv/drop/A99001");
  ASSERT_TRUE(std::holds_alternative<folder_target>(all.back().at));
  EXPECT_FALSE(std::get<folder_target>(all.back().at).made_when_missing);
}

TEST(doctors_plan, looks_whether_the_second_way_for_cancellations_is_there) {
  auto of = std::make_shared<practice_settings>(*practice_of("emis"));
  fhir_settings fhir;
  fhir.url = "https://orange.example/A99001/STU3";
  of->connector.fhir = std::make_shared<const fhir_settings>(fhir);
  EXPECT_EQ(planned(host(), {{of->id, of}}).back(), "fhir A99001 orange.example:443");
  fhir.url = "orange.example";
  of->connector.fhir = std::make_shared<const fhir_settings>(fhir);
  EXPECT_EQ(planned(host(), {{of->id, of}}).back(), "fhir A99001 ?");
}

struct address {
  const char* url;
  const char* host; ///< null: no http address
  int port;
};
TEST(doctors_plan, reads_addresses_as_they_are_written) {
  const address table[] = {{"https://a.example", "a.example", 443},
                           {"http://a.example/x", "a.example", 80},
                           {"https://a.example:8443/x?y#z", "a.example", 8443},
                           {"http://user:pass@proxy.example:3128", "proxy.example", 3128},
                           {"https://[2001:db8::1]:99/", "2001:db8::1", 99},
                           {"https://[2001:db8::1]", "2001:db8::1", 443},
                           {"socks5://a.example", nullptr, 0},
                           {"https://", nullptr, 0},
                           {"https://[2001:db8::1", nullptr, 0},
                           {"https://a.example:many", nullptr, 0},
                           {"", nullptr, 0}};
  for (const auto& [url, host, port] : table) {
    const auto place = place_of(url);
    ASSERT_EQ(place.has_value(), host != nullptr) << url;
    if (!place) continue;
    EXPECT_EQ(place->host, host) << url;
    EXPECT_EQ(place->port, port) << url;
  }
}

// -- judging

check of(target at, std::string unseen = {}) {
  return {"it", "there:1", std::move(at), "providers.x in broker.yaml", std::move(unseen)};
}

struct peer_case {
  const char* name;
  target at;
  peer_seen saw;
  verdict how;
  const char* found; ///< in its words
  const char* mend;
};

http_target asking(http_question what) {
  http_target out;
  out.asks = what;
  return out;
}

TEST(doctors_judgement, of_a_server_names_the_step_that_failed_and_how_to_mend_it) {
  const peer_seen good{.reached = stage::done, .status = 200};
  const auto with = [](stage reached, std::string trouble) {
    return peer_seen{.reached = reached, .trouble = std::move(trouble)};
  };
  const auto answered = [](int status, std::string body) {
    return peer_seen{.reached = stage::done, .status = status, .body = std::move(body)};
  };
  const auto firetext = asking(http_question::firetext_credit);
  const auto notify = asking(http_question::notify_template);
  const auto nothing = asking(http_question::nothing);
  const peer_case table[] = {
      {"name", tcp_target{}, with(stage::name, "Could not resolve host"), verdict::fail, "name isn't known", "DNS"},
      {"connect", tcp_target{}, with(stage::connect, "refused"), verdict::fail, "no connection: refused", "firewall"},
      {"tls", nothing, with(stage::tls, "certificate has expired"), verdict::fail, "has expired", "ca_file"},
      {"sign in", mail_target{}, with(stage::sign_in, "535"), verdict::fail, "doesn't let us in: 535", "password"},
      {"answer", nothing, with(stage::answer, "timed out"), verdict::fail, "no answer", "port"},
      {"tcp", tcp_target{}, good, verdict::ok, "listens", ""},
      {"smtp", mail_target{}, good, verdict::ok, "STARTTLS", ""},
      {"pop3", mail_target{.mailbox = true}, good, verdict::ok, "mailbox", ""},
      {"smpp", smpp_target{}, good, verdict::ok, "transmitter", ""},
      {"bound",
       smpp_target{},
       {.reached = stage::sign_in, .trouble = "ESME_RALYBND", .busy = true},
       verdict::warn,
       "somebody else",
       "try again"},
      {"firetext", firetext, answered(200, R"({"code":0,"description":"ok"})"), verdict::ok, "knows the API key", ""},
      {"firetext's key", firetext, answered(200, R"({"code":1,"description":"no"})"), verdict::fail, "API key",
       "api_key"},
      {"firetext's credit", firetext, answered(200, R"({"code":7,"description":"-"})"), verdict::warn, "no credit",
       "buy"},
      {"firetext's code", firetext, answered(200, R"({"code":99,"description":"-"})"), verdict::warn, "code 99", "ask"},
      {"not firetext", firetext, answered(200, "<html>"), verdict::fail, "not FireText's JSON", "url"},
      {"notify", notify, answered(200, "{}"), verdict::ok, "the template", ""},
      {"notify's key", notify, answered(403, "{}"), verdict::fail, "API key (HTTP 403)", "clock"},
      {"notify's template", notify, answered(404, "{}"), verdict::fail, "template", "notify.template"},
      {"notify down", notify, answered(503, "{}"), verdict::warn, "HTTP 503", "later"},
      {"any answer", nothing, answered(404, ""), verdict::ok, "answers", ""},
      {"a server's error", nothing, answered(502, ""), verdict::warn, "HTTP 502", "later"},
      {"a proxy's password", nothing, answered(407, ""), verdict::fail, "proxy", "proxy"},
  };
  for (const auto& one : table) {
    const auto got = judge(of(one.at), one.saw, now);
    EXPECT_EQ(got.how, one.how) << one.name << ": " << got.found;
    EXPECT_NE(got.found.find(one.found), std::string::npos) << one.name << ": " << got.found;
    EXPECT_NE(got.mend.find(one.mend), std::string::npos) << one.name << ": " << got.mend;
    EXPECT_EQ(got.mend.empty(), one.how == verdict::ok) << one.name;
  }
}

TEST(doctors_judgement, says_what_it_could_not_see) {
  const auto got = judge(of(asking(http_question::nothing), "signing in was not checked"),
                         peer_seen{.reached = stage::done, .status = 200}, now);
  EXPECT_EQ(got.found, "answers; signing in was not checked");
}

TEST(doctors_judgement, of_a_clinical_system_is_what_its_probe_said_and_who_mends_it) {
  const check what{
      "microtest A99001", "evolution.example", clinical_target{}, "connector in practices/A99001.yaml", {}};
  EXPECT_EQ(judge(what, clinical_seen{}, now).how, verdict::ok);
  const auto drift = judge(what, clinical_seen{error_code::not_configured, "there is no column `slot_id`"}, now);
  EXPECT_EQ(drift.how, verdict::fail);
  EXPECT_EQ(drift.found, "there is no column `slot_id`");
  EXPECT_EQ(drift.mend, "check connector in practices/A99001.yaml");
  EXPECT_NE(judge(what, clinical_seen{error_code::refused, "no"}, now).mend.find("ask the practice"),
            std::string::npos);
}

TEST(doctors_judgement, warns_of_a_certificate_before_it_expires) {
  const auto after = [](std::chrono::hours left) {
    peer_seen saw{.reached = stage::done, .status = 200};
    saw.certificate_until = now + left;
    return judge(of(asking(http_question::nothing)), saw, now);
  };
  EXPECT_EQ(after(31 * 24h).how, verdict::ok);
  EXPECT_EQ(after(29 * 24h).how, verdict::warn);
  EXPECT_NE(after(29 * 24h).found.find("29 more days"), std::string::npos);
}

TEST(doctors_judgement, of_folders) {
  const folder_target at{"/data", 1ULL << 30U, false};
  const folder_target made{"/data", 1ULL << 30U, true};
  const folder_seen good{.exists = true, .looked_at = "/data", .bytes_free = 5ULL << 30U};
  const auto but = [&](auto change) {
    auto saw = good;
    change(saw);
    return saw;
  };
  struct {
    const char* name;
    folder_target at;
    folder_seen saw;
    verdict how;
    const char* found;
  } const table[] = {
      {"good", at, good, verdict::ok, "5.0 GiB free"},
      {"missing", at, but([](auto& s) { s.exists = false; }), verdict::fail, "no such folder"},
      {"not yet made", made, but([](auto& s) { s.exists = false; }), verdict::ok, "the broker makes it"},
      {"read-only", at, but([](auto& s) { s.trouble = "Read-only file system"; }), verdict::fail, "Read-only"},
      {"full", at, but([](auto& s) { s.bytes_free = 1'000; }), verdict::fail, "0.0 GiB free, of the 1.0 GiB"},
      {"others look", at, but([](auto& s) { s.others_read = true; }), verdict::warn, "look into"},
      {"others write", at, but([](auto& s) { s.others_write = true; }), verdict::fail, "write in it"},
  };
  for (const auto& one : table) {
    const auto got = judge(of(one.at), one.saw, now);
    EXPECT_EQ(got.how, one.how) << one.name << ": " << got.found;
    EXPECT_NE(got.found.find(one.found), std::string::npos) << one.name << ": " << got.found;
  }
}

TEST(doctors_judgement, of_the_endpoints_certificate) {
  const certificate_target at{"c.pem", "k.pem", "tidings.example.nhs.uk"};
  const certificate_seen good{
      .fits_key = true, .key_is_private = true, .valid_from = now - 24h, .valid_until = now + 24h * 90};
  const auto but = [&](auto change) {
    auto saw = good;
    change(saw);
    return saw;
  };
  struct {
    const char* name;
    certificate_seen saw;
    verdict how;
    const char* found;
  } const table[] = {
      {"good", good, verdict::ok, "good until 2027-04-15"},
      {"unreadable", but([](auto& s) { s.trouble = "c.pem can't be opened"; }), verdict::fail, "can't be opened"},
      {"another's key", but([](auto& s) { s.fits_key = false; }), verdict::fail, "is not this certificate's"},
      {"not yet", but([](auto& s) { s.valid_from = now + 1h; }), verdict::fail, "not valid before"},
      {"expired", but([](auto& s) { s.valid_until = now - 1h; }), verdict::fail, "expired"},
      {"soon", but([](auto& s) { s.valid_until = now + 24h * 3; }), verdict::warn, "expires on"},
      {"anybody's key", but([](auto& s) { s.key_is_private = false; }), verdict::fail, "may read k.pem"},
      {"another name", but([](auto& s) { s.is_for_host = false; }), verdict::warn, "not for tidings.example.nhs.uk"},
  };
  for (const auto& one : table) {
    const auto got = judge(of(at), one.saw, now);
    EXPECT_EQ(got.how, one.how) << one.name << ": " << got.found;
    EXPECT_NE(got.found.find(one.found), std::string::npos) << one.name << ": " << got.found;
  }
}

TEST(doctors_judgement, of_the_master_key_and_the_endpoints_port) {
  EXPECT_EQ(judge(of(key_target{}), key_seen{.name = "0123"}, now).how, verdict::ok);
  EXPECT_EQ(judge(of(key_target{}), key_seen{.trouble = "there is no file"}, now).how, verdict::fail);
  EXPECT_EQ(judge(of(key_target{}), key_seen{.name = "0123", .has_keys = true, .of_no_use = "another"}, now).how,
            verdict::fail);
  EXPECT_EQ(judge(of(listening_target{}), listening_seen{.free = true}, now).how, verdict::ok);
  EXPECT_EQ(judge(of(listening_target{}), listening_seen{.taken = true}, now).how, verdict::ok);
  EXPECT_EQ(judge(of(listening_target{}), listening_seen{.trouble = "Permission denied"}, now).how, verdict::fail);
}

TEST(doctors_judgement, of_the_clock_goes_by_the_middle_one) {
  EXPECT_EQ(judge_clock({}).how, verdict::warn);
  EXPECT_EQ(judge_clock({400ms}).found, "within 5 s of 1 server");
  EXPECT_EQ(judge_clock({-3'600'000ms, 100ms, 200ms}).how, verdict::ok); // one server is wrong
  EXPECT_EQ(judge_clock({9s, 9s, 100ms}).found, "9 s behind 3 servers");
  EXPECT_EQ(judge_clock({-61s}).found, "61 s ahead of 1 server");
  EXPECT_EQ(judge_clock({-61s}).how, verdict::warn);
}

// -- telling

TEST(doctors_report, is_a_line_each_in_columns_with_a_summary) {
  const finding all[] = {{verdict::ok, "clock", "this host", "right", {}},
                         {verdict::fail, "sms x", "a:1", "no connection", "plug it in"}};
  EXPECT_EQ(lines(all), "ok    clock  this host  right\n"
                        "fail  sms x  a:1        no connection; plug it in\n"
                        "1 ok, 0 warn, 1 fail\n");
  EXPECT_EQ(json(all),
            R"({"findings":[{"verdict":"ok","what":"clock","where":"this host","found":"right","mend":""},)"
            R"({"verdict":"fail","what":"sms x","where":"a:1","found":"no connection","mend":"plug it in"}],)"
            R"("ok":1,"warn":0,"fail":1})");
}

TEST(doctors_report, ends_well_only_when_nothing_failed) {
  EXPECT_EQ(exit_code(std::vector<finding>{{verdict::ok}, {verdict::warn}}), 0);
  EXPECT_EQ(exit_code(std::vector<finding>{{verdict::ok}, {verdict::fail}}), 1);
}

TEST(doctors_report, never_has_a_secret_in_it_even_when_a_server_repeats_it) {
  auto broker = host();
  auto mail = account("post", "nhsmail");
  mail.mail.password = secret_text("correct horse");
  broker.providers = {mail};
  const auto of = practice_of("emis");
  const auto secrets = secrets_of({broker, {{of->id, of}}, now, {}});
  EXPECT_EQ(without(secrets, {verdict::fail, "emis", "x", "emis-client-secret", ""}).found, "<redacted>");
  const auto told =
      without(secrets, {verdict::fail, "smtp", "x", "535 \"correct horse\" or correct%20horse is wrong\x1b[31m",
                        "key-that-nobody-may-see"});
  EXPECT_EQ(told.found, "535 \"<redacted>\" or <redacted> is wrong [31m");
  EXPECT_EQ(told.mend, "<redacted>");
}

TEST(doctors_report, cuts_what_a_server_says_at_a_characters_end) {
  const auto told = without({}, {verdict::fail, "smtp", "x", std::string(299, 'a') + "ééé", {}});
  EXPECT_EQ(told.found, std::string(299, 'a') + "…");
}

} // namespace
} // namespace tidings::doctor
