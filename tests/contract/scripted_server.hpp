#pragma once
// A TCP server on loopback that does what a test tells it to, one connection after another, on a thread of its own.
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <atomic>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace tidings::test {

/// One accepted connection. Every wait ends after ten seconds, so that a wrong test fails instead of hanging.
class peer {
public:
  explicit peer(int file) : file_(file) {}
  ~peer() { close(); }
  peer(const peer&) = delete;
  peer& operator=(const peer&) = delete;

  /// Reads until `mark` is there, or the peer closes: then what there is.
  std::string read_until(std::string_view mark) {
    std::string out;
    while (out.find(mark) == std::string::npos) {
      char c = 0;
      pollfd waiting{file_, POLLIN, 0};
      if (::poll(&waiting, 1, 10'000) != 1 || ::read(file_, &c, 1) != 1) break;
      out += c;
    }
    return out;
  }
  /// A whole HTTP request with its body.
  std::string read_http() {
    auto out = read_until("\r\n\r\n");
    const auto length = out.find("Content-Length: ");
    if (length == out.npos) return out;
    for (auto left = std::stoul(out.substr(length + 16)); left > 0; --left) {
      char c = 0;
      if (::read(file_, &c, 1) != 1) break;
      out += c;
    }
    return out;
  }
  void write(std::string_view bytes) { (void)!::send(file_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
  void wait_for_close() {
    char c = 0;
    pollfd waiting{file_, POLLIN, 0};
    while (::poll(&waiting, 1, 10'000) == 1 && ::read(file_, &c, 1) > 0) {
    }
  }
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  void reset() {
    const linger now{1, 0};
    ::setsockopt(file_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
  }

  int file() const { return file_; }

private:
  int file_;
};

class scripted_server {
public:
  /// `script` is called for each connection with its number, 1, 2, …
  explicit scripted_server(std::function<void(peer&, int)> script) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof any;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
    EXPECT_EQ(::listen(listener_, 16), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&any), &size);
    port_ = ntohs(any.sin_port);
    thread_ = std::thread([this, script = std::move(script)] {
      while (true) {
        const int file = ::accept(listener_, nullptr, nullptr);
        if (file < 0) return;
        peer one(file);
        script(one, ++connections_);
      }
    });
  }
  ~scripted_server() { stop(); }
  scripted_server(const scripted_server&) = delete;
  scripted_server& operator=(const scripted_server&) = delete;

  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  void stop() {
    if (!thread_.joinable()) return;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

private:
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

/// A port where nobody listens.
inline std::uint16_t dead_port() {
  scripted_server closed([](peer&, int) {});
  return closed.port();
}

} // namespace tidings::test
