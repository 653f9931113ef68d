#include "actors/connector/tcp_connection.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>

namespace tidings {
namespace net = boost::asio;
using tcp = net::ip::tcp;

tcp_connection::tcp_connection(net::io_context& io, tcp_wire_limits limits, std::string host, std::uint16_t port)
    : io_(io), limits_(limits), host_(std::move(host)), port_(port), timer_(io) {}

std::string tcp_connection::peer() const { return fmt::format("{}:{}", host_, port_); }

void tcp_connection::submit(exchange one) {
  if (waiting_.size() >= limits_.waiting_max)
    return one.done(fail(error_code::overloaded, fmt::format("{} requests wait for {}", waiting_.size(), peer())));
  waiting_.push_back(std::move(one));
  if (!current_) start_next();
}

void tcp_connection::start_next() {
  while (!current_ && !waiting_.empty()) {
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    if (current_->deadline > clock::now()) break;
    finish(fail(error_code::overloaded, "it waited behind other requests for its whole time limit"));
  }
  idle_ = !current_;
  if (idle_) return session_ ? arm(clock::now() + limits_.idle_max) : void(timer_.cancel());
  if (session_) {
    arm(current_->deadline);
    write();
  } else {
    arm(std::min(current_->deadline, clock::now() + limits_.connect_timeout));
    open();
  }
}

void tcp_connection::open() {
  session_ = std::make_shared<session>(io_, limits_.answer_bytes_max);
  const auto connected = [self = shared_from_this(), on = session_](boost::system::error_code error, const auto&) {
    if (on != self->session_) return;
    if (error) return self->on_lost(on, error.message());
    on->connected = true;
    boost::system::error_code ignored; // both only make it better
    on->socket.set_option(tcp::no_delay(true), ignored);
    on->socket.set_option(net::socket_base::keep_alive(true), ignored);
    self->read(on);
    self->arm(self->current_->deadline);
    self->write();
  };
  boost::system::error_code not_numeric;
  if (const auto address = net::ip::make_address(host_, not_numeric); !not_numeric) {
    const std::array<tcp::endpoint, 1> one{tcp::endpoint(address, port_)};
    return net::async_connect(session_->socket, one, connected);
  }
  session_->resolver.async_resolve(
      host_, std::to_string(port_),
      [self = shared_from_this(), on = session_, connected](boost::system::error_code error, const auto& found) {
        if (on != self->session_) return;
        if (error) return self->on_lost(on, error.message());
        net::async_connect(on->socket, found, connected);
      });
}

void tcp_connection::write() {
  sending_ = true;
  // The line lives as long as the write: `finish` may drop `current_` before the handler runs.
  auto line = std::make_shared<const std::string>(std::move(current_->what.line));
  net::async_write(session_->socket, net::buffer(*line),
                   [self = shared_from_this(), on = session_, line](boost::system::error_code error, std::size_t sent) {
                     if (!error || on != self->session_) return;
                     // A document cut off before its last byte but the newline can't have been understood.
                     if (sent + 1 < line->size()) self->sending_ = false;
                     self->on_lost(on, error.message());
                   });
}

void tcp_connection::read(const session_ptr& on) {
  on->socket.async_read_some(net::buffer(on->chunk),
                             [self = shared_from_this(), on](boost::system::error_code error, std::size_t bytes) {
                               if (on != self->session_) return;
                               if (error == net::error::eof)
                                 return self->on_lost(on, "the gateway closed the connection");
                               if (error) return self->on_lost(on, error.message());
                               self->on_read(on, bytes);
                             });
}

void tcp_connection::on_read(const session_ptr& on, std::size_t bytes) {
  if (const auto ok = on->frames.push({on->chunk.data(), bytes}); !ok) return on_lost(on, ok.error().detail);
  read(on);
  bool answered = false;
  while (auto one = on->frames.next()) {
    // Answers to requests given up long ago, or unasked for, are nobody's.
    const bool ours =
        current_ && sending_ && (one->request_uid.empty() || one->request_uid == current_->what.request_uid);
    if (!ours || answered) continue;
    answered = true;
    finish(std::move(one->bytes));
  }
  if (answered && !current_) start_next();
}

void tcp_connection::on_lost(const session_ptr& on, const std::string& why) {
  const bool reached = on->connected;
  close();
  if (current_) {
    if (sending_)
      finish(fail(error_code::outcome_unknown, fmt::format("{}: {}", peer(), why)));
    else if (reached)
      finish(fail(error_code::unreachable, fmt::format("{} took no request: {}", peer(), why)));
    else
      finish(fail(error_code::unreachable, fmt::format("{}: {}", peer(), why)));
  }
  start_next();
}

void tcp_connection::arm(clock::time_point at) {
  timer_.expires_at(at);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    // A timer set anew after this one fired, and before it ran, has its expiry in the future.
    if (!error && self && self->timer_.expiry() <= clock::now()) self->on_timer();
  });
}

void tcp_connection::on_timer() {
  // After silence the connection is closed: a late answer must not be taken for the next request's.
  const bool connected = session_ && session_->connected;
  close();
  if (!idle_ && current_) {
    if (sending_)
      finish(fail(error_code::timed_out, fmt::format("{} didn't answer in time", peer())));
    else if (connected)
      finish(fail(error_code::unreachable, fmt::format("{} took no request in time", peer())));
    else
      finish(fail(error_code::unreachable, fmt::format("{}: no connection in time", peer())));
  }
  start_next();
}

void tcp_connection::finish(result<std::string> what) {
  auto done = std::move(current_->done);
  current_.reset();
  sending_ = false;
  done(std::move(what));
}

void tcp_connection::close() {
  if (!session_) return;
  boost::system::error_code ignored; // closing is all that is left to do
  session_->resolver.cancel();
  session_->socket.close(ignored);
  session_.reset();
}

void tcp_connection::stop() {
  timer_.cancel();
  close();
  auto waiting = std::exchange(waiting_, {});
  if (current_)
    finish(sending_ ? fail(error_code::outcome_unknown, "the broker stopped before the answer came")
                    : fail(error_code::stopping, "the broker is stopping"));
  for (auto& one : waiting) one.done(fail(error_code::stopping, "the broker is stopping"));
}

} // namespace tidings
