#pragma once
// The options of the benchmarks that make a log and start the real broker on it.
#include "benchmarks/recovery_log.hpp"

#include <CLI/CLI.hpp>

namespace tidings::bench {

struct broker_options {
  log_plan plan;
  std::filesystem::path under = std::filesystem::temp_directory_path();
  std::filesystem::path tidings = std::filesystem::canonical("/proc/self/exe").parent_path() / "tidings";

  /// @param disk what --dir is told to be for
  void add_to(CLI::App& app, const std::string& disk) {
    constexpr int practices_max = 10'000; // each has a five-digit code and a clinical system's address of its own
    app.add_option("--dir", under, disk)->capture_default_str()->check(CLI::ExistingDirectory);
    app.add_option("--tidings", tidings, "The broker's program")->capture_default_str()->check(CLI::ExistingFile);
    app.add_option("--practices", plan.practices)->capture_default_str()->check(CLI::Range(1, practices_max));
    app.add_option("--events", plan.events, "Events in the log")->capture_default_str();
  }
};

} // namespace tidings::bench
