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
  result<void> probe() override { return {}; }
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

struct a_hand_over : neighbourhood {
  std::shared_ptr<std::deque<place_call>> waiting = std::make_shared<std::deque<place_call>>();
  fake_place place;
  answers_ptr said = std::make_shared<std::vector<connector_answer>>();
  answers_actor asker_of_it = ours(sys.spawn(keeps_answers, said));
  connectors_actor aut;
  std::uint64_t last_token = 0;

  a_hand_over() {
    connectors_options with;
    with.now = clock();
    with.start = [](caf::scheduled_actor& by, const practice_settings_ptr&, const practices_actor&,
                    const connectors_actor&) { return by.spawn(clinical); };
    with.hand_over = [this](caf::scheduled_actor& by, const practice_settings_ptr&) {
      return by.spawn(hand_over,
                      [this]() -> std::shared_ptr<clinical_worker> { return std::make_shared<kept_calls>(waiting); });
    };
    aut = ours(sys.spawn(connectors_supervisor, with));
    tell(aut, stations());
    serve("folder");
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

} // namespace
