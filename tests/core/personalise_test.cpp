#include "actors/practice/personalise.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

using values = std::map<std::string, std::string>;

struct filled {
  std::string_view body;
  values given;
  std::string_view text;
};

TEST(personalise, fills_in_by_govuk_notifys_rules) {
  const filled cases[] = {
      {"", {}, ""},
      {"no fields", {{"name", "x"}}, "no fields"},
      {"Dear ((name)).", {{"name", "Amira"}}, "Dear Amira."},
      {"((a))((b))((a))", {{"a", "1"}, {"b", "2"}}, "121"},
      // names: case, spaces, _ and - make no difference
      {"((First Name))", {{"first_name", "Amira"}}, "Amira"},
      {"((first-name))", {{"FIRSTNAME", "Amira"}}, "Amira"},
      {"(( first_name ))", {{"first name", "Amira"}}, "Amira"},
      // brackets: the pattern is (( no brackets )), everything else stays
      {"(((name)))", {{"name", "x"}}, "(x)"},
      {"((((name))))", {{"name", "x"}}, "((x))"},
      {"((outer ((inner)) ))", {{"inner", "x"}}, "((outer x ))"},
      {"((a(b))", {{"a", "x"}}, "((a(b))"},
      {"((a)b))", {{"a", "x"}}, "((a)b))"},
      {"((a)", {{"a", "x"}}, "((a)"},
      {"((", {}, "(("},
      {"(())", {}, "(())"},
      {"(a) b) ((c))", {{"c", "x"}}, "(a) b) x"},
      {"((a((b))", {{"b", "x"}}, "((ax"},
      {"((two\nlines))", {{"two\nlines", "x"}}, "x"},
      // values are not searched again
      {"((a)) ((b))", {{"a", "((b))"}, {"b", "2"}}, "((b)) 2"},
      {"((a))((b))", {{"a", "(("}, {"b", "b))"}}, "((b))"},
      // an empty value is a value
      {"[((a))]", {{"a", ""}}, "[]"},
      {"é((naïve))é", {{"naïve", "ü"}}, "éüé"},
      // conditionals
      {"((under_18??Bring a parent.))", {{"under 18", "yes"}}, "Bring a parent."},
      {"((x?? kept  ))", {{"x", "Y"}}, " kept  "},
      {"((x??t))", {{"x", "TRUE"}}, "t"},
      {"((x??t))", {{"x", "t"}}, "t"},
      {"((x??t))", {{"x", "1"}}, "t"},
      {"((x??t))", {{"x", "Include"}}, "t"},
      {"((x??t))", {{"x", "show"}}, "t"},
      {"((x??t))", {{"x", "no"}}, ""},
      {"((x??t))", {{"x", ""}}, ""},
      {"((x??t))", {{"x", " yes"}}, ""},
      {"((x??a??b))", {{"x", "yes"}}, "a??b"},
      {"((x?\?))", {{"x", "yes"}}, ""},
      {"((x?y))", {{"x?y", "z"}}, "z"},
  };
  for (const auto& each : cases) {
    const auto text = personalise(each.body, each.given);
    ASSERT_TRUE(text.has_value()) << each.body << ": " << text.error().detail;
    EXPECT_EQ(*text, each.text) << each.body;
  }
}

TEST(personalise, names_what_is_missing_once_and_in_order) {
  const auto told = [](std::string_view body, const values& given) {
    const auto text = personalise(body, given);
    return text ? "filled: " + *text : text.error().detail;
  };
  EXPECT_EQ(told("((name))", {}), "Missing personalisation: name");
  EXPECT_EQ(told("((b)) ((a)) ((b)) ((c))", {{"c", "x"}}), "Missing personalisation: b, a");
  EXPECT_EQ(told("((First Name??yes))", {{"other", "x"}}), "Missing personalisation: First Name");
  EXPECT_EQ(personalise("((name))", {}).error().code, error_code::invalid_input);
}

TEST(personalise, lists_placeholders_with_their_places) {
  const std::vector<placeholder> expected{{"a", 1, 5, false, ""}, {"b", 7, 11, true, "text"}, {"a", 18, 5, false, ""}};
  EXPECT_EQ(placeholders("-((a))-((b??text))((a))"), expected);
  EXPECT_TRUE(placeholders("((no) end").empty());
}

TEST(personalise, takes_time_in_proportion_to_its_input) {
  const std::string brackets(200'000, '(');
  EXPECT_EQ(personalise(brackets, {}), brackets);
  std::string nearly;
  for (int i = 0; i < 50'000; ++i) nearly += "((a";
  EXPECT_EQ(personalise(nearly, {{"a", "x"}}), nearly);
}

} // namespace
} // namespace tidings
