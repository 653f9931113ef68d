// Groups as the clinical system lists them: who joins and leaves, and who isn't touched.
#include "actors/connector/readings.hpp"
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

patient_id who(const char* id) { return patient_id(id); }

struct a_listed_group : ::testing::Test, talk_world {
  std::vector<event> list(std::vector<patient_id> members, const char* from = "", const char* upto = "") {
    return when(group_read{"flu", who(from), who(upto), std::move(members)});
  }
  std::set<std::string> members() { return state.groups["flu"]; }
};

TEST_F(a_listed_group, is_joined_and_left_as_the_list_says_and_told_again_changes_nothing) {
  const auto first_list = list({who("p1"), who("p2")});
  EXPECT_EQ(count<group_changed>(first_list), 2U);
  EXPECT_EQ(members(), (std::set<std::string>{"p1", "p2"}));
  EXPECT_TRUE(list({who("p1"), who("p2")}).empty());
  EXPECT_TRUE(last_answer.repeated);
  const auto second = list({who("p2"), who("p3")});
  EXPECT_EQ(count<group_changed>(second), 2U);
  EXPECT_EQ(members(), (std::set<std::string>{"p2", "p3"}));
  EXPECT_EQ(count<group_changed>(list({})), 2U);
  EXPECT_TRUE(members().empty());
}

TEST_F(a_listed_group, in_ranges_speaks_of_each_range_alone) {
  list({who("a"), who("c"), who("e")});
  EXPECT_TRUE(list({who("a")}, "", "b").empty());
  list({}, "c", "e");
  EXPECT_EQ(members(), (std::set<std::string>{"a", "e"})) << "c was in the range, e begins the next one";
  list({who("f")}, "e", "");
  EXPECT_EQ(members(), (std::set<std::string>{"a", "f"}));
}

TEST_F(a_listed_group, leaves_alone_who_left_or_joined_by_a_text_since) {
  list({who("p1"), who("p2")});
  given(group_changed{"flu", who("p1"), {}, false, "reply r1"})
      .given(group_changed{"flu", who("p9"), {}, true, "reply r2"});
  EXPECT_TRUE(list({who("p1"), who("p2")}).empty()) << "the same list as before they did";
  EXPECT_EQ(members(), (std::set<std::string>{"p2", "p9"}));
  list({who("p2")});
  list({who("p1"), who("p2")});
  EXPECT_TRUE(members().contains("p1")) << "taken off the list and put on it anew";
}

TEST_F(a_listed_group, never_has_a_patient_again_who_was_erased) {
  given(patient_updated{patient("p1", amiras)});
  list({who("p1"), who("p2")});
  when(erase_patient{.patient = who("p1")});
  EXPECT_TRUE(list({who("p1"), who("p2")}).empty());
  EXPECT_EQ(members(), std::set<std::string>{"p2"});
}

TEST_F(a_listed_group, without_a_name_is_refused) {
  when(group_read{"", {}, {}, {who("p1")}});
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
}

TEST(group_memory, tells_a_large_group_in_ranges_that_are_complete_each_and_the_same_only_once_an_hour) {
  std::map<std::string, std::set<patient_id>> groups;
  groups["nobody"];
  for (std::size_t i = 0; i < 2 * group_memory::members_max + 1; ++i)
    groups["all"].insert(who(std::to_string(1'000'000 + i).c_str()));
  group_memory aut;
  const group_memory::instant at{};
  const auto told = aut.news(groups, at + 1h);
  ASSERT_EQ(told.size(), 4U);
  EXPECT_TRUE(told[0].from.empty());
  EXPECT_EQ(told[0].upto, told[1].from);
  EXPECT_EQ(told[0].members.size(), group_memory::members_max);
  EXPECT_EQ(told[1].upto, told[2].from);
  EXPECT_EQ(told[2].members.front(), told[2].from);
  EXPECT_TRUE(told[2].upto.empty());
  EXPECT_EQ(told[3].group, "nobody");
  EXPECT_TRUE(aut.news(groups, at + 90min).empty());
  EXPECT_EQ(aut.news(groups, at + 3h).size(), 4U);
  groups["nobody"].insert(who("1"));
  EXPECT_EQ(aut.news(groups, at + 3h).size(), 4U);
}

} // namespace
