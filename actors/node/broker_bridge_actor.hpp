#pragma once
// Collects the answers to commands that came from outside the actor system, and times them out.
#include "actors/node/root_actor.hpp"
#include "schemas/sealing.hpp"
#include "web/endpoint/broker_port.hpp"

#include <atomic>
#include <deque>
#include <functional>
#include <tuple>
#include <unordered_map>

namespace tidings {

/// A callback that is called exactly once: when told, or with `if_dropped` when the last who could tell it is gone. A
/// message to an actor that has ended is dropped without a word; what it carries here still gets its answer.
template <class... Answer> class answer_once {
public:
  answer_once(std::function<void(Answer...)> done, Answer... if_dropped)
      : done_(std::move(done)), if_dropped_(std::move(if_dropped)...) {}
  ~answer_once() {
    if (!given_.test_and_set()) std::apply(done_, std::move(if_dropped_));
  }
  answer_once(const answer_once&) = delete;
  answer_once& operator=(const answer_once&) = delete;

  void operator()(Answer... what) {
    if (!given_.test_and_set()) done_(std::move(what)...);
  }

private:
  std::function<void(Answer...)> done_;
  std::tuple<Answer...> if_dropped_;
  std::atomic_flag given_;
};
using answer_to_command = std::shared_ptr<answer_once<answer>>;
using answer_to_question = std::shared_ptr<answer_once<int, std::string>>;

/// A command from a thread of the endpoint's. Not copied by CAF: the callback is shared.
struct told_from_outside {
  practice_id practice;
  command what;
  audit_mark_ptr by;
  answer_to_command done;
};
struct asked_from_outside {
  std::string resource;
  std::map<std::string, std::string> parameters;
  answer_to_question done;
  practice_scope_ptr within; ///< null: all
};
/// What happened to users after this sequence of the host's stream.
using answer_about_users = std::shared_ptr<answer_once<result<user_news>>>;
struct users_from_outside {
  user_news so_far;
  answer_about_users done;
};

using bridge_actor = caf::typed_actor<caf::reacts_to<told_from_outside>, caf::reacts_to<asked_from_outside>,
                                      caf::reacts_to<command_answer>, caf::reacts_to<users_from_outside>,
                                      // To itself: look for answers that are overdue.
                                      caf::reacts_to<caf::tick_atom>>;

struct bridge_actor_state {
  bridge_actor_state() = default;
  ~bridge_actor_state(); ///< the board may hold a question for long: nobody waits for that
  static inline const char* name = "bridge";

  struct waiting {
    answer_to_command done;
    caf::actor_clock::time_point until;
  };
  std::shared_ptr<station_directory> stations;
  sealer_ptr keys; ///< users' secrets are opened with them; null: they stay closed
  std::unordered_map<std::uint64_t, waiting> open;
  struct question {
    answer_to_question done; ///< the first answer counts
    caf::actor_clock::time_point until;
  };
  std::deque<question> asked;
  std::uint64_t last_token = 0;
  bool ticking = false;
};

bridge_actor::behavior_type bridge(bridge_actor::stateful_pointer<bridge_actor_state> self,
                                   std::shared_ptr<station_directory> stations, sealer_ptr keys);

} // namespace tidings

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::told_from_outside)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::asked_from_outside)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tidings::users_from_outside)
