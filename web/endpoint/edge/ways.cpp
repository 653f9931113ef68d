#include "web/endpoint/edge/ways.hpp"

#include "schemas/json.hpp"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tidings::web::edge {
namespace {

constexpr std::size_t ways_max = 2'000; ///< each is a descriptor

/// A listening socket on any free port of 127.0.0.1; -1: none to be had.
int listen_on_loopback(std::uint16_t& port) {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  if (file < 0) return -1;
  if (::bind(file, reinterpret_cast<sockaddr*>(&here), sizeof here) != 0 || ::listen(file, SOMAXCONN) != 0 ||
      ::getsockname(file, reinterpret_cast<sockaddr*>(&here), &size) != 0) {
    ::close(file);
    return -1;
  }
  port = ntohs(here.sin_port);
  return file;
}

} // namespace

ways::~ways() {
  for (const auto& [key, one] : ways_) ::close(one.listener);
}

result<std::uint16_t> ways::port_to(const practice_id& practice, const std::string& agent, const std::string& host,
                                    int port) {
  const bool is_v6 = host.find(':') != host.npos;
  const auto place = tidings::edge::read_place((is_v6 ? '[' + host + ']' : host) + ':' + std::to_string(port));
  if (!place) return fail(error_code::invalid_input, "an address that no agent can be asked for");
  std::function<void()> tell;
  std::uint16_t found = 0;
  {
    const std::lock_guard guard(lock_);
    if (!present_.contains(agent)) return fail(error_code::unreachable, away(agent));
    const auto key = std::tuple(practice, place->host, place->port);
    auto at = ways_.find(key);
    if (at != ways_.end() && at->second.agent != agent) {
      ::close(at->second.listener); // the hub, which is told of the new one, closes its copy
      traffic_.erase(at->second.port);
      ways_.erase(at);
      at = ways_.end();
    }
    if (at == ways_.end()) {
      way made{practice, agent, *place, -1, 0};
      if (ways_.size() < ways_max) made.listener = listen_on_loopback(made.port);
      if (made.listener < 0) return fail(error_code::overloaded, "no port of 127.0.0.1 is free for the agent");
      at = ways_.emplace(key, std::move(made)).first;
      tell = tell_;
    }
    found = at->second.port;
  }
  if (tell) tell();
  return found;
}

std::vector<way> ways::all() const {
  const std::lock_guard guard(lock_);
  std::vector<way> out;
  for (const auto& [key, one] : ways_) out.push_back(one);
  return out;
}

bool ways::find(std::uint16_t port, way& into) const {
  const std::lock_guard guard(lock_);
  for (const auto& [key, one] : ways_) {
    if (one.port != port) continue;
    into = one;
    return true;
  }
  return false;
}

/// For the practice's staff as well.
std::string ways::away(const std::string& agent) const {
  const auto left = left_.find(agent);
  const auto since = left == left_.end() ? std::string("has not connected since the broker started")
                                         : "has been offline since " + iso8601(left->second);
  return "the practice's PC with the agent `" + agent + "` " + since + ": see that it is on and online";
}

traffic ways::traffic_of(std::uint16_t port) const {
  const std::lock_guard guard(lock_);
  const auto found = traffic_.find(port);
  return found == traffic_.end() ? traffic() : found->second;
}

void ways::begun(std::uint16_t port) {
  const std::lock_guard guard(lock_);
  ++traffic_[port].begun;
}

void ways::ended(std::uint16_t port, bool touched, const std::string& why) {
  const std::lock_guard guard(lock_);
  auto& one = traffic_[port];
  ++one.ended;
  if (!touched) ++one.untouched;
  if (!why.empty()) one.last_trouble = why;
}

void ways::set_present(const std::string& agent, bool present, timestamp now) {
  const std::lock_guard guard(lock_);
  if (present) {
    present_.insert(agent);
  } else {
    present_.erase(agent);
    left_[agent] = now;
  }
}

bool ways::is_present(const std::string& agent) const {
  const std::lock_guard guard(lock_);
  return present_.contains(agent);
}

void ways::on_new(std::function<void()> tell) {
  const std::lock_guard guard(lock_);
  tell_ = std::move(tell);
}

} // namespace tidings::web::edge
