#pragma once
// A practice's clinical system as these tests see it: what the connector is given, and staff who change it behind the
// connector's back. A new system brings a world, a line in `worlds` (connectors_contract_test.cpp) and a column in
// sentences.txt.
#include "actors/connector/clinical_system.hpp"

#include <memory>
#include <string>
#include <vector>

namespace tidings::test {

/// What can go wrong on the other side.
enum class fault {
  stopped,      ///< nothing listens any more
  not_let_in,   ///< deactivated, or the password was changed
  lock_held,    ///< somebody has what is asked for locked
  schema_drift, ///< what was there isn't called so any more
  cut_off,      ///< what comes is not all there is, or stops altogether
  lost_commit,  ///< the next write is carried out, and its answer lost
};

/// A booking as staff enter it. `patient`: 1 to 3 are there.
struct seat {
  int id = 0, patient = 1;
  timestamp starts_at{};
};

class clinical_world {
public:
  virtual ~clinical_world() = default;

  /// Anew each time, as after a restart of the broker.
  virtual std::unique_ptr<clinical_system> connect(bool writes = true) = 0;

  // Its time and its names. Unless a world says otherwise: a week in March, when local time is UTC, and the test's own
  // numbers.
  /// What a reading is asked for.
  virtual clinical_system::window window() const { return {monday, monday + std::chrono::days(7)}; }
  /// A whole hour in it, on whose day nobody else is booked.
  virtual timestamp hour(int n) const { return monday + std::chrono::hours(9 + n); }
  virtual patient_id who(int patient) const { return patient_id(std::to_string(patient)); }
  /// As it is called by now: where a move makes a new booking, that one.
  virtual appointment_id which(int id) const { return appointment_id(std::to_string(id)); }
  /// As a reading has to show it.
  virtual appointment as_booked(const seat& what) const {
    return {which(what.id), who(what.patient),         what.starts_at, 10, "GP Surgery", "Dr Jay", "Routine",
            "Main",         appointment_status::booked};
  }

  // What staff do.
  virtual void book(const seat& what) = 0;
  virtual void move(int id, timestamp to) = 0;
  /// False: a booking can't be given to another patient there.
  virtual bool give_to(int id, int patient) = 0;
  virtual void cancel(int id) = 0;
  /// A cancelled booking's slot is this patient's now. False: it isn't one row there.
  virtual bool rebook(int, int) { return false; }
  virtual void remove(int id) = 0;
  virtual void annotate(int, const std::string&) {}
  /// Nobody is in this group any more. False: it has none.
  virtual bool empty_group(const std::string&) { return false; }
  /// Another mobile number for this patient.
  virtual void ring(int, const std::string&) {}

  // The system's own book.
  virtual bool is_booked(int id) = 0;
  virtual std::string notes(int) { return {}; }
  virtual int entries() { return 0; }
  /// Cancellations of it that reached the system; -1: it doesn't count them.
  virtual int cancels(int) { return -1; }

  /// Before `connect`: this is what will be struck with, where that needs something in between.
  virtual void expect(fault) {}
  /// False: it can't happen here.
  virtual bool strike(fault what) = 0;
  virtual void mend(fault what) = 0;

protected:
  static constexpr auto monday = timestamp(std::chrono::sys_days(std::chrono::year(2030) / 3 / 4));
};

struct world_case {
  std::string name;
  /// Null: what it needs isn't installed.
  std::unique_ptr<clinical_world> (*make)();
};

std::unique_ptr<clinical_world> make_systmone_world();
std::unique_ptr<clinical_world> make_emis_world();
std::unique_ptr<clinical_world> make_sqlite_world();
std::unique_ptr<clinical_world> make_postgresql_world();
std::unique_ptr<clinical_world> make_file_world();
// EMIS Web, with cancellations by a FHIR server before the same book.
std::unique_ptr<clinical_world> make_gp_connect_world();
std::unique_ptr<clinical_world> make_fhir_r4_world();

// People of every world: no NHS number, name or telephone is anybody's.
struct person {
  int id;
  const char *nhs_number, *title, *first_name, *last_name, *mobile, *consent;
};
constexpr person people[] = {
    {1, "9990000018", "Ms", "Zo\xC3\xAB", "O'Brien", "07700 900101", "Y"},
    {2, "9990000026", "Mr", "Bob", "Ash", "07700 900102", "N"},
    {3, "9990000034", "Mx", "Kim", "Fox", "", ""},
};

} // namespace tidings::test
