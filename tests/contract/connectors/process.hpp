#pragma once
// Programs that a test starts: one that runs to its end, and one that runs until it is stopped by its process id.
#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <pwd.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace tidings::test {

/// Whose rights a program gets; PostgreSQL runs under no root.
struct owner {
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
  static owner nobody() {
    if (::geteuid() != 0) return {};
    const auto* found = ::getpwnam("nobody");
    return {found->pw_uid, found->pw_gid};
  }
};

class program {
public:
  /// @param log  where what it prints goes
  program(std::vector<std::string> arguments, const std::string& log, owner as = {}) {
    std::vector<char*> argv;
    for (auto& one : arguments) argv.push_back(one.data());
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGTERM); // a test that crashes leaves nothing behind
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
    ::dup2(out, 1);
    ::dup2(out, 2);
    if (::geteuid() == 0 && as.user != 0) {
      if (::setgid(as.group) != 0 || ::setuid(as.user) != 0) ::_exit(126);
      ::prctl(PR_SET_PDEATHSIG, SIGTERM); // a change of user has cleared it
    }
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  ~program() { stop(SIGTERM); }
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  /// Its exit code; -1: a signal ended it.
  int wait() {
    int status = 0;
    if (pid_ < 0 || ::waitpid(pid_, &status, 0) != pid_) return -1;
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  void stop(int signal) {
    if (pid_ < 0) return;
    ::kill(pid_, signal);
    wait();
  }

private:
  pid_t pid_ = -1;
};

} // namespace tidings::test
