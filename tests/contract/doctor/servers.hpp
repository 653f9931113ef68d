#pragma once
// Servers for the doctor to look at.
#include "actors/provider/smpp/pdu.hpp"
#include "actors/provider/smpp/status.hpp"
#include "tests/contract/faults/certificates.hpp"
#include "tests/contract/mail/tls_peer.hpp"

#include <ctime>
#include <mutex>
#include <vector>

namespace tidings::test {

/// HTTP over TLS; every answer is 200 and tells the time, `clock_ahead_s` off.
class https_server {
public:
  explicit https_server(certificate_files files, long clock_ahead_s = 0)
      : server_([files = std::move(files), clock_ahead_s](peer& plain, int) {
          tls_peer talk(plain, files);
          if (talk.read_until("\r\n\r\n").empty()) return;
          const std::time_t now = std::time(nullptr) + clock_ahead_s;
          std::tm parts{};
          ::gmtime_r(&now, &parts);
          std::array<char, 64> date{};
          std::strftime(date.data(), date.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
          talk.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\nDate: " + std::string(date.data()) +
                     "\r\n\r\n");
        }) {}
  int port() const { return server_.port(); }

private:
  scripted_server server_;
};

/// A message centre that knows one account, and remembers what it was asked.
class message_centre {
public:
  explicit message_centre(std::string password, bool bound_already = false)
      : server_([this, password = std::move(password), bound_already](peer& one, int) {
          smpp::pdu_stream stream;
          std::array<char, 512> buffer{};
          for (;;) {
            auto next = stream.next();
            if (!next) return;
            if (!*next) {
              const auto some = ::read(one.file(), buffer.data(), buffer.size());
              if (some <= 0) return;
              stream.push({buffer.data(), static_cast<std::size_t>(some)});
              continue;
            }
            const auto& asked = **next;
            {
              const std::lock_guard guard(lock_);
              commands_.push_back(static_cast<std::uint32_t>(asked.command));
            }
            const bool knows = asked.body.find(password + '\0') != std::string::npos;
            std::uint32_t status = smpp::status_ok;
            if (static_cast<std::uint32_t>(asked.command) == 2)
              status = bound_already ? smpp::status_already_bound : knows ? smpp::status_ok : 0x0E; // ESME_RINVPASWD
            one.write(smpp::encode({smpp::response_to(asked.command), status, asked.sequence, {}}));
          }
        }) {}
  int port() const { return server_.port(); }
  std::vector<std::uint32_t> commands() const {
    const std::lock_guard guard(lock_);
    return commands_;
  }

private:
  mutable std::mutex lock_;
  std::vector<std::uint32_t> commands_;
  scripted_server server_; // last: its thread ends before what it writes to
};

/// Takes connections and never says a word: nobody accepts what the kernel has.
class silent_server {
public:
  silent_server() : file_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in any{};
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof any;
    EXPECT_EQ(::bind(file_, reinterpret_cast<sockaddr*>(&any), sizeof any), 0);
    EXPECT_EQ(::listen(file_, 64), 0);
    ::getsockname(file_, reinterpret_cast<sockaddr*>(&any), &size);
    port_ = ntohs(any.sin_port);
  }
  ~silent_server() { ::close(file_); }
  silent_server(const silent_server&) = delete;
  silent_server& operator=(const silent_server&) = delete;
  int port() const { return port_; }

private:
  int file_;
  int port_ = 0;
};

} // namespace tidings::test
