#include "actors/node/audit/ship.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

extern char** environ;

namespace tidings::audit {
namespace {

class descriptor {
public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() { close(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

private:
  int number_;
};

tl::unexpected<failure> failed(const std::string& what) {
  return fail(error_code::unreachable, "the audit trail's command " + what);
}

/// Everything in, as far as the command takes it within the time.
bool feed(const descriptor& into, std::string_view bytes, std::chrono::steady_clock::time_point until) {
  while (!bytes.empty()) {
    const auto left = std::chrono::duration_cast<millis>(until - std::chrono::steady_clock::now()).count();
    pollfd ready{into.number(), POLLOUT, 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0 || (ready.revents & POLLERR) != 0) return false;
    const auto count = ::write(into.number(), bytes.data(), bytes.size());
    if (count < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

int spawn(const std::string& command, int input, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t none, usual;
  sigemptyset(&none); // the broker blocks SIGTERM and ignores SIGPIPE: neither is for a child
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setsigdefault(&how, &usual);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::array<std::string, 3> words = {"sh", "-c", command};
  std::array<char*, 4> arguments = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  const int trouble = ::posix_spawn(&child, "/bin/sh", &actions, &how, arguments.data(), environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&actions);
  return trouble;
}

} // namespace

result<void> ship(const std::string& command, const std::string& lines, millis limit) {
  const auto until = std::chrono::steady_clock::now() + limit;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed(std::string("got no pipe: ") + std::strerror(errno));
  descriptor out(ends[0]), in(ends[1]);
  pid_t child = 0;
  if (const int trouble = spawn(command, out.number(), child); trouble != 0)
    return failed(std::string("can't be started: ") + std::strerror(trouble));
  out.close();
  const descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  ::fcntl(in.number(), F_SETFL, O_NONBLOCK);
  const bool fed = feed(in, lines, until);
  in.close();
  const auto left = std::chrono::duration_cast<millis>(until - std::chrono::steady_clock::now()).count();
  pollfd ended{process.number(), POLLIN, 0};
  const bool over = process.number() >= 0 && ::poll(&ended, 1, static_cast<int>(std::max<std::int64_t>(left, 0))) > 0;
  if (!over) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!over) return failed("took longer than " + std::to_string(limit.count()) + " ms and was ended");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return failed("failed with status " + std::to_string(WIFEXITED(status) ? WEXITSTATUS(status) : -1));
  if (!fed) return failed("did not take all lines");
  return {};
}

} // namespace tidings::audit
