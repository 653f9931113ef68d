#include "actors/connector/diary_window.hpp"
#include "actors/connector/london.hpp"
#include "actors/connector/systmone_requests.hpp"

#include <gtest/gtest.h>
#include <pugixml.hpp>

namespace tidings {
namespace {
using namespace std::chrono_literals;

timestamp utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)) +
         std::chrono::hours(hour) + std::chrono::minutes(minute);
}

struct london_case {
  const char* local;
  timestamp at; ///< `never`: not readable
};
class london_time : public ::testing::TestWithParam<london_case> {};

TEST_P(london_time, is_read_as_utc) {
  const auto [local, at] = GetParam();
  const auto read = london::read(local);
  EXPECT_EQ(read.value_or(never), at) << local;
}

INSTANTIATE_TEST_SUITE_P(
    table, london_time,
    ::testing::Values(london_case{"2026-01-15T09:10:00", utc(2026, 1, 15, 9, 10)},
                      london_case{"2026-07-15T09:10:00", utc(2026, 7, 15, 8, 10)},
                      london_case{"2026-07-15T09:10:00.123", utc(2026, 7, 15, 8, 10)},
                      london_case{"2026-07-15", utc(2026, 7, 14, 23)},
                      london_case{"2026-03-29T00:59:00", utc(2026, 3, 29, 0, 59)},
                      london_case{"2026-03-29T01:30:00", utc(2026, 3, 29, 1)}, // doesn't exist
                      london_case{"2026-03-29T02:00:00", utc(2026, 3, 29, 1)},
                      london_case{"2026-10-25T01:30:00", utc(2026, 10, 25, 0, 30)}, // comes twice
                      london_case{"2026-10-25T02:00:00", utc(2026, 10, 25, 2)},
                      london_case{"2028-02-29T12:00:00", utc(2028, 2, 29, 12)},
                      london_case{"2026-02-29T12:00:00", never}, london_case{"", never},
                      london_case{"2026-01-15T24:00:00", never}, london_case{"2026-01-15T09:60:00", never},
                      london_case{"2026-01-15 09:10:00", never}, london_case{"2026-01-15T09:10", never},
                      london_case{"2026-01-15T09:10:00Z", never}, london_case{"2026-01-15T09:10:00.", never},
                      london_case{"15/01/2026", never}, london_case{"2026-01-15T", never}));

TEST(london_time, is_printed_as_the_clock_on_the_wall) {
  EXPECT_EQ(london::print(utc(2026, 1, 15, 9, 10)), "2026-01-15T09:10:00");
  EXPECT_EQ(london::print(utc(2026, 7, 15, 23, 30) + 999ms), "2026-07-16T00:30:00");
  EXPECT_EQ(london::print_date(utc(2026, 7, 15, 23, 30)), "2026-07-16");
}

TEST(diary_window, is_whole_local_days_also_when_the_clocks_change) {
  // Clocks go forward on 29 March 2026 and back on 25 October.
  EXPECT_EQ(systmone::window_of(utc(2026, 3, 28, 15), 2), (systmone::window{utc(2026, 3, 28), utc(2026, 3, 30, 23)}));
  EXPECT_EQ(systmone::window_of(utc(2026, 10, 24, 15), 1),
            (systmone::window{utc(2026, 10, 23, 23), utc(2026, 10, 26)}));
  // 23:30 UTC in summer is tomorrow in London.
  EXPECT_EQ(systmone::window_of(utc(2026, 7, 15, 23, 30), 0).from, utc(2026, 7, 15, 23));
}

const systmone::envelope about{"key<1>", "dev&1", "uid-7"};
const patient_id who("9990000018");
const appointment_id which("a1");

struct request_case {
  std::string bytes, function;
  std::vector<std::pair<std::string, std::string>> holds; ///< XPath below FunctionParameters, and its text
};
class systmone_request : public ::testing::TestWithParam<request_case> {};

TEST_P(systmone_request, is_one_line_of_xml_with_everything_in_its_place) {
  const auto& expected = GetParam();
  ASSERT_TRUE(expected.bytes.ends_with('\n'));
  EXPECT_EQ(expected.bytes.find_first_of("\r\n"), expected.bytes.size() - 1);
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(expected.bytes.c_str())) << expected.bytes;
  const auto root = document.document_element();
  EXPECT_STREQ(root.name(), "ClientIntegrationRequest");
  EXPECT_STREQ(root.child_value("APIKey"), "key<1>");
  EXPECT_STREQ(root.child_value("DeviceID"), "dev&1");
  EXPECT_STREQ(root.child_value("RequestUID"), "uid-7");
  EXPECT_STREQ(root.child_value("FunctionVersion"), "1.0");
  EXPECT_EQ(root.child_value("Function"), expected.function);
  for (const auto& [path, text] : expected.holds) {
    const auto found = root.child("FunctionParameters").select_node(path.c_str());
    ASSERT_TRUE(found) << path << " in " << expected.bytes;
    EXPECT_EQ(found.attribute() ? found.attribute().value() : found.node().child_value(), text) << path;
  }
}

INSTANTIATE_TEST_SUITE_P(
    table, systmone_request,
    ::testing::Values(
        request_case{systmone::get_functions(about), "GetFunctions", {}},
        request_case{
            systmone::get_diary(about, utc(2026, 7, 1, 23), utc(2026, 7, 9, 23)),
            "GetDiary",
            {{"MinDateTime", "2026-07-02T00:00:00"}, {"MaxDateTime", "2026-07-10T00:00:00"}, {"Appointments", ""}}},
        request_case{systmone::get_demographics(about, who),
                     "GetPatientRecord",
                     {{"Identity/NhsNumber", "9990000018"}, {"Filter/Demographics", ""}}},
        request_case{systmone::get_demographics(about, patient_id("pseudo:77")),
                     "GetPatientRecord",
                     {{"Identity/PseudoNumber", "77"}}},
        request_case{systmone::get_appointments(about, who), "GetPatientRecord", {{"Filter/Appointments", ""}}},
        request_case{systmone::get_entries(about, who, utc(2026, 7, 1, 23), utc(2026, 7, 2, 12)),
                     "GetPatientRecord",
                     {{"Filter/MinEntryDate", "2026-07-02T00:00:00"}, {"Filter/MaxEntryDate", "2026-07-02T00:00:00"}}},
        request_case{systmone::cancel_appointment(about, who, which),
                     "UpdatePatientRecord",
                     {{"NonClinical/Appointment/AppointmentUID", "a1"},
                      {"NonClinical/Appointment/Status", "Cancelled by Patient"}}},
        request_case{systmone::comment_appointment(about, who, which, "two\nlines <&\"'>\t"),
                     "UpdatePatientRecord",
                     {{"NonClinical/Appointment/Comments", "two\nlines <&\"'>\t"}}},
        request_case{systmone::file_code(about, who, "279991000000102", "text", utc(2026, 7, 2, 12)),
                     "UpdatePatientRecord",
                     {{"Clinical/Event/@DateTime", "2026-07-02T13:00:00"},
                      {"Clinical/Event/ClinicalCode/Code/@Scheme", "Snomed"},
                      {"Clinical/Event/ClinicalCode/Code/@Code", "279991000000102"},
                      {"Clinical/Event/ClinicalCode/FreeText", "text"}}},
        request_case{
            systmone::set_consent(about, who, true), "UpdatePatientRecord", {{"Demographics/SMSConsent", "Yes"}}},
        request_case{
            systmone::set_consent(about, who, false), "UpdatePatientRecord", {{"Demographics/SMSConsent", "No"}}}));

TEST(escaping, replaces_what_no_xml_can_hold) {
  EXPECT_EQ(systmone::escaped("Zoë 日本 \xF0\x9F\x98\x80"), "Zoë 日本 \xF0\x9F\x98\x80");
  EXPECT_EQ(systmone::escaped("a\x01 b\x7f"), "a? b\x7f");
  EXPECT_EQ(systmone::escaped(std::string_view("a\0b", 3)), "a?b");
  EXPECT_EQ(systmone::escaped("\xc3"), "?");                // cut off
  EXPECT_EQ(systmone::escaped("\xc0\xaf"), "??");           // overlong
  EXPECT_EQ(systmone::escaped("\xed\xa0\x80"), "???");      // a surrogate
  EXPECT_EQ(systmone::escaped("\xf4\x90\x80\x80"), "????"); // beyond Unicode
  EXPECT_EQ(systmone::escaped("\xef\xbf\xbf"), "???");      // no character
  EXPECT_EQ(systmone::escaped("caf\xe9 bar"), "caf? bar");  // Windows-1252
}

} // namespace
} // namespace tidings
