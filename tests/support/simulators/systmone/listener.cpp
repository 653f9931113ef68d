#include "systmone/listener.hpp"

#include "systmone/frame_reader.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace tidings::sim {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

struct practice_listener::connection {
  explicit connection(tcp::socket from) : socket{std::move(from)}, timer{socket.get_executor()} {}

  /// RST, not FIN: the peer sees the connection torn away.
  void reset() {
    error_code ignored;
    socket.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket.close(ignored);
    timer.cancel();
  }

  tcp::socket socket;
  asio::steady_timer timer;
  frame_reader frames;
};

practice_listener::practice_listener(asio::io_context& io, practice_service& service, wall_clock now,
                                     std::function<void()> on_change)
    : io_{io}, service_{service}, now_{std::move(now)}, on_change_{std::move(on_change)}, acceptor_{io} {}

tl::expected<void, std::string> practice_listener::open(std::uint16_t port) {
  if (is_open()) return {};
  const tcp::endpoint endpoint{asio::ip::address_v4::loopback(), port_ != 0 ? port_ : port};
  error_code error;
  acceptor_.open(endpoint.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    error_code ignored;
    acceptor_.close(ignored);
    return tl::unexpected("cannot listen on port " + std::to_string(endpoint.port()) + ": " + error.message());
  }
  if (port_ == 0) port_ = acceptor_.local_endpoint(error).port(); // read from other threads later: set once
  asio::co_spawn(
      io_, [self = shared_from_this()] { return self->accept(); }, asio::detached);
  return {};
}

void practice_listener::close() {
  error_code ignored;
  acceptor_.close(ignored);
  for (const auto& one : connections_) one->reset();
}

asio::awaitable<void> practice_listener::accept() {
  const auto self = shared_from_this();
  while (acceptor_.is_open()) {
    error_code error;
    auto socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return; // closed, and perhaps opened again by another `open`
    if (error) continue;
    socket.set_option(tcp::no_delay{true}, error);
    auto one = std::make_shared<connection>(std::move(socket));
    connections_.insert(one);
    asio::co_spawn(
        io_, [self, one] { return self->serve(one); }, asio::detached);
  }
}

asio::awaitable<void> practice_listener::serve(std::shared_ptr<connection> one) {
  const auto self = shared_from_this();
  std::array<char, 16384> chunk{};
  for (bool going = true; going;) {
    error_code error;
    const auto size =
        co_await one->socket.async_read_some(asio::buffer(chunk), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    for (auto& got : one->frames.feed({chunk.data(), size})) {
      going = co_await serve_one(*one, std::move(got.text), got.well_formed);
      if (!going) break;
    }
  }
  connections_.erase(one);
}

asio::awaitable<bool> practice_listener::serve_one(connection& one, std::string xml, bool well_formed) {
  using namespace std::chrono;
  error_code error;
  const auto pause = [&](milliseconds time) {
    one.timer.expires_after(time);
    return one.timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
  };
  const auto steady = duration_cast<milliseconds>(steady_clock::now().time_since_epoch());
  auto in = service_.admit(xml, well_formed, now_(), steady);
  if (!in.wait) co_return true; // throttled and ignored: no answer, as documented
  if (const auto wait = *in.wait; wait > milliseconds{0}) {
    co_await pause(wait);
    if (!one.socket.is_open()) co_return false;
  }
  const auto out = service_.carry_out_now(std::move(in), now_());
  if (service_.take_changed()) on_change_();
  if (out.after > milliseconds{0}) {
    co_await pause(out.after);
    if (!one.socket.is_open()) co_return false;
  }
  switch (out.then) {
  case outcome::act::stay_silent:
    co_return true;
  case outcome::act::reset:
    one.reset();
    co_return false;
  case outcome::act::answer:
  case outcome::act::answer_half_then_close:
    break;
  }
  co_await asio::async_write(one.socket, asio::buffer(out.text), asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return false;
  if (out.log_out) {
    service_.faults.logged_out = true;
    close();
    co_return false;
  }
  if (out.then == outcome::act::answer_half_then_close) {
    one.socket.shutdown(tcp::socket::shutdown_both, error);
    one.socket.close(error);
    co_return false;
  }
  co_return true;
}

} // namespace tidings::sim
