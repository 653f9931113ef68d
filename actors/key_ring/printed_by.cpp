#include "actors/key_ring/printed_by.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

extern char** environ;

namespace tidings {
namespace {

tl::unexpected<failure> no(std::string why) {
  return fail(error_code::not_configured, "the command " + std::move(why));
}

// Its own process group, so that what it starts ends with it; no signal is left blocked as ours are.
result<pid_t> start(const std::string& command, int out) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t how;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawnattr_init(&how);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setpgroup(&how, 0);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  std::string shell = "sh", flag = "-c", line = command;
  char* arguments[] = {shell.data(), flag.data(), line.data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawn(&child, "/bin/sh", &files, &how, arguments, environ);
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return no(std::string("can't be started: ") + std::strerror(failed));
  return child;
}

} // namespace

result<std::string> printed_by(const std::string& command, std::chrono::milliseconds limit, std::size_t bytes_max) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return no(std::string("can't be started: ") + std::strerror(errno));
  const auto child = start(command, ends[1]);
  ::close(ends[1]);
  std::string text;
  std::string wrong;
  const auto until = std::chrono::steady_clock::now() + limit;
  while (child && wrong.empty()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd ready{ends[0], POLLIN, 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) == 0) {
      wrong = "took longer than " + std::to_string(limit.count()) + " ms";
      break;
    }
    char some[512];
    const auto size = ::read(ends[0], some, sizeof some);
    if (size == 0) break;
    if (size < 0 && errno != EINTR) wrong = std::string("can't be read: ") + std::strerror(errno);
    if (size > 0) text.append(some, static_cast<std::size_t>(size));
    if (text.size() > bytes_max) wrong = "prints more than " + std::to_string(bytes_max) + " bytes";
  }
  ::close(ends[0]);
  if (!child) return tl::unexpected(child.error());
  // Whoever closes its output and stays is ended too: nothing more is wanted of it.
  if (!wrong.empty()) ::kill(-*child, SIGKILL);
  int status = 0;
  while (::waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  if (wrong.empty() && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
    wrong = WIFEXITED(status) ? "ended with status " + std::to_string(WEXITSTATUS(status)) : "was ended by a signal";
  if (!wrong.empty()) return no(wrong);
  return text;
}

} // namespace tidings
