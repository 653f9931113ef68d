// Could the endpoint listen where it shall?
#include "actors/node/doctor/look.hpp"

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace tidings::doctor {

listening_seen probe(const listening_target& at) {
  listening_seen out;
  addrinfo wish{};
  wish.ai_flags = AI_NUMERICHOST | AI_PASSIVE;
  wish.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(at.address.c_str(), std::to_string(at.port).c_str(), &wish, &found) != 0) {
    out.trouble = "its address can't be read";
    return out;
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> place(found, &::freeaddrinfo);
  const int socket = ::socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  out.free = ::bind(socket, place->ai_addr, place->ai_addrlen) == 0;
  out.taken = !out.free && errno == EADDRINUSE;
  if (!out.free) out.trouble = std::strerror(errno);
  ::close(socket);
  return out;
}

} // namespace tidings::doctor
