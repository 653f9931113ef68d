// Files that are put into a folder: how they are read, and what becomes of them.
#include "actors/connector/files/drop_tables.hpp"
#include "tests/core/drop_folder_case.hpp"

#include <date/date.h>
#include <gmock/gmock.h>

#include <sstream>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using test::a_drop_folder;
using test::headings;
using test::row;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// -- CSV ------------------------------------------------------------------------------------------

TEST(a_csv_file, may_have_separators_lines_and_quotes_inside_of_quotes) {
  const auto read = files::read_csv("a,\"b,\n\"\"c\"\"\",d\r\n\r\ne,,\n", ',');
  ASSERT_EQ(read.records.size(), 2U);
  EXPECT_THAT(read.records[0].fields, ElementsAre("a", "b,\n\"c\"", "d"));
  EXPECT_THAT(read.records[1].fields, ElementsAre("e", "", ""));
  EXPECT_EQ(read.records[1].line, 4);
  EXPECT_TRUE(read.errors.empty());
}

TEST(a_csv_file, that_breaks_off_or_is_badly_quoted_is_seen) {
  EXPECT_FALSE(files::read_csv("a,b\nc,d", ',').ends_with_line);
  EXPECT_FALSE(files::read_csv("a,\"b\n", ',').errors.empty());
  EXPECT_FALSE(files::read_csv("a,\"b\"c\n", ',').errors.empty());
  for (const char* text : {"", "\n", "\"", ",", "\"\"", "\r\n\r\n", "\"\r\n"}) (void)files::read_csv(text, ',');
}

// -- tables ---------------------------------------------------------------------------------------

TEST(a_file_of_appointments, is_a_complete_reading_of_the_days_it_states) {
  const auto read =
      files::read_appointments(headings + row("1", "2026-07-01 09:10") + row("2", "02/07/2026 10:00", "cancelled") +
                                   "END,2,2026-07-01,2026-07-14,2026-06-30 18:00\n",
                               {});
  ASSERT_TRUE(read.errors.empty()) << read.errors.front().what;
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(date::format("%F %R", read.rows[0].starts_at), "2026-07-01 08:10") << "local time, in summer";
  EXPECT_EQ(read.rows[1].status, appointment_status::cancelled);
  EXPECT_EQ(date::format("%F %R", read.from), "2026-06-30 23:00");
  EXPECT_EQ(date::format("%F %R", read.to), "2026-07-14 23:00");
  EXPECT_TRUE(read.made_at.has_value());
}

TEST(a_file_of_appointments, that_states_no_days_speaks_only_of_what_lies_between_its_first_and_last) {
  const auto read =
      files::read_appointments(headings + row("1", "2026-03-03 09:10") + row("2", "2026-03-05 10:00") + "END,2\n", {});
  ASSERT_TRUE(read.errors.empty());
  EXPECT_EQ(read.from, read.rows[0].starts_at);
  EXPECT_EQ(read.to, read.rows[1].starts_at + 1ms);
}

TEST(a_file_of_appointments, is_refused_by_line_and_column_and_without_what_stands_there) {
  const std::string good = row("1", "2026-03-03 09:10");
  const struct {
    const char* what;
    std::string text;
    int line;
    const char* column;
  } cases[] = {
      {"nothing at all", "", 0, ""},
      {"no end row", headings + good, 0, ""},
      {"cut off between two lines", headings + good + row("2", "2026-03-03 09:20"), 0, ""},
      {"cut off inside a line", headings + good + "2,77,2026-03", 3, ""},
      {"another count", headings + good + "END,2\n", 3, ""},
      {"a heading is missing", "id,patient\n1,77\nEND,1\n", 1, "starts_at"},
      {"no time", headings + row("1", "2026-03-03") + "END,1\n", 2, "starts_at"},
      {"a day that isn't", headings + row("1", "30/02/2026 09:00") + "END,1\n", 2, "starts_at"},
      {"no id", headings + row("", "2026-03-03 09:10") + "END,1\n", 2, "id"},
      {"the same id twice", headings + good + good + "END,2\n", 3, "id"},
      {"an unknown status", headings + row("1", "2026-03-03 09:10", "Bkd") + "END,1\n", 2, "status"},
      {"too many fields", headings + "1,77,2026-03-03 09:10,10,a,b,c,d,e,f\nEND,1\n", 2, ""},
      {"outside of its days", headings + good + "END,1,2026-04-01,2026-04-02\n", 2, "starts_at"},
      {"no UTF-8", headings + "1,77,2026-03-03 09:10,10,Zo\xEB,b,c,d,booked\nEND,1\n", 0, ""},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const auto read = files::read_appointments(one.text, {});
    const auto expected = [&](const files::row_error& e) {
      return one.column == std::string("starts_at") && one.line == 1 ? e.column == one.column
                                                                     : e.line == one.line && e.column == one.column;
    };
    EXPECT_TRUE(std::any_of(read.errors.begin(), read.errors.end(), expected));
    for (const auto& error : read.errors) EXPECT_THAT(error.what + error.mend, Not(HasSubstr("77")));
  }
}

TEST(a_file_of_appointments, may_be_windows_1252_or_utf_8_with_a_byte_order_mark) {
  file_drop_settings how;
  how.encoding = "windows-1252";
  const auto text = [](const char* name) {
    return headings + "1,77,2026-03-03 09:10,10,GP,Dr " + name + ",c,d,booked\nEND,1\n";
  };
  EXPECT_EQ(files::read_appointments(text("Zo\xEB"), how).rows.at(0).clinician, "Dr Zo\xC3\xAB");
  EXPECT_EQ(files::read_appointments("\xEF\xBB\xBF" + text("Zo\xC3\xAB"), how).rows.at(0).clinician, "Dr Zo\xC3\xAB");
}

TEST(a_file_of_appointments, may_have_headings_and_words_of_its_own) {
  file_drop_settings how;
  how.separator = ";";
  how.appointment_columns = {{"id", "Ref"}, {"patient", "Patient ID"}, {"date", "Date"}, {"time", "Time"}};
  const auto read = files::read_appointments("Date;Time;Ref;Patient ID\n03/03/2026;09:10;1;77\nEND;1\n", how);
  ASSERT_TRUE(read.errors.empty()) << read.errors.front().what;
  EXPECT_EQ(date::format("%F %R", read.rows.at(0).starts_at), "2026-03-03 09:10");
}

TEST(a_file_of_patients, says_who_has_left_and_which_channels_each_has_agreed_to_where_it_has_columns_for_that) {
  file_drop_settings how;
  how.patient_columns = {
      {"id", "id"}, {"mobile", "mobile"}, {"deducted", "left"}, {"email_consent", "mail"}, {"voice_consent", "calls"}};
  const auto read = files::read_patients("id,mobile,left,mail,calls\n1,,yes,no,yes\n2,,,,maybe\n", how);
  const auto& one = read.rows.at(patient_id("1"));
  EXPECT_TRUE(one.deducted);
  EXPECT_EQ(one.sms_consent, consent::unknown) << "no column is mapped";
  EXPECT_EQ(one.email_consent, consent::no);
  EXPECT_EQ(one.voice_consent, consent::yes);
  const auto& other = read.rows.at(patient_id("2"));
  EXPECT_FALSE(other.deducted);
  EXPECT_EQ(other.email_consent, consent::unknown);
  EXPECT_EQ(other.voice_consent, consent::no) << "a word that nobody explained";
  ASSERT_EQ(read.errors.size(), 1U);
  EXPECT_EQ(read.errors.front().column, "calls");
}

TEST(a_file_of_patients, leaves_out_rows_that_are_wrong_and_takes_the_others) {
  file_drop_settings how;
  const auto read =
      files::read_patients("id,nhs_number,title,first_name,last_name,mobile,email,consent,dead\n"
                           "1,9990000018,Ms,Ann,Ash,07700 900101,,yes,\n,,,,,,,,\n1,,,,,,,,\n2,,,,,,,perhaps,yes\n",
                           how);
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.rows.at(patient_id("1")).sms_consent, consent::yes);
  EXPECT_EQ(read.rows.at(patient_id("2")).sms_consent, consent::no);
  EXPECT_TRUE(read.rows.at(patient_id("2")).dead);
  ASSERT_EQ(read.errors.size(), 3U);
  EXPECT_EQ(read.errors[0].line, 3);
}

// -- the folder -----------------------------------------------------------------------------------

TEST_F(a_drop_folder, without_a_file_yet_gives_no_reading) {
  EXPECT_THAT(reason(), HasSubstr("no file of appointments has come yet"));
}

TEST_F(a_drop_folder, takes_a_file_and_moves_it_away) {
  put("appointments-1.csv", export_of(3));
  EXPECT_EQ(rows(), 3U);
  EXPECT_FALSE(std::filesystem::exists(folder.path / "appointments-1.csv"));
  EXPECT_THAT(in("done"), ElementsAre("20300304T080000-appointments-1.csv", "in-force.json"));
}

TEST_F(a_drop_folder, leaves_files_alone_that_are_still_written_or_are_not_for_it) {
  for (const char* name :
       {"appointments.csv.tmp", "appointments.part", ".appointments.csv", "letter.csv", "appointments"})
    put(name, export_of(3));
  EXPECT_THAT(reason(), HasSubstr("no file"));
  EXPECT_TRUE(std::filesystem::exists(folder.path / "letter.csv"));
}

TEST_F(a_drop_folder, waits_until_nobody_touches_a_file) {
  now = std::chrono::floor<millis>(std::chrono::system_clock::now());
  how.settle = 10min;
  restart();
  put("appointments.csv", headings);
  EXPECT_THAT(reason(), HasSubstr("no file"));
  put("appointments.csv", export_of(3));
  EXPECT_THAT(reason(), HasSubstr("no file")) << "it was touched since the last look";
  EXPECT_EQ(rows(), 3U) << "as it was at the last look";
}

TEST_F(a_drop_folder, knows_after_a_restart_what_was_in_force) {
  put("appointments.csv", export_of(3));
  put("patients.csv",
      "id,nhs_number,title,first_name,last_name,mobile,email,consent,dead\n77,,,Ann,Ash,07700 900101,,yes,\n");
  EXPECT_EQ(rows(), 3U);
  restart();
  EXPECT_EQ(rows(), 3U);
  EXPECT_EQ(system->read_patient(patient_id("77"))->first_name.reveal(), "Ann");
}

TEST_F(a_drop_folder, is_not_changed_by_the_same_file_again) {
  put("appointments.csv", export_of(3));
  EXPECT_EQ(rows(), 3U);
  now += 1h;
  put("appointments.csv", export_of(3));
  EXPECT_EQ(rows(), 3U);
  EXPECT_EQ(in("refused").size() + in("held").size(), 0U);
}

TEST_F(a_drop_folder, is_not_changed_by_a_file_that_was_made_before_the_one_in_force) {
  put("appointments.csv", export_of(5, ",2030-03-04 07:00"));
  EXPECT_EQ(rows(), 5U);
  put("appointments.csv", export_of(3, ",2030-03-03 18:00"));
  EXPECT_EQ(rows(), 5U);
  restart();
  EXPECT_EQ(rows(), 5U) << "in the same second: it took nobody's place";
}

TEST_F(a_drop_folder, refuses_a_file_that_is_cut_off_and_says_so_beside_it) {
  put("appointments.csv", export_of(20));
  EXPECT_EQ(rows(), 20U);
  now += 1h;
  const auto whole = export_of(20);
  for (const auto cut : {whole.size() / 2, whole.size() - 3, headings.size() + 40}) {
    put("appointments.csv", whole.substr(0, cut));
    EXPECT_THAT(reason(), HasSubstr("was not taken"));
  }
  const auto names = in("refused");
  ASSERT_THAT(names, ::testing::Contains("20300304T090000-appointments.csv.errors.csv"));
  std::ostringstream report;
  report << std::ifstream(folder.path / "refused" / "20300304T090000-appointments.csv.errors.csv").rdbuf();
  EXPECT_THAT(report.str(), HasSubstr("line,column,what is wrong,how to mend it"));
  EXPECT_THAT(report.str(), Not(HasSubstr("77")));
  put("appointments.csv", export_of(19));
  EXPECT_EQ(rows(), 19U);
}

TEST_F(a_drop_folder, holds_a_file_that_takes_too_much_away_until_a_person_confirms_it) {
  put("appointments.csv", export_of(20));
  EXPECT_EQ(rows(), 20U);
  now += 1h;
  put("appointments.csv", export_of(10));
  EXPECT_THAT(reason(), HasSubstr("would take away 10 of 20"));
  restart();
  EXPECT_EQ(rows(), 20U) << "the last good reading stays in force";
  std::filesystem::rename(folder.path / "held/appointments.csv", folder.path / "appointments.confirmed.csv");
  EXPECT_EQ(rows(), 10U);
}

TEST_F(a_drop_folder, lets_a_few_go_without_asking) {
  put("appointments.csv", export_of(6));
  EXPECT_EQ(rows(), 6U);
  put("appointments.csv", export_of(1));
  EXPECT_EQ(rows(), 1U);
}

TEST_F(a_drop_folder, says_when_no_newer_file_comes) {
  put("appointments.csv", export_of(3));
  EXPECT_EQ(rows(), 3U);
  now += 27h;
  EXPECT_THAT(reason(), HasSubstr("the last file of appointments came on"));
}

TEST_F(a_drop_folder, forgets_old_files_but_never_what_is_in_force) {
  put("appointments.csv", export_of(3));
  EXPECT_EQ(rows(), 3U);
  now += 1h;
  put("appointments.csv", headings);
  EXPECT_THAT(reason(), HasSubstr("was not taken"));
  now += 8 * 24h;
  EXPECT_FALSE(read().has_value());
  EXPECT_TRUE(in("refused").empty());
  EXPECT_THAT(in("done"), ElementsAre("20300304T080000-appointments.csv", "in-force.json"));
}

TEST_F(a_drop_folder, that_is_not_there_is_told_with_how_to_mend_it) {
  how.folder += "/nowhere";
  restart();
  const auto found = system->probe();
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error().detail, HasSubstr("make it, or correct `folder`"));
}

TEST_F(a_drop_folder, is_never_written_back_to) {
  const auto answer = system->perform(write_cancel{patient_id("77"), appointment_id("1")});
  EXPECT_EQ(answer.error.code, error_code::refused);
  EXPECT_THAT(answer.error.detail, HasSubstr("please do it in the clinical system"));
}

TEST_F(a_drop_folder, claims_no_more_than_the_file_states) {
  put("appointments.csv", export_of(3));
  EXPECT_EQ(rows(), 3U);
  const auto window = system->window_read(now, now + 30 * 24h);
  EXPECT_EQ(window.from, now);
  EXPECT_EQ(date::format("%F", window.to), "2030-03-18");
}

} // namespace
} // namespace tidings
