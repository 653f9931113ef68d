#pragma once
// A TCP socket at one end of a stream. What it reads is sent on as the window has room; what comes is written, and
// said to be used only then: a slow reader on either side stops the other one's writer and nobody else.
#include "web/edge/link.hpp"

#include <array>

namespace tidings::edge {

struct carried {
  std::uint64_t in = 0, out = 0; ///< bytes from the socket, to the socket
};

class socket_user final : public stream_user, public std::enable_shared_from_this<socket_user> {
public:
  using tcp = boost::asio::ip::tcp;

  /// @param over called once when the stream is no more, with why; empty: both sides had said all
  socket_user(tcp::socket socket, std::weak_ptr<link> on, std::function<void(const std::string& why, carried)> over);

  /// Once it is known which stream it is of. Reading waits for `on_opened` on the side that asked.
  void is_stream(std::uint32_t stream) { stream_ = stream; }
  void start();

  void on_opened() override { start(); }
  void on_bytes(std::string bytes) override;
  void on_room() override { read(); }
  void on_close() override;
  void on_broken(reset_code code, const std::string& reason) override;

private:
  void read();
  void write();
  void fail(const std::string& why);
  void end_if_over();
  void finish(const std::string& why);
  void abort();

  tcp::socket socket_;
  std::weak_ptr<link> link_;
  std::function<void(const std::string&, carried)> over_;
  std::uint32_t stream_ = 0;
  std::array<char, data_bytes_max> buffer_{};
  std::deque<std::string> waiting_; ///< to be written; at most a window
  carried carried_;
  bool started_ = false, reading_ = false, writing_ = false, done_ = false;
  bool read_all_ = false, close_came_ = false, shut_ = false;
};

} // namespace tidings::edge
