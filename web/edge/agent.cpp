#include "web/edge/agent.hpp"

#include "web/edge/backoff.hpp"
#include "web/edge/credentials.hpp"
#include "web/edge/dialling.hpp"
#include "web/edge/document_user.hpp"
#include "web/edge/outbox.hpp"
#include "web/edge/socket_user.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/post.hpp>

#include <random>
#include <thread>

namespace tidings::edge {
namespace {
namespace net = boost::asio;
using tcp = net::ip::tcp;
using error = boost::system::error_code;

constexpr millis site_connect_limit{5'000}; ///< what it connects to stands on the same network

/// One try to reach an address of the site.
struct site_call : std::enable_shared_from_this<site_call> {
  explicit site_call(net::io_context& io) : resolver(io), socket(io), limit(io) {}
  tcp::resolver resolver;
  tcp::socket socket;
  net::steady_timer limit;

  void start(const tcp_place& to, std::function<void(error)> done) {
    const auto once = std::make_shared<std::function<void(error)>>(std::move(done));
    const auto end = [self = shared_from_this(), once](error code) {
      const auto told = std::exchange(*once, {});
      self->limit.cancel();
      if (told) told(code);
    };
    limit.expires_after(site_connect_limit);
    limit.async_wait([self = shared_from_this(), end](error code) {
      if (code) return;
      error ignored;
      self->resolver.cancel();
      self->socket.close(ignored);
      end(net::error::timed_out);
    });
    resolver.async_resolve(to.host, std::to_string(to.port),
                           [self = shared_from_this(), end](error code, const tcp::resolver::results_type& found) {
                             if (code) return end(code);
                             net::async_connect(self->socket, found,
                                                [self, end](error failed, const tcp::endpoint&) { end(failed); });
                           });
  }
};

} // namespace

struct agent::impl : std::enable_shared_from_this<agent::impl> {
  impl(agent_settings given, std::function<void(std::string)> tell) : settings(std::move(given)), say(std::move(tell)) {
    for (const auto& one : settings.outboxes) outboxes.emplace_back(one);
  }

  agent_settings settings;
  std::function<void(std::string)> say;
  address broker;
  std::optional<address> proxy;
  credentials mine;
  net::io_context io{1};
  net::steady_timer redial{io}, look{io};
  std::shared_ptr<dialling> dial;
  link_ptr up; ///< null: there is none
  bool greeted = false;
  std::chrono::steady_clock::time_point since;
  backoff wait;
  std::minstd_rand dice{std::random_device{}()};
  std::vector<outbox> outboxes;
  std::optional<wanted_certificate> wanted;
  bool sending = false, stopping = false;
  std::string last_said;
  std::thread thread;

  /// The same trouble again and again is told once.
  void tell(const std::string& what) {
    if (say && what != last_said) say(what);
    last_said = what;
  }

  // -- the link

  result<net::ssl::context> context() const {
    net::ssl::context out(net::ssl::context::tls_client);
    error code;
    SSL_CTX_set_min_proto_version(out.native_handle(), TLS1_2_VERSION);
    if (settings.ca_file.empty())
      out.set_default_verify_paths(code);
    else
      out.load_verify_file(settings.ca_file, code);
    if (code) return fail(error_code::not_configured, "ca_file can't be read: " + code.message());
    const auto file = mine.file.string();
    out.use_certificate_file(file, net::ssl::context::pem, code);
    if (!code) out.use_private_key_file(file, net::ssl::context::pem, code);
    if (code) return fail(error_code::not_configured, file + " can't be used: " + code.message());
    return out;
  }

  void begin_dial() {
    if (stopping) return;
    auto with = context();
    if (!with) {
      tell(with.error().detail);
      return dial_later();
    }
    dial = std::make_shared<dialling>(io, broker, proxy, std::move(*with));
    dial->start([weak = weak_from_this()](result<std::shared_ptr<dialled>> made) {
      const auto self = weak.lock();
      if (!self || self->stopping) return;
      self->dial.reset();
      if (made) return self->begin_link(*made);
      self->tell("the broker " + self->settings.broker + ": " + made.error().detail);
      self->dial_later();
    });
  }

  void dial_later() {
    redial.expires_after(wait.next(static_cast<std::uint32_t>(dice())));
    redial.async_wait([weak = weak_from_this()](error code) {
      if (const auto self = weak.lock(); self && !code) self->begin_dial();
    });
  }

  void begin_link(const std::shared_ptr<dialled>& made) {
    const auto weak = weak_from_this();
    link_events events;
    events.greeted = [weak](const peer_greets& what) {
      if (const auto self = weak.lock()) self->on_greeted(what);
    };
    events.asked = [weak](std::uint32_t stream, const std::string& what) {
      if (const auto self = weak.lock()) self->asked(stream, what);
    };
    events.renewed = [weak](const std::string& certificate) {
      if (const auto self = weak.lock()) self->on_renewed(certificate);
    };
    events.over = [weak](const std::string& why) {
      if (const auto self = weak.lock()) self->on_over(why);
    };
    greeted = false;
    since = std::chrono::steady_clock::now();
    up = link::ask(made->stream, made, broker.host, TIDINGS_VERSION, std::move(events));
  }

  void on_greeted(const peer_greets& what) {
    greeted = true;
    tell("connected to " + settings.broker + " as " + mine.name + " (broker " + what.program + ")");
    if (should_renew(mine, system_now())) renew();
    look_later();
  }

  void on_over(const std::string& why) {
    if (greeted && std::chrono::steady_clock::now() - since >= link_good_after) wait.was_good();
    look.cancel();
    sending = false;
    net::post(io, [gone = std::move(up)] {}); // not while it is speaking
    up = nullptr;
    if (stopping) return;
    tell("the link is gone: " + why);
    dial_later();
  }

  void renew() {
    auto made = want_certificate();
    if (!made) return tell(made.error().detail);
    wanted = std::move(*made);
    up->ask_renewal(wanted->request);
  }
  void on_renewed(const std::string& certificate) {
    const auto asked = std::exchange(wanted, std::nullopt);
    if (!asked || certificate.empty()) return tell("the broker didn't renew the certificate");
    auto kept = keep(settings.folder, asked->key, certificate);
    if (!kept) return tell(kept.error().detail);
    mine = std::move(*kept); // used when it dials next
    tell("the certificate was renewed");
  }

  // -- what the broker asks for

  void asked(std::uint32_t stream, const std::string& what) {
    const auto on = up;
    const auto wanted_place = read_target(what);
    const auto* place = wanted_place ? std::get_if<tcp_place>(&*wanted_place) : nullptr;
    if (place == nullptr) return on->reset(stream, reset_code::refused, "no address");
    if (*place == documents_place && !settings.documents.empty())
      return on->accept(stream, std::make_shared<document_user>(settings.documents, on, stream));
    if (!allows(settings.allow, *place)) {
      tell("the broker asked for " + text_of(*place) + ", which `allow` doesn't have");
      return on->reset(stream, reset_code::refused, "the agent's `allow` doesn't have this address");
    }
    const auto call = std::make_shared<site_call>(io);
    call->start(*place, [weak = weak_from_this(), on = std::weak_ptr(on), call, stream](error code) {
      const auto self = weak.lock();
      const auto link = on.lock();
      if (!self || !link) return;
      if (code) return link->reset(stream, reset_code::unreachable, "the agent can't connect: " + code.message());
      const auto user = std::make_shared<socket_user>(std::move(call->socket), link, nullptr);
      user->is_stream(stream);
      link->accept(stream, user);
      user->start();
    });
  }

  // -- what it hands over

  void look_later() {
    if (outboxes.empty()) return;
    look.expires_after(outbox_look_every);
    look.async_wait([weak = weak_from_this()](error code) {
      const auto self = weak.lock();
      if (!self || code || self->stopping) return;
      self->look_at_outboxes();
      if (self->up) self->look_later();
    });
  }

  void look_at_outboxes() {
    for (auto& one : outboxes) {
      const auto seen = one.look();
      if (!seen) {
        tell(seen.error().detail);
        continue;
      }
      const auto ready = one.ready(*seen, std::chrono::steady_clock::now());
      if (!sending && !ready.empty()) hand_over(one, ready.front());
    }
  }

  void hand_over(outbox& from, const std::string& name) {
    sending = true;
    const auto file =
        std::make_shared<outgoing_file>(up, [weak = weak_from_this(), &from, name](const std::string& why) {
          const auto self = weak.lock();
          if (!self) return;
          self->sending = false;
          if (!why.empty()) {
            from.refused(name, std::chrono::steady_clock::now());
            return self->tell(name + " was not handed over: " + why);
          }
          const auto moved = from.was_sent(name, system_now());
          self->tell(moved ? name + " was handed over" : moved.error().detail);
          if (!moved) from.refused(name, std::chrono::steady_clock::now());
        });
    file->start(from.settings(), name);
  }

  void run() {
    for (;;) {
      try {
        io.run();
        return;
      } catch (const std::exception& trouble) {
        tell(std::string("an exception: ") + trouble.what());
      }
    }
  }
};

agent::agent(std::shared_ptr<impl> parts) : impl_(std::move(parts)) {}
agent::~agent() { stop(); }

result<std::unique_ptr<agent>> agent::start(agent_settings settings, std::function<void(std::string)> say) {
  const auto broker = read_address(settings.broker, "https");
  if (!broker)
    return fail(error_code::not_configured, "broker must be an address such as https://tidings.example.nhs.uk");
  const auto proxy = settings.proxy.empty() ? std::nullopt : read_address(settings.proxy, "http");
  if (!settings.proxy.empty() && !proxy)
    return fail(error_code::not_configured, "proxy must be an address such as http://proxy.example.nhs.uk:8080");
  auto mine = load_credentials(settings.folder);
  if (!mine) return tl::unexpected(mine.error());
  auto parts = std::make_shared<impl>(std::move(settings), std::move(say));
  parts->broker = *broker;
  parts->proxy = proxy;
  parts->mine = std::move(*mine);
  if (auto tried = parts->context(); !tried) return tl::unexpected(tried.error());
  net::post(parts->io, [raw = parts.get()] { raw->begin_dial(); });
  parts->thread = std::thread([raw = parts.get()] { raw->run(); });
  return std::unique_ptr<agent>(new agent(std::move(parts)));
}

void agent::stop() {
  if (!impl_->thread.joinable()) return;
  net::post(impl_->io, [self = impl_] {
    self->stopping = true;
    self->redial.cancel();
    self->look.cancel();
    if (self->dial) self->dial->stop();
    if (const auto link = self->up) link->end("the agent is stopping");
  });
  impl_->thread.join();
}

} // namespace tidings::edge
