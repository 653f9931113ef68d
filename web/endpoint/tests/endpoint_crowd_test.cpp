// Two hundred dashboards that never read and a thousand clients that never come to the point: what they cost, whether
// the others notice, and that they are dropped. The crowd lives in a process of its own, so that what is measured here
// is the endpoint.
#include "web/endpoint/tests/served.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <list>
#include <mutex>
#include <optional>
#include <thread>

namespace tidings::test {
namespace {

constexpr int readers = 200;
constexpr int slow_tls = 200; ///< with half a header
constexpr int slow_tcp = 800; ///< with half a handshake
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t cost_max = std::size_t{4'000} * 1024 * 1024; // a sanitizer's own bookkeeping is most of it
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr std::size_t cost_max = std::size_t{4'000} * 1024 * 1024;
#else
constexpr std::size_t cost_max = 200 * 1024 * 1024;
#endif
#else
constexpr std::size_t cost_max = 200 * 1024 * 1024;
#endif

/// A pair of pipes to a child process. Lines both ways.
class crowd_process {
public:
  /// Must run before any thread does.
  crowd_process() {
    std::array<int, 2> down{}, up{};
    if (::pipe(down.data()) != 0 || ::pipe(up.data()) != 0) std::abort();
    child_ = ::fork();
    if (child_ == 0) {
      ::close(down[1]);
      ::close(up[0]);
      gather(down[0], up[1]);
      std::_Exit(0);
    }
    ::close(down[0]);
    ::close(up[1]);
    to_ = down[1];
    from_ = up[0];
  }
  ~crowd_process() {
    ::close(to_);
    ::close(from_);
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  crowd_process(const crowd_process&) = delete;
  crowd_process& operator=(const crowd_process&) = delete;

  /// Sends a crowd in, and an earlier one home; true when all are there.
  bool come(int port, const std::string& cookie) {
    const auto line = std::to_string(port) + " " + cookie;
    if (::write(to_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) return false;
    char ready = 0;
    return ::read(from_, &ready, 1) == 1 && ready == '+';
  }

private:
  static void gather(int from, int to) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    std::string line(4'096, '\0');
    for (;;) {
      const auto got = ::read(from, line.data(), line.size());
      if (got <= 0) return;
      const auto asked = line.substr(0, static_cast<std::size_t>(got));
      arrive(std::stoi(asked), asked.substr(asked.find(' ') + 1));
      if (::write(to, "+", 1) != 1) return;
    }
  }
  static void arrive(int port, const std::string& cookie) {
    static std::list<client> all;
    static std::list<plain_client> half;
    all.clear();
    half.clear();
    for (int i = 0; i < readers; ++i)
      all.emplace_back(port, client_options{.receive_buffer = 4'096})
          .send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\n" + cookie + "\r\n");
    for (int i = 0; i < slow_tls; ++i) all.emplace_back(port).send("GET /healthz HTTP/1.1\r\nX-Slow");
    for (int i = 0; i < slow_tcp; ++i) half.emplace_back(port).send("\x16\x03\x01");
  }

  pid_t child_ = -1;
  int to_ = -1, from_ = -1;
};

std::size_t resident() {
  std::ifstream statm("/proc/self/statm");
  std::size_t all = 0, mine = 0;
  statm >> all >> mine;
  return mine * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

class endpoint_crowd : public served {
protected:
  /// Milliseconds within which 99 of 100 answers came.
  double p99(client& keen, const std::string& cookie) {
    std::vector<double> took;
    for (int i = 0; i < 500; ++i) {
      const auto begun = std::chrono::steady_clock::now();
      EXPECT_EQ(keen.get("/api/v1/overview", cookie).status, 200);
      took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
      highest = std::max(highest, resident());
    }
    std::sort(took.begin(), took.end());
    return took[took.size() * 99 / 100];
  }
  /// The same of one who asks a hundred times a second for so long, each from the moment when it was due.
  double p99(const std::string& cookie, std::chrono::seconds lasts, const std::function<void(int)>& each) {
    std::vector<double> took;
    std::optional<client> keen;
    std::condition_variable nobody;
    std::mutex mine;
    std::unique_lock waiting(mine);
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < static_cast<int>(lasts.count()) * 100; ++i) {
      const auto due = begin + i * std::chrono::milliseconds(10);
      nobody.wait_until(waiting, due, [] { return false; });
      if (i % 100 == 0) {
        each(i / 100);
        keen.emplace(port); // before the endpoint ends the old one
      }
      EXPECT_EQ(keen->get("/api/v1/overview", cookie).status, 200);
      took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - due).count());
      highest = std::max(highest, resident());
    }
    std::sort(took.begin(), took.end());
    return took[took.size() * 99 / 100];
  }
  std::size_t highest = 0;
};

TEST_F(endpoint_crowd, of_slow_clients_is_cheap_unnoticed_and_dropped) {
  crowd_process crowd;
  settings.connections_max = 2'000;
  settings.streams_max = 500;
  settings.read_timeout = millis(4'000);
  limits.handshake_time = millis(4'000);
  limits.connections_per_address_max = 2'000;
  limits.streams_per_session_max = readers + 1;
  limits.write_time = millis(1'000);
  limits.per_user_rate = limits.per_user_burst = 1'000'000; // the keen one asks as fast as it is answered
  start();
  const auto cookie = sign_in(), mine = sign_in("bob");
  client keen(port);
  p99(keen, mine); // warm
  const auto alone = p99(keen, mine);
  const auto before = resident();
  highest = before;

  ASSERT_TRUE(crowd.come(port, cookie));
  // More than the kernel holds for one who doesn't read.
  const auto note = "\"" + std::string(100'000, 'x') + "\"";
  for (int i = 0; i < 3; ++i) running->feed().publish("note", note);
  const auto among = p99(keen, mine);

  const auto cost = highest - before;
  std::cout << "[ figure   ] " << readers << " readers that don't read, " << slow_tls + slow_tcp
            << " slow clients: " << cost / 1024 / 1024 << " MiB, p99 " << alone << " ms -> " << among << " ms\n";
  EXPECT_LT(cost, cost_max);
  EXPECT_LT(among, 1'000) << "others are served; how soon is a figure";
  EXPECT_TRUE(reaches("tidings_http_streams", "0")) << "who doesn't read is dropped";
  EXPECT_EQ(metric("tidings_http_streams_dropped_total"), std::to_string(readers));
  EXPECT_TRUE(reaches("tidings_http_connections", "2")) << "who doesn't come to the point too: the keen one and this";
  EXPECT_EQ(keen.get("/healthz").status, 200);
}

/// TIDINGS_CROWD_SECONDS=600: a new crowd every minute for ten minutes, as the limits are usually set.
TEST_F(endpoint_crowd, that_comes_again_and_again_is_not_noticed) {
  const auto* wished = std::getenv("TIDINGS_CROWD_SECONDS");
  if (!wished) GTEST_SKIP() << "by hand: TIDINGS_CROWD_SECONDS=600";
  constexpr int crowd_every = 60;
  const auto lasts = std::chrono::seconds(std::atoi(wished));
  crowd_process crowd;
  settings.connections_max = 2'000;
  limits.connections_per_address_max = 2'000;
  limits.streams_per_session_max = readers + 1;
  limits.per_user_rate = limits.per_user_burst = 1'000'000;
  start();
  const auto cookie = sign_in(), mine = sign_in("bob");
  const auto nothing = [](int) {};
  p99(mine, std::chrono::seconds(2), nothing); // warm
  const auto alone = p99(mine, std::min(lasts, std::chrono::seconds(60)), nothing);
  const auto before = resident();
  highest = before;

  std::atomic<int> came = 0;
  std::thread usher;
  const auto note = "\"" + std::string(100'000, 'x') + "\"";
  const auto among = p99(mine, lasts, [&](int second) {
    running->feed().publish("note", note);
    if (second % crowd_every != 0) return;
    if (usher.joinable()) usher.join();
    usher = std::thread([&] { came += crowd.come(port, cookie) ? 1 : 0; });
  });
  if (usher.joinable()) usher.join();
  const auto cost = highest - before;
  std::cout << "[ figure   ] " << came << " crowds of " << readers << " readers and " << slow_tls + slow_tcp
            << " slow clients: " << cost / 1024 / 1024 << " MiB, p99 " << alone << " ms -> " << among << " ms\n";
  EXPECT_LT(cost, cost_max);
}

} // namespace
} // namespace tidings::test
