#pragma once
// Tests practices' connectors when somebody asks: whoever asks is answered once, in time, whatever the system does.
#include "actors/node/broker_bridge_actor.hpp"
#include "web/endpoint/broker_port.hpp"

#include <map>
#include <vector>

namespace tidings {

/// Called once, on any thread, with `connector_test_json`'s words or 503.
using answer_to_test = std::shared_ptr<answer_once<http_answer>>;
struct test_connector {
  practice_id practice;
  answer_to_test done;
};

using connector_test_actor = caf::typed_actor<caf::reacts_to<test_connector>, caf::reacts_to<connector_answer>,
                                              // To itself: this test has taken too long; the number is its token.
                                              caf::reacts_to<caf::tick_atom, std::uint64_t>>;

struct connector_test_actor_state {
  connector_test_actor_state() = default;
  static inline const char* name = "connector_tests";

  /// One for each practice: who asks meanwhile hears what it comes to, so that nobody can press a system with it.
  struct under_way {
    practice_id practice;
    caf::actor_clock::time_point since;
    std::vector<answer_to_test> asked_by; ///< when this ends, so do they: answered all the same
  };
  std::shared_ptr<station_directory> stations;
  std::map<std::uint64_t, under_way> open; ///< by token
  std::uint64_t last_token = 0;
};

connector_test_actor::behavior_type
connector_tests(connector_test_actor::stateful_pointer<connector_test_actor_state> self,
                std::shared_ptr<station_directory> stations);

/// For who isn't an actor: `done` hears of it even when `who` has ended.
std::function<void(practice_id, std::function<void(http_answer)> done)> connector_tester(connector_test_actor who);

} // namespace tidings

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::test_connector)
