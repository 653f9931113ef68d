#pragma once
// One practice's documents, on their way to its hand-over folder. The place's calls block, so a worker makes them.
#include "actors/connector/hand_over/hand_over_health.hpp"
#include "actors/connector/polled/clinical_worker.hpp"
#include "schemas/actors.hpp"

#include <memory>
#include <unordered_map>

namespace tidings {

using documents_report_sink = caf::typed_actor<caf::reacts_to<documents_report>>;

struct hand_over_state {
  explicit hand_over_state(connector_actor::pointer me) : self(me) {}
  /// Whoever still waits is told that nothing comes any more.
  ~hand_over_state();
  hand_over_state(const hand_over_state&) = delete;
  hand_over_state& operator=(const hand_over_state&) = delete;
  static inline const char* name = "hand_over";

  struct open_call {
    connector_call call;
    std::shared_ptr<connector_answer> brought; ///< the worker writes, and only then the actor is woken to read
  };

  struct look {
    std::uint64_t token = 0;
    std::shared_ptr<result<void>> found; ///< as `brought`
  };

  connector_actor::pointer self;
  practice_id practice;
  documents_report_sink reports;
  std::function<std::shared_ptr<clinical_worker>()> start;
  std::shared_ptr<clinical_worker> worker;
  std::unordered_map<std::uint64_t, open_call> calls; ///< by token
  std::uint64_t last_token = 0;
  std::optional<look> looking; ///< never two: one that hangs is waited for, so that threads don't gather
  hand_over_health health;

  void take(connector_call call);
  /// At the folder, and again after `hand_over_look_every`.
  void look_again();
  void look_now();
  void on_answer(const wire_answer& what);
  /// A call that takes too long counts as hanging: its worker is left behind, and a new one made with the next call.
  void give_up(std::uint64_t token);
  void answer(const connector_call& to, connector_answer what);
  void report();
};

/// Takes `write_document` and `find_document`, each answered exactly once, and tells how the folder is.
/// @param start a worker with the practice's place for documents
connector_actor::behavior_type hand_over(connector_actor::stateful_pointer<hand_over_state> self, practice_id practice,
                                         documents_report_sink reports,
                                         std::function<std::shared_ptr<clinical_worker>()> start);

} // namespace tidings
