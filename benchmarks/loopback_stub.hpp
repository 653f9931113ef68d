#pragma once
// Whoever takes messages at the other end, over HTTP, on loopback: answers at once and notes when each message came. A
// message is known by `bench-` and its number, somewhere in the request.
#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tidings::bench {

/// When each message came, by its number. Filled by one thread, read when `taken` says that all came.
class arrivals {
public:
  explicit arrivals(std::size_t messages) : at_(messages) {}
  /// Each message once: one that comes again is told. Numbers beyond the count are nobody's.
  void note(std::string_view request) {
    constexpr std::string_view mark = "bench-";
    const auto found = request.find(mark);
    if (found == std::string_view::npos) return;
    const auto number = static_cast<std::size_t>(std::strtoul(request.data() + found + mark.size(), nullptr, 10));
    if (number >= at_.size()) return;
    if (at_[number] != std::chrono::steady_clock::time_point{}) {
      ++again_;
      return;
    }
    at_[number] = std::chrono::steady_clock::now();
    taken_.fetch_add(1, std::memory_order_release);
  }
  std::size_t taken() const { return taken_.load(std::memory_order_acquire); }
  std::size_t again() const { return again_; }
  bool all() const { return taken() == at_.size(); }
  const std::vector<std::chrono::steady_clock::time_point>& at() const { return at_; }

private:
  std::vector<std::chrono::steady_clock::time_point> at_;
  std::atomic<std::size_t> taken_ = 0, again_ = 0;
};

/// A socket that listens on a free port of loopback.
inline int listen_on_loopback(int& port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* name = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener, name, sizeof address) != 0 || ::listen(listener, 256) != 0 ||
      ::getsockname(listener, name, &size) != 0) {
    std::perror("no port on loopback");
    std::_Exit(1);
  }
  port = ntohs(address.sin_port);
  return listener;
}

/// What is in `read` as whole requests is answered into the returned bytes and taken away.
using talker = std::function<std::string(std::string& read)>;

/// Serves any number of connections on one thread; each talks by a talker of its own.
class loopback_server {
public:
  explicit loopback_server(std::function<talker()> make) : make_(std::move(make)) {
    listener_ = listen_on_loopback(port_);
    thread_ = std::thread([this] { serve(); });
  }
  ~loopback_server() {
    stop_ = true;
    thread_.join();
  }
  loopback_server(const loopback_server&) = delete;
  loopback_server& operator=(const loopback_server&) = delete;
  int port() const { return port_; }

private:
  struct connection {
    int file = -1;
    std::string read;
    talker talk;
  };
  void serve() {
    std::vector<connection> open;
    std::vector<pollfd> wanted;
    while (!stop_) {
      wanted.assign(1, {listener_, POLLIN, 0});
      for (const auto& one : open) wanted.push_back({one.file, POLLIN, 0});
      constexpr int look_again_ms = 50;
      ::poll(wanted.data(), wanted.size(), look_again_ms);
      for (std::size_t i = 0; i < open.size(); ++i)
        if (wanted[i + 1].revents != 0 && !take(open[i])) {
          ::close(open[i].file);
          open[i].file = -1;
        }
      std::erase_if(open, [](const auto& one) { return one.file < 0; });
      if (wanted[0].revents == 0) continue;
      for (int fresh = ::accept(listener_, nullptr, nullptr); fresh >= 0; fresh = ::accept(listener_, nullptr, nullptr))
        open.push_back({fresh, {}, make_()});
    }
    for (const auto& one : open) ::close(one.file);
    ::close(listener_);
  }
  static bool take(connection& one) {
    char bytes[65'536];
    const auto got = ::read(one.file, bytes, sizeof bytes);
    if (got <= 0) return false;
    one.read.append(bytes, static_cast<std::size_t>(got));
    const auto said = one.talk(one.read);
    return said.empty() ||
           ::send(one.file, said.data(), said.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(said.size());
  }

  std::function<talker()> make_;
  int listener_ = -1, port_ = 0;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

/// Speaks HTTP/1.1; `answer` gives a whole response for a whole request.
inline talker http_talker(std::function<std::string(std::string_view request)> answer) {
  return [answer = std::move(answer)](std::string& read) {
    std::string said;
    for (;;) {
      const auto head = read.find("\r\n\r\n");
      if (head == std::string::npos) return said;
      std::size_t length = 0;
      for (auto at = read.find("ontent-"); at != std::string::npos && at < head; at = read.find("ontent-", at + 1))
        if (read[at + 7] == 'L' || read[at + 7] == 'l') length = std::strtoul(read.c_str() + at + 14, nullptr, 10);
      const auto size = head + 4 + length;
      if (read.size() < size) return said;
      said += answer(std::string_view(read).substr(0, size));
      read.erase(0, size);
    }
  };
}
inline std::string http_answer(std::string_view status, std::string_view type, std::string_view body) {
  std::string out = "HTTP/1.1 ";
  out.append(status).append("\r\nContent-Type: ").append(type).append("\r\nContent-Length: ");
  return out.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

} // namespace tidings::bench
