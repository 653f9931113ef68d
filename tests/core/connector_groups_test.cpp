// Groups as files that are put into a folder: who is in them, and when a list is rather doubted.
#include "actors/connector/files/drop_tables.hpp"
#include "tests/core/drop_folder_case.hpp"

#include <date/date.h>
#include <gmock/gmock.h>

#include <sstream>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using test::a_drop_folder;
using ::testing::_;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

TEST(a_file_of_groups, names_everybody_in_each_group_from_the_day_they_joined_to_the_day_they_left) {
  file_drop_settings how;
  how.group_columns = {{"group", "Group"}, {"patient", "Id"}, {"joined", "From"}, {"left", "Until"}};
  const auto read = files::read_groups("Id,Group,From,Until\n1,Flu,,\n2,Flu,2026-03-10,\n3,Flu,01/01/2026,2026-03-01\n"
                                       "1,Carers,,01/01/2026\nEND,4,,,2026-03-05 08:00\n",
                                       how);
  ASSERT_TRUE(read.errors.empty()) << read.errors.front().what;
  EXPECT_TRUE(read.made_at.has_value());
  const auto at = [&](int day) {
    return files::members_at(read.rows, date::sys_days(date::year(2026) / 3 / day) + 12h);
  };
  EXPECT_THAT(at(5).at("Flu"), ElementsAre(patient_id("1")));
  EXPECT_THAT(at(10).at("Flu"), ElementsAre(patient_id("1"), patient_id("2")));
  EXPECT_TRUE(at(5).at("Carers").empty()) << "it is there, and everybody has left";
}

TEST(a_file_of_groups, is_refused_by_line_and_column_and_without_what_stands_there) {
  file_drop_settings how;
  how.group_columns.emplace("joined", "joined");
  how.group_columns.emplace("left", "left");
  const std::string headings_of_groups = "group,patient,joined,left\n";
  const struct {
    const char* what;
    std::string text;
    int line;
    const char* column;
  } cases[] = {
      {"nothing at all", "", 0, ""},
      {"no end row", headings_of_groups + "Flu,1,,\n", 0, ""},
      {"another count", headings_of_groups + "Flu,1,,\nEND,2\n", 3, ""},
      {"a heading is missing", "group,patient,left\nFlu,1,\nEND,1\n", 1, "joined"},
      {"a field too few", headings_of_groups + "Flu,1\nEND,1\n", 2, ""},
      {"no group", headings_of_groups + ",4711,,\nEND,1\n", 2, "group"},
      {"a name too long", headings_of_groups + std::string(101, 'x') + ",4711,,\nEND,1\n", 2, "group"},
      {"no patient", headings_of_groups + "Flu,,,\nEND,1\n", 2, "patient"},
      {"no date", headings_of_groups + "Flu,4711,soon,\nEND,1\n", 2, "joined"},
      {"left before joined", headings_of_groups + "Flu,4711,2026-03-02,2026-03-01\nEND,1\n", 2, "left"},
  };
  for (const auto& one : cases) {
    const auto read = files::read_groups(one.text, how);
    ASSERT_EQ(read.errors.size(), 1U) << one.what;
    EXPECT_EQ(read.errors[0].line, one.line) << one.what;
    EXPECT_EQ(read.errors[0].column, one.column) << one.what;
    EXPECT_THAT(read.errors[0].what + read.errors[0].mend, Not(HasSubstr("4711"))) << one.what;
  }
}

TEST_F(a_drop_folder, takes_groups_knows_them_after_a_restart_and_keeps_them_when_the_next_file_is_wrong) {
  put("appointments.csv", export_of(3));
  put("groups.csv", "group,patient\nFlu,77\nFlu,78\nEND,2\n");
  EXPECT_EQ(rows(), 3U);
  EXPECT_THAT(system->groups().at("Flu"), ElementsAre(patient_id("77"), patient_id("78")));
  restart();
  EXPECT_EQ(rows(), 3U);
  EXPECT_EQ(system->groups().at("Flu").size(), 2U);
  put("groups-2.csv", "group,patient\nFlu,77\n,78\nEND,2\n");
  EXPECT_EQ(rows(), 3U) << "the appointments go on";
  EXPECT_EQ(system->groups().at("Flu").size(), 2U) << "nobody leaves because of a wrong row";
  EXPECT_THAT(system->remark(), HasSubstr("groups-2.csv was not taken"));
  ASSERT_EQ(in("refused").size(), 2U);
  std::stringstream report;
  report << std::ifstream(folder.path / "refused" / in("refused")[1]).rdbuf();
  EXPECT_THAT(report.str(), HasSubstr("3,\"group\",\"empty\","));
  EXPECT_THAT(report.str(), Not(HasSubstr("78")));
  put("groups-3.csv", "group,patient\nFlu,77\nEND,1\n");
  EXPECT_EQ(rows(), 3U);
  EXPECT_THAT(system->groups().at("Flu"), ElementsAre(patient_id("77")));
}

TEST_F(a_drop_folder, empties_a_group_that_its_list_does_not_name_any_more_also_after_a_restart) {
  put("appointments.csv", export_of(3));
  put("groups.csv", "group,patient\nFlu,77\nFlu,78\nCarers,79\nEND,3\n");
  EXPECT_EQ(rows(), 3U);
  put("groups-2.csv", "group,patient\nCarers,79\nEND,1\n");
  EXPECT_EQ(rows(), 3U);
  EXPECT_THAT(system->groups(), ElementsAre(Pair("Carers", SizeIs(1)), Pair("Flu", IsEmpty())));
  restart();
  EXPECT_EQ(rows(), 3U);
  EXPECT_THAT(system->groups(), ElementsAre(Pair("Carers", SizeIs(1)), Pair("Flu", IsEmpty())))
      << "whoever was to hear of it may have been away";
  put("groups-3.csv", "group,patient\nCarers,79\nCarers,80\nEND,2\n");
  EXPECT_EQ(rows(), 3U);
  EXPECT_THAT(system->groups(), Contains(Pair("Flu", IsEmpty()))) << "it is remembered from list to list";
  put("groups-4.csv", "group,patient\nCarers,79\nFlu,77\nEND,2\n");
  EXPECT_EQ(rows(), 3U);
  EXPECT_THAT(system->groups(), ElementsAre(Pair("Carers", SizeIs(1)), Pair("Flu", SizeIs(1)))) << "it is back";
  put("groups-5.csv", "group,patient\nCarers,79\nEND,1\n");
  EXPECT_EQ(rows(), 3U);
  now += how.keep + 1h;
  put("appointments.csv", export_of(3));
  put("groups-6.csv", "group,patient\nCarers,80\nEND,1\n");
  EXPECT_TRUE(read().has_value());
  EXPECT_THAT(system->groups(), ElementsAre(Pair("Carers", SizeIs(1)))) << "told often enough";
}

TEST_F(a_drop_folder, holds_a_list_of_groups_that_names_none_or_less_than_half_until_a_person_confirms_it) {
  const std::string three = "group,patient\nFlu,77\nCarers,79\nAsthma,80\nEND,3\n";
  for (const char* less : {"group,patient\nEND,0\n", "group,patient\nFlu,77\nEND,1\n"}) {
    SCOPED_TRACE(less);
    put("appointments.csv", export_of(3));
    put("groups.csv", three);
    EXPECT_EQ(rows(), 3U);
    EXPECT_EQ(system->remark(), "");
    put("groups-2.csv", less);
    EXPECT_EQ(rows(), 3U) << "the appointments go on";
    EXPECT_THAT(system->groups(), SizeIs(3));
    EXPECT_THAT(system->groups(), Each(Pair(_, SizeIs(1)))) << "nobody has left";
    EXPECT_THAT(system->remark(), HasSubstr("of the 3 groups any more, so it is in held/"));
    EXPECT_THAT(in("held"), ElementsAre("groups-2.csv", "groups-2.csv.errors.csv"));
    std::filesystem::rename(folder.path / "held/groups-2.csv", folder.path / "groups-2.confirmed.csv");
    std::filesystem::remove(folder.path / "held/groups-2.csv.errors.csv");
    EXPECT_EQ(rows(), 3U);
    EXPECT_EQ(system->remark(), "");
    EXPECT_THAT(system->groups(), SizeIs(3));
    EXPECT_THAT(system->groups(), Contains(Pair("Carers", IsEmpty())));
  }
}

} // namespace
} // namespace tidings
