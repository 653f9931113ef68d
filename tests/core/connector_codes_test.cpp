// Codes of one scheme for those of another: what isn't known is never made up.
#include "actors/connector/codes.hpp"
#include "actors/node/config/codes_file.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using codes::scheme;
using testing::ElementsAre;
using testing::IsEmpty;

const code_map map{{{"sms_consent_declined", {"513631000000106", "9NdQ.", ""}},
                    {"current_non_smoker", {"", "137L.", ""}},
                    {"flu_declined", {"822931000000100", "9OX51", "XaZ0i"}}}};

TEST(codes, a_snomed_code_leads_to_those_of_the_other_schemes) {
  EXPECT_EQ(codes::translated(map, "822931000000100", scheme::snomed), "822931000000100");
  EXPECT_EQ(codes::translated(map, "822931000000100", scheme::read2), "9OX51");
  EXPECT_EQ(codes::translated(map, "822931000000100", scheme::ctv3), "XaZ0i");
  EXPECT_EQ(codes::translated(map, "999", scheme::snomed), "999"); // no map is needed for what it is written in
}

TEST(codes, a_missing_code_is_a_failure_that_says_which_one_and_how_to_mend_it) {
  const auto gap = codes::translated(map, "513631000000106", scheme::ctv3);
  ASSERT_FALSE(gap);
  EXPECT_EQ(gap.error().code, error_code::not_configured);
  EXPECT_NE(gap.error().detail.find("`sms_consent_declined` has no CTV3 code in codes.yaml"), std::string::npos);
  const auto unknown = codes::translated(map, "281399006", scheme::read2);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().detail.find("SNOMED CT 281399006 isn't in codes.yaml"), std::string::npos);
}

TEST(codes, an_entry_means_the_same_in_whatever_scheme_it_was_made) {
  EXPECT_TRUE(codes::means(map, codes::sms_consent_declined, "513631000000106"));
  EXPECT_TRUE(codes::means(map, codes::sms_consent_declined, "9NdQ."));
  EXPECT_TRUE(codes::means(map, codes::sms_consent_declined, "9NdQ"));
  EXPECT_FALSE(codes::means(map, codes::sms_consent_declined, "9NdQ0")); // test results only
  EXPECT_FALSE(codes::means(map, codes::sms_consent_declined, ""));
  EXPECT_FALSE(codes::means(map, "current_non_smoker", "....."));
  EXPECT_FALSE(codes::means(map, "unheard_of", "9NdQ."));
}

TEST(codes, gaps_are_named) {
  EXPECT_THAT(codes::gaps(map), ElementsAre("current_non_smoker: no SNOMED CT code", "current_non_smoker: no CTV3 code",
                                            "sms_consent_declined: no CTV3 code"));
}

TEST(codes, read_codes_have_five_characters) {
  EXPECT_EQ(codes::padded_read("9NdP"), "9NdP.");
  EXPECT_EQ(codes::padded_read("1371."), "1371.");
  EXPECT_EQ(codes::padded_read("XE0oh"), "XE0oh");
  for (const auto* wrong : {"", ".....", "9NdP.00", "9N.P.", "9 dP.", "9Nd£"})
    EXPECT_EQ(codes::padded_read(wrong), "") << wrong;
}

TEST(codes, the_shipped_map_loads_and_holds_what_the_connectors_know_by_name) {
  config::findings found;
  const auto shipped = config::read_codes_file(std::filesystem::path(TIDINGS_SOURCE_DIR) / "config/codes.yaml", found);
  for (const auto& error : found.errors) ADD_FAILURE() << print(error);
  for (const auto name : {codes::sms_consent_given, codes::sms_consent_declined}) {
    ASSERT_NE(shipped.find(name), nullptr) << name;
    EXPECT_FALSE(shipped.find(name)->snomed.empty());
    EXPECT_FALSE(shipped.find(name)->read2.empty());
  }
  EXPECT_EQ(shipped.find("sms_sent")->read2, "") << "nobody published one";
}

TEST(codes, slips_of_the_finger_are_found_in_the_file) {
  const testing_config::workspace here;
  here.write("codes.yaml", "a: {snomed: 513631000000105}\nb: {read2: 9NdP.00}\nc: {snomed: 281399006}\n"
                           "d: {snomed: 281399006, ctv3: 137R.}\ne: {snomde: 1}\n");
  config::findings found;
  config::read_codes_file(here.path("codes.yaml"), found);
  std::vector<std::string> told;
  for (const auto& one : found.errors) told.push_back(std::to_string(one.line) + " " + one.reason);
  EXPECT_EQ(told.size(), 4U) << testing::PrintToString(told);
  EXPECT_THAT(told, testing::Contains("2 not a Read code"));
  EXPECT_THAT(told, testing::Contains("4 a code with two meanings"));
  EXPECT_THAT(told, testing::Contains("5 an unknown key"));
  config::findings absent;
  config::read_codes_file(here.path("nowhere.yaml"), absent);
  EXPECT_EQ(absent.errors.size(), 1U);
}

} // namespace
} // namespace tidings
