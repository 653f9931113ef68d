#include "web/edge/socket_user.hpp"

#include <boost/asio/write.hpp>

namespace tidings::edge {
namespace {
namespace net = boost::asio;
using error = boost::system::error_code;
} // namespace

socket_user::socket_user(tcp::socket socket, std::weak_ptr<link> on,
                         std::function<void(const std::string&, carried)> over)
    : socket_(std::move(socket)), link_(std::move(on)), over_(std::move(over)) {
  error ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
}

void socket_user::start() {
  started_ = true;
  read();
}

void socket_user::read() {
  const auto on = link_.lock();
  if (!on || !started_ || reading_ || done_ || read_all_) return;
  const auto room = std::min(on->room(stream_), buffer_.size());
  if (room == 0) return;
  reading_ = true;
  socket_.async_read_some(net::buffer(buffer_, room), [self = shared_from_this()](error code, std::size_t count) {
    self->reading_ = false;
    const auto link = self->link_.lock();
    if (self->done_ || !link) return;
    if (code == net::error::eof) {
      self->read_all_ = true;
      link->close(self->stream_);
      return self->end_if_over();
    }
    if (code) return self->fail(code.message());
    self->carried_.in += count;
    link->send(self->stream_, {self->buffer_.data(), count});
    self->read();
  });
}

void socket_user::on_bytes(std::string bytes) {
  if (done_) return;
  waiting_.push_back(std::move(bytes));
  write();
}

void socket_user::write() {
  if (writing_ || done_) return;
  if (waiting_.empty()) {
    if (!close_came_ || shut_) return;
    shut_ = true;
    error ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    return end_if_over();
  }
  writing_ = true;
  net::async_write(socket_, net::buffer(waiting_.front()), [self = shared_from_this()](error code, std::size_t count) {
    self->writing_ = false;
    const auto link = self->link_.lock();
    if (self->done_ || !link) return;
    if (code) return self->fail(code.message());
    self->carried_.out += count;
    self->waiting_.pop_front();
    link->used(self->stream_, count);
    self->write();
  });
}

void socket_user::on_close() {
  close_came_ = true;
  write();
}

// Told first: whoever is at the socket must not hear of it before it is known what it carried.
void socket_user::on_broken(reset_code, const std::string& reason) {
  finish(reason);
  abort();
}

void socket_user::fail(const std::string& why) {
  if (const auto on = link_.lock()) on->reset(stream_, reset_code::lost, why);
  finish(why);
  abort();
}

void socket_user::end_if_over() {
  if (!read_all_ || !shut_) return;
  finish({});
  error ignored;
  socket_.close(ignored);
}

void socket_user::finish(const std::string& why) {
  if (std::exchange(done_, true)) return;
  if (const auto told = std::exchange(over_, {})) told(why, carried_);
}

/// A reset, not an end: whoever is there must not take what came so far for all.
void socket_user::abort() {
  error ignored;
  socket_.set_option(net::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

} // namespace tidings::edge
