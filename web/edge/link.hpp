#pragma once
// One WebSocket over TLS between a broker and an agent, and the streams on it. Both sides use it. All on one executor's
// thread. Beast stands in link.cpp alone.
#include "schemas/time.hpp"
#include "web/edge/mux.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <functional>
#include <memory>

namespace tidings::edge {

using tls_stream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket>;

constexpr millis link_handshake_limit{10'000};
/// Without a byte for half of this a ping goes out, from both sides; without one for all of it the link is lost. NATs
/// and proxies forget a silent connection after a minute or more.
constexpr millis link_idle_max{30'000};
constexpr std::size_t link_waiting_max = 4 * 1024 * 1024; ///< bytes to be written, beyond which nothing is read

/// Whoever uses a stream. Called on the link's thread; each stream has one, which the link holds until it ends.
class stream_user {
public:
  virtual ~stream_user() = default;
  virtual void on_opened() {}
  virtual void on_bytes(std::string bytes) = 0; ///< say `used` once they are
  virtual void on_room() {}
  virtual void on_close() = 0; ///< nothing more comes
  /// The stream is no more; the link says nothing further.
  virtual void on_broken(reset_code code, const std::string& reason) = 0;
};
using user_ptr = std::shared_ptr<stream_user>;

struct link_events {
  std::function<void(const peer_greets&)> greeted;
  std::function<void(std::uint32_t stream, const std::string& target)> asked; ///< answer with accept or reset
  std::function<void(const std::string& request)> renewal_asked;
  std::function<void(const std::string& certificate)> renewed;
  std::function<void(const std::string& why)> over; ///< once; every stream has been told before
};

class link : public std::enable_shared_from_this<link> {
public:
  /// The broker's side: answers the request that came on `tls` (its head, from the request line to the empty line).
  /// @param keep holds `tls`
  static std::shared_ptr<link> answer(tls_stream& tls, std::shared_ptr<void> keep, const std::string& head,
                                      const std::string& program, link_events events);
  /// The agent's side, over a connection that has done its TLS handshake.
  static std::shared_ptr<link> ask(tls_stream& tls, std::shared_ptr<void> keep, const std::string& host,
                                   const std::string& program, link_events events);
  ~link();

  result<std::uint32_t> open(const std::string& target, user_ptr user);
  void accept(std::uint32_t stream, user_ptr user);
  void reset(std::uint32_t stream, reset_code code, const std::string& reason);
  std::size_t room(std::uint32_t stream) const;
  void send(std::uint32_t stream, std::string_view bytes);
  void close(std::uint32_t stream);
  void used(std::uint32_t stream, std::size_t bytes);
  void ask_renewal(const std::string& request);
  void renew(const std::string& certificate);
  std::size_t streams() const;
  /// On its thread, later. Any thread.
  void run(std::function<void()> what);
  /// Ends it; `over` says why.
  void end(const std::string& why);

private:
  struct impl;
  link();
  std::shared_ptr<impl> impl_;
};
using link_ptr = std::shared_ptr<link>;

} // namespace tidings::edge
