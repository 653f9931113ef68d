// Documents of a practice with a folder for them go there, whatever its clinical system is, and each is answered once.
#include "actors/connector/hand_over/hand_over_actor.hpp"

#include "actors/connector/limits.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "schemas/documents.hpp"
#include "tests/actors/neighbours.hpp"

#include <gmock/gmock.h>

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

using place_call = std::function<void(clinical_system&)>;

/// Keeps the calls; the test makes them.
struct kept_calls final : clinical_worker {
  std::shared_ptr<std::deque<place_call>> waiting;
  explicit kept_calls(std::shared_ptr<std::deque<place_call>> to) : waiting(std::move(to)) {}
  void run(place_call call) override { waiting->push_back(std::move(call)); }
};

struct fake_place final : clinical_system {
  std::vector<patient_id> whose;
  result<void> state; ///< what a look at it comes to
  result<void> probe() override { return state; }
  result<std::vector<appointment>> read_appointments(timestamp, timestamp) override { return {}; }
  result<patient_details> read_patient(const patient_id&) override { return {}; }
  connector_answer perform(const connector_request& what) override {
    whose.push_back(std::visit([](const auto& one) { return one.patient; }, what));
    return {.system_uid = "there"};
  }
};

using answers_actor = caf::typed_actor<caf::reacts_to<connector_answer>>;
using answers_ptr = std::shared_ptr<std::vector<connector_answer>>;
answers_actor::behavior_type keeps_answers(answers_actor::pointer, answers_ptr all) {
  return {[all](const connector_answer& what) { all->push_back(what); }};
}

/// A clinical system that says its name.
connector_actor::behavior_type clinical(connector_actor::pointer self) {
  return {[self](const connector_call& call) {
            self->send(call.answer_to,
                       connector_answer{.practice = call.practice, .token = call.token, .notes = "clinical"});
          },
          ignore<settings_changed>(), ignore_tick(), ignore<wire_answer>()};
}

using shown_ptr = std::shared_ptr<std::vector<view::connector>>;
board_actor::behavior_type keeps_connectors(board_actor::pointer, shown_ptr all) {
  return {ignore<log_events>(),       ignore<board_query>(),
          ignore<actor_report>(),     [all](const connector_report& what) { all->push_back(what.what); },
          ignore<provider_report>(),  ignore<queue_report>(),
          ignore<settings_changed>(), ignore<practice_removed>(),
          ignore<ask_host_spend>(),   ignore<log_is>(),
          ignore<log_trouble>(),      [](caf::tick_atom) {}};
}

struct a_hand_over : neighbourhood {
  std::shared_ptr<std::deque<place_call>> waiting = std::make_shared<std::deque<place_call>>();
  fake_place place;
  answers_ptr said = std::make_shared<std::vector<connector_answer>>();
  answers_actor asker_of_it = ours(sys.spawn(keeps_answers, said));
  shown_ptr shown = std::make_shared<std::vector<view::connector>>();
  board_actor board_side = ours(sys.spawn(keeps_connectors, shown));
  std::vector<connector_actor> connectors_started;
  connectors_actor aut;
  std::uint64_t last_token = 0;

  a_hand_over() {
    connectors_options with;
    with.now = clock();
    with.start = [this](caf::scheduled_actor& by, const practice_settings_ptr&, const practices_actor&,
                        const connectors_actor&) { return connectors_started.emplace_back(by.spawn(clinical)); };
    with.hand_over = [this](caf::scheduled_actor& by, const practice_settings_ptr&, connectors_actor parent) {
      return by.spawn(hand_over, a, documents_report_sink(parent),
                      [this]() -> std::shared_ptr<clinical_worker> { return std::make_shared<kept_calls>(waiting); });
    };
    aut = ours(sys.spawn(connectors_supervisor, with));
    auto all = *stations();
    all.board = board_side;
    tell(aut, std::make_shared<const station_handles>(all));
    serve("folder");
    work(); // its first look
  }
  void serve(const char* into, const char* folder = "documents") {
    auto settings = settings_of_practice();
    settings.documents = std::make_shared<const document_settings>(document_settings{into, folder});
    tell(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
    drain();
  }
  void ask(connector_request what) {
    tell(aut, connector_call{a, ++last_token, std::move(what), asker_of_it, secret_text("77")});
    drain();
  }
  static write_document document() { return {patient_id("mark"), {}, "Conversation", {}, {}, secret_text("%PDF")}; }
  void work() {
    ASSERT_FALSE(waiting->empty());
    auto call = std::move(waiting->front());
    waiting->pop_front();
    call(place);
    drain();
  }
};

TEST_F(a_hand_over, takes_documents_and_nothing_else_under_the_clinical_systems_own_number) {
  ask(document());
  ask(find_document{patient_id("mark"), {}});
  ask(write_cancel{patient_id("mark"), appointment_id("a1")});
  ASSERT_EQ(said->size(), 1U);
  EXPECT_EQ(said->at(0).notes, "clinical");
  work();
  work();
  ASSERT_EQ(said->size(), 3U);
  EXPECT_EQ(said->at(1).token, 1U);
  EXPECT_EQ(said->at(1).practice, a);
  EXPECT_EQ(said->at(1).system_uid, "there");
  EXPECT_EQ(place.whose, (std::vector<patient_id>{patient_id("77"), patient_id("77")}));
}

TEST_F(a_hand_over, leaves_documents_to_the_clinical_system_where_they_go_into_the_record) {
  serve("record");
  waiting->clear();
  ask(document());
  ASSERT_EQ(said->size(), 1U);
  EXPECT_EQ(said->at(0).notes, "clinical");
  EXPECT_TRUE(waiting->empty());
}

TEST_F(a_hand_over, that_hangs_leaves_the_outcome_open_and_goes_on_with_another_worker) {
  ask(document());
  advance(connector_limits::system_call_max);
  ASSERT_EQ(said->size(), 1U);
  EXPECT_EQ(said->at(0).error.code, error_code::outcome_unknown);
  work(); // it comes back after all
  EXPECT_EQ(said->size(), 1U);
  waiting->clear(); // looks that stood behind it
  ask(find_document{patient_id("mark"), {}});
  work();
  ASSERT_EQ(said->size(), 2U);
  EXPECT_EQ(said->at(1).error.code, error_code::none);
}

TEST_F(a_hand_over, tells_whoever_waits_when_its_folder_changes_under_it) {
  ask(document());
  ask(find_document{patient_id("mark"), {}});
  serve("folder", "another");
  ASSERT_EQ(said->size(), 2U);
  for (const auto& one : *said)
    EXPECT_EQ(one.error.code, one.token == 1 ? error_code::outcome_unknown : error_code::unreachable);
  waiting->clear();
  ask(document());
  EXPECT_EQ(waiting->size(), 1U) << "the next one goes to the new folder";
}

TEST_F(a_hand_over, that_can_take_nothing_shows_with_the_connector_until_it_can) {
  tell(aut, connector_report{{.practice = a.str(), .system = "systmone", .state = "up"}});
  drain();
  ASSERT_FALSE(shown->empty());
  EXPECT_EQ(shown->back().documents, "up");
  place.state = fail(error_code::unreachable, "the folder isn't there: make it");
  advance(hand_over_look_every);
  work();
  const auto& down = shown->back();
  EXPECT_EQ(down.documents, "down");
  EXPECT_THAT(down.documents_reason, testing::HasSubstr("the folder isn't there: make it"));
  EXPECT_TRUE(down.documents_since);
  EXPECT_EQ(down.state, "up") << "the clinical system itself is well";
  const auto told = shown->size();
  advance(hand_over_look_every);
  work();
  EXPECT_EQ(shown->size(), told) << "what is known is not told again";
  tell(aut, connector_report{{.practice = a.str(), .system = "systmone", .state = "degraded"}});
  drain();
  EXPECT_EQ(shown->back().documents, "down") << "the connector's own words don't hide it";
  place.state = {};
  advance(hand_over_look_every);
  work();
  EXPECT_EQ(shown->back().documents, "up");
  EXPECT_EQ(shown->back().documents_reason, "");
}

TEST_F(a_hand_over, whose_folder_hangs_says_so_and_is_looked_at_by_no_second_thread) {
  tell(aut, connector_report{{.practice = a.str(), .system = "systmone", .state = "up"}});
  advance(hand_over_look_every);
  ASSERT_EQ(waiting->size(), 1U);
  advance(connector_limits::system_call_max);
  EXPECT_EQ(shown->back().documents, "down");
  EXPECT_THAT(shown->back().documents_reason, testing::HasSubstr("no answer"));
  advance(1h);
  EXPECT_EQ(waiting->size(), 1U);
  work(); // it is back
  EXPECT_EQ(shown->back().documents, "up");
}

TEST_F(a_hand_over, leaves_a_connector_that_ended_alone_for_as_long_as_systmone_wants_between_two_requests) {
  ASSERT_EQ(connectors_started.size(), 1U);
  end(connectors_started.front(), caf::exit_reason::kill);
  advance(999ms);
  EXPECT_EQ(connectors_started.size(), 1U);
  advance(1ms);
  EXPECT_EQ(connectors_started.size(), 2U);
}

TEST_F(a_hand_over, of_a_practice_that_files_into_the_record_shows_no_folder) {
  tell(aut, connector_report{{.practice = a.str(), .system = "systmone", .state = "up"}});
  serve("record");
  EXPECT_EQ(shown->back().documents, "");
}

} // namespace
