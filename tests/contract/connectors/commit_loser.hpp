#pragma once
// Stands between a database and its client, and resets the connection in place of the answer to a COMMIT.
#include "tests/contract/scripted_server.hpp"

#include <array>
#include <string_view>

namespace tidings::test {

class commit_loser {
public:
  explicit commit_loser(std::uint16_t to)
      : server_([this, to](peer& client, int) {
          peer database(::socket(AF_INET, SOCK_STREAM, 0));
          sockaddr_in there{};
          there.sin_family = AF_INET;
          there.sin_port = htons(to);
          there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
          if (::connect(database.file(), reinterpret_cast<sockaddr*>(&there), sizeof there) == 0)
            pump(client, database);
        }) {}
  std::uint16_t port() const { return server_.port(); }
  void lose_the_next_commit() { armed_ = true; }

private:
  /// Until one of them hangs up.
  void pump(peer& client, peer& database) {
    std::array<char, 16'384> bytes{};
    bool committing = false;
    for (;;) {
      std::array<pollfd, 2> both{pollfd{client.file(), POLLIN, 0}, pollfd{database.file(), POLLIN, 0}};
      if (::poll(both.data(), both.size(), -1) < 1) return;
      for (const auto& ready : both) {
        if (ready.revents == 0) continue;
        const auto count = ::read(ready.fd, bytes.data(), bytes.size());
        if (count <= 0) return;
        const std::string_view what(bytes.data(), static_cast<std::size_t>(count));
        if (ready.fd == client.file()) {
          if (what.find("COMMIT") != what.npos && armed_.exchange(false)) committing = true;
          database.write(what);
        } else if (committing) {
          return client.reset(); // the database has answered: it is done
        } else {
          client.write(what);
        }
      }
    }
  }

  std::atomic<bool> armed_ = false;
  scripted_server server_; ///< last: its thread uses the others
};

} // namespace tidings::test
