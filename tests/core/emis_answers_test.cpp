// What EMIS Web's Partner API is asked, and how its answers are read.
#include "actors/connector/emis/answers.hpp"
#include "actors/connector/emis/coded_record.hpp"
#include "actors/connector/emis/dates.hpp"
#include "actors/connector/emis/doubt.hpp"
#include "actors/connector/emis/outcome.hpp"
#include "actors/connector/emis/record_xml.hpp"
#include "actors/connector/emis/requests.hpp"
#include "actors/connector/london.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

timestamp at(std::string_view local) { return *london::read(local); }

TEST(emis_dates, are_read_in_every_form_that_the_contract_shows) {
  const auto summer = at("2026-07-01T09:10:00");
  EXPECT_EQ(emis::read_moment("01/07/2026", "09:10"), summer);
  EXPECT_EQ(emis::read_moment("01/07/2026", "09:10:00"), summer);
  EXPECT_EQ(emis::read_moment("2026-07-01", "09:10"), summer);
  EXPECT_EQ(emis::read_moment("2026-07-01T00:00:00", "09:10"), summer);
  EXPECT_EQ(emis::read_moment("2026-07-01T09:10:00", ""), summer);
  EXPECT_EQ(emis::read_moment("01/07/2026 09:10:00", ""), summer);
  EXPECT_EQ(emis::print_date(summer), "01/07/2026");
  EXPECT_EQ(emis::print_time(summer), "09:10:00");
}

TEST(emis_dates, are_never_guessed) {
  for (const auto& [date, time] :
       std::vector<std::pair<std::string_view, std::string_view>>{{"", ""},
                                                                  {"01/07/2026", ""},
                                                                  {"1/7/2026", "09:10"},
                                                                  {"31/02/2026", "09:10"},
                                                                  {"01/07/2026", "9.10"},
                                                                  {"2026-07-01T09:10:00Z", ""},
                                                                  {"2026-07-01T09:10:00+01:00", ""},
                                                                  {"07-01-2026", "09:10"}})
    EXPECT_FALSE(emis::read_moment(date, time)) << date << " " << time;
}

TEST(emis_requests, name_the_operation_and_its_parameters) {
  emis_settings to;
  to.url = "https://emis.example/partner/";
  to.application_id = "app";
  const auto booked = emis::ask::booked_patients(to, 60min, 2880min);
  EXPECT_EQ(booked.url,
            "https://emis.example/partner/api/v1/appointments/GetBookedPatientsV2?minutesBefore=60&minutesWithin=2880");
  EXPECT_EQ(booked.method, "GET");
  EXPECT_EQ(booked.does, wire::effect::reads);
  ASSERT_FALSE(booked.headers.empty());
  EXPECT_EQ(booked.headers[0].first, "applicationId");
  EXPECT_EQ(booked.headers[0].second.reveal(), "app");
  EXPECT_THAT(emis::ask::patient_appointments(to, 1001, at("2026-07-01T12:00:00"), at("2026-09-28T12:00:00")).url,
              testing::EndsWith("?patientNumber=1001&startDate=01%2F07%2F2026&endDate=28%2F09%2F2026"));
}

TEST(emis_requests, that_act_say_so_whatever_their_method) {
  const emis_settings to;
  const auto cancel = emis::ask::cancel_appointment(to, 50001, 1001);
  EXPECT_EQ(cancel.method, "GET"); // EMIS's contract has it so
  EXPECT_EQ(cancel.does, wire::effect::acts);
  EXPECT_THAT(cancel.url, testing::EndsWith("appointments/CancelAppointment?slotId=50001&patientNumber=1001"));
  const auto notes = emis::ask::set_slot_notes(to, 50001, "said & done; (ref x)");
  EXPECT_EQ(notes.method, "PATCH");
  EXPECT_EQ(notes.does, wire::effect::acts);
  EXPECT_THAT(notes.url, testing::EndsWith("SetSlotNotes?slotNotes=said%20%26%20done%3B%20%28ref%20x%29&slotId=50001"));
  const auto filed = emis::ask::file_record(to, 1001, "<x/>");
  EXPECT_EQ(filed.method, "POST");
  EXPECT_EQ(filed.does, wire::effect::acts);
}

TEST(emis_requests, take_only_numbers_that_emis_could_have_given) {
  EXPECT_EQ(emis::number_of("1001"), 1001);
  for (const auto* wrong : {"", "0", "-1", "1001 ", "99999999999", "9990000018x"})
    EXPECT_FALSE(emis::number_of(wrong)) << wrong;
}

const std::string booked = R"({"bookedList":[
  {"patient":{"dbid":"1001","nhsNumber":"9990000018"},
   "appointment":{"id":{"dbid":"50001"},"appointmentSite":"Hilltop","appointmentName":"GP Surgery","date":"01/07/2026",
     "time":"09:10","sessionHolder":{"dbid":"11"},"sessionId":7001,"slotType":{"description":"Standard"},"newer":1}},
  {"patient":null,"appointment":{"id":{"dbid":"50002"}}},
  {"patient":{"dbid":1002},
   "appointment":{"id":{"dbid":50003},"date":"01/07/2026","time":"09:20","sessionHolder":{"refID":"102"}}}],
 "sessionHolderList":[{"dbid":"11","refID":"101","title":"Dr","firstNames":"Jaya","lastName":"Patel"},
                      {"dbid":"12","refID":"102","lastName":"Frost"}],"time":"08:00"})";

TEST(emis_booked, gives_whoever_is_booked_with_when_and_whom) {
  const auto rows = emis::read_booked(booked);
  ASSERT_TRUE(rows) << rows.error().detail;
  ASSERT_EQ(rows->size(), 2U);
  const auto& one = rows->front();
  EXPECT_EQ(one.id.value, "50001");
  EXPECT_EQ(one.patient.value, "1001");
  EXPECT_EQ(one.starts_at, at("2026-07-01T09:10:00"));
  EXPECT_EQ(one.session, "GP Surgery");
  EXPECT_EQ(one.clinician, "Dr Jaya Patel");
  EXPECT_EQ(one.slot_type, "Standard");
  EXPECT_EQ(one.site, "Hilltop");
  EXPECT_EQ(one.status, appointment_status::booked);
  EXPECT_EQ(rows->back().clinician, "Frost");
  EXPECT_TRUE(emis::read_booked(R"({"bookedList":null})")->empty());
}

TEST(emis_booked, is_read_whole_or_not_at_all) {
  const auto without = [&](std::string_view what, std::string_view with) {
    auto text = booked;
    text.replace(text.find(what), what.size(), with);
    return emis::read_booked(text);
  };
  for (const auto& [what, with] :
       std::vector<std::pair<std::string_view, std::string_view>>{{R"("dbid":"50001")", R"("dbid":"")"},
                                                                  {R"("dbid":"1001")", R"("dbid":"x")"},
                                                                  {R"("time":"09:10")", R"("time":"soon")"},
                                                                  {R"("bookedList":[)", R"("bookedList":7,"x":[)"}}) {
    const auto rows = without(what, with);
    ASSERT_FALSE(rows) << with;
    EXPECT_EQ(rows.error().code, error_code::invalid_input);
  }
  EXPECT_FALSE(emis::read_booked(booked.substr(0, booked.size() / 2)));
  EXPECT_FALSE(emis::read_booked("<!DOCTYPE html>"));
  EXPECT_FALSE(emis::read_booked(""));
}

TEST(emis_patient_appointments, have_the_status_and_the_notes) {
  const auto row = [](std::string_view status) {
    const auto rows = emis::read_appointments(
        R"({"appointment":[{"slotID":50001,"date":"01/07/2026","startTime":"09:10","duration":"10","notes":"n",)"
        R"("holderList":[{"title":"Dr","firstNames":"Jaya","lastName":"Patel"},{"lastName":"Frost"}],"status":")" +
            std::string(status) + R"("}]})",
        patient_id("1001"));
    return rows ? rows->front() : emis::booking();
  };
  const auto one = row("Booked");
  EXPECT_EQ(one.what.id.value, "50001");
  EXPECT_EQ(one.what.patient.value, "1001");
  EXPECT_EQ(one.what.minutes, 10U);
  EXPECT_EQ(one.what.clinician, "Dr Jaya Patel");
  EXPECT_THAT(one.clinicians, testing::ElementsAre("Dr Jaya Patel", "Frost"));
  EXPECT_EQ(one.notes, "n");
  const std::pair<std::string_view, appointment_status> words[] = {{"", appointment_status::booked},
                                                                   {"Booked", appointment_status::booked},
                                                                   {"Arrived", appointment_status::arrived},
                                                                   {"Left", appointment_status::finished},
                                                                   {"DNA", appointment_status::did_not_attend},
                                                                   {"Walked Out", appointment_status::finished},
                                                                   {"Cancelled", appointment_status::cancelled},
                                                                   {"Send In", appointment_status::in_progress},
                                                                   {"Slot Available", appointment_status::in_progress},
                                                                   {"A new word", appointment_status::in_progress}};
  for (const auto& [word, status] : words) EXPECT_EQ(row(word).what.status, status) << word;
}

TEST(emis_demographics, are_of_the_patient_that_was_asked_for) {
  const std::string body =
      R"({"registration":{"dbid":"1001","nhsNumber":"999 000 0018","title":"Mrs","firstNames":"Amira Jane",)"
      R"("familyName":"Okafor","mobile":"07700 900123","email":"a@example.org","dead":0,"deadSpecified":true}})";
  const auto who = emis::read_demographics(body, patient_id("1001"));
  ASSERT_TRUE(who);
  EXPECT_EQ(who->nhs_number.reveal(), "9990000018");
  EXPECT_EQ(who->first_name.reveal(), "Amira");
  EXPECT_EQ(who->last_name.reveal(), "Okafor");
  EXPECT_EQ(who->mobile.reveal(), "07700 900123");
  EXPECT_EQ(who->system_id.reveal(), "1001");
  EXPECT_FALSE(who->dead);
  EXPECT_FALSE(emis::read_demographics(body, patient_id("1002")));
  EXPECT_FALSE(emis::read_demographics("{}", patient_id("1001")));
  auto dead = body;
  dead.replace(dead.find(R"("dead":0)"), 8, R"("dead":0,"dateOfDeath":"01/07/2026")");
  EXPECT_TRUE(emis::read_demographics(dead, patient_id("1001"))->dead);
  EXPECT_FALSE(who->deducted);
  auto left = body;
  left.replace(left.find(R"("dead":0)"), 8, R"("dead":0,"deductedDate":"01/07/2026")");
  EXPECT_TRUE(emis::read_demographics(left, patient_id("1001"))->deducted);
}

const code_map map{
    {{"sms_consent_given", {"699237001", "9NdP.", ""}}, {"sms_consent_declined", {"513631000000106", "9NdQ.", ""}}}};

consent consent_of(const std::string& events) {
  const auto entries = emis::read_consents(R"({"eventList":[)" + events + "]}", map);
  return entries ? emis::latest_consent(*entries, map) : consent::unknown;
}
std::string entry(std::string_view code, std::string_view date, std::string_view time = "") {
  return std::string(R"({"guid":"g","assignedDate":")")
      .append(date)
      .append(R"(","assignedTime":")")
      .append(time)
      .append(R"(","code":{"value":")")
      .append(code)
      .append(R"("}})");
}

TEST(emis_consent, is_what_was_said_last) {
  const auto yes = entry("699237001", "01/03/2026"), no = entry("9NdQ", "02/03/2026");
  EXPECT_EQ(consent_of(""), consent::unknown);
  EXPECT_EQ(consent_of(entry("195967001", "03/03/2026")), consent::unknown);
  EXPECT_EQ(consent_of(yes), consent::yes);
  EXPECT_EQ(consent_of(yes + "," + no), consent::no);
  EXPECT_EQ(consent_of(no + "," + yes), consent::no);
  EXPECT_EQ(consent_of(no + "," + entry("9NdP.", "2026-03-03")), consent::yes);
  EXPECT_EQ(consent_of(entry("9NdQ0", "04/03/2026") + "," + yes), consent::yes) << "declines test results only";
}

TEST(emis_consent, to_each_channel_has_codes_of_its_own) {
  auto more = map; // such as a practice might give
  more.meanings["email_consent_given"] = {"", "9NdA.", ""};
  more.meanings["email_consent_declined"] = {"", "9NdB.", ""};
  const auto entries = emis::read_consents(R"({"eventList":[)" + entry("9NdA.", "01/03/2026") + "," +
                                               entry("9NdB.", "02/03/2026") + "," + entry("9NdP.", "03/03/2026") + "]}",
                                           more);
  ASSERT_TRUE(entries);
  EXPECT_EQ(emis::latest_consent(*entries, more), consent::yes);
  EXPECT_EQ(emis::latest_consent(*entries, more, channel::email), consent::no);
  EXPECT_EQ(emis::latest_consent(*entries, more, channel::voice), consent::unknown) << "no code is given for it";
}

TEST(emis_consent, is_withheld_where_it_is_not_clear) {
  const auto yes = entry("699237001", "01/03/2026"), no = entry("513631000000106", "01/03/2026");
  EXPECT_EQ(consent_of(yes + "," + no), consent::no);
  EXPECT_EQ(consent_of(no + "," + yes), consent::no);
  EXPECT_EQ(consent_of(no + "," + entry("699237001", "01/03/2026", "09:10:00")), consent::yes);
  EXPECT_EQ(consent_of(entry("513631000000106", "once") + "," + yes), consent::no);
  EXPECT_EQ(consent_of(R"({"code":{"value":"x","mapCode":"513631000000106"},"assignedDate":"01/03/2026"})"),
            consent::no);
  EXPECT_FALSE(emis::read_consents("<html>", map));
  EXPECT_FALSE(emis::read_consents(R"({"eventList":7})", map));
}

TEST(emis_record, is_one_consultation_with_one_code_under_the_operations_guid) {
  const emis::place_of_filing where{"103", "u-guid", "201", "l-guid", "301"};
  const emis::coded_entry what{"guid-1", "279991000000102", "SNOMED", "Sent <&> \"x\"\x01", at("2026-07-01T09:10:00")};
  EXPECT_EQ(
      emis::record_xml(what, where),
      "<?xml version=\"1.0\" encoding=\"utf-8\"?><MedicalRecord xmlns=\"http://www.e-mis.com/emisopen/MedicalRecord\">"
      "<ConsultationList><Consultation><GUID>guid-1</GUID><AssignedDate>01/07/2026</AssignedDate>"
      "<UserID><RefID>103</RefID></UserID><LocationID><RefID>201</RefID></LocationID>"
      "<LocationTypeID><RefID>301</RefID></LocationTypeID>"
      "<OriginalAuthor><User><RefID>103</RefID></User><SystemDate>01/07/2026 09:10:00</SystemDate></OriginalAuthor>"
      "<ElementList><ConsultationElement><DisplayOrder>1</DisplayOrder><ProblemSection>0</ProblemSection>"
      "<Header><Term>Comment</Term></Header><Event><GUID>" +
          uuid::print(uuid::from_name("emis event", "guid-1")) +
          "</GUID><AssignedDate>01/07/2026</AssignedDate><AssignedTime>09:10:00</AssignedTime>"
          "<AuthorID><RefID>103</RefID></AuthorID>"
          "<OriginalAuthor><User><RefID>103</RefID></User><SystemDate>01/07/2026 09:10:00</SystemDate></OriginalAuthor>"
          "<DescriptiveText>Sent &lt;&amp;&gt; &quot;x&quot;?</DescriptiveText>"
          "<Code><Value>279991000000102</Value><Scheme>SNOMED</Scheme></Code><EventType>1</EventType></Event>"
          "</ConsultationElement></ElementList></Consultation></ConsultationList>"
          "<PeopleList><Person><RefID>103</RefID><GUID>u-guid</GUID></Person></PeopleList>"
          "<LocationList><Location><RefID>201</RefID><GUID>l-guid</GUID>"
          "<LocationTypeID><RefID>301</RefID></LocationTypeID></Location></LocationList></MedicalRecord>");
  auto weight = what;
  weight.value = secret_text("82.5");
  weight.unit = "kg";
  EXPECT_THAT(emis::record_xml(weight, where),
              HasSubstr("</Code><NumericValue><Value>82.5</Value><Units>kg</Units></NumericValue><EventType>5<"));
  weight.value = secret_text("about 80");
  EXPECT_THAT(emis::record_xml(weight, where), HasSubstr("<DescriptiveText>about 80 kg Sent"));
  EXPECT_THAT(emis::record_xml(weight, where), HasSubstr("<EventType>1<"));
  const auto practice = *practice_id::parse("A99001");
  const auto operation = id_from_name<operation_id>("test", "operation");
  EXPECT_EQ(emis::guid_of(practice, operation), emis::guid_of(practice, operation));
  EXPECT_NE(emis::guid_of(practice, operation), emis::guid_of(*practice_id::parse("A99002"), operation));
}

TEST(emis_record, an_entry_is_found_by_its_guid_or_by_its_mark) {
  EXPECT_TRUE(emis::holds_consultation(R"({"consultationList":[{"guid":"{ABCD-1}"}]})", "abcd-1"));
  EXPECT_FALSE(emis::holds_consultation(R"({"consultationList":[{"guid":"abcd-2"}]})", "abcd-1"));
  EXPECT_FALSE(emis::holds_consultation("{}", "abcd-1"));
  const std::string record = R"({"eventList":[{"guid":"g-1","descriptiveText":"Sent, Tidings ref 7 by us"
}]
})";
  EXPECT_EQ(emis::find_mark(record, "Tidings ref 7"), "g-1");
  EXPECT_EQ(emis::find_mark(record, "Tidings ref 8"), "");
  EXPECT_FALSE(emis::find_mark(R"({"eventList":[{"descriptiveText":"Tidings ref 7"}]})", "Tidings ref 7"));
  EXPECT_FALSE(emis::find_mark("[]", "Tidings ref 7"));
}

TEST(emis_organisation, names_its_codes_and_where_entries_are_filed) {
  const std::string body =
      R"({"organisationList":[{"refID":"201","guid":"l","nationalCode":"A99001","locationTypeID":{"refID":"301"}}],)"
      R"("userList":[{"refID":"101","mnemonic":"JP"},{"refID":"103","guid":"u","mnemonic":"TIDINGS"}]})";
  const auto ours = emis::read_organisation(body, "TIDINGS");
  ASSERT_TRUE(ours);
  EXPECT_THAT(ours->codes, testing::ElementsAre("A99001"));
  ASSERT_TRUE(ours->filing);
  EXPECT_EQ(ours->filing->user_ref, "103");
  EXPECT_EQ(ours->filing->location_type_ref, "301");
  EXPECT_FALSE(emis::read_organisation(body, "")->filing);
  EXPECT_FALSE(emis::read_organisation(body, "NOBODY")->filing);
  EXPECT_FALSE(emis::read_organisation("{}", ""));
}

// -- what an answer, or none, comes to -----------------------------------------------------------

wire::outcome http(int status, std::string body = "") {
  wire::response out;
  out.status = status;
  out.body = secret_text(std::move(body));
  return out;
}
wire::outcome no_answer(bool certainly_not_sent) {
  return tl::unexpected(wire::no_response{certainly_not_sent, "reset"});
}

TEST(emis_outcome, says_of_each_answer_whether_it_was_done_certainly_not_or_perhaps) {
  using enum error_code;
  const struct {
    wire::outcome answer;
    error_code read, write;
  } table[] = {
      {http(200), none, none},
      {http(204), none, none},
      {no_answer(true), unreachable, unreachable},
      {no_answer(false), unreachable, outcome_unknown},
      {http(302), unreachable, outcome_unknown},
      {http(400), refused, refused},
      {http(401), unreachable, unreachable},
      {http(403), not_configured, not_configured},
      {http(404), refused, refused},
      {http(408), unreachable, outcome_unknown},
      {http(415), refused, refused},
      {http(429), overloaded, overloaded},
      {http(500), unreachable, outcome_unknown},
      {http(503), unreachable, outcome_unknown},
  };
  for (const auto& row : table) {
    const auto name = row.answer ? std::to_string(row.answer->status) : "no answer";
    EXPECT_EQ(emis::judged(row.answer, wire::effect::reads, "X").code, row.read) << name;
    EXPECT_EQ(emis::judged(row.answer, wire::effect::acts, "X").code, row.write) << name;
  }
}

TEST(emis_outcome, tells_emiss_own_words_but_never_its_notes_about_the_patient) {
  const auto why = emis::judged(
      http(400, R"({"messageId":"7b1d5c3e-0000-4000-8000-00000000e415","text":{"div":"Amira Okafor"},"issue":)"
                R"({"code":"processing","details":{"text":"The slot is not booked"},"diagnostics":"Amira Okafor"},)"
                R"("legacyOutcome":5})"),
      wire::effect::acts, "CancelAppointment");
  EXPECT_EQ(why.detail, "EMIS answered CancelAppointment with HTTP 400: The slot is not booked (EMIS message "
                        "7b1d5c3e-0000-4000-8000-00000000e415)");
  EXPECT_THAT(emis::judged(http(403), wire::effect::reads, "X").detail, HasSubstr("EMAS Manager"));
  EXPECT_EQ(emis::read_complaint("<html>").text, "");
}

// -- cancels in doubt ----------------------------------------------------------------------------

emis::booking booking(std::string slot) {
  emis::booking out;
  out.what.id = appointment_id(std::move(slot));
  out.what.patient = patient_id("1001");
  return out;
}

TEST(emis_doubt, a_booking_that_is_gone_after_a_lost_cancel_was_cancelled) {
  emis::doubts aut;
  const patient_id who("1001");
  aut.seen(who, {booking("1"), booking("2")});
  EXPECT_FALSE(aut.cancelled(who, appointment_id("1"), {booking("2")})) << "nothing of ours was under way";
  aut.lost(who, appointment_id("1"));
  EXPECT_FALSE(aut.cancelled(who, appointment_id("1"), {booking("1"), booking("2")})) << "it is still there";
  EXPECT_FALSE(aut.cancelled(who, appointment_id("1"), {booking("2"), booking("3")})) << "staff may have moved it";
  EXPECT_FALSE(aut.cancelled(patient_id("1002"), appointment_id("1"), {}));
  const auto gone = aut.cancelled(who, appointment_id("1"), {booking("2")});
  ASSERT_TRUE(gone);
  EXPECT_EQ(gone->what.status, appointment_status::cancelled);
  aut.settled(who, appointment_id("1"));
  EXPECT_FALSE(aut.cancelled(who, appointment_id("1"), {booking("2")}));
}

TEST(emis_doubt, nothing_is_said_of_a_cancel_that_no_look_came_before) {
  emis::doubts aut;
  aut.lost(patient_id("1001"), appointment_id("1"));
  EXPECT_FALSE(aut.cancelled(patient_id("1001"), appointment_id("1"), {}));
}

} // namespace
} // namespace tidings
