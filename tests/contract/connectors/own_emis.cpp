// What only EMIS Web's connector keeps, over real sockets: tokens, accounts, codes, and the faults of its own. What
// every clinical system keeps is the suite's.
#include "actors/connector/emis/record_xml.hpp"
#include "tests/contract/connectors/emis_case.hpp"
#include "tests/contract/connectors/write_back.hpp"
#include "tests/contract/scripted_server.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using testing::HasSubstr;

const operation_id operation = id_from_name<operation_id>("test", "operation");
constexpr std::string_view sms_sent = "279991000000102";

struct emis_itself : ::testing::Test {
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
  finished_operation carry_out(operation_kind kind) {
    told.id = slot;
    told.patient = patient;
    const auto what = test::wanted(kind, *practice_id::parse(test::emis_case::practice), told);
    carried_out = what.what.operation;
    return test::carry_out(what, [&](const connector_request& one) { return aut->perform(one); });
  }

  millis patience = 5s;
  std::optional<test::emis_case> emis;
  std::unique_ptr<clinical_system> aut;
  appointment_id slot;
  patient_id patient;
  appointment told;         ///< what the patient was asked about
  operation_id carried_out; ///< last
};

TEST_F(emis_itself, everybody_booked_arrives_with_when_and_whom) {
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

TEST_F(emis_itself, patients_arrive_with_the_consent_that_was_said_last) {
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

TEST_F(emis_itself, a_code_is_filed_by_a_guid_of_its_operation_and_in_the_name_of_its_user) {
  start();
  EXPECT_EQ(file(), error_code::none);
  EXPECT_EQ(find(), emis::guid_of(*practice_id::parse("A99001"), operation));
  ASSERT_EQ(emis->entries().size(), 1U);
  EXPECT_EQ(emis->entries()[0].at("code").as_string(), sms_sent);
  EXPECT_EQ(emis->entries()[0].at("user").as_string(), "103");
}

TEST_F(emis_itself, consent_is_filed_only_when_it_is_not_so_already_also_after_a_lost_answer) {
  start();
  EXPECT_TRUE(aut->read_patient(patient)); // signed in
  emis->fault({{"drop_before", 1.0}, {"count", 1}});
  for (int i = 0; i < 2; ++i) EXPECT_EQ(carry_out(operation_kind::set_consent).result, operation_result::done);
  EXPECT_EQ(emis->entries().size(), 1U);
}

TEST_F(emis_itself, read_v2_is_filed_where_the_practice_wants_it) {
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

TEST_F(emis_itself, a_token_that_ends_in_the_middle_of_a_batch_is_renewed) {
  start();
  ASSERT_TRUE(aut->probe());
  emis->fault({{"expire_after", 1}});
  EXPECT_TRUE(aut->read_patient(patient)) << "demographics with the old one, consent with the new";
  EXPECT_EQ(emis->asked("token"), 2);
}

TEST_F(emis_itself, a_write_whose_token_ended_is_not_done_and_can_be_asked_again) {
  start();
  look();
  emis->fault({{"expire_after", 0}});
  EXPECT_EQ(cancel(), error_code::unreachable);
  EXPECT_TRUE(is_booked());
  EXPECT_EQ(cancel(), error_code::none);
}

TEST_F(emis_itself, tokens_of_short_life_are_renewed_before_they_end) {
  start({"--token-seconds", "30"}); // less than the minute that is kept in reserve: a new one for each question
  EXPECT_TRUE(aut->read_patient(patient));
  EXPECT_GE(emis->asked("token"), 2);
}

TEST_F(emis_itself, wrong_credentials_say_so) {
  start();
  emis->settings.client_secret = secret_text("wrong");
  aut = emis->system();
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::not_configured);
  EXPECT_EQ(cancel(), error_code::unreachable);
  EXPECT_TRUE(is_booked());
}

TEST_F(emis_itself, an_application_deactivated_at_the_practice_is_told_with_how_to_mend_it) {
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

TEST_F(emis_itself, tokens_that_are_never_accepted_are_told_the_same_way) {
  start();
  emis->fault({{"tokens_refused", true}});
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::refused);
}

TEST_F(emis_itself, another_practices_account_is_refused) {
  start({"--practice", "A99002"});
  const auto why = aut->probe();
  ASSERT_FALSE(why);
  EXPECT_THAT(why.error().detail, HasSubstr("belongs to A99002"));
  EXPECT_EQ(cancel(), error_code::unreachable);
  EXPECT_TRUE(is_booked());
}

TEST_F(emis_itself, a_code_that_got_another_guid_is_found_by_its_mark) {
  start();
  emis->fault({{"own_guids", true}});
  EXPECT_EQ(file(), error_code::none);
  EXPECT_EQ(find(), "00000000-0000-4000-9000-000000000001");
}

TEST_F(emis_itself, an_internal_error_is_a_doubt_about_a_write_whether_it_was_done_or_not) {
  start();
  look();
  emis->fault({{"http_500", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(look().found_appointment->status, appointment_status::booked);
  emis->fault({{"error_after_commit", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(look().found_appointment->status, appointment_status::cancelled);
}

TEST_F(emis_itself, a_cancel_that_met_any_of_these_is_looked_at_and_sent_once_more) {
  start();
  for (const auto* fault : {"drop_before", "http_500", "http_302", "http_429", "locked", "html_page"}) {
    std::tie(slot, patient) = emis->book();
    told = *look().found_appointment;
    emis->fault({{fault, 1.0}, {"count", 1}}); // it strikes the look or the cancel, whichever comes first
    EXPECT_EQ(carry_out(operation_kind::cancel_appointment).result, operation_result::done) << fault;
    EXPECT_FALSE(is_booked()) << fault;
    EXPECT_LE(emis->slot(slot).at("cancel_requests").to_number<int>(), 1) << fault;
  }
}

TEST_F(emis_itself, a_code_that_met_any_of_these_is_filed_once) {
  start();
  std::size_t filed = 0;
  for (const auto* fault : {"reset_after_commit", "error_after_commit", "drop_before", "http_500", "locked"}) {
    emis->fault({{fault, 1.0}, {"count", 1}});
    EXPECT_EQ(carry_out(operation_kind::file_code).result, operation_result::done) << fault;
    EXPECT_EQ(emis->entries().size(), ++filed) << fault;
  }
}

TEST_F(emis_itself, a_document_is_filed_once_whatever_became_of_the_answer) {
  start();
  look(); // so that no fault strikes the sign-in
  std::size_t filed = 0;
  for (const auto* fault : {"reset_after_commit", "error_after_commit"}) {
    emis->fault({{fault, 1.0}, {"count", 1}});
    EXPECT_EQ(carry_out(operation_kind::file_document).result, operation_result::done) << fault;
    const auto entries = emis->entries();
    ASSERT_EQ(entries.size(), ++filed) << fault;
    const auto& one = entries.back().as_object();
    EXPECT_EQ(one.at("file").as_string(), "tidings-" + to_text(carried_out) + ".pdf");
    EXPECT_EQ(one.at("title").as_string(), "Said so by text message");
    EXPECT_GT(one.at("file_bytes").to_number<int>(), 1'000);
    EXPECT_THAT(std::string(one.at("text").as_string()), HasSubstr("Tidings ref " + to_text(carried_out)));
  }
}

TEST_F(emis_itself, a_document_that_emis_does_not_show_is_left_to_a_person_and_never_filed_twice) {
  start();
  look(); // so that no fault strikes the sign-in
  for (const auto* fault : {"drop_before", "locked"}) {
    emis->fault({{fault, 1.0}, {"count", 1}});
    const auto done = carry_out(operation_kind::file_document);
    EXPECT_EQ(done.result, operation_result::rejected) << fault;
    EXPECT_THAT(done.detail, HasSubstr("look in the record")) << fault;
    EXPECT_TRUE(emis->entries().empty()) << fault;
  }
}

TEST_F(emis_itself, a_redirect_is_not_followed) {
  start();
  look();
  emis->fault({{"http_302", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  EXPECT_EQ(emis->asked("elsewhere"), 0);
  EXPECT_TRUE(is_booked());
}

TEST_F(emis_itself, what_staff_did_meanwhile_is_seen) {
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

TEST_F(emis_itself, a_move_by_staff_during_a_lost_cancel_is_not_taken_for_a_cancellation) {
  start();
  look();
  emis->fault({{"drop_before", 1.0}, {"count", 1}});
  EXPECT_EQ(cancel(), error_code::outcome_unknown);
  emis->change(slot, {{"move_to_minutes", 3 * 24 * 60}});
  EXPECT_FALSE(look().found_appointment);
}

TEST_F(emis_itself, nobody_there_is_unreachable) {
  start();
  emis->settings.url = "http://127.0.0.1:" + std::to_string(test::dead_port());
  aut = emis->system();
  EXPECT_EQ(aut->probe().error().code, error_code::unreachable);
  EXPECT_EQ(cancel(), error_code::unreachable);
}

} // namespace
} // namespace tidings
