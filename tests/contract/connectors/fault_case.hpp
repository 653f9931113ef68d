#pragma once
// One practice with one appointment, at one clinical system, as the fault table asks it: whatever is behind it.
#include "schemas/connector.hpp"

#include <memory>
#include <string>

namespace tidings::test {

class fault_case {
public:
  virtual ~fault_case() = default;

  /// False: this can't happen here; nothing has happened.
  virtual bool strike(const std::string& fault) = 0;
  virtual void mend(const std::string& fault) = 0;

  /// A reading as the connector makes it by itself, in short.
  virtual error_code read() = 0;
  virtual connector_answer ask(const connector_request& what) = 0;

  // Whose the appointment is, and how it was when the patient was asked about it.
  virtual practice_id practice() const { return *practice_id::parse("A99001"); }
  virtual appointment told() const = 0;

  // The system's own book.
  virtual bool is_booked() = 0;
  /// Cancellations that reached it; -1: it doesn't count them.
  virtual int cancels() { return -1; }
};

struct fault_system {
  std::string name;
  /// Null: what it needs isn't installed. `fault`: what will be played.
  std::unique_ptr<fault_case> (*make)(const std::string& fault);
};

std::unique_ptr<fault_case> make_systmone_case(const std::string& fault);
std::unique_ptr<fault_case> make_emis_case(const std::string& fault);
std::unique_ptr<fault_case> make_gp_connect_case(const std::string& fault);
std::unique_ptr<fault_case> make_fhir_r4_case(const std::string& fault);
std::unique_ptr<fault_case> make_postgresql_case(const std::string& fault);
std::unique_ptr<fault_case> make_sqlite_case(const std::string& fault);
std::unique_ptr<fault_case> make_file_case(const std::string& fault);

} // namespace tidings::test
