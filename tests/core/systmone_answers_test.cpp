#include "actors/connector/systmone_answers.hpp"

#include "actors/connector/systmone_requests.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tidings {
namespace {
using namespace systmone;

const practice_id practice = *practice_id::parse("A99001");
const patient_id who("9990000018");

std::string envelope_of(const std::string& response) {
  return "<ClientIntegrationResponse><DeviceID>d1</DeviceID><RequestUID>u1</RequestUID><Function>GetDiary</Function>"
         "<FunctionVersion>1.0</FunctionVersion><ResponseUID>x</ResponseUID><Response>" +
         response + "</Response></ClientIntegrationResponse>\n";
}
std::string person(const std::string& inside, const std::string& identity = "<NHSNumber>9990000018</NHSNumber>") {
  return "<Result><Identity>" + identity + "</Identity><Demographics><Title>Mrs</Title></Demographics>" + inside +
         "</Result>";
}
std::string slot(const std::string& start, const std::string& duration = "10") {
  return "<Clinic><UserName>jpatel</UserName><SiteName>Riverside</SiteName><ClinicType>GP Surgery</ClinicType><Slot>"
         "<SlotType>Standard</SlotType><DateTimeStart>" +
         start + "</DateTimeStart><Duration>" + duration + "</Duration></Slot></Clinic>";
}
std::string booked(const std::string& uid, const std::string& status, const std::string& start) {
  return "<Appointment><AppointmentUID>" + uid + "</AppointmentUID><Status>" + status + "</Status><Comments>c " + uid +
         "</Comments>" + slot(start) + "</Appointment>";
}
result<diary> diary_of(const std::string& response) {
  const auto answer = read_answer(envelope_of(response));
  if (!answer) return tl::unexpected(answer.error());
  return read_diary(*answer, practice);
}

TEST(systmone_answer, tells_who_answers_what) {
  const auto answer = read_answer(envelope_of(""));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(answer->device_id, "d1");
  EXPECT_EQ(answer->request_uid, "u1");
  EXPECT_EQ(answer->function, "GetDiary");
  EXPECT_FALSE(answer->refused);
}

struct refusal_case {
  const char* response;
  bool refused, permanent;
};
class systmone_refusal : public ::testing::TestWithParam<refusal_case> {};
TEST_P(systmone_refusal, is_for_good_only_when_it_says_so) {
  const auto [response, refused, permanent] = GetParam();
  const auto answer = read_answer(envelope_of(response));
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->refused.has_value(), refused) << response;
  EXPECT_EQ(refused && answer->refused->permanent, permanent) << response;
}
INSTANTIATE_TEST_SUITE_P(
    table, systmone_refusal,
    ::testing::Values(
        refusal_case{"<ErrorMessage>no</ErrorMessage><PermanentError>true</PermanentError>", true, true},
        refusal_case{"<ErrorMessage>no</ErrorMessage><PermanentError>false</PermanentError>", true, false},
        refusal_case{"<ErrorMessage>no</ErrorMessage><PermanentError> true\n</PermanentError>", true, true},
        refusal_case{"<ErrorMessage>no</ErrorMessage>", true, false},
        refusal_case{"<ErrorMessage/><PermanentError>true</PermanentError>", true, true},
        refusal_case{"<Anything><ErrorMessage>not ours</ErrorMessage></Anything>", false, false}));

class unreadable_answer : public ::testing::TestWithParam<std::string> {};
TEST_P(unreadable_answer, is_a_failure_with_what_and_where) {
  const auto answer = read_answer(GetParam());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, error_code::invalid_input);
  EXPECT_FALSE(answer.error().detail.empty());
}
INSTANTIATE_TEST_SUITE_P(table, unreadable_answer,
                         ::testing::Values("", "\n", "<html><body>502</body></html>", "no xml",
                                           "<ClientIntegrationResponse>", "<ClientIntegrationResponse/>",
                                           envelope_of("<Result>"), envelope_of("").substr(0, 120),
                                           "<!DOCTYPE a [<!ENTITY b \"c\">]>" + envelope_of("&b;"),
                                           std::string(answer_bytes_max + 1, ' ')));

TEST(systmone_diary, has_a_row_for_each_appointment_of_each_patient) {
  const auto read =
      diary_of(person(booked("a1", "Booked", "2026-03-31T09:10:00") +
                      booked("a2", "Cancelled by Patient", "2026-01-02T09:10:00")) +
               person(booked("a3", "Arrived", "2026-04-01T10:00:00"), "<NhsNumber>9990000026</NhsNumber>"));
  ASSERT_TRUE(read) << read.error().detail;
  ASSERT_EQ(read->rows.size(), 3U);
  EXPECT_TRUE(read->has_uids);
  const auto& first = read->rows[0];
  EXPECT_EQ(first.what.id.value, "a1");
  EXPECT_EQ(first.what.patient, who);
  EXPECT_EQ(to_ms(first.what.starts_at), 1774944600000); // 08:10 UTC
  EXPECT_EQ(first.what.minutes, 10U);
  EXPECT_EQ(first.what.session, "GP Surgery");
  EXPECT_EQ(first.what.clinician, "jpatel");
  EXPECT_EQ(first.what.slot_type, "Standard");
  EXPECT_EQ(first.what.site, "Riverside");
  EXPECT_EQ(first.comments, "c a1");
  EXPECT_EQ(read->rows[1].what.status, appointment_status::cancelled);
  EXPECT_EQ(read->rows[2].what.patient.value, "9990000026");
}

TEST(systmone_diary, without_uids_gets_ids_that_are_the_same_each_time) {
  const auto one = "<Appointment>" + slot("2026-03-31T09:10:00") + "</Appointment>";
  const auto read = diary_of(person(one)), again = diary_of(person(one));
  const auto moved = diary_of(person("<Appointment>" + slot("2026-03-31T09:20:00") + "</Appointment>"));
  ASSERT_TRUE(read && again && moved);
  EXPECT_FALSE(read->has_uids);
  EXPECT_TRUE(is_derived(read->rows[0].what.id));
  EXPECT_EQ(read->rows[0].what, again->rows[0].what);
  EXPECT_NE(read->rows[0].what.id, moved->rows[0].what.id);
  EXPECT_EQ(read->rows[0].what.status, appointment_status::booked);
}

TEST(systmone_diary, ignores_elements_it_does_not_know) {
  const auto read =
      diary_of("<New>1</New>" + person("<Flag/>" + booked("a1", "Booked", "2026-03-31T09:10:00") + "<X/>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows.size(), 1U);
}

TEST(systmone_diary, leaves_out_and_counts_rows_without_a_patient) {
  const auto row = booked("a1", "Booked", "2026-03-31T09:10:00");
  const auto read = diary_of(person(row, "<StrategicReportingIdentifier>5</StrategicReportingIdentifier>") +
                             person(row, "<PseudoNumber>77</PseudoNumber>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->without_patient, 1U);
  ASSERT_EQ(read->rows.size(), 1U);
  EXPECT_EQ(read->rows[0].what.patient.value, "pseudo:77");
}

class broken_diary : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};
TEST_P(broken_diary, is_a_failure_as_a_whole) {
  const auto& [row, where] = GetParam();
  const auto read = diary_of(person(booked("a1", "Booked", "2026-03-31T09:10:00")) + person(row));
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().detail.find("Result 2, Appointment 1"), std::string::npos) << read.error().detail;
  EXPECT_NE(read.error().detail.find(where), std::string::npos) << read.error().detail;
}
INSTANTIATE_TEST_SUITE_P(
    table, broken_diary,
    ::testing::Values(std::pair{booked("a2", "Booked", ""), "start"},
                      std::pair{booked("a2", "Booked", "soon"), "`soon`"},
                      std::pair{std::string("<Appointment/>"), "start"},
                      std::pair{"<Appointment>" + slot("2026-03-31T09:10:00", "ten") + "</Appointment>", "`ten`"},
                      std::pair{"<Appointment>" + slot("2026-03-31T09:10:00", "-1") + "</Appointment>", "Duration"}));

struct status_case {
  const char* word;
  appointment_status status;
};
class status_word : public ::testing::TestWithParam<status_case> {};
TEST_P(status_word, is_read) {
  const auto read = diary_of(person(booked("a1", GetParam().word, "2026-03-31T09:10:00")));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows[0].what.status, GetParam().status) << GetParam().word;
}
INSTANTIATE_TEST_SUITE_P(table, status_word,
                         ::testing::Values(status_case{"", appointment_status::booked},
                                           status_case{"Booked", appointment_status::booked},
                                           status_case{"Arrived", appointment_status::arrived},
                                           status_case{"Waiting", appointment_status::arrived},
                                           status_case{"In Progress", appointment_status::in_progress},
                                           status_case{"Finished", appointment_status::finished},
                                           status_case{"Patient Walked Out", appointment_status::finished},
                                           status_case{"Did Not Attend", appointment_status::did_not_attend},
                                           status_case{"Cancelled by Patient", appointment_status::cancelled},
                                           status_case{"Cancelled by Unit", appointment_status::cancelled},
                                           status_case{"Cancelled by Other Service", appointment_status::cancelled},
                                           status_case{"Cancelled by Organisation", appointment_status::cancelled},
                                           status_case{"A word of next year", appointment_status::in_progress}));

TEST(systmone_appointments, have_the_id_that_the_diary_would_have_derived) {
  const auto record = read_answer(envelope_of(
      "<NonClinical><Appointment><DateTime>2026-03-31T09:10:00</DateTime><Duration>10</Duration><Clinician>PATEL, "
      "Jaya</Clinician><UserName>jpatel</UserName><Site>Riverside</Site><ClinicType>GP Surgery</ClinicType>"
      "<SlotType>Standard</SlotType><AppointmentUID>a1</AppointmentUID><Status>Booked</Status><Comments>hello</"
      "Comments>"
      "</Appointment></NonClinical><RecordState>Closed</RecordState>"));
  ASSERT_TRUE(record);
  const auto rows = read_appointments(*record, practice, who);
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  const auto& row = rows->front();
  EXPECT_EQ(row.system_uid, "a1");
  EXPECT_EQ(row.comments, "hello");
  EXPECT_EQ(row.what.session, "GP Surgery");
  const auto diary = diary_of(person("<Appointment>" + slot("2026-03-31T09:10:00") + "</Appointment>"));
  EXPECT_EQ(derived_id(practice, row.what), diary->rows[0].what.id);
}

std::string demographics(const std::string& more, const std::string& identity = "<NHSNumber>9990000018</NHSNumber>") {
  return envelope_of("<Identity>" + identity + "</Identity><Demographics><Title>Mrs</Title><FirstName>Zoë</FirstName>" +
                     "<Surname>O&apos;Hara</Surname>" + more + "</Demographics>");
}
struct consent_case {
  const char* xml;
  consent is;
};
class sms_consent : public ::testing::TestWithParam<consent_case> {};
TEST_P(sms_consent, is_read) {
  const auto read = read_demographics(*read_answer(demographics(GetParam().xml)), who);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sms_consent, GetParam().is) << GetParam().xml;
}
INSTANTIATE_TEST_SUITE_P(table, sms_consent,
                         ::testing::Values(consent_case{"", consent::unknown},
                                           consent_case{"<SMSConsent/>", consent::unknown},
                                           consent_case{"<SMSConsent>Yes</SMSConsent>", consent::yes},
                                           consent_case{"<SMSConsent> No </SMSConsent>", consent::no}));

TEST(systmone_demographics, are_enough_to_address_a_message) {
  const auto read = read_demographics(
      *read_answer(
          demographics("<MobileTelephone>07700 900123</MobileTelephone><EmailAddress>z@example.com</EmailAddress>")),
      who);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, who);
  EXPECT_EQ(read->nhs_number.reveal(), "9990000018");
  EXPECT_EQ(read->title.reveal(), "Mrs");
  EXPECT_EQ(read->first_name.reveal(), "Zoë");
  EXPECT_EQ(read->last_name.reveal(), "O'Hara");
  EXPECT_EQ(read->mobile.reveal(), "07700 900123");
  EXPECT_EQ(read->email.reveal(), "z@example.com");
  EXPECT_FALSE(read->dead);
}

TEST(systmone_demographics, of_another_patient_or_of_nobody_are_refused) {
  EXPECT_FALSE(read_demographics(*read_answer(demographics("", "<NHSNumber>9990000026</NHSNumber>")), who));
  EXPECT_FALSE(read_demographics(*read_answer(envelope_of("")), who));
}

TEST(systmone_entries, are_found_by_their_mark) {
  const auto operation = id_from_name<operation_id>("test", "one");
  const auto event = [](const std::string& text, const std::string& uid) {
    return "<Event EventUID=\"" + uid + "\"><ClinicalCode><Code Scheme=\"Snomed\" Code=\"1\"/><FreeText>" + text +
           "</FreeText></ClinicalCode></Event>";
  };
  const auto find = [&](const std::string& events) {
    return find_entry(*read_answer(envelope_of("<Clinical>" + events + "</Clinical>")), mark_of(operation));
  };
  const auto other = event("Tidings ref 00000000-0000-5000-8000-000000000000", "e1");
  EXPECT_EQ(find(""), "");
  EXPECT_EQ(find(other), "");
  EXPECT_EQ(find(other + event("Reminder sent " + mark_of(operation), "e2")), "e2");
  EXPECT_EQ(find("<Event EventUID=\"e3\"><Narrative><Line>x</Line><Line>" + mark_of(operation) +
                 "</Line></Narrative></Event>"),
            "e3");
  EXPECT_FALSE(find("<Event><ClinicalCode><FreeText>" + mark_of(operation) + "</FreeText></ClinicalCode></Event>"));
}

TEST(systmone_answer, survives_anything) {
  // Bytes of a good answer, changed at random: whatever comes of it, it comes back.
  const auto good = envelope_of(person(booked("a1", "Booked", "2026-03-31T09:10:00")));
  std::mt19937_64 dice(7);
  for (int round = 0; round < 5'000; ++round) {
    auto bytes = good;
    for (auto changes = dice() % 4 + 1; changes > 0; --changes) {
      const auto at = dice() % bytes.size();
      if (dice() % 3 == 0)
        bytes.erase(at, dice() % 20);
      else if (dice() % 2 == 0)
        bytes[at] = static_cast<char>(dice());
      else
        bytes.insert(at, good.substr(dice() % good.size(), 12));
      if (bytes.empty()) break;
    }
    if (const auto answer = read_answer(bytes)) {
      (void)read_diary(*answer, practice);
      (void)read_appointments(*answer, practice, who);
      (void)read_demographics(*answer, who);
      (void)find_entry(*answer, "Tidings ref");
    }
  }
}

} // namespace
} // namespace tidings
