// Sockets, TLS and coroutines: the one heavy translation unit. What a request means is the door's matter, how it is
// read the request reader's; here is only who waits for what, and for how long.
#include "web/endpoint/server.hpp"

#include "web/endpoint/access/worker.hpp"
#include "web/endpoint/connection.hpp"
#include "web/endpoint/door.hpp"
#include "web/endpoint/edge/hub.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/live_ring.hpp"
#include "web/endpoint/notify/errors.hpp"
#include "web/endpoint/request_reader.hpp"
#include "web/endpoint/response_bytes.hpp"
#include "web/endpoint/tls.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <random>
#include <thread>
#include <unordered_map>
#include <unordered_set>

namespace tidings {
namespace {
namespace net = boost::asio;
using tcp = net::ip::tcp;
using error = boost::system::error_code;
using steady = std::chrono::steady_clock;

auto into(error& code) { return net::redirect_error(net::use_awaitable, code); }

using web::connection;
using web::connection_ptr;
using web::guest_list;

/// Many systems give a process 1,024 descriptors and would let it have more. False: this one wouldn't.
bool allow_descriptors(rlim_t wanted) {
  rlimit now{};
  if (::getrlimit(RLIMIT_NOFILE, &now) != 0 || now.rlim_cur >= wanted) return now.rlim_cur >= wanted;
  now.rlim_cur = std::min(wanted, now.rlim_max);
  return ::setrlimit(RLIMIT_NOFILE, &now) == 0 && now.rlim_cur >= wanted;
}
constexpr rlim_t other_descriptors = 2'048; ///< the log's files, connectors, providers

/// An answer the door owes. It may come after everybody here has gone.
struct pending_answer {
  std::optional<web::response> said;
  net::steady_timer* wake = nullptr;
};
} // namespace

struct endpoint::impl : std::enable_shared_from_this<endpoint::impl> {
  impl(endpoint_parts parts, broker_port& broker)
      : io(std::make_shared<net::io_context>(1)), log(std::move(parts.log)), ring(parts.now(), parts.live),
        door(web::house{parts.settings,
                        parts.limits,
                        std::move(parts.accounts),
                        std::move(parts.keys),
                        {},
                        broker,
                        std::move(parts.now),
                        parts.reason_needed,
                        run_on_io(),
                        {},
                        web::wrong_passwords(parts.limits.wrong_passwords_max, parts.limits.wrong_passwords_window),
                        {}}),
        settings(door.inside().settings), limits(door.inside().limits), counts(door.inside().counts),
        guests(settings.connections_max, limits) {
    door.inside().users.set_groups(std::move(parts.groups));
    door.inside().elsewhere = [this](std::function<void()> work) { return hashing.run(std::move(work)); };
    if (!parts.description.empty())
      door.inside().description = std::make_shared<const std::string>(std::move(parts.description));
    door.inside().edges = parts.edges;
    if (parts.edges)
      hub = std::make_shared<web::edge::hub>(*io, std::move(parts.edges), std::move(parts.edge_folder), log);
  }

  std::shared_ptr<net::io_context> io;
  std::function<void(std::string)> log;
  web::live_ring ring;
  web::door door;
  const endpoint_settings& settings;
  const endpoint_limits& limits;
  web::tallies& counts;
  std::shared_ptr<web::edge::hub> hub; ///< null: no agents are let in
  web::tls_context tls;
  std::optional<tcp::acceptor> acceptor;
  std::optional<net::steady_timer> last_call; ///< when stopping stops waiting
  std::unordered_set<connection_ptr> connections;
  guest_list guests;
  std::unordered_map<std::string, int> streams_of;
  bool stopping = false;
  std::shared_ptr<int> large_bodies = std::make_shared<int>(0); ///< that are being read or answered
  std::minstd_rand chance{std::random_device{}()};
  std::atomic<bool> news_posted = false;
  std::thread thread;
  web::access::worker hashing; ///< ends before what it works for

  std::function<void(std::function<void()>)> run_on_io() {
    return [weak = std::weak_ptr(io)](std::function<void()> what) {
      if (const auto context = weak.lock()) net::post(*context, std::move(what));
    };
  }
  void tell(std::string what) {
    if (log) log(std::move(what));
  }

  // -- who is let in

  void evict(web::guest* one) {
    if (!one) return;
    ++counts.connections_evicted;
    static_cast<connection*>(one)->abort();
  }

  void admit(tcp::socket socket) {
    error code;
    const auto remote = socket.remote_endpoint(code);
    if (code) return;
    socket.set_option(tcp::no_delay(true), code);
    const auto address = remote.address().to_string();
    const auto verdict = guests.judge(address, steady::now());
    evict(verdict.gives_way);
    if (verdict.how != guest_list::entry::welcome) ++counts.connections_refused;
    if (verdict.how == guest_list::entry::shut) return;
    const auto one = std::make_shared<connection>(std::move(socket), *tls);
    one->address = address;
    one->refuse = verdict.how == guest_list::entry::refuse;
    connections.insert(one);
    guests.arrive(*one, steady::now());
    counts.connections = connections.size();
    // The context is kept: a new certificate must not take it from under the handshake.
    net::co_spawn(*io, serve(one, tls), [self = shared_from_this(), one](const std::exception_ptr& trouble) {
      self->farewell(one, trouble);
    });
  }

  void farewell(const connection_ptr& one, const std::exception_ptr& trouble) {
    if (trouble) tell("a connection ended on an exception");
    one->abort();
    guests.leave(*one);
    connections.erase(one);
    counts.connections = connections.size();
    if (stopping && connections.empty()) last_call->cancel();
  }

  /// Hundreds of handshakes at once would stand before everybody's requests for as many milliseconds: who waits in the
  /// kernel's queue doesn't.
  net::awaitable<void> accept() {
    constexpr int in_a_row_max = 16;
    constexpr millis breather{10};
    net::steady_timer pause(*io);
    for (int in_a_row = 0; !stopping;) {
      error code;
      auto socket = co_await acceptor->async_accept(into(code));
      if (stopping) break;
      if (code) { // out of descriptors, or the client has gone already
        if (code == net::error::no_descriptors) evict(guests.longest_waiting(nullptr, steady::now()));
        pause.expires_after(millis(50));
        co_await pause.async_wait(into(code));
        continue;
      }
      admit(std::move(socket));
      if (++in_a_row < in_a_row_max) continue;
      in_a_row = 0;
      pause.expires_after(breather);
      co_await pause.async_wait(into(code));
    }
    co_return;
  }

  // -- one connection's life
  // What a coroutine takes by reference lives in the frame of the one that awaits it. Two of g++ 12's errors shape the
  // code: it destroys some temporaries passed in a co_await twice, so none are passed; and `if (co_await …) co_await
  // …;` at a coroutine's end becomes a trap at -O2, so no condition awaits and every end says co_return.

  net::awaitable<void> serve(connection_ptr one, web::tls_context /*kept*/) {
    error code;
    one->arm(limits.handshake_time);
    co_await one->stream.async_handshake(net::ssl::stream_base::server, into(code));
    if (code) co_return;
    web::request_reader reader(reads_of(one));
    for (int served = 1;; ++served) {
      guests.begin_waiting(*one, steady::now());
      const auto stage = co_await read_request(one, reader, served == 1 ? settings.read_timeout : limits.idle_time);
      guests.stop_waiting(*one);
      if (stage == web::request_reader::stage::broken) {
        const auto& why = reader.why();
        const auto answer = web::notify::in_form_of(reader.path(), web::refusal(why.status, why.code, why.reason));
        co_await send_last(one, answer);
        co_return;
      }
      if (stage != web::request_reader::stage::whole) {
        const bool begun = stage != web::request_reader::stage::nothing && !one->aborted;
        if (begun && (stopping || one->expired)) {
          const auto answer = web::notify::in_form_of(
              reader.path(), stopping ? web::refusal(503, "stopping", "the broker is shutting down")
                                      : web::refusal(408, "timeout", "the request took too long to come"));
          co_await send_last(one, answer);
        } else {
          co_await say_goodbye(one, false);
        }
        co_return;
      }
      const auto asked = reader.take();
      if (one->refuse) {
        const auto answer = web::notify::in_form_of(
            asked.path, web::refusal(503, "overloaded", "this server has as many connections as it takes"));
        co_await send_last(one, answer);
        co_return;
      }
      if (hub && asked.path == "/edge") {
        co_await carry_edge(one, asked);
        co_return;
      }
      auto answer = co_await answer_to(one, asked);
      one->large_body.reset();
      answer = web::notify::in_form_of(asked.path, std::move(answer)); // it may be the 504 of nobody
      if (answer.status == 429) co_await hold_back(one);
      if (answer.stream) {
        co_await run_stream(one, answer);
        co_return;
      }
      // HTTP/1.0 clients would want to be told that the connection stays: it doesn't.
      const bool last = !asked.keep_alive || !asked.http_1_1 || answer.close || stopping ||
                        served >= limits.requests_per_connection_max;
      const bool sent = co_await send(one, answer, asked.method == "HEAD", !last);
      if (!sent) co_return;
      if (last) {
        co_await say_goodbye(one, false);
        co_return;
      }
    }
  }

  web::reader_limits reads_of(const connection_ptr& one) {
    web::reader_limits reads{settings.header_bytes_max, settings.body_bytes_max, limits.fields_max};
    reads.large_body_bytes_max = limits.large_body_bytes_max;
    reads.large_body = [this, weak = std::weak_ptr(one)](const web::request& head) -> std::optional<std::size_t> {
      const auto by = weak.lock();
      if (!by || !door.may_be_large(head)) return settings.body_bytes_max;
      if (*large_bodies >= limits.large_bodies_max) return std::nullopt;
      ++*large_bodies;
      by->large_body = std::shared_ptr<void>(nullptr, [count = large_bodies](void*) { --*count; });
      return limits.large_body_bytes_max;
    };
    return reads;
  }

  /// Reads until a request is whole, can't be read, or its time is over.
  net::awaitable<web::request_reader::stage> read_request(connection_ptr one, web::request_reader& reader,
                                                          millis first_byte) {
    using stage = web::request_reader::stage;
    std::array<char, 4'096> buffer;
    error code;
    auto timed = stage::nothing;
    one->arm(first_byte);
    for (;;) {
      const auto now = reader.at();
      if (now == stage::whole || now == stage::broken) co_return now;
      if (now != timed) {
        one->arm(now == stage::header ? settings.read_timeout : limits.body_time);
        timed = now;
      }
      if (reader.wants_continue()) {
        co_await net::async_write(one->stream, net::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                                  into(code));
        if (code) co_return now;
      }
      if (stopping || one->expired) co_return now;
      const auto count = co_await one->stream.async_read_some(net::buffer(buffer), into(code));
      if (code) co_return now;
      reader.feed({buffer.data(), count});
    }
  }

  net::awaitable<web::response> answer_to(connection_ptr one, web::request asked) {
    one->disarm();
    asked.peer = one->address;
    const auto owed = std::make_shared<pending_answer>();
    door.handle(std::move(asked), [owed](web::response said) {
      if (owed->said) return;
      owed->said = std::move(said);
      if (owed->wake) owed->wake->cancel();
    });
    if (!owed->said) {
      owed->wake = &one->wake;
      one->wake.expires_after(limits.answer_time);
      error code;
      co_await one->wake.async_wait(into(code));
      owed->wake = nullptr;
    }
    if (owed->said) co_return std::move(*owed->said);
    owed->said = web::refusal(504, "timed_out", "the broker gave no answer in time; the request may still take effect");
    co_return *owed->said;
  }

  /// A client that comes back at once, again and again, would else cost as much as one that is served. Not all for
  /// equally long: those that were refused together would come back together, and everybody else would wait behind
  /// them.
  net::awaitable<void> hold_back(connection_ptr one) {
    error code;
    std::uniform_int_distribution<millis::rep> pause(limits.overload_pause.count(), 2 * limits.overload_pause.count());
    one->wake.expires_after(millis(pause(chance)));
    co_await one->wake.async_wait(into(code));
    co_return;
  }

  millis write_time(std::size_t bytes) const {
    return limits.write_time + millis(bytes * 1'000 / limits.write_rate_min);
  }

  net::awaitable<bool> send(connection_ptr one, const web::response& answer, bool head_only, bool keep_alive) {
    constexpr std::size_t one_record = 15 * 1024; // header and body in one TLS record when they fit
    auto bytes = web::header_bytes(answer, door.inside().now(), keep_alive);
    const auto body = head_only || !answer.body ? std::string_view() : std::string_view(*answer.body);
    const bool together = bytes.size() + body.size() <= one_record;
    if (together) bytes += body;
    error code;
    one->arm(write_time(body.size()));
    co_await net::async_write(one->stream, net::buffer(bytes), into(code));
    if (!code && !together) co_await net::async_write(one->stream, net::buffer(body), into(code));
    co_return !code && !one->expired && !one->aborted;
  }

  net::awaitable<void> send_last(connection_ptr one, const web::response& answer) {
    ++counts.answers[answer.status];
    const bool sent = co_await send(one, answer, false, false);
    if (sent) co_await say_goodbye(one, true);
    co_return;
  }

  /// TLS goodbye; with `drain`, what the client still sends is read first, so that a reset doesn't take our answer
  /// away.
  net::awaitable<void> say_goodbye(connection_ptr one, bool drain) {
    if (one->aborted) co_return;
    error code;
    one->arm(limits.close_time);
    co_await one->stream.async_shutdown(into(code));
    if (!drain || one->aborted || one->expired) co_return;
    std::array<char, 4'096> buffer;
    std::size_t drained = 0;
    one->socket().shutdown(tcp::socket::shutdown_send, code);
    while (!code && drained < limits.drain_bytes_max)
      drained += co_await one->socket().async_read_some(net::buffer(buffer), into(code));
    co_return;
  }

  // -- an agent's link: the connection is the hub's until it is over

  net::awaitable<void> carry_edge(connection_ptr one, const web::request& request) {
    auto asked = request;
    asked.peer = one->address;
    const auto who = web::edge::visitor_of(one->stream.native_handle());
    const auto why = hub->refused(asked, who);
    if (why) {
      co_await send_last(one, *why);
      co_return;
    }
    one->disarm();
    const auto over = std::make_shared<bool>(false);
    hub->attach(*who, one->stream, one, asked, [one, over] {
      *over = true;
      one->wake.cancel();
    });
    error code;
    while (!*over && !one->aborted) {
      one->wake.expires_after(std::chrono::hours(1));
      co_await one->wake.async_wait(into(code));
    }
    co_return;
  }

  // -- the live feed

  net::awaitable<void> run_stream(connection_ptr one, const web::response& answer) {
    const auto who = answer.stream->who;
    auto& mine = streams_of[who.id];
    if (mine >= limits.streams_per_session_max) {
      const auto busy = web::refusal(503, "overloaded", "this session has as many live feeds open as one may");
      co_await send_last(one, busy);
      co_return;
    }
    ++mine;
    ++counts.streams;
    one->streaming = true;
    error code;
    one->socket().set_option(net::socket_base::send_buffer_size(limits.stream_send_buffer), code);
    const bool begun = co_await send(one, answer, false, true);
    if (begun) {
      one->disarm();
      one->watching = true;
      net::co_spawn(*io, watch(one), [one](std::exception_ptr) {
        one->watching = false;
        one->wake.cancel();
      });
      co_await feed_stream(one, who, answer.stream->last_event_id);
      co_await end_stream(one);
    }
    one->streaming = false;
    --counts.streams;
    if (const auto held = streams_of.find(who.id); --held->second == 0) streams_of.erase(held);
    co_return;
  }

  net::awaitable<void> feed_stream(connection_ptr one, session who, std::optional<std::uint64_t> last_event_id) {
    static const std::string keep_alive = web::chunk(": keep-alive\n\n");
    auto as = door.principal_of(who);
    if (!as) co_return;
    auto batch = ring.begin(last_event_id, limits.stream_batch_max, as->scope);
    std::vector<net::const_buffer> buffers;
    error code;
    while (one->watching && !one->aborted && !stopping && as) {
      buffers.clear();
      for (const auto& bytes : batch.events) buffers.emplace_back(net::buffer(*bytes));
      if (buffers.empty()) {
        one->wake.expires_after(limits.stream_keep_alive);
        co_await one->wake.async_wait(into(code));
        if (!code) buffers.emplace_back(net::buffer(keep_alive));
      }
      if (!buffers.empty()) {
        one->arm(limits.write_time);
        co_await net::async_write(one->stream, buffers, into(code));
        one->disarm();
        if (code) {
          if (one->expired) ++counts.streams_dropped;
          one->abort();
          co_return;
        }
      }
      as = door.principal_of(who); // what was taken from them isn't sent any more
      if (as) batch = ring.after(batch.last, limits.stream_batch_max, as->scope);
    }
    co_return;
  }

  /// Learns that the client has gone. What it sends is thrown away: a live feed has nothing to hear.
  net::awaitable<void> watch(connection_ptr one) {
    std::array<char, 256> buffer;
    error code;
    std::size_t heard = 0;
    while (!code && heard < settings.header_bytes_max)
      heard += co_await one->stream.async_read_some(net::buffer(buffer), into(code));
    co_return;
  }

  net::awaitable<void> end_stream(connection_ptr one) {
    error code;
    const bool client_there = one->watching && !one->aborted;
    while (one->watching) { // two readers at once is one too many
      one->socket().cancel(code);
      one->wake.expires_after(millis(20));
      co_await one->wake.async_wait(into(code));
    }
    if (!client_there) co_return;
    one->arm(limits.write_time);
    co_await net::async_write(one->stream, net::buffer(std::string_view("0\r\n\r\n")), into(code));
    if (!code) co_await say_goodbye(one, false);
    co_return;
  }

  void spread_news() {
    news_posted = false;
    for (const auto& one : connections)
      if (one->streaming) one->wake.cancel();
  }

  // -- start and stop

  result<web::tls_context> load_tls() const {
    const auto& edges = door.inside().edges;
    return web::load_tls(settings.certificate, settings.private_key,
                         edges && edges->has_agents() ? edges->authority_certificate() : std::string());
  }

  result<int> open() {
    const auto not_listening = [&](const error& code) {
      return fail(error_code::not_configured, "the endpoint can't listen on " + settings.address + " port " +
                                                  std::to_string(settings.port) + ": " + code.message());
    };
    error code;
    const auto address = net::ip::make_address(settings.address, code);
    if (code) return not_listening(code);
    const tcp::endpoint where(address, static_cast<std::uint16_t>(settings.port));
    acceptor.emplace(*io);
    acceptor->open(where.protocol(), code);
    if (!code) acceptor->set_option(net::socket_base::reuse_address(true), code);
    if (!code) acceptor->bind(where, code);
    if (!code) acceptor->listen(net::socket_base::max_listen_connections, code);
    if (code) return not_listening(code);
    return acceptor->local_endpoint().port();
  }

  /// A handler that throws (out of memory) loses its own answer, not the endpoint.
  void run() {
    for (;;) {
      try {
        io->run();
        return;
      } catch (const std::exception& trouble) {
        tell(std::string("a request ended on an exception: ") + trouble.what());
      }
    }
  }

  void begin_stop(millis limit) {
    if (stopping) return;
    stopping = true;
    door.close();
    if (hub) {
      hub->stop();
      door.inside().edges->on_first({});
    }
    error ignored;
    acceptor->close(ignored);
    if (connections.empty()) return;
    last_call.emplace(*io);
    last_call->expires_after(limit);
    last_call->async_wait([this](error) {
      const auto left = connections;
      for (const auto& one : left) one->abort();
    });
    const auto now = connections;
    for (const auto& one : now) {
      if (one->waiting) one->socket().cancel(ignored);
      if (one->streaming) one->wake.cancel();
    }
  }
};

webhook_accounts webhook_accounts_of(const std::vector<provider_settings>& providers) {
  webhook_accounts accounts;
  for (const auto& one : providers) accounts[one.id] = {one.webhook_user, one.webhook_password, one.type, one.contract};
  return accounts;
}

endpoint::endpoint(endpoint_parts parts, broker_port& broker)
    : impl_(std::make_shared<impl>(std::move(parts), broker)) {
  impl_->ring.on_publish([raw = impl_.get()] {
    if (raw->news_posted.exchange(true)) return;
    net::post(*raw->io, [raw] { raw->spread_news(); });
  });
}

endpoint::~endpoint() { stop(millis(0)); }

live_feed& endpoint::feed() { return impl_->ring; }

result<int> endpoint::start() {
  auto& inside = *impl_;
  auto tls = inside.load_tls();
  if (!tls) return tl::unexpected(tls.error());
  inside.tls = std::move(*tls);
  if (auto files = web::static_files::load(inside.settings.web_root))
    inside.door.inside().files = std::move(*files);
  else
    inside.tell("no web app: " + files.error().detail);
  const auto connections = static_cast<rlim_t>(inside.settings.connections_max + inside.limits.refusals_max);
  if (!allow_descriptors(connections + other_descriptors))
    inside.tell("this process may not open as many files as its connections need: raise LimitNOFILE");
  auto port = inside.open();
  if (!port) return port;
  if (!inside.settings.port_file.empty()) {
    const auto draft = inside.settings.port_file + ".new";
    std::ofstream(draft) << *port << '\n';
    if (std::rename(draft.c_str(), inside.settings.port_file.c_str()) != 0)
      return fail(error_code::not_configured, "the endpoint can't write " + inside.settings.port_file);
  }
  net::co_spawn(*inside.io, inside.accept(), [raw = impl_.get()](std::exception_ptr trouble) {
    if (trouble) raw->tell("the endpoint stopped accepting on an exception");
  });
  if (inside.hub) {
    inside.hub->start();
    inside.door.inside().edges->on_first([raw = impl_.get()] {
      net::post(*raw->io, [raw] {
        if (auto fresh = raw->load_tls())
          raw->tls = std::move(*fresh);
        else
          raw->tell("agents can't come in: " + fresh.error().detail);
      });
    });
  }
  inside.thread = std::thread([raw = impl_.get()] { raw->run(); });
  return port;
}

void endpoint::set_groups(std::map<std::string, practice_scope> groups) {
  net::post(*impl_->io, [raw = impl_.get(), fresh = std::move(groups)]() mutable {
    raw->door.inside().users.set_groups(std::move(fresh));
    raw->spread_news(); // feeds that wait look again at whose they are
  });
}

result<void> endpoint::reload_certificate() {
  auto tls = impl_->load_tls();
  if (!tls) return tl::unexpected(tls.error());
  net::post(*impl_->io, [raw = impl_.get(), fresh = std::move(*tls)]() mutable { raw->tls = std::move(fresh); });
  return {};
}

void endpoint::stop(millis limit) {
  if (!impl_->thread.joinable()) return;
  net::post(*impl_->io, [raw = impl_.get(), limit] { raw->begin_stop(limit); });
  impl_->thread.join();
}

} // namespace tidings
