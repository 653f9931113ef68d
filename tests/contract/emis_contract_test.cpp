// The EMIS connector and its wire against the simulator, over real sockets, with every fault and what must come of it.
#include "actors/connector/emis/record_xml.hpp"
#include "tests/contract/connectors/emis_case.hpp"
#include "tests/contract/scripted_server.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using testing::HasSubstr;

const operation_id operation = id_from_name<operation_id>("test", "operation");
constexpr std::string_view sms_sent = "279991000000102";

struct emis_contract : ::testing::Test {
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
  }
  void start(std::vector<std::string> more = {}) {
    emis.emplace(std::move(more));
    emis->settings.answer_timeout = patience;
    aut = emis->system();
    std::tie(slot, patient) = emis->book();
  }
  connector_answer ask(const connector_request& what) { return aut->perform(what); }
  error_code cancel() { return ask(write_cancel{patient, slot}).error.code; }
  connector_answer look() { return ask(read_appointment{patient, slot}); }
  error_code file() { return ask(write_code{patient, operation, std::string(sms_sent), "Reminder"}).error.code; }
  std::string find() { return ask(find_code{patient, operation, system_now()}).system_uid; }
  bool is_booked() const { return emis->holds(slot, patient); }

  millis patience = 5s;
  std::optional<test::emis_case> emis;
  std::unique_ptr<clinical_system> aut;
  appointment_id slot;
  patient_id patient;
};

TEST_F(emis_contract, everybody_booked_arrives_with_when_and_whom) {
  start({"--appointments", "40"});
  ASSERT_TRUE(aut->probe());
  const auto rows = aut->read_appointments(system_now(), system_now() + 5 * 24h);
  ASSERT_TRUE(rows) << rows.error().detail;
  EXPECT_EQ(rows->size(), 41U);
  for (const auto& row : *rows) {
    EXPECT_THAT(row.clinician, testing::StartsWith("Dr "));
    EXPECT_EQ(row.session, "GP Surgery");
    const auto seen = ask(read_appointment{row.patient, row.id});
    ASSERT_TRUE(seen.found_appointment);
    EXPECT_EQ(seen.found_appointment->starts_at, row.starts_at);
    EXPECT_EQ(seen.found_appointment->clinician, row.clinician) << "write-back compares them";
    EXPECT_EQ(seen.found_appointment->status, appointment_status::booked);
  }
}

TEST_F(emis_contract, patients_arrive_with_the_consent_that_was_said_last) {
  start();
  const auto who = aut->read_patient(patient);
  ASSERT_TRUE(who) << who.error().detail;
  EXPECT_THAT(who->mobile.reveal(), testing::StartsWith("07700 900"));
  EXPECT_THAT(who->nhs_number.reveal(), testing::StartsWith("999"));
  EXPECT_EQ(who->sms_consent, consent::unknown);
  emis->change(patient, {{"code", "9NdQ."}, {"scheme", "READ2"}, {"date", "01/03/2020"}});
  EXPECT_EQ(aut->read_patient(patient)->sms_consent, consent::no);
  emis->change(patient, {{"code", "699237001"}, {"scheme", "SNOMED"}});
  EXPECT_EQ(aut->read_patient(patient)->sms_consent, consent::yes);
  EXPECT_EQ(aut->read_patient(patient_id("999999")).error().code, error_code::refused);
}

TEST_F(emis_contract, changed_patients_are_named) {
  start();
  EXPECT_EQ(aut->read_changed_patients(system_now()), std::vector<patient_id>());
  emis->change(patient, {{"mobile", "07700 900999"}});
  EXPECT_EQ(aut->read_changed_patients(system_now() - 1h), std::vector{patient});
}

TEST_F(emis_contract, every_write_is_in_the_clinical_system) {
  start();
  EXPECT_EQ(ask(write_note{patient, slot, "Confirmed & \"<thanks>\" (ref 1)"}).error.code, error_code::none);
  EXPECT_EQ(look().notes, "Confirmed & \"<thanks>\" (ref 1)");
  EXPECT_EQ(find(), "");
  EXPECT_EQ(file(), error_code::none);
  EXPECT_EQ(find(), emis::guid_of(*practice_id::parse("A99001"), operation));
  ASSERT_EQ(emis->entries().size(), 1U);
  EXPECT_EQ(emis->entries()[0].at("code").as_string(), sms_sent);
  EXPECT_EQ(emis->entries()[0].at("user").as_string(), "103");
  EXPECT_EQ(ask(write_consent{patient, false}).error.code, error_code::none);
  EXPECT_EQ(ask(write_consent{patient, false}).error.code, error_code::none);
  EXPECT_EQ(emis->entries().size(), 2U);
  EXPECT_EQ(aut->read_patient(patient)->sms_consent, consent::no);
  EXPECT_EQ(cancel(), error_code::none);
  EXPECT_FALSE(is_booked());
  EXPECT_FALSE(look().found_appointment);
}

TEST_F(emis_contract, read_v2_is_filed_where_the_practice_wants_it) {
  start();
  emis->settings.scheme = "read2";
  aut = emis->system();
  EXPECT_EQ(ask(write_code{patient, operation, "822931000000100", ""}).error.code, error_code::none);
  EXPECT_EQ(emis->entries()[0].at("code").as_string(), "9OX51");
  const auto gap = ask(write_code{patient, operation, std::string(sms_sent), ""});
  EXPECT_EQ(gap.error.code, error_code::refused);
  EXPECT_THAT(gap.error.detail, HasSubstr("`sms_sent` has no Read v2 code"));
  EXPECT_EQ(emis->entries().size(), 1U);
}

// -- faults --------------------------------------------------------------------------------------

TEST_F(emis_contract, a_token_that_ends_in_the_middle_of_a_batch_is_renewed) {
  start();
  ASSERT_TRUE(aut->probe());
  emis->fault({{"expire_after", 1}});
  EXPECT_TRUE(aut->read_patient(patient)) << "demographics with the old one, consent with the new";
  EXPECT_EQ(emis->asked("token"), 2);
}

TEST_F(emis_contract, a_write_whose_token_ended_is_not_done_and_can_be_asked_again) {
  start();
  look();
  emis->fault({{"expire_after", 0}});
  EXPECT_EQ(cancel(), error_code::unreachable);
  EXPECT_TRUE(is_booked());
  EXPECT_EQ(cancel(), error_code::none);
}

TEST_F(emis_contract, tokens_of_short_life_are_renewed_before_they_end) {
  start({"--token-seconds", "30"}); // less than the minute that is kept in reserve: a new one for each question
  EXPECT_TRUE(aut->read_patient(patient));
  EXPECT_GE(emis->asked("token"), 2);
}

TEST_F(emis_contract, wrong_credentials_say_so) {
  start();
  emis->settings.client_secret = secret_text("wrong");
  aut = emis->system();
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::not_configured);
  EXPECT_EQ(cancel(), error_code::unreachable);
  EXPECT_TRUE(is_booked());
}

TEST_F(emis_contract, an_application_deactivated_at_the_practice_is_told_with_how_to_mend_it) {
  start();
  emis->fault({{"deactivated", true}});
  EXPECT_EQ(cancel(), error_code::unreachable);
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::refused);
  EXPECT_THAT(why.error().detail, HasSubstr("EMAS Manager"));
  EXPECT_TRUE(is_booked());
  emis->fault({{"deactivated", false}});
  EXPECT_TRUE(aut->probe());
  EXPECT_EQ(cancel(), error_code::none);
}

TEST_F(emis_contract, tokens_that_are_never_accepted_are_told_the_same_way) {
  start();
  emis->fault({{"tokens_refused", true}});
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::refused);
}

TEST_F(emis_contract, another_practices_account_is_refused) {
  start({"--practice", "A99002"});
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_THAT(why.error().detail, HasSubstr("belongs to A99002"));
  EXPECT_EQ(cancel(), error_code::unreachable);
  EXPECT_TRUE(is_booked());
}

TEST_F(emis_contract, silence_is_no_answer_to_a_read_and_a_doubt_about_a_write) {
  patience = 400ms;
  start();
  ASSERT_TRUE(aut->probe());
  emis->fault({{"silence", 1.0}, {"count", 1}});
  EXPECT_EQ(aut->read_appointments(system_now(), system_now() + 48h).error().code, error_code::unreachable);
  look();
  emis->fault({{"silence", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(look().found_appointment->status, appointment_status::booked);
  EXPECT_EQ(cancel(), error_code::none);
}

TEST_F(emis_contract, a_connection_closed_in_the_middle_is_a_doubt_about_a_write_and_is_read_back) {
  start();
  look();
  emis->fault({{"drop_before", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(emis->slot(slot).at("cancel_requests").to_number<int>(), 0);
  EXPECT_EQ(look().found_appointment->status, appointment_status::booked);
  emis->fault({{"drop_before", 1.0}, {"count", 1}});
  EXPECT_EQ(look().error.code, error_code::unreachable);
}

TEST_F(emis_contract, a_cancel_that_was_done_before_the_reset_is_found_cancelled_and_was_sent_once) {
  start();
  look();
  emis->fault({{"reset_after_commit", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(look().found_appointment->status, appointment_status::cancelled);
  EXPECT_EQ(emis->slot(slot).at("cancel_requests").to_number<int>(), 1);
}

TEST_F(emis_contract, a_code_that_was_filed_before_the_reset_is_found_by_its_guid) {
  start();
  look();
  emis->fault({{"reset_after_commit", 1.0}, {"count", 1}});
  EXPECT_EQ(file(), error_code::outcome_unknown);
  EXPECT_FALSE(find().empty());
  EXPECT_EQ(emis->entries().size(), 1U);
}

TEST_F(emis_contract, a_code_that_got_another_guid_is_found_by_its_mark) {
  start();
  emis->fault({{"own_guids", true}});
  EXPECT_EQ(file(), error_code::none);
  EXPECT_EQ(find(), "00000000-0000-4000-9000-000000000001");
}

TEST_F(emis_contract, an_internal_error_is_a_doubt_about_a_write_whether_it_was_done_or_not) {
  start();
  look();
  emis->fault({{"http_500", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(look().found_appointment->status, appointment_status::booked);
  emis->fault({{"error_after_commit", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(look().found_appointment->status, appointment_status::cancelled);
}

TEST_F(emis_contract, a_record_in_use_is_looked_at_and_then_written) {
  start();
  look();
  emis->fault({{"locked", 1.0}, {"count", 1}});
  EXPECT_EQ(file(), error_code::outcome_unknown);
  EXPECT_EQ(find(), "");
  EXPECT_EQ(file(), error_code::none);
  EXPECT_EQ(emis->entries().size(), 1U);
}

TEST_F(emis_contract, too_many_requests_is_later) {
  start();
  look();
  emis->fault({{"http_429", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::overloaded);
  EXPECT_EQ(cancel(), error_code::none);
}

TEST_F(emis_contract, a_redirect_is_not_followed) {
  start();
  look();
  emis->fault({{"http_302", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(emis->asked("elsewhere"), 0);
  EXPECT_TRUE(is_booked());
}

TEST_F(emis_contract, a_cut_reading_or_a_page_for_people_is_never_taken_for_the_whole) {
  start();
  ASSERT_TRUE(aut->probe());
  for (const auto* fault : {"truncate", "html_page"}) {
    emis->fault({{fault, 1.0}, {"count", 1}});
    const auto rows = aut->read_appointments(system_now(), system_now() + 48h);
    ASSERT_FALSE(rows) << fault;
    EXPECT_EQ(rows.error().code, error_code::invalid_input);
  }
  emis->fault({{"html_page", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
}

TEST_F(emis_contract, a_slot_that_is_another_patients_by_now_is_not_cancelled) {
  start();
  const auto other = emis->book().second;
  emis->change(slot, {{"give_to", std::stoll(other.value)}});
  EXPECT_FALSE(look().found_appointment);
  EXPECT_EQ(cancel(), error_code::refused);
  EXPECT_TRUE(emis->holds(slot, other));
}

TEST_F(emis_contract, what_staff_did_meanwhile_is_seen) {
  start();
  emis->change(slot, {{"status", "Arrived"}});
  EXPECT_EQ(look().found_appointment->status, appointment_status::arrived);
  emis->change(slot, {{"status", "Booked"}, {"holder", 1}});
  EXPECT_EQ(look().found_appointment->clinician, "Dr Helen Frost");
  emis->change(slot, {{"move_to_minutes", 3 * 24 * 60}});
  const auto seen = look();
  EXPECT_EQ(seen.error.code, error_code::none);
  EXPECT_FALSE(seen.found_appointment);
}

TEST_F(emis_contract, a_move_by_staff_during_a_lost_cancel_is_not_taken_for_a_cancellation) {
  start();
  look();
  emis->fault({{"drop_before", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  emis->change(slot, {{"move_to_minutes", 3 * 24 * 60}});
  EXPECT_FALSE(look().found_appointment);
}

TEST_F(emis_contract, nobody_there_is_unreachable) {
  start();
  emis->settings.url = "http://127.0.0.1:" + std::to_string(test::dead_port());
  aut = emis->system();
  EXPECT_EQ(aut->probe().error().code, error_code::unreachable);
  EXPECT_EQ(cancel(), error_code::unreachable);
}

// -- the wire itself -----------------------------------------------------------------------------

const std::string ok = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

wire::request request_to(std::uint16_t port, wire::effect does) {
  wire::request out;
  out.url = "http://127.0.0.1:" + std::to_string(port) + "/x";
  out.does = does;
  out.timeout = 5s;
  return out;
}

TEST(connector_web, reads_on_one_connection_and_acts_on_one_of_its_own_each_time) {
  test::scripted_server server([](test::peer& one, int) {
    for (auto got = one.read_http(); !got.empty(); got = one.read_http()) one.write(ok);
  });
  wire::curl_web aut;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(aut.call(request_to(server.port(), wire::effect::acts)));
  EXPECT_EQ(server.connections(), 3);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(aut.call(request_to(server.port(), wire::effect::reads)));
  EXPECT_EQ(server.connections(), 4);
}

TEST(connector_web, does_not_act_on_a_connection_that_was_kept) {
  std::atomic<int> seen = 0;
  test::scripted_server server([&](test::peer& one, int) {
    for (auto got = one.read_http(); !got.empty(); got = one.read_http()) {
      ++seen;
      one.write(ok);
    }
  });
  wire::curl_web aut;
  ASSERT_TRUE(aut.call(request_to(server.port(), wire::effect::reads)));
  // The server takes one connection after the other: on the kept one it would answer, on a fresh one it is silent.
  auto act = request_to(server.port(), wire::effect::acts);
  act.timeout = 300ms;
  EXPECT_FALSE(aut.call(act));
  EXPECT_EQ(seen, 1);
}

TEST(connector_web, says_when_certainly_nothing_was_sent) {
  wire::curl_web aut;
  const auto refused = aut.call(request_to(test::dead_port(), wire::effect::acts));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().certainly_not_sent);
  auto no_http = request_to(test::dead_port(), wire::effect::acts);
  no_http.url = "ftp://127.0.0.1/x?token=secret";
  const auto malformed = aut.call(no_http);
  ASSERT_FALSE(malformed);
  EXPECT_TRUE(malformed.error().certainly_not_sent);
  EXPECT_EQ(malformed.error().detail.find("secret"), std::string::npos);
}

} // namespace
} // namespace tidings
