// The options of clinical systems other than SystmOne.
#include "schemas/connectors/file_drop.hpp"
#include "schemas/connectors/microtest.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tidings {
namespace {

using namespace testing_config;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view systmone = R"(  systmone:
    port: 41001
    api_key: {file: ../key}
)";

std::string mapping() {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(TIDINGS_SOURCE_DIR) / "config/microtest.yaml").rdbuf();
  return text.str();
}

struct a_connector : ::testing::Test {
  workspace here;
  void connector(std::string_view lines) const {
    here.write("practices/A99001.yaml", replaced(good_practice, systmone, lines));
  }
  void expect_error(std::string_view part) const {
    const auto found = here.errors();
    ASSERT_EQ(found.size(), 1U) << ::testing::PrintToString(found);
    EXPECT_THAT(found.front(), HasSubstr(std::string(part)));
  }
  connector_settings loaded() const {
    const auto all = here.load();
    EXPECT_TRUE(all.has_value()) << ::testing::PrintToString(here.errors());
    return all ? all->practices.begin()->second->connector : connector_settings();
  }
};

TEST_F(a_connector, to_a_database_takes_its_statements_from_the_mapping_file) {
  here.write("microtest.yaml", mapping());
  connector("  system: microtest\n  microtest:\n    connection: {file: ../key}\n    mapping: ../microtest.yaml\n"
            "    writes: true\n");
  const auto made = loaded();
  ASSERT_TRUE(made.microtest);
  EXPECT_EQ(made.system, "microtest");
  EXPECT_EQ(made.microtest->connection.reveal(), "not-a-secret");
  EXPECT_TRUE(made.microtest->writes);
  const auto& map = made.microtest->mapping;
  EXPECT_EQ(map.appointment_columns.at("version"), "row_ver");
  EXPECT_EQ(map.group_columns.at("group"), "group_name");
  EXPECT_EQ(map.statuses.at("D"), appointment_status::did_not_attend);
  EXPECT_EQ(map.consents.at("Y"), consent::yes);
  EXPECT_THAT(map.on_connect, ElementsAre("SET lock_timeout = '5s'"));
}

TEST_F(a_connector, to_a_database_needs_a_mapping_file) {
  connector("  system: microtest\n  microtest:\n    connection: {file: ../key}\n");
  expect_error("`mapping` is missing");
}

TEST_F(a_connector, to_a_database_that_writes_needs_the_version_in_its_cancel) {
  here.write("microtest.yaml", replaced(mapping(), "AND row_ver = CAST(:version AS integer) AND status = 'B'", ""));
  connector("  system: microtest\n  microtest:\n    connection: {file: ../key}\n    mapping: ../microtest.yaml\n"
            "    writes: true\n");
  const auto found = here.errors();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found, ::testing::Contains(HasSubstr("`cancel` doesn't use `:version`")));
}

TEST_F(a_connector, names_a_column_that_tidings_does_not_know) {
  here.write("microtest.yaml", replaced(mapping(), "  minutes: minutes", "  lenght: minutes"));
  connector("  system: microtest\n  microtest:\n    connection: {file: ../key}\n    mapping: ../microtest.yaml\n");
  EXPECT_THAT(here.errors(), ::testing::Contains(HasSubstr("not a name that Tidings knows")));
}

TEST_F(a_connector, to_a_database_with_groups_says_who_is_in_them) {
  here.write("microtest.yaml",
             replaced(mapping(), "  group: group_name\n  patient: patient_id\n", "  group: group_name\n"));
  connector("  system: microtest\n  microtest:\n    connection: {file: ../key}\n    mapping: ../microtest.yaml\n");
  EXPECT_THAT(here.errors(), ::testing::Contains(HasSubstr("`group_columns` has no `patient`")));
}

TEST_F(a_connector, to_a_folder_has_a_default_for_all_but_the_folder) {
  connector("  system: file_drop\n  file_drop:\n    folder: ../drop\n");
  const auto made = loaded();
  ASSERT_TRUE(made.file_drop);
  EXPECT_EQ(made.file_drop->folder, here.path("drop").string());
  EXPECT_TRUE(made.file_drop->end_row);
}

TEST_F(a_connector, to_a_folder_needs_the_folder) {
  connector("  system: file_drop\n  file_drop:\n    encoding: windows-1252\n");
  expect_error("`folder` is missing");
}

TEST_F(a_connector, to_a_folder_takes_the_files_own_headings_and_words) {
  connector("  system: file_drop\n  file_drop:\n    folder: ../drop\n"
            "    appointment_columns: {id: Ref, patient: Patient ID, date: Date, time: Time}\n"
            "    statuses: {Bkd: booked}\n");
  const auto made = loaded();
  ASSERT_TRUE(made.file_drop);
  EXPECT_EQ(made.file_drop->appointment_columns.at("patient"), "Patient ID");
  EXPECT_EQ(made.file_drop->statuses.size(), 1U);
}

TEST_F(a_connector, to_systmone_needs_its_section) {
  connector("  days_ahead: 14\n");
  expect_error("`systmone` is missing");
}

TEST_F(a_connector, of_two_practices_has_not_the_same_folder) {
  connector("  system: file_drop\n  file_drop:\n    folder: ../drop\n");
  auto other = replaced(replaced(good_practice, systmone, "  system: file_drop\n  file_drop:\n    folder: ../drop\n"),
                        "A99001", "A99002");
  for (int i = 0; i < 2; ++i) other = replaced(other, "01632 960001", "01632 960002");
  here.write("practices/A99002.yaml", other);
  expect_error("the folder of another practice");
}

} // namespace
} // namespace tidings
