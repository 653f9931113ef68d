#pragma once
// A clinical system that is asked one thing after the other. Its calls take as long as the wire does, so they are made
// on a connector's own thread, never on an actor's. Inside, patients go by the system's own ids; who calls makes
// pseudonyms of them. SystmOne alone doesn't come this way: its one connection and its published limits want an actor
// of their own.
#include "schemas/connector.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tidings {

class clinical_system {
public:
  virtual ~clinical_system() = default;

  struct window {
    timestamp from{}, to{};
  };

  /// Signs in, and looks whether what will be asked is there (schema, permissions). Nothing is changed.
  /// An error says what is missing, where, and how to mend it, in words for the practice's staff. Its code decides what
  /// state is shown, here and for readings: `unreachable` down, `refused` deactivated (somebody at the practice has to
  /// let us in), `not_configured` down (what we rely on isn't there), anything else degraded, and down when it repeats.
  virtual result<void> probe() = 0;

  /// Everything that is booked, with its start in [from, to), complete or not at all: what isn't in it is taken for
  /// gone.
  virtual result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) = 0;

  /// What of [from, to) the last good reading speaks of, for a system that was shown less than was asked for.
  virtual window window_read(timestamp from, timestamp to) const { return {from, to}; }

  /// `refused`: there is no such patient.
  virtual result<patient_details> read_patient(const patient_id& system_id) = 0;

  /// Whose details or consent changed since: they are worth reading anew before their time. A system that can't tell
  /// names nobody. Days are what it is counted in: the whole of `since`'s day is meant.
  virtual result<std::vector<patient_id>> read_changed_patients(timestamp since) {
    static_cast<void>(since);
    return std::vector<patient_id>();
  }

  /// Who is in the system's groups, complete for each that it names, as of the last good reading of appointments. A
  /// system that keeps none names none; one that isn't named stays as it was, so one that has ended is named, and
  /// empty.
  using group_lists = std::map<std::string, std::set<patient_id>>;
  virtual group_lists groups() { return {}; }

  /// What the practice's staff should know or do though the last reading of appointments was good. Empty: nothing.
  virtual std::string remark() { return {}; }

  /// Does one thing, at most once: nothing beneath may try again by itself. `error` as in connector_answer; where the
  /// outcome isn't certain it is `outcome_unknown`, and the caller reads back before it asks again.
  virtual connector_answer perform(const connector_request& what) = 0;
};

} // namespace tidings
