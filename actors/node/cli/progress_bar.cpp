#include "actors/node/cli/progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <iostream>

namespace tidings::cli {

constexpr std::uint64_t width = 30; ///< of the bar, in characters
constexpr std::chrono::milliseconds draw_every{100};

progress_bar::progress_bar() : terminal_(::isatty(STDERR_FILENO) == 1) {}

progress_bar::~progress_bar() {
  if (shown_) std::cerr << "\r\x1b[K" << std::flush;
}

void progress_bar::show(std::string_view doing, std::uint64_t bytes, std::uint64_t total) {
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - drawn_ < draw_every) return;
  drawn_ = now;
  shown_ = true;
  if (total == 0) {
    std::cerr << fmt::format("\r\x1b[K{} {}", doing, print_bytes(bytes)) << std::flush;
    return;
  }
  const auto full = width * std::min(bytes, total) / total;
  std::cerr << fmt::format("\r\x1b[K{} [{:<{}}] {:>3} %  {} of {}", doing, std::string(full, '#'), width,
                           100 * std::min(bytes, total) / total, print_bytes(bytes), print_bytes(total))
            << std::flush;
}

std::string print_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 5> units = {"B", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1'000 && unit + 1 < units.size(); ++unit) value /= 1'000;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, units[unit]);
}

} // namespace tidings::cli
