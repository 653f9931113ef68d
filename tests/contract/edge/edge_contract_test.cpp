// An agent carries what SystmOne's wire sends: whole, to where its own file allows, and with an honest answer whatever
// breaks.
#include "actors/connector/edge/edge_web.hpp"
#include "actors/connector/fhir/fhir_cancels.hpp"
#include "actors/connector/hand_over/hand_over_place.hpp"
#include "actors/connector/hand_over/site_call.hpp"
#include "actors/connector/web/address.hpp"
#include "actors/write_back/document_pdf.hpp"
#include "tests/contract/connectors/emis_case.hpp"
#include "tests/contract/edge/connect_proxy.hpp"
#include "tests/contract/edge/site.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>

namespace tidings::test {
namespace {

class an_edge : public edge_site {};

/// Answers every line on every connection.
void answer_all(peer& one, int) {
  for (auto line = one.read_until("\n"); !line.empty(); line = one.read_until("\n")) one.write("<a>" + line + "</a>\n");
}

error_code code_of(const result<std::string>& what) { return what ? error_code::none : what.error().code; }
std::string reason_of(const result<std::string>& what) { return what ? std::string() : what.error().detail; }
bool says(const result<std::string>& what, std::string_view part) {
  return reason_of(what).find(part) != std::string::npos;
}

TEST_F(an_edge, carries_requests_to_the_site_and_answers_back_over_one_kept_connection) {
  scripted_server gateway(answer_all);
  const auto agent = run("riverside", {gateway.port()});
  EXPECT_EQ(ask(gateway.port()), "<a><q/>\n</a>");
  EXPECT_EQ(ask(gateway.port()), "<a><q/>\n</a>");
  EXPECT_EQ(gateway.connections(), 1);
  wire->stop();
}

TEST_F(an_edge, carries_megabytes_unchanged) {
  std::string rows;
  for (int i = 0; i < 200'000; ++i) rows += std::to_string(i) + "   ";
  scripted_server gateway([&](peer& one, int) {
    one.read_until("\n");
    one.write("<a>" + rows + "</a>\n");
    one.wait_for_close();
  });
  const auto agent = run("riverside", {gateway.port()});
  EXPECT_TRUE(ask(gateway.port()) == "<a>" + rows + "</a>");
  wire->stop();
}

TEST_F(an_edge, that_never_came_is_unreachable_and_named) {
  const auto answer = ask(40'700);
  EXPECT_EQ(code_of(answer), error_code::unreachable);
  EXPECT_TRUE(says(answer, "`riverside` has not connected since the broker started")) << reason_of(answer);
}

TEST_F(an_edge, that_is_switched_off_is_unreachable_since_then_and_works_once_it_is_on_again) {
  scripted_server gateway(answer_all);
  auto agent = run("riverside", {gateway.port()});
  EXPECT_TRUE(ask(gateway.port()));
  agent->stop();
  ASSERT_TRUE(broker_says.hear("agent riverside is gone"));
  const auto away = ask(gateway.port());
  EXPECT_EQ(code_of(away), error_code::unreachable);
  EXPECT_TRUE(says(away, "`riverside` has been offline since 20")) << reason_of(away);
  auto again = settings_of("riverside");
  again.allow = {{"127.0.0.1", gateway.port()}};
  agent = run(again);
  EXPECT_EQ(ask(gateway.port()), "<a><q/>\n</a>");
  wire->stop();
}

TEST_F(an_edge, that_is_lost_in_the_middle_of_a_request_leaves_its_outcome_unknown) {
  std::promise<void> arrived;
  scripted_server gateway([&](peer& one, int number) {
    if (number > 1) return answer_all(one, number);
    one.read_until("\n");
    arrived.set_value();
    one.wait_for_close();
  });
  auto agent = run("riverside", {gateway.port()});
  auto answer = send(gateway.port());
  ASSERT_EQ(arrived.get_future().wait_for(long_enough), std::future_status::ready);
  agent.reset();
  EXPECT_EQ(code_of(wait(std::move(answer))), error_code::outcome_unknown) << "it may have had its effect";
  auto again = settings_of("riverside");
  again.allow = {{"127.0.0.1", gateway.port()}};
  agent = run(again);
  EXPECT_TRUE(ask(gateway.port()));
  EXPECT_EQ(gateway.connections(), 2) << "nothing was asked a second time by itself";
  wire->stop();
}

TEST_F(an_edge, comes_back_by_itself_when_its_broker_was_restarted) {
  scripted_server gateway(answer_all);
  const auto agent = run("riverside", {gateway.port()});
  EXPECT_TRUE(ask(gateway.port()));
  stop_broker();
  ASSERT_TRUE(agent_says.hear("the link is gone"));
  start_broker();
  ASSERT_TRUE(agent_says.hear("connected to")) << agent_says.all();
  EXPECT_EQ(ask(gateway.port()), "<a><q/>\n</a>");
  wire->stop();
}

TEST_F(an_edge, goes_nowhere_but_where_its_own_file_allows) {
  scripted_server secret(answer_all), gateway(answer_all);
  const auto agent = run("riverside", {gateway.port()});
  const auto answer = ask(secret.port());
  EXPECT_EQ(code_of(answer), error_code::unreachable);
  EXPECT_TRUE(says(answer, "`allow` doesn't have this address")) << reason_of(answer);
  EXPECT_EQ(secret.connections(), 0);
  wire->stop();
}

TEST_F(an_edge, that_finds_nobody_at_the_address_says_so_and_that_nothing_was_sent) {
  const auto port = dead_port();
  const auto agent = run("riverside", {port});
  const auto answer = ask(port);
  EXPECT_EQ(code_of(answer), error_code::unreachable);
  EXPECT_TRUE(says(answer, "the agent can't connect")) << reason_of(answer);
  wire->stop();
}

TEST_F(an_edge, whose_gateway_hangs_up_on_a_request_leaves_its_outcome_unknown) {
  scripted_server gateway([](peer& one, int) {
    one.read_until("\n");
    one.reset();
  });
  const auto agent = run("riverside", {gateway.port()});
  EXPECT_EQ(code_of(ask(gateway.port())), error_code::outcome_unknown);
  wire->stop();
}

TEST_F(an_edge, is_asked_only_by_the_practices_that_name_it) {
  scripted_server one(answer_all), other([](peer&who, int) {
    who.read_until("\n");
    who.write("<other/>\n");
    who.wait_for_close();
  });
  const auto first = run("riverside", {one.port(), other.port()});
  const auto second = run("hillside", {one.port(), other.port()});
  EXPECT_TRUE(ask(one.port(), "riverside", "A99001"));
  EXPECT_EQ(ask(other.port(), "hillside", "A99002"), "<other/>");
  const auto rows = desk->rows();
  EXPECT_NE(rows.find(R"("practices":["A99001"])"), std::string::npos) << rows;
  EXPECT_NE(rows.find(R"("practices":["A99002"])"), std::string::npos) << rows;
  EXPECT_EQ(rows.find(R"("practices":["A99001","A99002"])"), std::string::npos) << rows;
  wire->stop();
}

TEST_F(an_edge, that_is_cut_off_is_gone_at_once_and_is_not_let_in_again) {
  scripted_server gateway(answer_all);
  const auto agent = run("riverside", {gateway.port()});
  ASSERT_TRUE(desk->revoke("riverside"));
  ASSERT_TRUE(broker_says.hear("agent riverside is gone"));
  ASSERT_TRUE(agent_says.hear("the link is gone"));
  ASSERT_TRUE(agent_says.hear("403")) << agent_says.all();
  EXPECT_EQ(code_of(ask(gateway.port())), error_code::unreachable);
}

TEST_F(an_edge, loses_its_link_to_whoever_is_enrolled_anew_under_its_name) {
  const auto stolen = run("riverside", {1});
  auto on_another_pc = settings_of("riverside");
  on_another_pc.folder += "-new";
  ASSERT_TRUE(edge::enrol(on_another_pc, secret_text(desk->invite("riverside")->code)));
  ASSERT_TRUE(broker_says.hear("agent riverside is gone"));
  EXPECT_TRUE(agent_says.hear("403")) << "the old certificate is of no more use";
}

TEST_F(an_edge, needs_a_code_that_was_not_used_before) {
  const auto invited = desk->invite("riverside");
  std::filesystem::create_directories(where.path() + "/agents");
  ASSERT_TRUE(edge::enrol(settings_of("riverside"), secret_text(invited->code)));
  const auto again = edge::enrol(settings_of("thief"), secret_text(invited->code));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, error_code::refused);
  EXPECT_FALSE(std::filesystem::exists(where.path() + "/agents/thief/agent.pem"));
}

TEST_F(an_edge, is_not_let_in_without_a_certificate_or_with_one_that_its_broker_did_not_sign) {
  ASSERT_TRUE(enrol("riverside"));
  const auto fields = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  EXPECT_EQ(client(settings.port).get("/edge", fields).status, 401);
  const folder elsewhere;
  auto other = web::edge::office::open(elsewhere.path() + "/edge", system_now);
  ASSERT_TRUE(other);
  const auto invited = (*other)->invite("riverside");
  const auto wanted = edge::want_certificate();
  std::string name;
  const auto foreign = (*other)->enrol(invited->code, wanted->request, name);
  ASSERT_TRUE(foreign);
  auto with = settings_of("riverside");
  with.folder = elsewhere.path() + "/agent";
  ASSERT_TRUE(edge::keep(with.folder, wanted->key, foreign->certificate));
  const auto agent = edge::agent::start(with, agent_says.ear());
  ASSERT_TRUE(agent);
  EXPECT_TRUE(agent_says.hear("the link is gone")) << agent_says.all();
  EXPECT_FALSE(desk->ways.is_present("riverside"));
  EXPECT_EQ(agent_says.all().find("connected to"), std::string::npos) << agent_says.all();
}

TEST_F(an_edge, does_not_talk_to_a_broker_whose_certificate_it_does_not_trust) {
  ASSERT_TRUE(enrol("riverside"));
  const folder elsewhere;
  auto with = settings_of("riverside");
  with.ca_file = make_certificate(elsewhere.path(), certificate_wish{.file = "another"}).certificate;
  const auto agent = edge::agent::start(with, agent_says.ear());
  ASSERT_TRUE(agent);
  EXPECT_TRUE(agent_says.hear("no trusted TLS")) << agent_says.all();
  EXPECT_FALSE(edge::enrol(with, secret_text(desk->invite("riverside")->code)));
}

TEST_F(an_edge, enrols_and_dials_by_a_proxy) {
  scripted_server gateway(answer_all);
  connect_proxy proxy;
  const auto invited = desk->invite("riverside");
  auto with = settings_of("riverside");
  with.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  with.allow = {{"127.0.0.1", gateway.port()}};
  std::filesystem::create_directories(where.path() + "/agents");
  const auto enrolled = edge::enrol(with, secret_text(invited->code));
  ASSERT_TRUE(enrolled) << enrolled.error().detail;
  auto agent = run(with);
  EXPECT_EQ(ask(gateway.port()), "<a><q/>\n</a>");
  const auto one = "CONNECT 127.0.0.1:" + std::to_string(settings.port) + " HTTP/1.1\n";
  EXPECT_EQ(proxy.asked(), one + one);
  wire->stop();
  agent.reset(); // the proxy ends with its connections
}

TEST_F(an_edge, says_what_its_proxy_says) {
  ASSERT_TRUE(enrol("riverside"));
  connect_proxy proxy(true);
  auto with = settings_of("riverside");
  with.proxy = "http://127.0.0.1:" + std::to_string(proxy.port());
  const auto agent = edge::agent::start(with, agent_says.ear());
  ASSERT_TRUE(agent);
  EXPECT_TRUE(agent_says.hear("the proxy says HTTP/1.1 407")) << agent_says.all();
}

/// Where a simulator's URL leads.
edge::tcp_place place_in(const std::string& url) {
  const auto found = wire::place_of(url);
  return {found->host, static_cast<std::uint16_t>(found->port)};
}

TEST_F(an_edge, carries_emis_web_over_tls_that_it_can_not_open_and_cancellations_by_fhir) {
  if (!simulator_process::exists()) GTEST_SKIP() << simulator_process::path() << " isn't built";
  const auto of_localhost =
      make_certificate(where.path(), certificate_wish{.file = "emis", .subject_name = "DNS:localhost"});
  emis_case emis({"--tls-cert", of_localhost.certificate, "--tls-key", of_localhost.key, "--fhir", "stu3"});
  emis.settings.ca_file = of_localhost.certificate;
  auto by_address = emis.settings;
  for (auto* url : {&emis.settings.url, &emis.settings.token_url})
    url->replace(url->find("127.0.0.1"), std::string("127.0.0.1").size(), "localhost");
  const auto to = emis.second_way("stu3");

  ASSERT_TRUE(enrol("riverside"));
  auto with = settings_of("riverside");
  with.allow = {place_in(emis.settings.url), place_in(by_address.url), place_in(to.url)};
  auto agent = run(with);
  const auto web = std::make_shared<edge_web>(std::make_shared<wire::curl_web>(), std::make_shared<office_sites>(desk),
                                              *practice_id::parse(emis_case::practice), "riverside");
  const auto clocks = [] { return moment(system_now(), std::chrono::steady_clock::now()); };
  const auto [slot, patient] = emis.book();
  const auto [other_slot, other_patient] = emis.book();

  auto aut = fhir::with_cancels(emis.system(web), to, web, clocks);
  const auto found = aut->probe();
  EXPECT_TRUE(found) << found.error().detail;
  const auto read = aut->read_appointments(system_now(), system_now() + std::chrono::hours(72));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(aut->perform(write_cancel{patient, slot}).error, failure());
  EXPECT_EQ(emis.asked("CancelAppointment"), 0) << "it goes by FHIR";
  const auto plain = emis.system(web);
  EXPECT_TRUE(plain->probe());
  EXPECT_EQ(plain->perform(write_cancel{other_patient, other_slot}).error, failure());
  EXPECT_FALSE(emis.holds(other_slot, other_patient));

  const auto misnamed = emis::make_system(*practice_id::parse(emis_case::practice), by_address, web, clocks)->probe();
  ASSERT_FALSE(misnamed) << "the certificate is for localhost, not for 127.0.0.1";
  EXPECT_EQ(misnamed.error().code, error_code::unreachable);

  agent->stop();
  ASSERT_TRUE(broker_says.hear("agent riverside is gone"));
  const auto away = plain->perform(write_cancel{other_patient, other_slot});
  EXPECT_EQ(away.error.code, error_code::unreachable);
  EXPECT_NE(away.error.detail.find("`riverside` has been offline since 20"), std::string::npos) << away.error.detail;
}

TEST_F(an_edge, hands_files_over_whole_to_the_practice_that_takes_them_from_it) {
  const auto in = where.path() + "/in";
  std::filesystem::create_directories(in);
  folders[{"A99001", "riverside"}] = in;
  ASSERT_TRUE(enrol("riverside"));
  where.write("out/appointments-1.csv", std::string(100'000, 'x') + "\nEND,1\n");
  where.write("foreign/appointments-2.csv", "id\n");
  auto with = settings_of("riverside");
  with.outboxes = {{*practice_id::parse("A99001"), where.path() + "/out"},
                   {*practice_id::parse("A99002"), where.path() + "/foreign"}};
  const auto agent = run(with);
  ASSERT_TRUE(agent_says.hear("was handed over")) << agent_says.all();
  std::ifstream got(in + "/appointments-1.csv", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(got), {}};
  EXPECT_EQ(text.size(), 100'007U);
  EXPECT_FALSE(std::filesystem::exists(where.path() + "/out/appointments-1.csv"));
  ASSERT_TRUE(agent_says.hear("appointments-2.csv was not handed over")) << agent_says.all();
  EXPECT_TRUE(std::filesystem::exists(where.path() + "/foreign/appointments-2.csv"));
}

/// As the practice's import would: a PDF's words.
std::string words_of(const std::string& pdf) {
  const auto command = "pdftotext " + pdf + " -";
  const std::unique_ptr<FILE, int (*)(FILE*)> out(::popen(command.c_str(), "r"), ::pclose);
  std::string text;
  for (int c = out ? std::fgetc(out.get()) : EOF; c != EOF; c = std::fgetc(out.get())) text += static_cast<char>(c);
  return text;
}

TEST_F(an_edge, leaves_a_document_where_the_practices_import_finds_it_once) {
  const auto practice = *practice_id::parse("A99001");
  const auto sites = std::make_shared<office_sites>(desk);
  const auto place = site_place(practice, "riverside", sites);
  const auto operation = id_from_name<operation_id>("test", "1");
  const auto made = pdf_of({.practice_name = "Brook Lane Surgery",
                            .practice_code = "A99001",
                            .title = "Conversation",
                            .patient_name = "Zoë Ŵilliams",
                            .nhs_number = "9990000018",
                            .filed_at = from_ms(1'772'000'000'000),
                            .filed_by = "ann",
                            .said = {{{from_ms(1'772'000'000'000), document_voice::patient, {}, "Łódź 👍"}}, false},
                            .mark = to_text(operation)});
  ASSERT_TRUE(made);
  const write_document document{patient_id("77"),          operation, "Conversation", from_ms(0),
                                secret_text("9990000018"), *made};
  const find_document look{patient_id("77"), operation};
  EXPECT_EQ(place->perform(document).error.code, error_code::unreachable) << "the agent never came";
  EXPECT_FALSE(place->probe());
  ASSERT_TRUE(enrol("riverside"));
  auto with = settings_of("riverside");
  auto agent = run(with);
  EXPECT_EQ(place->perform(document).error.code, error_code::unreachable) << "it takes no documents";
  agent.reset();
  const auto in = where.path() + "/documents";
  with.documents = {{practice, in}};
  agent = run(with);
  const auto missing = place->perform(document);
  EXPECT_EQ(missing.error.code, error_code::unreachable);
  EXPECT_NE(missing.error.detail.find("isn't there"), std::string::npos) << missing.error.detail;
  const auto seen = place->probe();
  ASSERT_FALSE(seen);
  EXPECT_EQ(seen.error().code, error_code::unreachable);
  EXPECT_NE(seen.error().detail.find("isn't there"), std::string::npos) << seen.error().detail;
  std::filesystem::create_directories(in);
  EXPECT_TRUE(place->probe());
  EXPECT_EQ(place->perform(look).system_uid, "");
  const auto done = place->perform(document);
  EXPECT_EQ(done.error.code, error_code::none) << done.error.detail;
  EXPECT_EQ(done.system_uid, to_text(operation));
  const auto pdf = in + "/tidings-" + to_text(operation) + ".pdf";
  std::ifstream got(pdf, std::ios::binary);
  EXPECT_TRUE((std::string{std::istreambuf_iterator<char>(got), {}} == made->reveal()));
  const auto words = words_of(pdf);
  for (const auto* said : {"Zoë Ŵilliams", "999 000 0018", "Łódź [thumbs up sign]"})
    EXPECT_NE(words.find(said), std::string::npos) << said << " isn't in\n" << words;
  EXPECT_TRUE(std::filesystem::exists(in + "/tidings-" + to_text(operation) + ".json"));
  std::filesystem::remove(pdf); // the import has taken it
  EXPECT_EQ(place->perform(look).system_uid, to_text(operation));
  EXPECT_EQ(place->perform(document).error.code, error_code::none);
  EXPECT_FALSE(std::filesystem::exists(pdf));
  const auto others = site_place(*practice_id::parse("A99002"), "riverside", sites);
  EXPECT_EQ(others->perform(document).error.code, error_code::unreachable) << "no folder for that practice";
}

TEST_F(an_edge, takes_nothing_for_a_document_but_an_order_for_one) {
  ASSERT_TRUE(enrol("riverside"));
  auto with = settings_of("riverside");
  const auto in = where.path() + "/documents";
  std::filesystem::create_directories(in);
  with.documents = {{*practice_id::parse("A99001"), in}};
  const auto agent = run(with);
  const auto port = desk->ways.port_to(*practice_id::parse("A99001"), "riverside", "documents.invalid", 1);
  ASSERT_TRUE(port);
  const std::string id = to_text(id_from_name<operation_id>("test", "1"));
  for (const auto& order :
       {std::string("GET / HTTP/1.1\n"), std::string("put A99001 ../../../x 3 2\n"),
        "put A99001 " + id + " 99999999 2\n", "put A99001 " + id + " 3 99999\n", "find A99001 " + id + " more\n",
        "put A99001 " + id + " 3 2\n%PDF-too-much", std::string(500, 'x')})
    EXPECT_FALSE(site_call(*port, order, millis(5'000))) << order;
  EXPECT_TRUE(std::filesystem::is_empty(in));
}

} // namespace
} // namespace tidings::test
