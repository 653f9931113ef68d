#pragma once
#include "support/instant.hpp"
#include "systmone/booking.hpp"
#include "systmone/practice_service.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace tidings::sim {

struct systmone_options {
  std::vector<std::string> practices{"A99001"};
  /// The first practice's port, the next ones count up; 0 takes free ones.
  std::uint16_t base_port = 0;
  std::uint16_t control_port = 0;
  /// Empty keeps the state in memory only.
  std::filesystem::path state;
  /// `total` is over all practices here.
  booking_plan booking;
  /// Patients per practice at least, whatever is booked.
  std::size_t patients_min = 30;
  service_rules service;
  wall_clock now = system_now;
};

/// SystmOne at several practices in one process, one port each, and a control port. Runs on a thread of its own.
class systmone_simulator {
public:
  static tl::expected<std::unique_ptr<systmone_simulator>, std::string> start(systmone_options);
  /// Stops and writes the state one last time.
  ~systmone_simulator();
  systmone_simulator(const systmone_simulator&) = delete;
  systmone_simulator& operator=(const systmone_simulator&) = delete;

  struct practice_address {
    std::string ods, api_key;
    std::uint16_t port = 0;
  };
  std::vector<practice_address> practices() const;
  std::uint16_t control_port() const;
  /// The JSON line printed when everything listens.
  std::string ready_line() const;

private:
  struct impl;
  explicit systmone_simulator(std::unique_ptr<impl>);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::sim
