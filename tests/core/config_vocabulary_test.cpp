// `vocabulary:` of broker.yaml and of a practice: what is wrong is told with its place, what is right is understood.
#include "actors/reply/parser.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;

reply_verdict read(const practice_settings& practice, std::string_view text) {
  reply_context context;
  context.question = question_kind::confirm_cancel;
  context.appointments.emplace_back();
  context.vocabulary = practice.replies.compiled.get();
  return parse_reply(text, context);
}

practice_settings_ptr loaded(const workspace& here) {
  const auto config = here.load();
  if (!config) {
    for (const auto& error : config.error()) ADD_FAILURE() << print(error);
    return std::make_shared<const practice_settings>();
  }
  return config->practices.begin()->second;
}

TEST(a_vocabulary, of_the_host_and_of_the_practice_are_understood_together) {
  const workspace here;
  here.write("broker.yaml", std::string(good_broker) + R"(vocabulary:
  phrases:
    - cancel: "scrub|bin my? appointment"
)");
  here.write("practices/A99001.yaml", std::string(good_practice) + R"(vocabulary:
  phrases:
    - confirm: gert lush
  spellings:
    - kancel: cancel
)");
  const auto practice = loaded(here);
  EXPECT_TRUE(read(*practice, "scrub my appointment please").automatic);
  EXPECT_EQ(read(*practice, "Gert lush!").meaning, reply_meaning::confirm);
  EXPECT_TRUE(read(*practice, "KANCEL").automatic);
  EXPECT_FALSE(read(*practice, "don't scrub my appointment").automatic);
}

TEST(a_vocabulary, that_is_not_there_costs_nothing) {
  const workspace here;
  EXPECT_EQ(loaded(here)->replies.compiled, nullptr);
}

TEST(a_vocabulary, with_mistakes_names_the_place_of_each) {
  const workspace here;
  const std::string good(good_practice);
  std::string text = good + R"(vocabulary:
  phrases:
    - §confirm: cancel
    - §cancel: "stop"
    - §cancel: "not today thanks"
    - §dance: "scrub it"
    - §scrub it
    - §{cancel: scrub it, confirm: scrub that}
    - cancel: "scrub it"
    - §cancel: "Scrub It"
    - §urgent: please
  spellings:
    - §cancer: cancel
    - §lunch: cancel
    - kancel: cancel
  §phrase: []
)";
  const auto places = take_marks(text);
  here.write("practices/A99001.yaml", text);
  std::vector<std::string> found, expected;
  for (const auto& line : here.errors()) found.push_back(line.substr(0, line.find(' ')));
  for (const auto& place : places)
    expected.push_back("practices/A99001.yaml:" + std::to_string(place.line) + ':' + std::to_string(place.column));
  EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(expected)) << ::testing::PrintToString(here.errors());
}

} // namespace
} // namespace tidings
