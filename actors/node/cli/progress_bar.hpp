#pragma once
// How far long work is, on stderr, and only when that is a terminal.
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::cli {

class progress_bar {
public:
  progress_bar();
  ~progress_bar(); ///< clears the line
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  /// @param total 0: not known; then only what is done is shown. Drawn ten times a second at most.
  void show(std::string_view doing, std::uint64_t bytes, std::uint64_t total);

private:
  bool shown_ = false;
  bool terminal_;
  std::chrono::steady_clock::time_point drawn_{};
};

/// `1.5 GB` (powers of ten)
std::string print_bytes(std::uint64_t bytes);

} // namespace tidings::cli
