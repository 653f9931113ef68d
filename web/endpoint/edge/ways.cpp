#include "web/endpoint/edge/ways.hpp"

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
    if (!present_.contains(agent))
      return fail(error_code::unreachable, "the agent `" + agent + "` on the practice's site is not connected");
    const auto key = std::tuple(practice, place->host, place->port);
    auto at = ways_.find(key);
    if (at == ways_.end()) {
      way made{practice, agent, *place, -1, 0};
      if (ways_.size() < ways_max) made.listener = listen_on_loopback(made.port);
      if (made.listener < 0) return fail(error_code::overloaded, "no port of 127.0.0.1 is free for the agent");
      at = ways_.emplace(key, std::move(made)).first;
      tell = tell_;
    }
    at->second.agent = agent;
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

void ways::set_present(const std::string& agent, bool present) {
  const std::lock_guard guard(lock_);
  if (present)
    present_.insert(agent);
  else
    present_.erase(agent);
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
