#pragma once
// An HTTP proxy that does CONNECT and nothing else (RFC 9110 §9.3.6), one connection after another.
#include "tests/contract/scripted_server.hpp"

#include <array>
#include <mutex>
#include <string>

namespace tidings::test {

class connect_proxy {
public:
  /// @param refuse answer 407 to everybody
  explicit connect_proxy(bool refuse = false)
      : server_([this, refuse](peer& one, int) {
          const auto head = one.read_until("\r\n\r\n");
          {
            const std::lock_guard guard(lock_);
            asked_ += head.substr(0, head.find('\r')) + '\n';
          }
          const auto colon = head.find(':');
          if (refuse || !head.starts_with("CONNECT 127.0.0.1:") || colon == head.npos)
            return one.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
          const int to = connect_to(static_cast<std::uint16_t>(std::stoi(head.substr(colon + 1))));
          if (to < 0) return one.write("HTTP/1.1 502 Bad Gateway\r\n\r\n");
          one.write("HTTP/1.1 200 Connection established\r\n\r\n");
          pump(one.file(), to);
          ::close(to);
        }) {}

  std::uint16_t port() const { return server_.port(); }
  std::string asked() {
    const std::lock_guard guard(lock_);
    return asked_;
  }

private:
  static int connect_to(std::uint16_t port) {
    const int file = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    there.sin_port = htons(port);
    if (::connect(file, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0) return file;
    ::close(file);
    return -1;
  }
  /// Until one of them hangs up.
  static void pump(int one, int other) {
    std::array<char, 4096> bytes{};
    for (;;) {
      std::array<pollfd, 2> both{pollfd{one, POLLIN, 0}, pollfd{other, POLLIN, 0}};
      if (::poll(both.data(), both.size(), -1) < 1) return;
      for (const auto& ready : both) {
        if (ready.revents == 0) continue;
        const auto count = ::read(ready.fd, bytes.data(), bytes.size());
        const int to = ready.fd == one ? other : one;
        if (count <= 0 || ::send(to, bytes.data(), static_cast<std::size_t>(count), MSG_NOSIGNAL) != count) return;
      }
    }
  }

  std::mutex lock_;
  std::string asked_;
  scripted_server server_; ///< last: its thread uses the others
};

} // namespace tidings::test
