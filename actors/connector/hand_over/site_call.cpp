#include "actors/connector/hand_over/site_call.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace tidings {
namespace {

constexpr std::size_t line_max = 1'000;

struct closing {
  int file;
  ~closing() { ::close(file); }
};

bool set_patience(int file, millis patience) {
  const auto ms = patience.count();
  const timeval limit{ms / 1'000, static_cast<suseconds_t>(ms % 1'000 * 1'000)};
  return ::setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0 &&
         ::setsockopt(file, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0;
}

tl::unexpected<failure> broke(error_code code, std::string_view doing) {
  const bool late = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINPROGRESS;
  return fail(code, std::string(doing).append(": ").append(late ? "it took too long" : std::strerror(errno)));
}

} // namespace

result<std::string> site_call(std::uint16_t port, std::string_view bytes, millis patience) {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (file < 0) return broke(error_code::unreachable, "no socket");
  const closing at_the_end{file};
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(port);
  there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (!set_patience(file, patience) || ::connect(file, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
    return broke(error_code::unreachable, "no connection");
  while (!bytes.empty()) {
    const auto sent = ::send(file, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EINTR)
      return broke(error_code::outcome_unknown, "the way broke");
  }
  std::string line;
  std::array<char, line_max> some{};
  while (line.size() < line_max) {
    const auto got = ::recv(file, some.data(), some.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return broke(error_code::outcome_unknown, "no answer");
    if (got == 0) return fail(error_code::outcome_unknown, "the way ended without an answer");
    line.append(some.data(), static_cast<std::size_t>(got));
    if (const auto end = line.find('\n'); end != line.npos) return line.substr(0, end);
  }
  return fail(error_code::outcome_unknown, "an answer without an end");
}

} // namespace tidings
