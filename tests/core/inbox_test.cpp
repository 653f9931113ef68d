// A practice's inbox: what is not known to be on disk stays in it.
#include "actors/node/supervision/inbox.hpp"

#include <gtest/gtest.h>

using namespace tidings;

namespace {

struct an_inbox : ::testing::Test {
  inbox<std::string> aut;
  std::vector<std::string> left() const {
    std::vector<std::string> all;
    for (const auto& one : aut.entries()) all.push_back(one.what);
    return all;
  }
};
using texts = std::vector<std::string>;

TEST_F(an_inbox, numbers_its_commands_from_one_on) {
  EXPECT_EQ(aut.put("a"), 1U);
  EXPECT_EQ(aut.put("b"), 2U);
  EXPECT_EQ(left(), (texts{"a", "b"}));
}

TEST_F(an_inbox, keeps_what_is_not_handled_and_never_numbers_two_alike) {
  aut.put("a");
  aut.put("b");
  aut.put("c");
  aut.handled(2);
  EXPECT_EQ(left(), texts{"c"});
  aut.handled(1); // an older acknowledgement
  EXPECT_EQ(left(), texts{"c"});
  aut.handled(3);
  EXPECT_TRUE(aut.empty());
  EXPECT_EQ(aut.put("d"), 4U);
}

TEST_F(an_inbox, gives_a_command_out_that_ended_its_handler_five_times) {
  aut.put("good");
  const auto bad = aut.put("bad");
  aut.put("waiting");
  for (int tries = 1; tries < 5; ++tries) {
    EXPECT_FALSE(aut.blame(bad)) << tries;
    EXPECT_EQ(aut.size(), 3U);
  }
  const auto out = aut.blame(bad);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->what, "bad");
  EXPECT_EQ(out->tries, 5U);
  EXPECT_EQ(out->number, bad);
  EXPECT_EQ(left(), (texts{"good", "waiting"})) << "the rest keeps its order";
}

TEST_F(an_inbox, counts_each_commands_tries_by_itself) {
  const auto a = aut.put("a"), b = aut.put("b");
  for (int i = 0; i < 4; ++i) {
    EXPECT_FALSE(aut.blame(a));
    EXPECT_FALSE(aut.blame(b));
  }
  EXPECT_TRUE(aut.blame(a));
  EXPECT_TRUE(aut.blame(b));
}

TEST_F(an_inbox, blames_nobody_for_a_command_that_is_handled_already) {
  const auto a = aut.put("a");
  aut.handled(a);
  for (int i = 0; i < 9; ++i) EXPECT_FALSE(aut.blame(a));
}

TEST_F(an_inbox, says_what_comes_after_a_number_even_when_that_is_gone) {
  for (const auto* name : {"a", "b", "c"}) aut.put(name);
  EXPECT_EQ(aut.after(0)->what, "a");
  EXPECT_EQ(aut.after(1)->what, "b");
  for (int i = 0; i < 5; ++i) (void)aut.blame(2);
  EXPECT_EQ(aut.after(1)->what, "c");
  EXPECT_EQ(aut.after(2)->what, "c");
  EXPECT_EQ(aut.after(3), aut.entries().end());
}

} // namespace
