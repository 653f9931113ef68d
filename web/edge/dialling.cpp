#include "web/edge/dialling.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

namespace tidings::edge {
namespace {
namespace net = boost::asio;
using error = boost::system::error_code;
constexpr std::size_t proxy_answer_max = 8 * 1024;
} // namespace

std::optional<address> read_address(std::string_view url, std::string_view scheme) {
  if (!url.starts_with(scheme) || !url.substr(scheme.size()).starts_with("://")) return std::nullopt;
  url.remove_prefix(scheme.size() + 3);
  while (url.ends_with('/')) url.remove_suffix(1);
  if (url.find_first_of("/?#@ ") != url.npos) return std::nullopt;
  const bool has_port = url.rfind(':') != url.npos && url.rfind(']') + 1 <= url.rfind(':');
  const auto text = has_port ? std::string(url) : std::string(url) + (scheme == "https" ? ":443" : ":80");
  const auto place = read_place(text);
  if (!place) return std::nullopt;
  return address{place->host, std::to_string(place->port)};
}

dialling::dialling(net::io_context& io, address broker, std::optional<address> proxy, net::ssl::context context)
    : broker_(std::move(broker)), proxy_(std::move(proxy)), made_(std::make_shared<dialled>(io, std::move(context))),
      resolver_(io), limit_(io) {}

void dialling::start(done_function done) {
  done_ = std::move(done);
  limit_.expires_after(dial_limit);
  limit_.async_wait([weak = weak_from_this()](error code) {
    if (const auto self = weak.lock(); self && !code) self->fail("no answer in time");
  });
  const auto& to = proxy_ ? *proxy_ : broker_;
  resolver_.async_resolve(
      to.host, to.port, [self = shared_from_this()](error code, const tcp::resolver::results_type& found) {
        if (!self->done_) return;
        if (code) return self->fail("its name isn't known: " + code.message());
        net::async_connect(self->made_->stream.next_layer(), found, [self](error failed, const tcp::endpoint&) {
          if (!self->done_) return;
          if (failed) return self->fail("no connection: " + failed.message());
          self->on_connected();
        });
      });
}

void dialling::stop() { fail("stopped"); }

void dialling::on_connected() {
  error ignored;
  made_->stream.next_layer().set_option(tcp::no_delay(true), ignored);
  if (proxy_) return ask_proxy();
  shake_hands();
}

/// RFC 9110 §9.3.6
void dialling::ask_proxy() {
  const bool is_v6 = broker_.host.find(':') != broker_.host.npos;
  const auto to = (is_v6 ? '[' + broker_.host + ']' : broker_.host) + ':' + broker_.port;
  asked_ = "CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n";
  net::async_write(
      made_->stream.next_layer(), net::buffer(asked_), [self = shared_from_this()](error code, std::size_t) {
        if (!self->done_) return;
        if (code) return self->fail("the proxy hangs up: " + code.message());
        net::async_read_until(self->made_->stream.next_layer(), net::dynamic_buffer(self->answered_, proxy_answer_max),
                              "\r\n\r\n", [self](error failed, std::size_t size) {
                                if (!self->done_) return;
                                const auto line = self->answered_.substr(0, self->answered_.find('\r'));
                                if (failed) return self->fail("the proxy gives no answer: " + failed.message());
                                if (line.size() < 12 || line.compare(8, 2, " 2") != 0)
                                  return self->fail("the proxy says " + line.substr(0, 80));
                                if (self->answered_.size() != size)
                                  return self->fail("the proxy says more than it should");
                                self->shake_hands();
                              });
      });
}

void dialling::shake_hands() {
  auto& stream = made_->stream;
  error is_name;
  net::ip::make_address(broker_.host, is_name);
  if (is_name) // RFC 6066 §3: addresses aren't told
    SSL_ctrl(stream.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, broker_.host.data());
  stream.set_verify_mode(net::ssl::verify_peer);
  stream.set_verify_callback(net::ssl::host_name_verification(broker_.host));
  stream.async_handshake(net::ssl::stream_base::client, [self = shared_from_this()](error code) {
    if (!self->done_) return;
    if (code) return self->fail("no trusted TLS: " + code.message());
    self->limit_.cancel();
    std::exchange(self->done_, {})(self->made_);
  });
}

void dialling::fail(const std::string& why) {
  if (!done_) return;
  error ignored;
  resolver_.cancel();
  limit_.cancel();
  made_->stream.next_layer().close(ignored);
  std::exchange(done_, {})(tidings::fail(error_code::unreachable, why));
}

} // namespace tidings::edge
