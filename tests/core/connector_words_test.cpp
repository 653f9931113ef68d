// Pure parts of the connectors: statements, rows, connection strings, bytes of text, health.
#include "actors/connector/odbc/connection_string.hpp"
#include "actors/connector/odbc/mapped_rows.hpp"
#include "actors/connector/odbc/odbc_connection.hpp"
#include "actors/connector/odbc/statement_text.hpp"
#include "actors/connector/polled/system_health.hpp"
#include "actors/connector/text_bytes.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(a_mapped_statement, has_its_values_in_the_order_they_stand_in) {
  const auto read = odbc::read_statement("UPDATE a SET t = :text WHERE i = :id AND u = :text");
  EXPECT_EQ(read.sql, "UPDATE a SET t = ? WHERE i = ? AND u = ?");
  EXPECT_THAT(read.names, ElementsAre("text", "id", "text"));
}

TEST(a_mapped_statement, leaves_casts_quotes_and_remarks_alone) {
  const char* as_it_is = "SELECT a::text, ':no', \":no\" -- :no";
  EXPECT_EQ(odbc::read_statement(as_it_is).sql, as_it_is);
  EXPECT_THAT(odbc::read_statement("SELECT '10:30' WHERE a = :b -- it's :no\nAND c = :d").names, ElementsAre("b", "d"));
}

TEST(a_connection_string, is_shown_without_user_and_password) {
  EXPECT_EQ(odbc::address_in("Driver={PostgreSQL Unicode};Server=gp;Port=5432;Database=evo;UID=u;PWD=secret"),
            "gp:5432/evo");
  EXPECT_EQ(odbc::address_in("DSN=Evolution;UID=u;PWD={se;cret}"), "Evolution");
  EXPECT_THAT(odbc::address_in("PWD={a};Server=b};server=gp"), Not(HasSubstr("a}")));
  for (const char* bad : {"", "=", ";;", "PWD={x", "PWD", "a=;b={}}"}) EXPECT_FALSE(odbc::address_in(bad).empty());
}

TEST(what_a_database_says, is_told_apart_by_state_and_by_native_code_where_a_driver_has_one_state_for_all) {
  using kind = odbc::trouble::kind;
  const struct {
    const char* state;
    int native;
    kind verdict;
  } cases[] = {
      {"08001", 0, kind::gone},      {"08S01", 0, kind::gone},       {"57P01", 0, kind::gone},
      {"IM002", 0, kind::gone},      {"28P01", 0, kind::not_let_in}, {"42501", 0, kind::not_let_in},
      {"HYT00", 0, kind::busy},      {"55P03", 0, kind::busy},       {"40P01", 0, kind::busy},
      {"23505", 0, kind::clash},     {"HY000", 19, kind::clash},     {"HY000", 5, kind::busy},
      {"HY000", 1, kind::statement}, {"42703", 0, kind::statement},  {"42S22", 0, kind::statement},
      {"HY000", 0, kind::other},     {"22012", 0, kind::other},
  };
  for (const auto& one : cases) EXPECT_EQ(odbc::kind_of(one.state, one.native), one.verdict) << one.state;
}

TEST(text_of_another_system, comes_and_goes_without_loss) {
  EXPECT_EQ(utf8_of_windows_1252("Zo\xEB \x80"), "Zo\xC3\xAB \xE2\x82\xAC");
  EXPECT_EQ(windows_1252_of("Zo\xC3\xAB \xE2\x82\xAC"), "Zo\xEB \x80");
  EXPECT_EQ(windows_1252_of("\xE2\x98\x83"), "?");
  EXPECT_EQ(utf8_of(utf16_of("Zo\xC3\xAB \xF0\x9F\x98\x80")), "Zo\xC3\xAB \xF0\x9F\x98\x80");
  EXPECT_TRUE(is_utf8("Zo\xC3\xAB"));
  EXPECT_FALSE(is_utf8("Zo\xEB"));
}

microtest_mapping mapping() {
  microtest_mapping m;
  m.statuses = {{"B", appointment_status::booked}, {"C", appointment_status::cancelled}};
  m.consents = {{"Y", consent::yes}};
  return m;
}
odbc::columns columns() {
  return *odbc::columns::find({{"id", "A"}, {"patient", "b"}, {"starts_at", "c"}, {"status", "d"}, {"consent", "d"}},
                              {"a", "B", "c", "d"}, "q");
}

TEST(a_mapped_row, is_found_by_its_columns_names_in_any_case) {
  const auto one = odbc::read_booking(columns(), {"7 ", "9", "2026-07-01 09:10:00.000", "C"}, mapping());
  ASSERT_TRUE(one.has_value()) << one.error().detail;
  EXPECT_EQ(one->what.id.value, "7");
  EXPECT_EQ(one->what.status, appointment_status::cancelled);
  EXPECT_EQ(odbc::print_time(one->what.starts_at, mapping()), "2026-07-01 09:10:00");
  auto utc = mapping();
  utc.times = "utc";
  EXPECT_EQ(odbc::print_time(one->what.starts_at, utc), "2026-07-01 08:10:00") << "summer time";
  EXPECT_EQ(odbc::read_time("2026-07-01 08:10", utc), one->what.starts_at);
}

TEST(a_mapped_row, names_the_column_that_is_missing_and_those_that_are_there) {
  const auto none = odbc::columns::find({{"clinician", "doctor"}}, {"appt", "seen_by"}, "appointments");
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, error_code::not_configured);
  EXPECT_THAT(none.error().detail, HasSubstr("`doctor` (clinician)"));
  EXPECT_THAT(none.error().detail, HasSubstr("appt, seen_by"));
}

TEST(a_mapped_row, with_a_status_that_nobody_explained_is_not_taken_for_booked) {
  const auto one = odbc::read_booking(columns(), {"7", "9", "2026-07-01 09:10:00", "W"}, mapping());
  ASSERT_FALSE(one.has_value());
  EXPECT_THAT(one.error().detail, HasSubstr("`W`"));
}

TEST(a_mapped_row, says_who_has_left_and_which_channels_they_agreed_to_where_there_are_columns_for_that) {
  const auto at = *odbc::columns::find({{"id", "a"}, {"deducted", "b"}, {"email_consent", "c"}, {"voice_consent", "d"}},
                                       {"a", "b", "c", "d"}, "q");
  const auto one = odbc::read_details(at, {"7", "t", "Y", "?"}, mapping());
  ASSERT_TRUE(one.has_value());
  EXPECT_TRUE(one->deducted);
  EXPECT_EQ(one->sms_consent, consent::unknown) << "no column is mapped";
  EXPECT_EQ(one->email_consent, consent::yes);
  EXPECT_EQ(one->voice_consent, consent::no);
  EXPECT_FALSE(odbc::read_details(columns(), {"7", "9", "", "Y"}, mapping())->deducted);
}

TEST(a_mapped_row, with_a_word_for_consent_that_nobody_explained_is_a_no) {
  EXPECT_EQ(odbc::read_details(columns(), {"7", "9", "", "Y"}, mapping())->sms_consent, consent::yes);
  EXPECT_EQ(odbc::read_details(columns(), {"7", "9", "", "?"}, mapping())->sms_consent, consent::no);
  EXPECT_EQ(odbc::read_details(columns(), {"7", "9", "", std::nullopt}, mapping())->sms_consent, consent::unknown);
}

TEST(a_mapped_row, is_refused_without_what_tells_it_apart) {
  EXPECT_FALSE(odbc::read_booking(columns(), {std::nullopt, "9", "2026-07-01 09:10:00", "B"}, mapping()).has_value());
  EXPECT_FALSE(odbc::read_booking(columns(), {"7", "", "2026-07-01 09:10:00", "B"}, mapping()).has_value());
  for (const char* time : {"", "2026-07-01", "09:10", "2026-13-01 09:10:00"})
    EXPECT_FALSE(odbc::read_booking(columns(), {"7", "9", time, "B"}, mapping()).has_value()) << time;
}

TEST(a_polled_systems_health, says_in_words_what_is_the_matter_and_what_to_do) {
  system_health health;
  health.start("Microtest Evolution", "gp/evo");
  EXPECT_EQ(health.state(), connector_state::degraded);
  health.failed({error_code::unreachable, "no route"});
  EXPECT_EQ(health.state(), connector_state::down);
  EXPECT_THAT(health.reason(), HasSubstr("no route"));
  health.failed({error_code::refused, "password"});
  EXPECT_EQ(health.state(), connector_state::deactivated);
  health.appointments_read();
  EXPECT_EQ(health.state(), connector_state::up);
  EXPECT_EQ(health.reason(), "");
  health.failed({error_code::overloaded, "locked"});
  health.failed({error_code::overloaded, "locked"});
  EXPECT_EQ(health.state(), connector_state::degraded);
  health.failed({error_code::overloaded, "locked"});
  EXPECT_EQ(health.state(), connector_state::down);
}

} // namespace
} // namespace tidings
