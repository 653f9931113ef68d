#include "web/endpoint/edge/hub.hpp"

#include "web/edge/socket_user.hpp"
#include "web/endpoint/edge/incoming_file.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/text.hpp"

#include <boost/asio/post.hpp>
#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>

namespace tidings::web::edge {
namespace {
namespace net = boost::asio;
namespace edge = tidings::edge;
using error = boost::system::error_code;

std::string head_of(const request& asked) {
  auto head = "GET " + asked.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : asked.fields) head.append(name).append(": ").append(value).append("\r\n");
  head += "\r\n";
  return head;
}

template <class Socket> void reset(Socket& socket) {
  error ignored;
  socket.set_option(net::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

} // namespace

std::optional<visitor> visitor_of(SSL* connection) {
  const std::unique_ptr<X509, void (*)(X509*)> shown(SSL_get1_peer_certificate(connection), &X509_free);
  if (!shown || SSL_get_verify_result(connection) != X509_V_OK) return std::nullopt;
  std::array<char, 128> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(shown.get()), NID_commonName, name.data(), name.size());
  const std::unique_ptr<BIGNUM, void (*)(BIGNUM*)> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(shown.get()), nullptr), &BN_free);
  const std::unique_ptr<char, void (*)(char*)> hex(BN_bn2hex(number.get()), [](char* one) { OPENSSL_free(one); });
  return visitor{name.data(), hex.get()};
}

struct hub::listener {
  explicit listener(net::io_context& io) : acceptor(io) {}
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
};

hub::hub(net::io_context& io, std::shared_ptr<office> desk, folder_of folders, std::function<void(std::string)> say)
    : io_(io), desk_(std::move(desk)), folders_(std::move(folders)), say_(std::move(say)) {}

hub::~hub() { disk_.join(); }

void hub::start() {
  const auto later = [weak = weak_from_this(), &io = io_](auto what) {
    net::post(io, [weak, what = std::move(what)] {
      if (const auto self = weak.lock()) what(*self);
    });
  };
  desk_->ways.on_new([later] { later([](hub& self) { self.listen_anew(); }); });
  desk_->on_cut([later](const std::string& name) {
    later([name](hub& self) { self.cut(name, "it was cut off, or enrolled anew"); });
  });
  later([](hub& self) { self.listen_anew(); });
}

void hub::stop() {
  stopping_ = true;
  desk_->ways.on_new({});
  desk_->on_cut({});
  error ignored;
  for (const auto& [port, one] : listeners_) one->acceptor.close(ignored);
  listeners_.clear();
  const auto left = links_;
  for (const auto& [name, one] : left) one->end("the broker is stopping");
}

// -- agents

std::optional<response> hub::refused(const request& asked, const std::optional<visitor>& who) {
  if (stopping_) return refusal(503, "stopping", "the broker is shutting down");
  if (!who) return refusal(401, "no_certificate", "this place is for enrolled agents: `tidings edge enrol`");
  if (asked.method != "GET" || !same_word(asked.field("Upgrade"), "websocket"))
    return refusal(426, "upgrade_required", "an agent asks for a WebSocket here");
  if (auto may = desk_->admit(who->name, who->serial); !may)
    return refusal(may.error().code == error_code::refused ? 403 : 503, "refused", may.error().detail);
  return std::nullopt;
}

void hub::attach(const visitor& who, edge::tls_stream& tls, std::shared_ptr<void> keep, const request& asked,
                 std::function<void()> over) {
  cut(who.name, "it came in again"); // the older link is one that nobody has missed yet
  const auto made = std::make_shared<std::weak_ptr<edge::link>>();
  edge::link_events events;
  events.greeted = [this, name = who.name](const edge::peer_greets& what) {
    desk_->note(name, [&](link_state& one) { one.version = what.program; });
  };
  events.asked = [this, name = who.name, made](std::uint32_t stream, const std::string& what) {
    if (const auto by = made->lock()) this->asked(name, by, stream, what);
  };
  events.renewal_asked = [this, name = who.name, made](const std::string& request) {
    if (const auto by = made->lock()) renew(name, by, request);
  };
  events.over = [self = shared_from_this(), name = who.name, made, over = std::move(over)](const std::string& why) {
    const auto found = self->links_.find(name);
    if (found != self->links_.end() && found->second == made->lock()) {
      net::post(self->io_, [gone = found->second] {}); // not while it is speaking
      self->links_.erase(found);
      self->desk_->went(name, why);
      if (self->say_) self->say_("agent " + name + " is gone: " + why);
    }
    over();
  };
  const auto link = edge::link::answer(tls, std::move(keep), head_of(asked), TIDINGS_VERSION, std::move(events));
  *made = link;
  links_[who.name] = link;
  desk_->came(who.name, asked.peer);
  if (say_) say_("agent " + who.name + " is here, from " + asked.peer);
}

void hub::cut(const std::string& agent, const std::string& why) {
  const auto found = links_.find(agent);
  if (found == links_.end()) return;
  const auto link = found->second;
  link->end(why);
}

void hub::renew(const std::string& agent, const edge::link_ptr& by, const std::string& request) {
  const auto made = desk_->renew(agent, request);
  if (!made) desk_->trouble(agent, "its certificate can't be renewed: " + made.error().detail);
  by->renew(made ? made->certificate : std::string());
}

void hub::asked(const std::string& agent, const edge::link_ptr& by, std::uint32_t stream, const std::string& what) {
  const auto target = edge::read_target(what);
  const auto* file = target ? std::get_if<edge::file_offer>(&*target) : nullptr;
  if (file == nullptr)
    return by->reset(stream, edge::reset_code::refused, "an agent hands over files and nothing else");
  const auto folder = folders_ ? folders_(file->practice, agent) : std::string();
  const auto practice = file->practice.str();
  if (folder.empty())
    return by->reset(stream, edge::reset_code::refused, "the practice " + practice + " takes no files from this agent");
  const auto into = std::make_shared<incoming_file>(
      folder, *file, by, stream, disk_, [this, agent, practice](const std::string& why) {
        if (!why.empty()) return desk_->trouble(agent, "a file for " + practice + " was not taken: " + why);
        desk_->note(agent, [](link_state& one) { ++one.files; });
      });
  if (!into->begin())
    return by->reset(stream, edge::reset_code::refused, "the broker can't write into the folder of " + practice);
  by->accept(stream, into);
}

// -- local connections

void hub::listen_anew() {
  if (stopping_) return;
  const auto all = desk_->ways.all();
  std::erase_if(listeners_, [&](const auto& one) { // a practice has another agent now
    const bool known = std::any_of(all.begin(), all.end(), [&](const way& each) { return each.port == one.first; });
    error ignored;
    if (!known) one.second->acceptor.close(ignored);
    return !known;
  });
  for (const auto& way : all) {
    if (listeners_.contains(way.port)) continue;
    const auto made = std::make_shared<listener>(io_);
    error code;
    made->port = way.port;
    made->acceptor.assign(tcp::v4(), ::fcntl(way.listener, F_DUPFD_CLOEXEC, 0), code);
    if (code) continue;
    listeners_.emplace(way.port, made);
    accept(made);
  }
}

void hub::accept(const std::shared_ptr<listener>& at) {
  at->acceptor.async_accept([weak = weak_from_this(), at](error code, tcp::socket socket) {
    const auto self = weak.lock();
    if (!self || self->stopping_ || code == net::error::operation_aborted) return;
    if (!code) self->carry(std::move(socket), at->port);
    self->accept(at);
  });
}

void hub::carry(tcp::socket socket, std::uint16_t port) {
  way through;
  desk_->ways.begun(port);
  const auto found = desk_->ways.find(port, through) ? links_.find(through.agent) : links_.end();
  if (found == links_.end()) {
    desk_->ways.ended(port, false, "the practice's agent has just gone");
    return reset(socket);
  }
  const auto link = found->second;
  const auto agent = through.agent;
  const auto desk = desk_;
  const auto user = std::make_shared<edge::socket_user>(
      std::move(socket), link, [desk, agent, port, to = through.to](const std::string& why, edge::carried bytes) {
        desk->ways.ended(port, bytes.in > 0, why);
        desk->note(agent, [&](link_state& one) {
          if (one.streams > 0) --one.streams;
          one.bytes_to_site += bytes.in;
          one.bytes_from_site += bytes.out;
        });
        if (!why.empty()) desk->trouble(agent, edge::text_of(to) + ": " + why);
      });
  const auto stream = link->open(edge::text_of(edge::target(through.to)), user);
  desk_->note(agent, [](link_state& one) {
    ++one.streams;
    ++one.streams_opened;
  });
  if (!stream) return user->on_broken(edge::reset_code::unreachable, stream.error().detail);
  user->is_stream(*stream);
}

} // namespace tidings::web::edge
