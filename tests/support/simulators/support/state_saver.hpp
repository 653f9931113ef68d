#pragma once
#include "support/state_file.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <filesystem>
#include <functional>
#include <string>

namespace tidings::sim {

/// Writes a simulator's state soon after it changes, a batch of changes at a time: at most every 100 ms, and never more
/// than a tenth of the time. Used on the io_context's thread.
class state_saver {
public:
  state_saver(boost::asio::io_context&, std::filesystem::path, std::function<std::string()> write);

  void changed();
  /// Writes at once when something is unsaved.
  void save_now();

private:
  std::filesystem::path path_;
  std::function<std::string()> write_;
  boost::asio::steady_timer timer_;
  std::chrono::steady_clock::duration pause_;
  bool dirty_ = false;
};

} // namespace tidings::sim
