#pragma once
// One practice's writes into its clinical system, one at a time, each read back before it is repeated. Pure.
#include "schemas/commands.hpp"
#include "schemas/connector.hpp"
#include "schemas/effects.hpp"
#include "schemas/moment.hpp"

#include <deque>
#include <optional>

namespace tidings {

struct outbox_request {
  std::uint64_t token = 0;
  connector_request what;
  secret_text system_id; ///< of the patient it is about
  /// Not nil: its first write. The practice is to be asked to write down that it begins, and the connector nothing yet.
  operation_id begins{};
};

struct finished_operation {
  operation_id operation;
  operation_result result = operation_result::done;
  std::string system_uid;
  std::string detail;
};

class outbox {
public:
  static constexpr millis retry_first{2'000};
  static constexpr millis retry_longest{300'000};
  static constexpr millis answer_limit{180'000}; ///< a connector that says nothing for so long has lost the call
  static constexpr millis look_lasts{5'000}; ///< an appointment that was read longer ago is read again before a write

  /// Journalled already. Cancels go first, documents last; a second telling of the same operation is ignored.
  void put(operation_wanted what);
  /// It shall not be written any more. What certainly wasn't is finished as withdrawn at once; else that is found out
  /// first, and its outcome comes as any other's.
  std::optional<finished_operation> withdraw(const operation_id& operation);
  /// The next thing to ask of the connector, if it is free and something is due. There may be another: ask until
  /// nothing comes.
  std::optional<outbox_request> next(moment now);
  /// What the practice said when it was asked to write down that this begins: accepted once that is on disk.
  std::optional<finished_operation> began(const operation_id& operation, const answer& said, moment now);
  /// What the connector said. Gives the operation when that settles it.
  std::optional<finished_operation> answered(const connector_answer& answer, moment now);
  /// Gives up what can be given up by now, and takes lost calls back.
  std::vector<finished_operation> expire(moment now);
  /// As the wall clock will say, if it doesn't step.
  timestamp wake_at() const;
  std::size_t size() const { return open_.size(); }
  /// A question is with the connector, its answer outstanding.
  bool is_asking() const;

private:
  enum class step : std::uint8_t { check, write };
  struct entry {
    operation_wanted what;
    step at = step::check;
    bool perhaps_done = false;
    bool unwanted = false;
    bool looked = false;    ///< its look has just been answered: it is written before anything else is asked
    bool begun = false;     ///< the log says so, or doesn't tell of this one
    bool beginning = false; ///< what is under way is with the practice, not with the connector
    int tries = 0;
    instant not_before{};
    instant asked_at{};
    std::uint64_t token = 0; ///< 0: nothing is under way
    std::string last_reason;
    std::string notes; ///< the appointment's comments as last read: ours is added to them, never put in their place
  };
  bool goes_after_another(const entry& one) const;
  connector_request request_of(const entry& one) const;
  std::optional<finished_operation> judge(entry& one, const connector_answer& answer, moment now);
  std::optional<finished_operation> judge_unwanted(entry& one, const connector_answer& answer, moment now);
  void write_next(entry& one, moment now);
  void later(entry& one, const failure& why, moment now);
  /// One thing at a time, and a document beside it: its way may be another one and slow, and no cancel waits for that.
  bool has_its_turn(const entry& one) const;

  std::deque<entry> open_;
  moment seen_; ///< both clocks when anything was last asked
  std::uint64_t last_token_ = 0;
};

} // namespace tidings
