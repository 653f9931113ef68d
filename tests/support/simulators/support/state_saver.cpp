#include "support/state_saver.hpp"

#include <algorithm>
#include <spdlog/spdlog.h>

namespace tidings::sim {
namespace {

constexpr std::chrono::steady_clock::duration pause_min = std::chrono::milliseconds{100};
constexpr int pause_per_write = 10;

} // namespace

state_saver::state_saver(boost::asio::io_context& io, std::filesystem::path path, std::function<std::string()> write)
    : path_{std::move(path)}, write_{std::move(write)}, timer_{io}, pause_{pause_min} {}

void state_saver::changed() {
  if (path_.empty() || dirty_) return;
  dirty_ = true;
  timer_.expires_after(pause_);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) save_now();
  });
}

void state_saver::save_now() {
  if (!dirty_) return;
  dirty_ = false;
  const auto started = std::chrono::steady_clock::now();
  if (auto written = write_atomically(path_, write_()); !written) spdlog::error("{}", written.error());
  pause_ = std::max(pause_min, (std::chrono::steady_clock::now() - started) * pause_per_write);
}

} // namespace tidings::sim
