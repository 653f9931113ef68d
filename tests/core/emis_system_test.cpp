// One practice's EMIS Web by a scripted wire: tokens, what is asked in which order, and what comes of each answer.
#include "actors/connector/emis/emis_system.hpp"
#include "actors/connector/emis/record_xml.hpp"
#include "actors/connector/london.hpp"
#include "actors/connector/web/token.hpp"
#include "tests/core/scripted_web.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using test::scripted_web;
using testing::HasSubstr;

const operation_id operation = id_from_name<operation_id>("test", "operation");
const patient_id patient("1001");
const appointment_id slot("50001");

struct emis_system : ::testing::Test {
  emis_system() {
    to.url = "https://emis.example/partner";
    to.token_url = "https://login.example/token";
    to.client_id = "client";
    to.client_secret = secret_text("secret");
    to.application_id = "application";
    to.file_as = "TIDINGS";
    code_map map;
    map.meanings = {{"sms_consent_given", {"699237001", "9NdP.", ""}},
                    {"sms_consent_declined", {"513631000000106", "9NdQ.", ""}},
                    {"flu_declined", {"822931000000100", "9OX51", "XaZ0i"}}};
    to.codes = std::make_shared<const code_map>(std::move(map));
    wire->on("token", R"({"access_token":"t1","expires_in":3600})");
    wire->on("GetOrganisationV2", R"({"organisationList":[{"refID":"201","nationalCode":"A99001"}],)"
                                  R"("userList":[{"refID":"103","mnemonic":"TIDINGS"}]})");
    wire->on("GetBookedPatientsV2", R"({"bookedList":[]})");
    wire->on("GetPatientAppointmentsV2", list({"50001"}));
    wire->on("CancelAppointment",
             R"({"appointmentInformation":{"slotId":50001},"patientInforamtion":{"patientNumber":1001}})");
    wire->on("GetCodedRecord", R"({"eventList":[]})");
    wire->on("FileRecord", "", 204);
    wire->on("SetSlotNotes", "{}");
  }
  static std::string list(const std::vector<std::string>& slots) {
    std::string rows;
    for (const auto& one : slots)
      rows.append(rows.empty() ? "" : ",")
          .append(R"({"slotID":)")
          .append(one)
          .append(R"(,"date":"02/07/2026","startTime":"09:10","status":"Booked","notes":"n","holderList":)")
          .append(R"([{"lastName":"Patel"},{"lastName":"Frost"}]})");
    return R"({"appointment":[)" + rows + "]}";
  }
  clinical_system& aut() {
    if (!made) made = emis::make_system(*practice_id::parse("A99001"), to, wire, [this] { return now; });
    return *made;
  }
  connector_answer ask(const connector_request& what) { return aut().perform(what); }

  emis_settings to;
  moment now{*london::read("2026-07-01T08:00:00")};
  std::shared_ptr<scripted_web> wire = std::make_shared<scripted_web>();
  std::unique_ptr<clinical_system> made;
};

TEST_F(emis_system, brings_a_token_and_its_application_with_every_question) {
  ASSERT_TRUE(aut().probe());
  EXPECT_EQ(wire->count("token"), 1);
  EXPECT_THAT(wire->last("token").body.reveal(), HasSubstr("grant_type=client_credentials&client_id=client"));
  for (const auto& one : wire->asked) {
    if (one.method == "POST") continue;
    EXPECT_EQ(scripted_web::header(one, "Authorization"), "Bearer t1");
    EXPECT_EQ(scripted_web::header(one, "applicationId"), "application");
  }
}

TEST_F(emis_system, renews_its_token_before_it_ends) {
  ASSERT_TRUE(aut().probe());
  now = moment(now.wall + 58min);
  ASSERT_TRUE(aut().probe());
  EXPECT_EQ(wire->count("token"), 1);
  now = moment(now.wall + 1min + 1s);
  ASSERT_TRUE(aut().probe());
  EXPECT_EQ(wire->count("token"), 2);
}

TEST_F(emis_system, asks_once_more_with_a_new_token_when_reading) {
  ASSERT_TRUE(aut().probe());
  int refusals = 1;
  wire->answers["GetBookedPatientsV2"] = [&](const wire::request&) {
    return refusals-- > 0 ? scripted_web::ok("", 401) : scripted_web::ok(R"({"bookedList":[]})");
  };
  EXPECT_TRUE(aut().read_appointments(now.wall, now.wall + 24h));
  EXPECT_EQ(wire->count("token"), 2);
  refusals = 100;
  const auto why = aut().read_appointments(now.wall, now.wall + 24h);
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::refused) << "the practice has to let us in";
  EXPECT_THAT(why.error().detail, HasSubstr("EMAS Manager"));
}

TEST_F(emis_system, never_sends_a_write_twice_and_says_that_nothing_was_done) {
  wire->on("CancelAppointment", "", 401);
  const auto first = ask(write_cancel{patient, slot});
  EXPECT_EQ(first.error.code, error_code::unreachable);
  EXPECT_EQ(wire->count("CancelAppointment"), 1);
  ask(write_cancel{patient, slot}); // asked again, it brings a new token
  EXPECT_EQ(wire->count("token"), 2);
}

TEST_F(emis_system, works_for_its_own_practice_only) {
  wire->on("GetOrganisationV2", R"({"organisationList":[{"nationalCode":"A99002"}]})");
  const auto probe = aut().probe();
  ASSERT_FALSE(probe);
  EXPECT_EQ(probe.error().code, error_code::not_configured);
  EXPECT_THAT(probe.error().detail, HasSubstr("the EMIS account of A99001 belongs to A99002"));
  EXPECT_FALSE(aut().read_appointments(now.wall, now.wall + 24h));
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::unreachable);
  EXPECT_EQ(wire->count("CancelAppointment"), 0);
}

TEST_F(emis_system, names_a_user_that_emis_does_not_know) {
  to.file_as = "SOMEBODY";
  const auto probe = aut().probe();
  ASSERT_FALSE(probe);
  EXPECT_THAT(probe.error().detail, HasSubstr("no user of A99001 has the mnemonic `SOMEBODY`"));
  EXPECT_EQ(ask(write_code{patient, operation, "822931000000100", ""}).error.code, error_code::refused);
  EXPECT_EQ(wire->count("FileRecord"), 0);
}

TEST_F(emis_system, asks_for_no_more_than_the_contract_allows_and_says_what_it_saw) {
  const auto midnight = london::midnight(now.wall);
  wire->on(
      "GetBookedPatientsV2",
      R"({"bookedList":[{"patient":{"dbid":"1001"},"appointment":{"id":{"dbid":"1"},"date":"01/07/2026","time":"07:30"}},)"
      R"({"patient":{"dbid":"1001"},"appointment":{"id":{"dbid":"2"},"date":"15/07/2026","time":"23:50"}},)"
      R"({"patient":{"dbid":"1001"},"appointment":{"id":{"dbid":"3"},"date":"16/07/2026","time":"00:00"}}]})");
  const auto rows = aut().read_appointments(midnight, london::midnight(now.wall, 15));
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 2U) << "what starts at the window's end isn't in it";
  EXPECT_THAT(wire->last("GetBookedPatientsV2").url, HasSubstr("minutesBefore=60&minutesWithin=21122"));
  EXPECT_EQ(aut().window_read(midnight, midnight + 24h).from, now.wall - 58min)
      << "an hour back, less the clocks' difference";
  EXPECT_EQ(aut().window_read(now.wall, midnight + 24h).from, now.wall);
  const auto far = aut().read_appointments(midnight, london::midnight(now.wall, 31));
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().code, error_code::not_configured);
}

TEST_F(emis_system, a_question_that_emis_does_not_understand_is_not_the_practices_fault) {
  wire->on("GetBookedPatientsV2", "", 400);
  const auto rows = aut().read_appointments(now.wall, now.wall + 24h);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, error_code::invalid_input);
}

TEST_F(emis_system, reads_a_patient_with_their_consent) {
  wire->on("GetPatientDemographics", R"({"registration":{"dbid":"1001","mobile":"07700 900123"}})");
  wire->on("GetCodedRecord", R"({"eventList":[{"assignedDate":"01/06/2026","code":{"value":"9NdQ."}}]})");
  const auto who = aut().read_patient(patient);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->mobile.reveal(), "07700 900123");
  EXPECT_EQ(who->sms_consent, consent::no);
  wire->on("GetPatientDemographics", "", 404);
  EXPECT_EQ(aut().read_patient(patient).error().code, error_code::refused);
  EXPECT_EQ(aut().read_patient(patient_id("mark")).error().code, error_code::refused);
}

TEST_F(emis_system, a_patient_whose_consent_cannot_be_read_is_not_read_at_all) {
  wire->on("GetPatientDemographics", R"({"registration":{"dbid":"1001","mobile":"07700 900123"}})");
  wire->on("GetCodedRecord", "", 500);
  EXPECT_FALSE(aut().read_patient(patient));
}

TEST_F(emis_system, tells_whose_registration_or_record_changed) {
  wire->on("GetChangedPatients", R"({"patientList":[{"dbid":"1002"},{"dbid":"1001"}]})");
  wire->on("GetChangedPatientsMR", R"({"patientList":[{"dbid":"1001"},{"dbid":"1003"}]})");
  EXPECT_EQ(aut().read_changed_patients(now.wall),
            (std::vector{patient_id("1001"), patient_id("1002"), patient_id("1003")}));
  EXPECT_THAT(wire->last("GetChangedPatients").url, HasSubstr("fromDate=01%2F07%2F2026"));
}

TEST_F(emis_system, compares_with_the_clinician_the_practice_was_told_of) {
  EXPECT_EQ(ask(read_appointment{patient, slot}).found_appointment->clinician, "Patel");
  wire->on(
      "GetBookedPatientsV2",
      R"({"bookedList":[{"patient":{"dbid":"1001"},"appointment":{"id":{"dbid":"50001"},"date":"02/07/2026",)"
      R"("time":"09:10","sessionHolder":{"dbid":"12"}}}],"sessionHolderList":[{"dbid":"12","lastName":"Frost"}]})");
  ASSERT_TRUE(aut().read_appointments(now.wall, now.wall + 48h));
  const auto seen = ask(read_appointment{patient, slot});
  EXPECT_EQ(seen.found_appointment->clinician, "Frost");
  EXPECT_EQ(seen.notes, "n");
}

TEST_F(emis_system, a_cancel_is_done_when_emis_confirms_this_slot_and_patient) {
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::none);
  const auto& asked = wire->last("CancelAppointment");
  EXPECT_EQ(asked.does, wire::effect::acts);
  wire->on("CancelAppointment",
           R"({"appointmentInformation":{"slotId":50001},"patientInforamtion":{"patientNumber":1002}})");
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::outcome_unknown);
  wire->on("CancelAppointment", "<html>Back soon");
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::outcome_unknown);
  wire->on("CancelAppointment", R"({"issue":{"details":{"text":"The slot is not booked"}},"legacyOutcome":5})", 400);
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::refused);
}

TEST_F(emis_system, reads_a_lost_cancel_back) {
  ask(read_appointment{patient, slot});
  wire->answers["CancelAppointment"] = [](const wire::request&) { return scripted_web::lost(); };
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::outcome_unknown);
  wire->on("GetPatientAppointmentsV2", list({}));
  EXPECT_EQ(ask(read_appointment{patient, slot}).found_appointment->status, appointment_status::cancelled);
}

TEST_F(emis_system, does_not_take_a_booking_that_staff_moved_for_cancelled) {
  ask(read_appointment{patient, slot});
  wire->answers["CancelAppointment"] = [](const wire::request&) { return scripted_web::lost(); };
  ask(write_cancel{patient, slot});
  wire->on("GetPatientAppointmentsV2", list({"50777"}));
  const auto seen = ask(read_appointment{patient, slot});
  EXPECT_EQ(seen.error.code, error_code::none);
  EXPECT_FALSE(seen.found_appointment);
}

TEST_F(emis_system, a_cancel_that_did_not_go_out_is_certainly_not_done) {
  wire->answers["CancelAppointment"] = [](const wire::request&) { return scripted_web::not_sent(); };
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::unreachable);
  wire->on("token", R"({"error":"invalid_client"})", 401);
  made.reset();
  EXPECT_EQ(ask(write_cancel{patient, slot}).error.code, error_code::unreachable);
}

TEST_F(emis_system, files_a_code_in_the_practices_scheme) {
  const auto done = ask(write_code{patient, operation, "822931000000100", "Said no"});
  EXPECT_EQ(done.error.code, error_code::none);
  EXPECT_EQ(done.system_uid, emis::guid_of(*practice_id::parse("A99001"), operation));
  EXPECT_THAT(wire->last("FileRecord").body.reveal(),
              HasSubstr("<Value>822931000000100</Value><Scheme>SNOMED</Scheme>"));
  EXPECT_THAT(wire->last("FileRecord").body.reveal(), HasSubstr("Said no " + emis::mark_of(operation)));
  to.scheme = "read2";
  made.reset();
  ask(write_code{patient, operation, "822931000000100", ""});
  EXPECT_THAT(wire->last("FileRecord").body.reveal(), HasSubstr("<Value>9OX51</Value><Scheme>READ2</Scheme>"));
  const auto gap = ask(write_code{patient, operation, "281399006", ""});
  EXPECT_EQ(gap.error.code, error_code::refused);
  EXPECT_THAT(gap.error.detail, HasSubstr("codes.yaml"));
}

TEST_F(emis_system, finds_its_entry_by_guid_and_else_by_its_mark) {
  const auto guid = emis::guid_of(*practice_id::parse("A99001"), operation);
  const find_code asked{patient, operation, now.wall};
  wire->on("GetConsultation", "", 404);
  EXPECT_EQ(ask(asked).system_uid, "");
  wire->on("GetCodedRecord",
           R"({"eventList":[{"guid":"other","descriptiveText":")" + emis::mark_of(operation) + R"("}]})");
  EXPECT_EQ(ask(asked).system_uid, "other");
  wire->on("GetConsultation", R"({"consultationList":[{"guid":")" + guid + R"("}]})");
  EXPECT_EQ(ask(asked).system_uid, guid);
  wire->on("GetConsultation", "", 503);
  EXPECT_EQ(ask(asked).error.code, error_code::unreachable) << "not found and not answered are two things";
}

TEST_F(emis_system, consent_is_filed_once_however_often_it_is_asked_for) {
  EXPECT_EQ(ask(write_consent{patient, false}).error.code, error_code::none);
  EXPECT_THAT(wire->last("FileRecord").body.reveal(), HasSubstr("513631000000106"));
  wire->on("GetCodedRecord", R"({"eventList":[{"assignedDate":"01/07/2026","code":{"value":"513631000000106"}}]})");
  EXPECT_EQ(ask(write_consent{patient, false}).error.code, error_code::none);
  EXPECT_EQ(wire->count("FileRecord"), 1);
}

TEST_F(emis_system, never_tells_a_secret_or_a_patients_word_in_a_failure) {
  wire->on("token", R"({"error":"invalid_client","error_description":"secret"})", 401);
  const auto why = aut().probe();
  ASSERT_FALSE(why);
  EXPECT_EQ(why.error().code, error_code::not_configured);
  EXPECT_EQ(why.error().detail.find("secret, "), std::string::npos);
  EXPECT_EQ(why.error().detail, "no access token: the client id or secret is refused, invalid_client");
}

// -- tokens --------------------------------------------------------------------------------------

TEST(web_token, is_read_with_its_life) {
  const instant start{};
  const auto read = wire::read_token(scripted_web::ok(R"({"access_token":"x","expires_in":600})"), start);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->good_until, start + 10min);
  wire::purse purse;
  EXPECT_EQ(purse.usable(start), nullptr);
  purse.put(*read);
  EXPECT_NE(purse.usable(start + 8min), nullptr);
  EXPECT_EQ(purse.usable(start + 9min), nullptr);
  purse.drop();
  EXPECT_EQ(purse.usable(start), nullptr);
}

TEST(web_token, that_could_not_be_had_says_why) {
  const auto code = [](const wire::outcome& answer) { return wire::read_token(answer, {}).error().code; };
  EXPECT_EQ(code(scripted_web::lost()), error_code::unreachable);
  EXPECT_EQ(code(scripted_web::ok("", 503)), error_code::unreachable);
  EXPECT_EQ(code(scripted_web::ok("<html>")), error_code::unreachable);
  EXPECT_EQ(code(scripted_web::ok(R"({"access_token":"a\r\nb"})")), error_code::unreachable);
  EXPECT_EQ(code(scripted_web::ok(R"({"error":"invalid_scope"})", 400)), error_code::not_configured);
}

} // namespace
} // namespace tidings
