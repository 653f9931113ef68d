#pragma once
// A connection to the broker, by the proxy when there is one, as far as TLS with both certificates.
#include "web/edge/link.hpp"
#include "web/edge/target.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace tidings::edge {

constexpr millis dial_limit{15'000}; ///< for DNS, TCP, the proxy and TLS together

/// What of an address is needed to get there.
struct address {
  std::string host, port;
};
/// `https://HOST[:PORT]`, or `http://` for a proxy; nothing when it is something else.
std::optional<address> read_address(std::string_view url, std::string_view scheme);

struct dialled {
  boost::asio::ssl::context context; ///< the certificate that it was dialled with
  tls_stream stream;
  dialled(boost::asio::io_context& io, boost::asio::ssl::context with)
      : context(std::move(with)), stream(io, context) {}
};

class dialling : public std::enable_shared_from_this<dialling> {
public:
  using done_function = std::function<void(result<std::shared_ptr<dialled>>)>;
  dialling(boost::asio::io_context& io, address broker, std::optional<address> proxy,
           boost::asio::ssl::context context);
  void start(done_function done);
  void stop();

private:
  using tcp = boost::asio::ip::tcp;
  void on_connected();
  void ask_proxy();
  void shake_hands();
  void fail(const std::string& why);

  address broker_;
  std::optional<address> proxy_;
  std::shared_ptr<dialled> made_;
  tcp::resolver resolver_;
  boost::asio::steady_timer limit_;
  std::string asked_, answered_;
  done_function done_;
};

} // namespace tidings::edge
