#pragma once
// One connection to one gateway, on the wire's thread only.
#include "actors/connector/systmone_framing.hpp"
#include "actors/connector/tcp_wire.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <deque>
#include <optional>

namespace tidings {

class tcp_connection : public std::enable_shared_from_this<tcp_connection> {
public:
  using clock = std::chrono::steady_clock;
  struct exchange {
    wire_request what;
    std::function<void(result<std::string>)> done;
    clock::time_point deadline;
  };

  tcp_connection(boost::asio::io_context& io, tcp_wire_limits limits, std::string host, std::uint16_t port);

  void submit(exchange one);
  /// Answers everything that waits: `stopping` when it wasn't sent.
  void stop();
  /// Nothing waits and there is no open socket.
  bool is_spent() const { return !current_ && waiting_.empty() && !session_; }

private:
  // One socket's life. Handlers hold it, so that those of a closed socket are told apart from those of its successor.
  struct session {
    session(boost::asio::io_context& io, std::size_t bytes_max) : resolver(io), socket(io), frames(bytes_max) {}
    boost::asio::ip::tcp::resolver resolver;
    boost::asio::ip::tcp::socket socket;
    systmone::framing frames;
    std::array<char, 64 * 1024> chunk{};
    bool connected = false;
  };
  using session_ptr = std::shared_ptr<session>;

  void start_next();
  void open();
  void write();
  void read(const session_ptr& on);
  void on_read(const session_ptr& on, std::size_t bytes);
  void on_lost(const session_ptr& on, const std::string& why);
  void arm(clock::time_point at);
  void on_timer();
  void finish(result<std::string> what);
  void close();
  std::string peer() const;

  boost::asio::io_context& io_;
  tcp_wire_limits limits_;
  std::string host_;
  std::uint16_t port_;
  boost::asio::steady_timer timer_;
  std::deque<exchange> waiting_;
  std::optional<exchange> current_;
  session_ptr session_;
  bool sending_ = false; ///< bytes of `current_` may be on their way
  bool idle_ = false;    ///< the timer is the idle one
};

} // namespace tidings
