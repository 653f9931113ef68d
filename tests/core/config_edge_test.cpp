// What a practice's file says of its agent, and an agent's own file.
#include "actors/node/config/edge_file.hpp"
#include "schemas/documents.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;
using ::testing::HasSubstr;

constexpr std::string_view systmone = R"(  systmone:
    port: 41001
    api_key: {file: ../key}
)";

struct an_agent_named : ::testing::Test {
  workspace here;
  void connector(std::string_view lines) const {
    here.write("practices/A99001.yaml", replaced(good_practice, systmone, lines));
  }
  void expect_error(std::string_view part) const {
    const auto found = here.errors();
    ASSERT_EQ(found.size(), 1U) << ::testing::PrintToString(found);
    EXPECT_THAT(found.front(), HasSubstr(std::string(part)));
  }
};

TEST_F(an_agent_named, by_a_practice_carries_its_connector) {
  connector("  edge: riverside-2\n" + std::string(systmone));
  const auto all = here.load();
  ASSERT_TRUE(all.has_value()) << ::testing::PrintToString(here.errors());
  EXPECT_EQ(all->practices.begin()->second->connector.edge, "riverside-2");
}

TEST_F(an_agent_named, in_letters_that_no_agent_has_is_refused) {
  for (const auto* name : {"Riverside", "-riverside", "river_side", "river.side"}) {
    connector("  edge: " + std::string(name) + "\n" + std::string(systmone));
    expect_error("not an agent's name");
  }
}

TEST_F(an_agent_named, lets_two_practices_have_the_same_address_on_their_own_sites_and_no_others) {
  const auto second = [&](std::string_view agent) {
    auto text = replaced(replaced(good_practice, "A99001", "A99002"), "01632 960001", "01632 960002");
    while (text.find("01632 960001") != std::string::npos) text = replaced(text, "01632 960001", "01632 960002");
    here.write("practices/A99002.yaml",
               replaced(text, systmone, "  edge: " + std::string(agent) + "\n" + std::string(systmone)));
  };
  connector("  edge: riverside\n" + std::string(systmone));
  second("hillside");
  EXPECT_TRUE(here.load().has_value()) << ::testing::PrintToString(here.errors());
  second("riverside");
  expect_error("the clinical system of another practice");
}

TEST_F(an_agent_named, for_a_database_needs_its_server_and_port) {
  here.write("microtest.yaml", "appointments: SELECT 1 WHERE :from = :to\nappointment: SELECT :appointment\n"
                               "appointment_columns: {id: a, patient: b, starts_at: c}\npatient: SELECT :patient\n"
                               "patient_columns: {id: a, mobile: b}\n");
  const auto with = [&](std::string_view connection) {
    here.write("odbc", connection);
    std::filesystem::permissions(here.path("odbc"),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    connector("  edge: riverside\n  system: microtest\n  microtest:\n    connection: {file: ../odbc}\n"
              "    mapping: ../microtest.yaml\n");
  };
  with("Driver=x;Server=gp-db;Port=5432;PWD=p\n");
  EXPECT_TRUE(here.load().has_value()) << ::testing::PrintToString(here.errors());
  with("DSN=evolution;PWD=hidden\n");
  expect_error("an agent for a database without an address");
  EXPECT_EQ(here.errors().front().find("hidden"), std::string::npos);
}

TEST_F(an_agent_named, carries_http_or_a_proxy_does_but_not_both) {
  const auto is_told = [&](std::string_view proxy) {
    connector("  edge: riverside\n  system: emis\n  emis: {" + std::string(proxy) + "}\n");
    const auto found = here.errors();
    return std::any_of(found.begin(), found.end(),
                       [](const auto& one) { return one.find("an agent and a proxy") != std::string::npos; });
  };
  EXPECT_TRUE(is_told("proxy: \"http://proxy.example:3128\""));
  EXPECT_FALSE(is_told(""));
}

// -- documents ----

TEST_F(an_agent_named, has_the_folder_for_documents_in_its_own_file) {
  const auto with = [&](std::string_view more) {
    here.write("practices/A99001.yaml", std::string(good_practice).append(more));
  };
  with("\ndocuments: {into: folder}\n");
  expect_error("`folder` is missing");
  with("\ndocuments: {into: record}\n");
  expect_error("a clinical system that takes no documents");
  with("\ndocuments: {into: folder, folder: /nowhere/documents}\n");
  const auto local = here.load();
  ASSERT_TRUE(local.has_value()) << ::testing::PrintToString(here.errors());
  EXPECT_EQ(local->practices.begin()->second->documents->folder, "/nowhere/documents");
  here.write("practices/A99001.yaml", replaced(good_practice, systmone, "  edge: riverside\n" + std::string(systmone)) +
                                          "\ndocuments: {into: folder}\n");
  const auto carried = here.load();
  ASSERT_TRUE(carried.has_value()) << ::testing::PrintToString(here.errors());
  EXPECT_TRUE(carried->practices.begin()->second->documents->in_folder());
}

struct an_agents_file : ::testing::Test {
  workspace here;
  tl::expected<edge::agent_settings, std::vector<config_error>> load(std::string_view text) const {
    here.write("edge.yaml", text);
    return load_edge(here.path("edge.yaml"));
  }
  void expect_error(std::string_view text, std::string_view part) const {
    const auto made = load(text);
    ASSERT_FALSE(made.has_value()) << text;
    ASSERT_EQ(made.error().size(), 1U);
    EXPECT_THAT(print(made.error().front()), HasSubstr(std::string(part)));
  }
};

TEST_F(an_agents_file, says_where_it_dials_and_what_it_allows) {
  const auto made = load("broker: https://tidings.example\nproxy: http://proxy:8080\nfolder: mine\n"
                         "allow: [127.0.0.1:40700, 'GP-DB:5432', '[fd00::7]:1']\n"
                         "hand_over:\n  - {practice: A99001, folder: out}\n"
                         "documents:\n  - {practice: A99001, folder: in}\n");
  ASSERT_TRUE(made.has_value()) << print(made.error().front());
  EXPECT_EQ(made->broker, "https://tidings.example");
  EXPECT_EQ(made->proxy, "http://proxy:8080");
  EXPECT_EQ(made->folder, here.path("mine"));
  EXPECT_EQ(made->allow, (std::vector<edge::tcp_place>{{"127.0.0.1", 40'700}, {"gp-db", 5'432}, {"fd00::7", 1}}));
  ASSERT_EQ(made->outboxes.size(), 1U);
  EXPECT_EQ(made->outboxes[0].practice.str(), "A99001");
  EXPECT_EQ(made->outboxes[0].folder, here.path("out"));
  ASSERT_EQ(made->documents.size(), 1U);
  EXPECT_EQ(made->documents[0].folder, here.path("in"));
}

TEST_F(an_agents_file, allows_nothing_by_itself) {
  const auto made = load("broker: https://tidings.example\n");
  ASSERT_TRUE(made.has_value());
  EXPECT_TRUE(made->allow.empty());
  EXPECT_TRUE(made->outboxes.empty());
}

TEST_F(an_agents_file, is_refused_when_something_in_it_is_wrong) {
  const std::string broker = "broker: https://tidings.example\n";
  expect_error("allow: []\n", "broker");
  expect_error("broker: http://tidings.example\n", "without TLS");
  expect_error(broker + "allow: [gateway]\n", "not an address");
  expect_error(broker + "allow: ['*:40700']\n", "not an address");
  expect_error(broker + "allow: ['gateway:0']\n", "not an address");
  expect_error(broker + "allowed: []\n", "allowed");
  expect_error(broker + "hand_over: [{practice: riverside, folder: out}]\n", "not an ODS code");
  expect_error(broker + "hand_over: [{practice: A99001}]\n", "folder");
}

} // namespace
} // namespace tidings
