#pragma once
#include "systmone/practice_service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

/// One practice's port: reads frames, has its service carry them out, writes the answers, plays the socket faults.
/// Lives on one io_context and is used on its thread only.
class practice_listener : public std::enable_shared_from_this<practice_listener> {
public:
  practice_listener(boost::asio::io_context&, practice_service&, wall_clock, std::function<void()> on_change);

  /// Port 0 takes a free one, which is then kept over `close` and `open`.
  tl::expected<void, std::string> open(std::uint16_t port);
  /// Refuses new connections and resets the open ones, as a SystmOne client that is shut.
  void close();
  bool is_open() const { return acceptor_.is_open(); }
  std::uint16_t port() const { return port_; }

private:
  struct connection;
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(std::shared_ptr<connection>);
  /// False when the connection is finished.
  boost::asio::awaitable<bool> serve_one(connection&, std::string xml, bool well_formed);

  boost::asio::io_context& io_;
  practice_service& service_;
  wall_clock now_;
  std::function<void()> on_change_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::set<std::shared_ptr<connection>> connections_;
};

} // namespace tidings::sim
