#pragma once
#include "emis/emis_service.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

struct emis_options {
  std::uint16_t port = 0;
  std::optional<tls_files> tls;
  std::string practice = "A99001";
  std::size_t patients = 20, appointments = 12;
  /// Where the book is kept, for the next start; empty: nowhere.
  std::filesystem::path state;
  /// stu3 or r4: the practice has a FHIR server too, over the same book. Empty: none.
  std::string fhir_version;
  emis_account account;
  wall_clock now = system_now;
};

/// One practice's EMIS in one process: its API on one port, its control pages on another. Runs on a thread of its own.
class emis_simulator {
public:
  static tl::expected<std::unique_ptr<emis_simulator>, std::string> start(emis_options);
  ~emis_simulator();
  emis_simulator(const emis_simulator&) = delete;
  emis_simulator& operator=(const emis_simulator&) = delete;

  std::string ready_line() const;

private:
  struct impl;
  explicit emis_simulator(std::unique_ptr<impl>);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::sim
