#pragma once
// What must hold after any day, whatever went wrong in it: a table of names, one sentence each, and how it is checked.
// `invariants_test.cpp` feeds each of them a history in which it doesn't hold.
#include "tests/simulation/history.hpp"

#include <span>

namespace tidings::simulation {

/// Takes what is wrong, a few words with ids.
using complaint = std::function<void(const std::string& what)>;

/// One event, and the state that it met.
struct step {
  const history& all;
  const story& about;
  std::size_t index = 0;
  timestamp at{};
  const event& what;
  const practice_state& before;
  /// Null when it is another kind of event.
  template <class Event> const Event* as() const { return std::get_if<Event>(&what); }
};

struct invariant {
  std::string_view name;
  std::string_view promise;
  void (*at_each)(const step&, const complaint&) = nullptr;                   ///< asked of every event
  void (*of_story)(const history&, const story&, const complaint&) = nullptr; ///< asked of every practice
  void (*at_end)(const history&, const complaint&) = nullptr;                 ///< asked once
};

/// All of them, in groups by subject.
std::vector<invariant> invariants();
std::span<const invariant> log_invariants();
std::span<const invariant> message_invariants();
std::span<const invariant> reminder_invariants();
std::span<const invariant> provider_invariants();
std::span<const invariant> reply_invariants();
std::span<const invariant> clinic_invariants();
std::span<const invariant> people_invariants();

/// @returns what doesn't hold, `name: what`; empty when everything does.
std::vector<std::string> broken_promises(const history& all);

} // namespace tidings::simulation
