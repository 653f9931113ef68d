// Commands and questions from outside the actor system: each is answered exactly once.
#include "actors/node/broker_bridge_actor.hpp"

#include "actors/node/broker_bridge.hpp"
#include "actors/node/practice_list.hpp"
#include "tests/actors/neighbours.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct questions {
  std::vector<board_query> asked;
};
board_actor::behavior_type fake_board(board_actor::pointer, std::shared_ptr<questions> heard) {
  return {ignore<log_events>(),       [heard](const board_query& what) { heard->asked.push_back(what); },
          ignore<actor_report>(),     ignore<connector_report>(),
          ignore<provider_report>(),  ignore<queue_report>(),
          ignore<settings_changed>(), ignore<practice_removed>(),
          ignore<ask_host_spend>(),   ignore<log_is>(),
          ignore<log_trouble>(),      [](caf::tick_atom) {}};
}

struct bridge_actor_test : neighbourhood {
  std::shared_ptr<station_directory> directory = std::make_shared<station_directory>();
  std::shared_ptr<practice_list> practices = std::make_shared<practice_list>();
  std::shared_ptr<questions> asked_board = std::make_shared<questions>();
  board_actor board = ours(sys.spawn(fake_board, asked_board));
  std::unique_ptr<stoppable_broker_port> aut = make_broker_bridge(sys, directory, practices);
  std::vector<answer> answers;
  std::vector<http_answer> pages;
  std::vector<result<std::optional<practice_id>>> practices_found;

  ~bridge_actor_test() override {
    aut.reset();
    advance(1min);
  }
  void introduce() {
    auto all = *stations();
    all.board = board;
    directory->set({std::make_shared<const station_handles>(all), log});
  }
  void tell_it(int n) {
    aut->tell(a, text_message(n), nullptr, [this](const answer& got) { answers.push_back(got); });
    drain();
  }
  void ask_it(const std::string& resource) {
    aut->ask(resource, {{"limit", "5"}}, [this](const http_answer& got) { pages.push_back(got); });
    drain();
  }
  void ask_practice_of_message() {
    aut->practice_of_message(numbered_message(1), [this](auto found) { practices_found.push_back(std::move(found)); });
    drain();
  }
  void practice_answers(std::size_t which) {
    const auto& one = heard->told.at(which);
    tell(one.answer_to, command_answer{one.token, answer{.id = std::to_string(which)}});
    drain();
  }
  void board_answers(int status, const std::string& json) { (*asked_board->asked.back().done)(status, json); }
};

TEST_F(bridge_actor_test, brings_each_its_own_answer_in_whatever_order_they_come) {
  introduce();
  std::vector<std::string> heard_by(2);
  for (std::size_t i = 0; i < 2; ++i)
    aut->tell(a, text_message(static_cast<int>(i)), nullptr,
              [&heard_by, i](const answer& got) { heard_by[i] += got.id; });
  drain();
  ASSERT_EQ(heard->told.size(), 2U);
  EXPECT_EQ(heard->told[0].practice, a);
  practice_answers(1);
  practice_answers(0);
  practice_answers(0); // a second answer to the same command
  EXPECT_EQ(heard_by, (std::vector<std::string>{"0", "1"}));
}

TEST_F(bridge_actor_test, says_timed_out_when_no_answer_comes_and_forgets_one_that_comes_later) {
  introduce();
  tell_it(1);
  advance(broker_port::answer_limit - 1s);
  EXPECT_TRUE(answers.empty());
  advance(2s);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_FALSE(answers[0].accepted);
  EXPECT_EQ(answers[0].refusal, error_code::timed_out);
  practice_answers(0);
  EXPECT_EQ(answers.size(), 1U);
}

TEST_F(bridge_actor_test, has_no_timer_when_nothing_is_open) {
  introduce();
  tell_it(1);
  practice_answers(0);
  advance(2s);
  EXPECT_FALSE(next_timer());
}

TEST_F(bridge_actor_test, says_stopping_before_the_stations_are_there) {
  tell_it(1);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].refusal, error_code::stopping);
  ask_it("overview");
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].status, 503);
  EXPECT_EQ(aut->not_ready(), "the stations are being started");
  introduce();
  EXPECT_EQ(aut->not_ready(), "the practices' files are being read");
  practices->all_read();
  EXPECT_EQ(aut->not_ready(), "");
}

TEST_F(bridge_actor_test, answers_what_is_open_with_stopping_when_it_stops) {
  introduce();
  tell_it(1);
  tell_it(2);
  ask_it("overview");
  aut->stop();
  drain();
  ASSERT_EQ(answers.size(), 2U);
  for (const auto& one : answers) EXPECT_EQ(one.refusal, error_code::stopping);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].status, 503);
  board_answers(200, "{}");
  practice_answers(0);
  EXPECT_EQ(pages.size(), 1U) << "each is told once";
  EXPECT_EQ(answers.size(), 2U);
  aut->stop(); // twice is no harm
}

TEST_F(bridge_actor_test, answers_what_comes_after_its_stop_too) {
  introduce();
  aut->stop();
  drain();
  tell_it(1);
  ask_it("overview");
  ask_practice_of_message();
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].refusal, error_code::stopping);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].status, 503);
  ASSERT_EQ(practices_found.size(), 1U);
  EXPECT_FALSE(practices_found[0]);
}

TEST_F(bridge_actor_test, passes_on_who_asks) {
  introduce();
  audit_mark mark;
  mark.user = "ann";
  aut->tell(a, text_message(1), std::make_shared<const audit_mark>(mark), [](const answer&) {});
  tell_it(2);
  ASSERT_EQ(heard->told.size(), 2U);
  ASSERT_TRUE(heard->told[0].by);
  EXPECT_EQ(heard->told[0].by->user, "ann");
  EXPECT_FALSE(heard->told[1].by);
}

TEST_F(bridge_actor_test, brings_a_question_to_the_board_and_its_page_back) {
  introduce();
  ask_it("messages/7");
  ASSERT_EQ(asked_board->asked.size(), 1U);
  EXPECT_EQ(asked_board->asked[0].resource, "messages/7");
  EXPECT_EQ(asked_board->asked[0].parameters.at("limit"), "5");
  board_answers(200, "{}");
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].body, "{}");
  advance(20s);
  EXPECT_EQ(pages.size(), 1U);
}

TEST_F(bridge_actor_test, answers_for_a_board_that_says_nothing) {
  introduce();
  ask_it("overview");
  advance(broker_port::answer_limit + 1s);
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].status, 504);
  board_answers(200, "{}");
  EXPECT_EQ(pages.size(), 1U);
}

TEST_F(bridge_actor_test, finds_the_practice_of_a_message) {
  introduce();
  ask_practice_of_message();
  EXPECT_EQ(asked_board->asked.back().resource, "message-practice/" + to_text(numbered_message(1)));
  board_answers(200, R"({"practice":"A99001"})");
  ask_practice_of_message();
  board_answers(404, R"({"errors":[]})");
  ask_practice_of_message();
  board_answers(503, R"({"errors":[]})");
  ASSERT_EQ(practices_found.size(), 3U);
  EXPECT_EQ(practices_found[0].value(), a);
  EXPECT_EQ(practices_found[1].value(), std::nullopt);
  EXPECT_FALSE(practices_found[2]) << "not known yet is another thing than nobody's";
}

TEST_F(bridge_actor_test, knows_the_practices_of_the_moment_and_their_numbers) {
  auto settings = settings_of_practice();
  settings.reply_numbers = {"447700900999", "60777"};
  practices->put(std::make_shared<const practice_settings>(settings));
  EXPECT_TRUE(aut->knows(a));
  EXPECT_FALSE(aut->knows(b));
  for (const auto* number : {"447700900999", "07700900999", "+447700900999", "60777"})
    EXPECT_EQ(aut->practice_of_number(number), a) << number;
  for (const auto* number : {"447700900998", "", "0", "999"}) EXPECT_FALSE(aut->practice_of_number(number)) << number;
  settings.reply_numbers = {"447700900998"};
  practices->put(std::make_shared<const practice_settings>(settings));
  EXPECT_FALSE(aut->practice_of_number("60777")) << "a number that was given up";
  EXPECT_EQ(aut->practice_of_number("07700900998"), a);
  practices->remove(a);
  EXPECT_FALSE(aut->knows(a));
  EXPECT_FALSE(aut->practice_of_number("07700900998"));
}

} // namespace
