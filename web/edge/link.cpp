#include "web/edge/link.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <map>

namespace tidings::edge {
namespace {
namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using error = boost::system::error_code;
} // namespace

struct link::impl : std::enable_shared_from_this<link::impl> {
  impl(side who, tls_stream& tls, std::shared_ptr<void> kept, std::string greeting, link_events what)
      : keep(std::move(kept)), ws(tls), streams(who), program(std::move(greeting)), events(std::move(what)) {
    ws.binary(true);
    ws.auto_fragment(false);
    ws.read_message_max(frame_bytes_max);
    ws.set_option(websocket::stream_base::timeout{link_handshake_limit, link_idle_max, true});
  }

  std::shared_ptr<void> keep;
  websocket::stream<tls_stream&> ws;
  mux streams;
  std::string program;
  link_events events;
  std::map<std::uint32_t, user_ptr> users;
  beast::flat_buffer in;
  std::string out; ///< being written
  bool writing = false, reading = false, up = false, dead = false;

  void begin() {
    up = true;
    streams.greet(program);
    read();
    write();
  }

  void read() {
    if (dead || reading || streams.waiting_bytes() > link_waiting_max) return;
    reading = true;
    ws.async_read(in, [self = shared_from_this()](error code, std::size_t) { self->on_read(code); });
  }
  void on_read(error code) {
    reading = false;
    if (dead) return;
    if (code) return die(code == websocket::error::closed ? "the other side closed the link" : code.message());
    if (!ws.got_binary()) return die("the other side sent text");
    const auto bytes = in.data();
    std::vector<mux_event> came;
    const auto taken = streams.take({static_cast<const char*>(bytes.data()), bytes.size()}, came);
    in.consume(in.size());
    if (!taken) return die("the other side doesn't keep to the protocol: " + taken.error().detail);
    for (auto& one : came) {
      std::visit([this](auto& what) { heard(what); }, one);
      if (dead) return;
    }
    write();
    read();
  }

  void write() {
    if (dead || writing || !up) return;
    auto next = streams.next();
    if (!next) return;
    writing = true;
    out = std::move(*next);
    ws.async_write(net::buffer(out), [self = shared_from_this()](error code, std::size_t) {
      self->writing = false;
      if (self->dead) return;
      if (code) return self->die(code.message());
      self->write();
      self->read();
    });
  }

  void forget_if_over(std::uint32_t stream) {
    if (!streams.knows(stream)) users.erase(stream);
  }
  user_ptr user_of(std::uint32_t stream) const {
    const auto found = users.find(stream);
    return found == users.end() ? nullptr : found->second;
  }
  void heard(peer_greets& what) {
    if (events.greeted) events.greeted(what);
  }
  void heard(peer_opens& what) {
    if (events.asked)
      events.asked(what.stream, what.target);
    else
      streams.reset(what.stream, reset_code::refused, "nothing may be opened from that side");
  }
  void heard(stream_opened& what) {
    if (const auto user = user_of(what.stream)) user->on_opened();
  }
  void heard(bytes_came& what) {
    if (const auto user = user_of(what.stream)) user->on_bytes(std::move(what.bytes));
  }
  void heard(room_came& what) {
    if (const auto user = user_of(what.stream)) user->on_room();
  }
  void heard(peer_closes& what) {
    const auto user = user_of(what.stream);
    forget_if_over(what.stream);
    if (user) user->on_close();
  }
  void heard(stream_broken& what) {
    const auto user = user_of(what.stream);
    users.erase(what.stream);
    if (user) user->on_broken(what.code, what.reason);
  }
  void heard(peer_asks_renewal& what) {
    if (events.renewal_asked) events.renewal_asked(what.request);
  }
  void heard(peer_renews& what) {
    if (events.renewed) events.renewed(what.certificate);
  }

  /// What was under way is broken, never taken up again: its user knows best what is in doubt.
  void die(const std::string& why) {
    if (std::exchange(dead, true)) return;
    error ignored;
    ws.next_layer().next_layer().close(ignored);
    const auto left = std::exchange(users, {});
    for (const auto& [stream, user] : left) user->on_broken(reset_code::lost, "the agent's link was lost");
    const auto told = std::exchange(events, {});
    if (told.over) told.over(why);
  }
};

link::link() = default;
link::~link() {
  if (impl_) impl_->die("it was given up");
}

std::shared_ptr<link> link::answer(tls_stream& tls, std::shared_ptr<void> keep, const std::string& head,
                                   const std::string& program, link_events events) {
  auto out = std::shared_ptr<link>(new link());
  out->impl_ = std::make_shared<impl>(side::broker, tls, std::move(keep), program, std::move(events));
  auto& inside = *out->impl_;
  beast::http::request_parser<beast::http::string_body> parser;
  error code;
  parser.put(net::buffer(head), code);
  if (code || !parser.is_header_done()) {
    net::post(tls.get_executor(), [self = out->impl_] { self->die("its request can't be read"); });
    return out;
  }
  inside.ws.async_accept(parser.release(), [self = out->impl_](error failed) {
    if (self->dead) return;
    if (failed) return self->die(failed.message());
    self->begin();
  });
  return out;
}

std::shared_ptr<link> link::ask(tls_stream& tls, std::shared_ptr<void> keep, const std::string& host,
                                const std::string& program, link_events events) {
  auto out = std::shared_ptr<link>(new link());
  out->impl_ = std::make_shared<impl>(side::agent, tls, std::move(keep), program, std::move(events));
  const auto said = std::make_shared<websocket::response_type>();
  out->impl_->ws.async_handshake(*said, host, "/edge", [self = out->impl_, said](error failed) {
    if (self->dead) return;
    if (!failed) return self->begin();
    const auto status = said->result_int();
    self->die(status >= 400 ? "the broker answered " + std::to_string(status) + ' ' + said->body() : failed.message());
  });
  return out;
}

result<std::uint32_t> link::open(const std::string& target, user_ptr user) {
  if (impl_->dead || !impl_->streams.greeted()) return fail(error_code::unreachable, "the link isn't up");
  auto id = impl_->streams.open(target);
  if (!id) return id;
  impl_->users.emplace(*id, std::move(user));
  impl_->write();
  return id;
}
void link::accept(std::uint32_t stream, user_ptr user) {
  if (impl_->dead) return user->on_broken(reset_code::lost, "the agent's link was lost");
  impl_->users.emplace(stream, std::move(user));
  impl_->streams.accept(stream);
  impl_->write();
}
void link::reset(std::uint32_t stream, reset_code code, const std::string& reason) {
  impl_->users.erase(stream);
  impl_->streams.reset(stream, code, reason);
  impl_->write();
}
std::size_t link::room(std::uint32_t stream) const { return impl_->dead ? 0 : impl_->streams.room(stream); }
void link::send(std::uint32_t stream, std::string_view bytes) {
  impl_->streams.send(stream, bytes);
  impl_->write();
}
void link::close(std::uint32_t stream) {
  impl_->streams.close(stream);
  impl_->forget_if_over(stream);
  impl_->write();
}
void link::used(std::uint32_t stream, std::size_t bytes) {
  impl_->streams.used(stream, bytes);
  impl_->write();
}
void link::ask_renewal(const std::string& request) {
  impl_->streams.ask_renewal(request);
  impl_->write();
}
void link::renew(const std::string& certificate) {
  impl_->streams.renew(certificate);
  impl_->write();
}
void link::run(std::function<void()> what) { net::post(impl_->ws.get_executor(), std::move(what)); }
std::size_t link::streams() const { return impl_->streams.streams(); }
void link::end(const std::string& why) { impl_->die(why); }

} // namespace tidings::edge
