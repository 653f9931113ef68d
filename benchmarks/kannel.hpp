#pragma once
// Debian's Kannel as it is: bearerbox with its spool store, smsbox with its HTTP door, an HTTP SMSC on the way out. Two
// processes with a configuration of the benchmark's own on free ports, ended by their ids.
#include "benchmarks/loopback_stub.hpp"

#include <fmt/format.h>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/prctl.h>
#include <sys/wait.h>

namespace tidings::bench {

class kannel {
public:
  static constexpr const char* bearerbox = "/usr/sbin/bearerbox";
  static constexpr const char* smsbox = "/usr/sbin/smsbox";
  static bool exists() { return ::access(bearerbox, X_OK) == 0 && ::access(smsbox, X_OK) == 0; }

  /// @param window messages on the way to the SMSC at once
  kannel(const std::filesystem::path& folder, int stub_port, int window) : folder_(folder) {
    std::filesystem::create_directories(folder_ / "spool");
    const int admin = free_port(), boxes = free_port(), inbound = free_port();
    door_ = free_port();
    std::ofstream(folder_ / "kannel.conf") << fmt::format(
        "group = core\nadmin-port = {0}\nadmin-interface = 127.0.0.1\nadmin-password = bench\nstatus-password = bench\n"
        "smsbox-port = {1}\nsmsbox-interface = 127.0.0.1\nbox-allow-ip = 127.0.0.1\nbox-deny-ip = *.*.*.*\n"
        "log-file = {4}/bearerbox.log\nlog-level = 2\nstore-type = spool\nstore-location = {4}/spool\n\n"
        "group = smsc\nsmsc = http\nsmsc-id = stub\nsystem-type = generic\nport = {2}\nconnect-allow-ip = 127.0.0.1\n"
        "send-url = \"http://127.0.0.1:{5}/send?to=%P&from=%p&text=%a\"\nstatus-success-regex = \"ok\"\n"
        "max-pending-submits = {6}\n\n"
        "group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {3}\nsendsms-interface = 127.0.0.1\n"
        "global-sender = 13013\nlog-file = {4}/smsbox.log\nlog-level = 2\n\n"
        "group = sendsms-user\nusername = bench\npassword = bench\nmax-messages = 1\n",
        admin, boxes, inbound, door_, folder_.string(), stub_port, window);
    start(bearerbox);
    wait_for_port(boxes);
    start(smsbox);
    wait_for_port(door_);
  }
  ~kannel() {
    for (auto one = running_.rbegin(); one != running_.rend(); ++one) {
      ::kill(*one, SIGKILL); // an ordered stop of Kannel takes many seconds, and nothing here is kept
      ::waitpid(*one, nullptr, 0);
    }
  }
  kannel(const kannel&) = delete;
  kannel& operator=(const kannel&) = delete;
  int door() const { return door_; }

private:
  static int free_port() {
    int port = 0;
    ::close(listen_on_loopback(port));
    return port;
  }
  void start(const char* program) {
    const auto config = (folder_ / "kannel.conf").string();
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int out = ::open((folder_ / "said.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(out, STDOUT_FILENO);
      ::dup2(out, STDERR_FILENO);
      ::execl(program, program, config.c_str(), nullptr);
      std::_Exit(127);
    }
    running_.push_back(pid);
  }
  void wait_for_port(int port) const {
    constexpr int tries_max = 200;
    for (int tries = 0; tries < tries_max; ++tries) {
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(static_cast<std::uint16_t>(port));
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      const int file = ::socket(AF_INET, SOCK_STREAM, 0);
      const bool there = ::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
      ::close(file);
      if (there) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    std::ifstream said(folder_ / "said.log");
    std::fprintf(stderr, "Kannel doesn't come up: %s\n", std::string(std::istreambuf_iterator<char>(said), {}).c_str());
    std::_Exit(1);
  }

  std::filesystem::path folder_;
  int door_ = 0;
  std::vector<pid_t> running_;
};

/// Hands messages to Kannel's HTTP door over a few kept connections, each with one request under way.
class kannel_client {
public:
  kannel_client(int door, int connections) {
    for (int i = 0; i < connections; ++i) {
      const int file = ::socket(AF_INET, SOCK_STREAM, 0);
      sockaddr_in address{};
      address.sin_family = AF_INET;
      address.sin_port = htons(static_cast<std::uint16_t>(door));
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      if (::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) std::_Exit(1);
      idle_.push_back(file);
    }
  }
  ~kannel_client() {
    for (const auto& one : idle_) ::close(one);
    for (const auto& one : busy_) ::close(one.file);
  }
  kannel_client(const kannel_client&) = delete;
  kannel_client& operator=(const kannel_client&) = delete;

  /// Waits for a connection to be free.
  void send(std::size_t number, std::string_view text) {
    while (idle_.empty()) hear(-1);
    const int file = idle_.back();
    idle_.pop_back();
    const auto asked =
        fmt::format("GET /cgi-bin/sendsms?username=bench&password=bench&to=447700900123&text=bench-{:07}-{} "
                    "HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n",
                    number, text);
    if (::send(file, asked.data(), asked.size(), MSG_NOSIGNAL) < 0) std::_Exit(1);
    busy_.push_back({file, {}});
  }
  /// Takes what answers there are, for at most so long.
  void hear(int wait_ms) {
    std::vector<pollfd> wanted;
    for (const auto& one : busy_) wanted.push_back({one.file, POLLIN, 0});
    if (wanted.empty() || ::poll(wanted.data(), wanted.size(), wait_ms) <= 0) return;
    for (std::size_t i = 0; i < busy_.size(); ++i) {
      if (wanted[i].revents == 0) continue;
      char bytes[4'096];
      const auto got = ::read(busy_[i].file, bytes, sizeof bytes);
      if (got <= 0) {
        std::fprintf(stderr, "Kannel hung up\n");
        std::_Exit(1);
      }
      busy_[i].read.append(bytes, static_cast<std::size_t>(got));
      const auto head = busy_[i].read.find("\r\n\r\n");
      if (head == std::string::npos || busy_[i].read.find("Accepted", head) == std::string::npos) continue;
      idle_.push_back(busy_[i].file);
      busy_[i].file = -1;
    }
    std::erase_if(busy_, [](const auto& one) { return one.file < 0; });
  }
  bool is_busy() const { return !busy_.empty(); }

private:
  struct request {
    int file = -1;
    std::string read;
  };
  std::vector<int> idle_;
  std::vector<request> busy_;
};

} // namespace tidings::bench
