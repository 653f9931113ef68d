// Testing a practice's connector: whoever asks is answered once and in time.
#include "actors/node/connector_test_actor.hpp"

#include "actors/node/connector_test_words.hpp"
#include "tests/actors/neighbours.hpp"

#include <gmock/gmock.h>

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

namespace {

/// Outlives the actors: whoever still waits is answered when theirs ends.
struct what_was_said {
  std::vector<http_answer> said;
};

struct a_connector_test : what_was_said, neighbourhood {
  std::shared_ptr<station_directory> directory = std::make_shared<station_directory>();
  connector_test_actor aut = ours(sys.spawn(connector_tests, directory));

  void introduce() { directory->set({stations(), log}); }
  void ask(const practice_id& practice) {
    connector_tester(aut)(practice, [this](const http_answer& got) { said.push_back(got); });
    drain();
  }
  void answers(std::size_t which, failure error) {
    const auto& call = heard->connector_calls.at(which);
    connector_answer got;
    got.practice = call.practice;
    got.token = call.token;
    got.error = std::move(error);
    tell(call.answer_to, std::move(got));
    drain();
  }
};

TEST_F(a_connector_test, asks_for_nothing_but_a_test_and_says_that_it_works_and_how_long_it_took) {
  introduce();
  ask(a);
  ASSERT_EQ(heard->connector_calls.size(), 1U);
  EXPECT_EQ(heard->connector_calls[0].practice, a);
  EXPECT_TRUE(heard->connector_calls[0].only_test);
  advance(40ms);
  answers(0, {});
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].status, 200);
  EXPECT_EQ(said[0].body, R"({"works":true,"took_ms":40,"says":"It works: the clinical system let Tidings in and )"
                          R"(answered in 40 ms."})");
}

TEST_F(a_connector_test, says_what_the_connector_says_is_wrong) {
  introduce();
  ask(a);
  answers(0, {error_code::unreachable, "Log in to SystmOne on the gateway PC."});
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].body, HasSubstr(R"("works":false)"));
  EXPECT_THAT(said[0].body, HasSubstr(R"("says":"Log in to SystmOne on the gateway PC.")"));
}

TEST_F(a_connector_test, is_answered_in_time_when_the_system_hangs_and_a_late_answer_changes_nothing) {
  introduce();
  ask(a);
  advance(connector_test_max - 1ms);
  EXPECT_TRUE(said.empty());
  advance(1ms);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_THAT(said[0].body, HasSubstr("No answer within 8 s"));
  answers(0, {});
  EXPECT_EQ(said.size(), 1U);
  EXPECT_LT(connector_test_max, broker_port::answer_limit) << "the page hears it before the endpoint gives up";
}

TEST_F(a_connector_test, runs_once_for_all_who_ask_meanwhile_and_apart_for_each_practice) {
  introduce();
  ask(a);
  ask(a);
  ask(b);
  ASSERT_EQ(heard->connector_calls.size(), 2U);
  answers(0, {});
  EXPECT_EQ(said.size(), 2U);
  answers(1, {});
  EXPECT_EQ(said.size(), 3U);
  ask(a);
  EXPECT_EQ(heard->connector_calls.size(), 3U) << "asked anew, it is tested anew";
}

TEST_F(a_connector_test, is_refused_while_the_broker_starts_or_stops) {
  ask(a);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].status, 503);
  introduce();
  ask(a);
  end(aut);
  ASSERT_EQ(said.size(), 2U);
  EXPECT_EQ(said[1].status, 503);
  ask(a);
  EXPECT_EQ(said.size(), 3U) << "whoever asks an actor that has ended is told too";
}

TEST(connector_test_words, say_that_a_busy_connector_is_no_sick_system) {
  connector_answer busy;
  busy.error = {error_code::overloaded, "too many requests wait for this connector"};
  EXPECT_THAT(connector_test_json(&busy, 3ms),
              HasSubstr("could not be tested now: too many requests wait for this connector. Test again"));
}

TEST(connector_test_words, say_what_staff_should_know_of_a_system_that_works) {
  connector_answer works;
  works.error.detail = "cancellations wait, because the FHIR server gave no answer";
  EXPECT_THAT(connector_test_json(&works, 3ms),
              HasSubstr("answered in 3 ms. But cancellations wait, because the FHIR server gave no answer."));
}

} // namespace
