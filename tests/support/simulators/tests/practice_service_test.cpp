#include "support.hpp"
#include "systmone/book_json.hpp"
#include "systmone/practice_service.hpp"

#include <gtest/gtest.h>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;
using testing::count_of;
using testing::london;
using testing::text_of;

/// One practice with two patients; the first has the appointment `booked`, tomorrow at 09:10.
class systmone : public ::testing::Test {
protected:
  explicit systmone(service_rules rules = service_rules{}) : service{"A99001", fast(std::move(rules))} {
    service.book.site = "Riverside Surgery";
    service.book.clinicians = {{"jpatel", "Jaya", "Patel"}};
    patient one;
    one.nhs_number = "9990000018";
    one.first_name = "Siân";
    one.surname = "O'Brien";
    one.date_of_birth = "1961-04-02";
    one.sex = "F";
    one.mobile = "07700 900123";
    one.sms_consent = "Yes";
    service.book.add(one);
    one.nhs_number = "9990000026";
    one.surname = "Clarke";
    one.sex = "M";
    one.mobile = "";
    service.book.add(one);
    booked = book("9990000018", "2026-03-31T09:10:00");
  }

  static service_rules fast(service_rules rules) {
    rules.limits.requests_per_second = 0;
    rules.limits.record_interval = 0ms;
    return rules;
  }

  std::string book(const std::string& who, const char* when) {
    appointment one;
    one.nhs_number = who;
    one.starts_at = london(when);
    one.user_name = "jpatel";
    one.session = "GP Surgery";
    one.slot_type = "Standard";
    return service.book.book(one, now).uid;
  }

  std::string envelope(std::string_view function, std::string_view parameters) const {
    return "<ClientIntegrationRequest><APIKey>" + api_key + "</APIKey><DeviceID>" + device +
           "</DeviceID><DeviceVersion>Tidings 0.1</DeviceVersion><RequestUID>r-7</RequestUID><Function>" +
           std::string{function} + "</Function><FunctionVersion>1.0</FunctionVersion><FunctionParameters>" +
           std::string{parameters} + "</FunctionParameters></ClientIntegrationRequest>";
  }
  outcome play(std::string_view xml, bool well_formed = true) {
    return service.carry_out_now(service.admit(xml, well_formed, now, 0ms), now);
  }
  std::string call(std::string_view function, std::string_view parameters = {}) {
    return play(envelope(function, parameters)).text;
  }
  std::string update(std::string_view what, std::string_view who = "9990000018") {
    return call("UpdatePatientRecord",
                "<Identity><NhsNumber>" + std::string{who} + "</NhsNumber></Identity>" + std::string{what});
  }
  std::string change(const std::string& uid, const std::string& what) {
    return update("<NonClinical><Appointment><AppointmentUID>" + uid + "</AppointmentUID>" + what +
                  "</Appointment></NonClinical>");
  }
  static void expect_error(const std::string& answer, const char* message, bool permanent = true) {
    EXPECT_EQ(text_of(answer, "ErrorMessage"), message);
    EXPECT_EQ(text_of(answer, "PermanentError"), permanent ? "true" : "false");
  }

  instant now = london("2026-03-30T09:00:00");
  practice_service service;
  std::string api_key = "demo-key-A99001", device, booked;
};

TEST_F(systmone, answers_on_one_line_with_the_requests_uid) {
  const auto answer = call("GetFunctions");
  EXPECT_EQ(count_of(answer, "\n"), 1U);
  EXPECT_TRUE(answer.starts_with("<ClientIntegrationResponse><DeviceID>") &&
              answer.ends_with("</ClientIntegrationResponse>\n"));
  EXPECT_EQ(text_of(answer, "RequestUID"), "r-7");
  EXPECT_EQ(text_of(answer, "DeviceID").size(), 16U);
}

TEST_F(systmone, gives_a_device_its_id_once) {
  device = text_of(call("GetFunctions"), "DeviceID");
  EXPECT_EQ(text_of(call("GetFunctions"), "DeviceID"), device);
  EXPECT_EQ(service.devices.known.size(), 1U);
}

TEST_F(systmone, refuses_a_wrong_key_an_unknown_function_and_a_wrong_root) {
  expect_error(call("LaunchMissiles"), "Unknown function LaunchMissiles");
  expect_error(play("<Hello><RequestUID>r-7</RequestUID></Hello>").text,
               "The root element must be ClientIntegrationRequest");
  expect_error(play("<Hello", false).text, "The request is not well-formed XML");
  api_key = "demo-key-A99002";
  expect_error(call("GetFunctions"), "The API key is not recognised");
}

TEST_F(systmone, shows_the_diary_with_local_times_one_result_a_patient) {
  book("9990000018", "2026-03-31T15:00:00");
  book("9990000026", "2026-03-31T15:10:00");
  const auto answer = call(
      "GetDiary",
      "<MinDateTime>2026-03-31T00:00:00</MinDateTime><MaxDateTime>2026-04-01T00:00:00</MaxDateTime><Appointments/>");
  EXPECT_EQ(count_of(answer, "<Result>"), 2U);
  EXPECT_EQ(count_of(answer, "<Appointment>"), 3U);
  EXPECT_EQ(text_of(answer, "AppointmentUID"), booked);
  EXPECT_EQ(text_of(answer, "DateTimeStart"), "2026-03-31T09:10:00");
  EXPECT_EQ(text_of(answer, "ClinicType"), "GP Surgery");
}

TEST_F(systmone, narrows_the_diary_by_time_clinician_and_site) {
  for (const auto& [parameters, shown] : {std::pair{"<MinDateTime>2026-03-31T09:11:00</MinDateTime>", 0U},
                                          {"<MaxDateTime>2026-03-31T09:09:00</MaxDateTime>", 0U},
                                          {"<UserName>jpatel</UserName>", 1U},
                                          {"<UserName>nobody</UserName>", 0U},
                                          {"<SiteName>Riverside Surgery</SiteName>", 1U},
                                          {"<SiteName>Elsewhere</SiteName>", 0U},
                                          {"<Visits/>", 0U},
                                          {"", 1U}})
    EXPECT_EQ(count_of(call("GetDiary", parameters), "<Appointment>"), shown) << parameters;
  expect_error(call("GetDiary", "<MinDateTime>soon</MinDateTime>"), "MinDateTime is not a date and time");
}

TEST_F(systmone, leaves_out_what_has_begun) {
  now = london("2026-03-31T09:10:01");
  EXPECT_EQ(count_of(call("GetDiary"), "<Appointment>"), 0U);
}

TEST_F(systmone, shows_demographics_with_mobile_and_consent) {
  const auto answer =
      call("GetPatientRecord",
           "<Identity><NHSNumber>9990000018</NHSNumber></Identity><Filter><Demographics></Demographics></Filter>");
  EXPECT_EQ(text_of(answer, "MobileTelephone"), "07700 900123");
  EXPECT_EQ(text_of(answer, "SMSConsent"), "Yes");
  EXPECT_EQ(text_of(answer, "FirstName"), "Siân");
  EXPECT_EQ(count_of(answer, "<NonClinical>"), 0U);
  expect_error(call("GetPatientRecord", "<Identity><NhsNumber>9990000034</NhsNumber></Identity>"),
               "The patient could not be found");
}

TEST_F(systmone, cancels_an_appointment_and_keeps_who_did_it) {
  EXPECT_EQ(text_of(change(booked, "<Status>Cancelled by Patient</Status>"), "RecordState"), "Closed");
  const auto& one = *service.book.find_appointment(booked);
  EXPECT_EQ(one.status, "Cancelled by Patient");
  EXPECT_EQ(one.history.back().by, "client");
  EXPECT_EQ(text_of(call("GetDiary"), "Status"), "Cancelled by Patient");
  EXPECT_TRUE(service.take_changed());
}

TEST_F(systmone, refuses_a_change_that_comes_too_late_or_to_the_wrong_one) {
  expect_error(change("a1", "<Status>Cancelled by Patient</Status>"), "The appointment could not be found");
  expect_error(change(booked, "<Status>Confirmed</Status>"), "The appointment status Confirmed is not recognised");
  expect_error(update("<NonClinical><Appointment><AppointmentUID>" + booked +
                          "</AppointmentUID><Comments>x</Comments></Appointment></NonClinical>",
                      "9990000026"),
               "The appointment could not be found");
  change(booked, "<Status>Cancelled by Patient</Status>");
  expect_error(change(booked, "<Status>Cancelled by Patient</Status>"), "The appointment is no longer pending");
  EXPECT_EQ(service.refusals.at("The appointment is no longer pending"), 1U);
}

TEST_F(systmone, keeps_every_comment_and_shows_the_last) {
  change(booked, "<Comments>Confirmed by SMS</Comments>");
  change(booked, "<Comments>Confirmed\nagain</Comments>");
  EXPECT_EQ(service.book.find_appointment(booked)->comments.size(), 2U);
  const auto answer = call("GetDiary");
  EXPECT_EQ(text_of(answer, "Comments"), "Confirmed&#10;again");
  EXPECT_EQ(count_of(answer, "\n"), 1U) << "a line break in a comment must not end the frame";
  EXPECT_EQ(text_of(answer, "Status"), "Booked");
}

TEST_F(systmone, files_a_coded_entry_and_shows_it_among_todays) {
  const auto answer =
      update("<Clinical><Event DateTime=\"2026-03-30T08:55:00\"><ClinicalCode><Code Scheme=\"Snomed\" "
             "Code=\"1234567\"/><FreeText>Cancelled &amp; told</FreeText></ClinicalCode></Event></Clinical>");
  const auto uid = text_of(answer, "EventUID");
  EXPECT_FALSE(uid.empty());
  const auto today = "<Identity><NhsNumber>9990000018</NhsNumber></Identity><Filter><MinEntryDate>2026-03-30</"
                     "MinEntryDate><MaxEntryDate>2026-03-30</MaxEntryDate></Filter>";
  const auto record = call("GetPatientRecord", today);
  EXPECT_EQ(count_of(record, "EventUID=\"" + uid + "\""), 1U);
  EXPECT_EQ(count_of(record, "DateTime=\"2026-03-30T08:55:00\""), 1U);
  EXPECT_EQ(text_of(record, "FreeText"), "Cancelled &amp; told");
  now = london("2026-03-31T08:00:00");
  EXPECT_EQ(count_of(call("GetPatientRecord", "<Identity><NhsNumber>9990000018</NhsNumber></"
                                              "Identity><Filter><MinEntryDate>2026-03-31</MinEntryDate></Filter>"),
                     "<Event"),
            0U);
}

TEST_F(systmone, files_the_same_entry_twice_when_asked_twice) {
  const auto entry =
      "<Clinical><Event><ClinicalCode><Code Scheme=\"CTV3\" Code=\"9NdQ.\"/></ClinicalCode></Event></Clinical>";
  EXPECT_NE(text_of(update(entry), "EventUID"), text_of(update(entry), "EventUID"));
  EXPECT_EQ(service.book.entries.size(), 2U);
}

TEST_F(systmone, does_all_of_an_update_or_nothing) {
  expect_error(update("<Demographics><SMSConsent>No</SMSConsent></Demographics><Clinical><Event><ClinicalCode><Code "
                      "Scheme=\"ICD\" Code=\"1\"/></ClinicalCode></Event></Clinical>"),
               "Unknown coding scheme ICD");
  EXPECT_EQ(service.book.find_patient("9990000018")->sms_consent, "Yes");
  EXPECT_TRUE(service.book.consents.empty());
  expect_error(update(""), "Nothing to update");
}

TEST_F(systmone, records_consent_and_tasks) {
  const auto answer =
      update("<Demographics><SMSConsent>No</SMSConsent></Demographics><NonClinical><Task><TaskType>Patient "
             "reply</TaskType><Content>is it at 9?</Content></Task></NonClinical>");
  EXPECT_EQ(service.book.find_patient("9990000018")->sms_consent, "No");
  EXPECT_EQ(service.book.tasks.front().task_uid, text_of(answer, "TaskUID"));
  EXPECT_EQ(service.book.consents.front().sms_consent, "No");
}

TEST_F(systmone, searches_by_two_criteria_at_least) {
  expect_error(call("PatientSearch", "<Gender>F</Gender>"), "At least two search parameters must be specified");
  EXPECT_EQ(count_of(call("PatientSearch", "<Gender>F</Gender><Telephone>07700900123</Telephone>"), "<Result>"), 1U);
  EXPECT_EQ(count_of(call("PatientSearch", "<Gender>M</Gender><Telephone>07700900123</Telephone>"), "<Result>"), 0U);
  EXPECT_EQ(
      count_of(call("PatientSearch", "<Surname>brien</Surname><DateOfBirth>1961-04-02</DateOfBirth>"), "<Result>"), 1U);
}

TEST_F(systmone, refuses_everything_when_deactivated) {
  service.faults.deactivated = true;
  expect_error(call("GetFunctions"), "This application has been deactivated at this organisation");
}

TEST_F(systmone, plays_the_faults_it_is_told) {
  service.faults.record_in_use = 1;
  service.faults.count = 1;
  const auto cancel = "<Status>Cancelled by Patient</Status>";
  expect_error(change(booked, cancel), "The patient record is in use", false);

  service.faults.silence = 1;
  service.faults.count = 1;
  EXPECT_EQ(play(envelope("GetFunctions", "")).then, outcome::act::stay_silent);

  service.faults.drop_before = 1;
  service.faults.count = 1;
  const auto cancel_it =
      envelope("UpdatePatientRecord",
               "<Identity><NhsNumber>9990000018</NhsNumber></Identity><NonClinical><Appointment><AppointmentUID>" +
                   booked + "</AppointmentUID>" + cancel + "</Appointment></NonClinical>");
  EXPECT_EQ(play(cancel_it).then, outcome::act::reset);
  EXPECT_EQ(service.book.find_appointment(booked)->status, "Booked");

  service.faults.reset_after_commit = 1;
  service.faults.count = 1;
  EXPECT_EQ(play(cancel_it).then, outcome::act::reset);
  EXPECT_EQ(service.book.find_appointment(booked)->status, "Cancelled by Patient");

  service.faults.truncate = 1;
  service.faults.count = 1;
  const auto half = play(envelope("GetFunctions", ""));
  EXPECT_EQ(half.then, outcome::act::answer_half_then_close);
  EXPECT_EQ(count_of(half.text, "</ClientIntegrationResponse>"), 0U);

  service.faults.duplicate = 1;
  service.faults.count = 1;
  EXPECT_EQ(count_of(call("GetFunctions"), "</ClientIntegrationResponse>\n"), 2U);

  service.faults.pretty = true;
  EXPECT_GT(count_of(call("GetFunctions"), "\n"), 10U);
}

TEST_F(systmone, pads_answers_with_an_unknown_element_when_told) {
  service.faults.padding_kb = 3000;
  const auto answer = call("GetFunctions");
  EXPECT_GT(answer.size(), 3000U * 1024);
  EXPECT_EQ(count_of(answer, "<SomethingNew>"), 1U);
  EXPECT_EQ(count_of(answer, "\n"), 1U);
}

TEST_F(systmone, applies_the_thirty_second_rule_with_both_exemptions) {
  const auto is_held = [&](std::string_view filter) {
    function_request request;
    read_request(envelope("GetPatientRecord", filter), request);
    return is_full_record(request, now);
  };
  EXPECT_TRUE(is_held(""));
  EXPECT_TRUE(is_held("<Filter><Appointments/></Filter>"));
  EXPECT_FALSE(is_held("<Filter><Demographics/></Filter>"));
  EXPECT_TRUE(is_held("<Filter><Demographics/><Appointments/></Filter>"));
  EXPECT_FALSE(
      is_held("<Filter><MinEntryDate>2026-03-30</MinEntryDate><MaxEntryDate>2026-03-30</MaxEntryDate></Filter>"));
  EXPECT_TRUE(
      is_held("<Filter><MinEntryDate>2026-03-29</MinEntryDate><MaxEntryDate>2026-03-30</MaxEntryDate></Filter>"));
  EXPECT_TRUE(is_held("<Filter><MinEntryDate>2026-03-30</MinEntryDate></Filter>"));
}

TEST_F(systmone, remembers_everything_over_a_restart) {
  device = text_of(call("GetFunctions"), "DeviceID");
  change(booked, "<Comments>Confirmed by SMS</Comments>");
  update("<Demographics><SMSConsent>No</SMSConsent></Demographics><Clinical><Event><ClinicalCode><Code "
         "Scheme=\"Snomed\" Code=\"1\"/></ClinicalCode></Event></Clinical>");
  service_map before;
  before.emplace("A99001", std::make_unique<practice_service>(std::move(service)));
  service_map after;
  after.emplace("A99001", std::make_unique<practice_service>("A99001", fast({})));
  ASSERT_TRUE(read_state(write_state(before), after).has_value());
  EXPECT_EQ(write_state(after), write_state(before));
  EXPECT_EQ(after.at("A99001")->devices.known.front(), device);
  EXPECT_EQ(after.at("A99001")->book.next_uid('e'), before.at("A99001")->book.next_uid('e'));
}

TEST(systmone_state, that_cannot_be_read_is_an_error) {
  service_map services;
  for (const char* text : {"", "{", "{}", R"({"version":99,"practices":{}})"})
    EXPECT_FALSE(read_state(text, services).has_value()) << text;
}

class systmone_with_approval : public systmone {
protected:
  systmone_with_approval() : systmone{rules()} {}
  static service_rules rules() {
    service_rules out;
    out.require_approval = true;
    return out;
  }
};

TEST_F(systmone_with_approval, makes_a_new_device_wait_for_a_person) {
  expect_error(call("GetFunctions"), "Device approval is pending", false);
  EXPECT_TRUE(service.devices.is_pending);
  service.devices.approve();
  device = text_of(call("GetFunctions"), "DeviceID");
  EXPECT_EQ(device.size(), 16U);
  EXPECT_EQ(count_of(call("GetFunctions"), "<SupportedFunction>"), 6U);
  device.clear();
  expect_error(call("GetFunctions"), "Device approval is pending", false);
}

TEST_F(systmone_with_approval, shuts_a_blocked_device_out_for_good) {
  service.devices.approve();
  device = text_of(call("GetFunctions"), "DeviceID");
  service.devices.block();
  expect_error(call("GetFunctions"), "The connection request was blocked by the SystmOne user");
  service.devices.approve();
  EXPECT_EQ(count_of(call("GetFunctions"), "<SupportedFunction>"), 6U);
}

class systmone_as_printed : public systmone {
protected:
  systmone_as_printed() : systmone{rules()} {}
  static service_rules rules() {
    service_rules out;
    out.functions = {.diary_without_uid = true, .hide_cancelled = true, .cancel_cutoff = 60min};
    return out;
  }
};

TEST_F(systmone_as_printed, has_a_diary_without_uids) {
  const auto answer = call("GetDiary");
  EXPECT_EQ(count_of(answer, "<Appointment>"), 1U);
  EXPECT_EQ(count_of(answer, "AppointmentUID") + count_of(answer, "<Status>"), 0U);
}

TEST_F(systmone_as_printed, hides_what_is_cancelled) {
  change(booked, "<Status>Cancelled by Patient</Status>");
  EXPECT_EQ(count_of(call("GetDiary"), "<Appointment>"), 0U);
}

TEST_F(systmone_as_printed, refuses_to_cancel_too_close_to_the_start) {
  now = london("2026-03-31T08:10:01");
  expect_error(change(booked, "<Status>Cancelled by Patient</Status>"),
               "The appointment starts too soon to be cancelled");
  now = london("2026-03-31T08:09:00");
  EXPECT_EQ(text_of(change(booked, "<Status>Cancelled by Patient</Status>"), "ErrorMessage"), "");
}

} // namespace
} // namespace tidings::sim
