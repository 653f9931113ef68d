#include "systmone/command.hpp"

#include "support/wait_for_stop.hpp"
#include "systmone/systmone_simulator.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <spdlog/spdlog.h>

namespace tidings::sim {
namespace {

struct systmone_flags {
  systmone_options options;
  double book_over_seconds = 0;
  std::int64_t record_interval_ms = 30000;
  std::int64_t cancel_cutoff_minutes = 0;
  std::string mode = "delay";
};

int run(systmone_flags& flags) {
  auto& options = flags.options;
  options.service.seed = options.booking.seed;
  options.service.limits.mode = flags.mode == "drop" ? throttle_mode::drop : throttle_mode::delay;
  options.service.limits.record_interval = std::chrono::milliseconds{flags.record_interval_ms};
  options.service.functions.cancel_cutoff = std::chrono::minutes{flags.cancel_cutoff_minutes};
  options.booking.over = std::chrono::milliseconds{static_cast<std::int64_t>(flags.book_over_seconds * 1000)};
  hold_stop_signals();
  const auto simulator = systmone_simulator::start(std::move(options));
  if (!simulator) {
    spdlog::error("{}", simulator.error());
    return 1;
  }
  std::cout << (*simulator)->ready_line() << std::endl;
  wait_for_stop();
  return 0;
}

} // namespace

void add_systmone_command(CLI::App& app, int& exit_code) {
  const auto flags = std::make_shared<systmone_flags>();
  auto& options = flags->options;
  auto* command = app.add_subcommand("systmone", "SystmOne Client Integration (v33.4) over TCP, one port per practice");
  command->add_option("--practices", options.practices, "ODS codes, comma separated")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--base-port", options.base_port, "first practice's port, next ones count up; 0: free ones")
      ->capture_default_str();
  command->add_option("--control-port", options.control_port, "HTTP control port; 0: a free one")
      ->capture_default_str();
  command->add_option("--state", options.state, "JSON file the state is kept in; default: memory only");
  command->add_option("--seed", options.booking.seed, "who is registered, what is booked and changed")
      ->capture_default_str();
  command->add_option("--appointments", options.booking.total, "booked in all, over all practices")
      ->capture_default_str();
  command->add_option("--patients", options.patients_min, "registered per practice at least")->capture_default_str();
  command->add_option("--book-over", flags->book_over_seconds, "seconds the bookings are spread over; 0: all at once")
      ->capture_default_str();
  command
      ->add_option("--staff-edits", options.booking.staff_edits_percent, "per cent moved or cancelled by staff later")
      ->check(CLI::Range(0.0, 100.0))
      ->capture_default_str();
  command
      ->add_option("--requests-per-second", options.service.limits.requests_per_second,
                   "per practice; the documented limit is 1; 0: none")
      ->capture_default_str();
  command->add_option("--record-interval-ms", flags->record_interval_ms, "between two full GetPatientRecord")
      ->capture_default_str();
  command->add_option("--throttle-mode", flags->mode, "answer late, or not at all")
      ->check(CLI::IsMember({"delay", "drop"}))
      ->capture_default_str();
  command
      ->add_option("--cancel-cutoff-minutes", flags->cancel_cutoff_minutes,
                   "refuse cancelling closer to the start; 0: off")
      ->capture_default_str();
  command->add_flag("--require-approval", options.service.require_approval,
                    "a new device waits for POST /devices/approve");
  command->add_flag("--diary-without-uid", options.service.functions.diary_without_uid,
                    "GetDiary as the printed example: no UID, status, comments");
  command->add_flag("--hide-cancelled", options.service.functions.hide_cancelled,
                    "cancelled appointments vanish instead of showing their status");
  command->add_flag("--pretty", options.service.pretty, "answers indented over many lines");
  command->callback([flags, &exit_code] { exit_code = run(*flags); });
}

} // namespace tidings::sim
