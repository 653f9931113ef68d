#include "actors/provider/smpp/tcp_links.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <mutex>
#include <thread>

namespace tidings::smpp {
namespace {
namespace net = boost::asio;
using tcp = net::ip::tcp;
using boost::system::error_code;

constexpr std::size_t chunk_bytes = 16 * 1024;
/// Unsent bytes: a window of messages is far smaller. Beyond it the other side has stopped reading.
constexpr std::size_t unsent_bytes_max = 8 * 1024 * 1024;
constexpr millis closes_within{1'000};

/// Everything but construction happens on the thread of `io`.
class connection final : public std::enable_shared_from_this<connection> {
public:
  connection(net::io_context& io, link_target where, link_listener listener)
      : where_(std::move(where)), listener_(std::move(listener)), context_(net::ssl::context::tls_client),
        stream_(io, context_), resolver_(io), timer_(io) {}

  void start() {
    after(where_.connect_timeout, [this] { lose("no connection in time"); });
    error_code error;
    if (where_.tls && !prepare_tls(error)) return lose("TLS can't be used: " + error.message());
    resolver_.async_resolve(where_.host, std::to_string(where_.port),
                            [self = shared_from_this()](error_code failed, const tcp::resolver::results_type& found) {
                              if (self->over_) return;
                              if (failed) return self->lose("its name isn't known: " + failed.message());
                              self->connect(found);
                            });
  }

  void send(std::string bytes) {
    if (over_ || closing_) return;
    unsent_ += bytes;
    if (unsent_.size() > unsent_bytes_max) return lose("it takes nothing any more");
    write();
  }

  void read_on() {
    if (over_ || closing_ || !ready_) return;
    const auto on_read = [self = shared_from_this()](error_code failed, std::size_t bytes) {
      if (self->over_ || self->closing_) return;
      if (failed) return self->lose(failed == net::error::eof ? "it closed the connection" : failed.message());
      self->listener_.received(std::string(self->chunk_.data(), bytes));
    };
    if (where_.tls)
      stream_.async_read_some(net::buffer(chunk_), on_read);
    else
      stream_.next_layer().async_read_some(net::buffer(chunk_), on_read);
  }

  void close() {
    if (over_ || std::exchange(closing_, true)) return;
    listener_ = {};
    if (!ready_ || (!writing_ && unsent_.empty())) return end();
    after(closes_within, [this] { end(); });
  }

  void end() {
    if (std::exchange(over_, true)) return;
    error_code ignored;
    timer_.cancel();
    resolver_.cancel();
    stream_.next_layer().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.next_layer().close(ignored);
    listener_ = {};
  }

  bool is_over() const { return over_; }

private:
  bool prepare_tls(error_code& error) {
    if (where_.ca_file.empty())
      context_.set_default_verify_paths(error);
    else
      context_.load_verify_file(where_.ca_file, error);
    if (!error) stream_.set_verify_mode(net::ssl::verify_peer, error);
    if (!error) stream_.set_verify_callback(net::ssl::host_name_verification(where_.host), error);
    SSL_set_min_proto_version(stream_.native_handle(), TLS1_2_VERSION);
    error_code is_name;
    net::ip::make_address(where_.host, is_name);
    if (is_name) // the macro for this casts as C does
      SSL_ctrl(stream_.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, where_.host.data());
    return !error;
  }

  void connect(const tcp::resolver::results_type& found) {
    net::async_connect(stream_.next_layer(), found, [self = shared_from_this()](error_code failed, const auto&) {
      if (self->over_) return;
      if (failed) return self->lose(failed.message());
      error_code ignored; // both only make it better
      self->stream_.next_layer().set_option(tcp::no_delay(true), ignored);
      self->stream_.next_layer().set_option(net::socket_base::keep_alive(true), ignored);
      if (!self->where_.tls) return self->is_ready();
      self->stream_.async_handshake(net::ssl::stream_base::client, [self](error_code refused) {
        if (self->over_) return;
        if (refused) return self->lose("TLS: " + refused.message());
        self->is_ready();
      });
    });
  }

  void is_ready() {
    timer_.cancel();
    if (closing_) return end();
    ready_ = true;
    listener_.connected();
    read_on();
    write();
  }

  void write() {
    if (!ready_ || writing_ || unsent_.empty()) return;
    writing_ = true;
    sending_.swap(unsent_);
    unsent_.clear();
    const auto on_written = [self = shared_from_this()](error_code failed, std::size_t) {
      self->writing_ = false;
      if (self->over_) return;
      if (failed) return self->closing_ ? self->end() : self->lose(failed.message());
      if (self->closing_ && self->unsent_.empty()) return self->end();
      self->write();
    };
    if (where_.tls)
      net::async_write(stream_, net::buffer(sending_), on_written);
    else
      net::async_write(stream_.next_layer(), net::buffer(sending_), on_written);
  }

  void lose(const std::string& why) {
    if (over_) return;
    const auto lost = std::move(listener_.lost);
    end();
    if (lost) lost(where_.host + ":" + std::to_string(where_.port) + ": " + why);
  }

  template <class F> void after(millis wait, F then) {
    timer_.expires_after(wait);
    timer_.async_wait([self = shared_from_this(), then](error_code cancelled) {
      if (!cancelled && !self->over_) then();
    });
  }

  link_target where_;
  link_listener listener_;
  net::ssl::context context_;
  net::ssl::stream<tcp::socket> stream_;
  tcp::resolver resolver_;
  net::steady_timer timer_;
  std::array<char, chunk_bytes> chunk_{};
  std::string unsent_, sending_;
  bool ready_ = false, writing_ = false, closing_ = false, over_ = false;
};

} // namespace

struct tcp_links::impl {
  net::io_context io{1};
  net::executor_work_guard<net::io_context::executor_type> work{io.get_executor()};
  std::vector<std::weak_ptr<connection>> connections; ///< on the thread
  std::mutex door;                                    ///< guards `open`, so that nothing is posted after the last run
  bool open = true;
  std::thread thread;

  template <class F> bool post(F what) {
    const std::lock_guard guard(door);
    if (open) net::post(io, std::move(what));
    return open;
  }
};

namespace {

/// What an account holds: hops over to the thread.
template <class Impl> class handle final : public link {
public:
  handle(std::shared_ptr<Impl> impl, std::shared_ptr<connection> to) : impl_(std::move(impl)), to_(std::move(to)) {}
  ~handle() override { close(); }
  handle(const handle&) = delete;
  handle& operator=(const handle&) = delete;

  void send(std::string bytes) override {
    impl_->post([to = to_, bytes = std::move(bytes)]() mutable { to->send(std::move(bytes)); });
  }
  void read_on() override {
    impl_->post([to = to_] { to->read_on(); });
  }
  void close() override {
    impl_->post([to = to_] { to->close(); });
  }

private:
  std::shared_ptr<Impl> impl_;
  std::shared_ptr<connection> to_;
};

} // namespace

tcp_links::tcp_links() : impl_(std::make_shared<impl>()) {
  impl_->thread = std::thread([my = impl_.get()] { my->io.run(); });
}

tcp_links::~tcp_links() { stop(); }

std::shared_ptr<link> tcp_links::open(link_target where, link_listener listener) {
  auto lost = listener.lost;
  auto made = std::make_shared<connection>(impl_->io, std::move(where), std::move(listener));
  const bool open = impl_->post([my = impl_.get(), made] {
    std::erase_if(my->connections, [](const auto& one) {
      const auto there = one.lock();
      return !there || there->is_over();
    });
    my->connections.push_back(made);
    made->start();
  });
  if (!open) lost("the broker is stopping");
  return std::make_shared<handle<impl>>(impl_, std::move(made));
}

void tcp_links::stop() {
  {
    const std::lock_guard guard(impl_->door);
    if (!std::exchange(impl_->open, false)) return;
    net::post(impl_->io, [my = impl_.get()] {
      for (const auto& one : my->connections)
        if (const auto there = one.lock()) there->close(); // what was handed over still goes, an unbind say
      my->connections.clear();
      my->work.reset();
    });
  }
  impl_->thread.join();
}

} // namespace tidings::smpp
