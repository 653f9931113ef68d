// The options of EMIS and of a second way: what is missing or can't be, told with place and remedy.
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/fhir.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view systmone = "connector:\n  systmone:\n    port: 41001\n    api_key: {file: ../key}\n";
const std::string emis = R"(connector:
  system: emis
  emis:
    url: https://emis.example/partner
    token_url: https://login.example/token
    client_id: client-1
    client_secret: {file: ../key}
    application_id: app
)";

std::string practice(std::string_view connector) { return replaced(good_practice, systmone, connector); }

struct config_emis : ::testing::Test {
  config_emis() { here.write("codes.yaml", "sms_sent: {snomed: 279991000000102, ctv3: \"\"}\n"); }
  std::vector<std::string> errors(std::string_view connector) const {
    here.write("practices/A99001.yaml", practice(connector));
    return here.errors();
  }
  workspace here;
};

TEST_F(config_emis, takes_a_practice_of_emis_with_its_map_of_codes) {
  EXPECT_THAT(errors(emis + "    file_as: TIDINGS\n    scheme: read2\n"), IsEmpty());
  const auto loaded = here.load();
  ASSERT_TRUE(loaded);
  const auto& connector = loaded->practices.begin()->second->connector;
  ASSERT_TRUE(connector.emis);
  EXPECT_EQ(connector.system, "emis");
  EXPECT_EQ(connector.emis->client_secret.reveal(), "not-a-secret");
  EXPECT_EQ(connector.emis->file_as, "TIDINGS");
  EXPECT_EQ(connector.emis->answer_timeout, millis(30'000));
  ASSERT_TRUE(connector.emis->codes->find("sms_sent"));
  EXPECT_FALSE(connector.fhir);
}

TEST_F(config_emis, reports_codes_that_cannot_be_filed) {
  here.write("practices/A99001.yaml", practice(emis + "    scheme: read2\n") + "codes: {confirmed: 279991000000102}\n");
  const auto loaded = here.load();
  ASSERT_TRUE(loaded);
  ASSERT_EQ(loaded->warnings.size(), 2U);
  EXPECT_THAT(print(loaded->warnings[0]), HasSubstr("a code that can't be filed"));
  EXPECT_THAT(print(loaded->warnings[0]), HasSubstr("`sms_sent` has no Read v2 code"));
  EXPECT_THAT(print(loaded->warnings[1]), HasSubstr("codes.yaml"));
}

TEST_F(config_emis, names_what_is_missing) {
  EXPECT_THAT(errors("connector: {system: emis}\n"), ElementsAre("practices/A99001.yaml:6:12 `emis` is missing"));
  EXPECT_THAT(errors("connector:\n  system: emis\n  emis:\n    file_as: X\n"),
              ElementsAre("practices/A99001.yaml:9:5 `token_url` is missing",
                          "practices/A99001.yaml:9:5 `client_id` is missing",
                          "practices/A99001.yaml:9:5 `client_secret` is missing",
                          "practices/A99001.yaml:9:5 `application_id` is missing"));
  EXPECT_THAT(errors("connector: {poll_every: 5m}\n"), ElementsAre("practices/A99001.yaml:6:12 `systmone` is missing"));
}

TEST_F(config_emis, refuses_what_emis_could_not_do) {
  EXPECT_THAT(errors(emis + "  days_ahead: 29\n"),
              ElementsAre("practices/A99001.yaml:14:15 further ahead than EMIS shows"));
  EXPECT_THAT(errors(emis + "    scheme: ctv3\n"), ElementsAre("practices/A99001.yaml:14:13 not an allowed value"));
  EXPECT_THAT(errors(emis + "    code_file: nowhere.yaml\n"), testing::SizeIs(1));
}

TEST_F(config_emis, refuses_one_account_at_two_practices) {
  here.write("practices/A99002.yaml",
             replaced(replaced(practice(emis), "code: A99001", "code: A99002"), "[01632 960001]", "[01632 960002]"));
  EXPECT_THAT(errors(emis), testing::Contains("practices/A99002.yaml:11:16 the EMIS account of another practice"));
}

TEST_F(config_emis, takes_a_second_way_beside_it) {
  EXPECT_THAT(errors(emis + "  fhir: {version: r4, url: https://fhir.example}\n"), IsEmpty());
  EXPECT_EQ(here.load()->practices.begin()->second->connector.fhir->version, "r4");
  EXPECT_THAT(errors(emis + "  fhir: {url: https://fhir.example, certificate: c}\n"),
              ElementsAre("practices/A99001.yaml:14:9 `from_asid` is missing",
                          "practices/A99001.yaml:14:9 `to_asid` is missing",
                          "practices/A99001.yaml:14:9 `issuer` is missing",
                          "practices/A99001.yaml:14:9 `organisation_code` is missing",
                          "practices/A99001.yaml:14:50 a client certificate takes two files"));
  EXPECT_THAT(errors(std::string(systmone) + "  fhir: {version: r4, url: https://fhir.example}\n"),
              ElementsAre("practices/A99001.yaml:10:9 a second way that SystmOne's connector can't go"));
  EXPECT_THAT(errors("connector:\n  system: file_drop\n  file_drop: {folder: .}\n  fhir: {version: r4, url: "
                     "https://fhir.example}\n"),
              testing::Contains("practices/A99001.yaml:9:9 a second way from files, which can't be looked at again "
                                "before a cancellation"));
}

TEST_F(config_emis, a_second_way_without_an_address_is_none) {
  EXPECT_THAT(errors(emis + "  fhir: {version: r4}\n"), IsEmpty());
  const auto loaded = here.load();
  EXPECT_FALSE(loaded->practices.begin()->second->connector.fhir);
  EXPECT_EQ(loaded->warnings.size(), 1U);
}

} // namespace
} // namespace tidings
