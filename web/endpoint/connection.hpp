#pragma once
// One client's connection and its deadline. Included by server.cpp only: Asio is heavy.
#include "web/endpoint/guests.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>

namespace tidings::web {

/// All of it belongs to the endpoint's thread.
struct connection : guest, std::enable_shared_from_this<connection> {
  using tcp = boost::asio::ip::tcp;
  using error = boost::system::error_code;

  connection(tcp::socket socket, boost::asio::ssl::context& tls)
      : stream(std::move(socket), tls), deadline(stream.get_executor()), wake(stream.get_executor()) {}

  boost::asio::ssl::stream<tcp::socket> stream;
  boost::asio::steady_timer deadline; ///< of the reading or writing under way
  boost::asio::steady_timer wake;     ///< the broker has answered, or the feed has news
  bool expired = false;               ///< the deadline has passed
  bool aborted = false;               ///< nothing more is to be sent
  bool streaming = false;
  bool watching = false;            ///< somebody reads to learn when the client goes
  std::shared_ptr<void> large_body; ///< its place among those that send one; null: it has none

  tcp::socket& socket() { return stream.next_layer(); }

  void arm(millis limit) {
    expired = false;
    watch_deadline(++armed_, limit);
  }
  void disarm() {
    ++armed_;
    deadline.cancel();
  }
  void abort() {
    aborted = true;
    error ignored;
    socket().close(ignored);
    disarm();
    wake.cancel();
  }

private:
  /// Cancels what is under way at the deadline, and again until it has ended: a cancellation that meets an operation
  /// between two of its steps does nothing.
  void watch_deadline(std::uint64_t mine, millis limit) {
    deadline.expires_after(limit);
    deadline.async_wait([weak = weak_from_this(), mine](error code) {
      const auto one = weak.lock();
      if (code || !one || one->armed_ != mine) return;
      one->expired = true;
      error ignored;
      one->socket().cancel(ignored);
      one->watch_deadline(mine, millis(20));
    });
  }

  std::uint64_t armed_ = 0;
};
using connection_ptr = std::shared_ptr<connection>;

} // namespace tidings::web
