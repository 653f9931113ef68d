#include "support/wait_for_stop.hpp"

#include <csignal>
#include <pthread.h>

namespace tidings::sim {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

} // namespace

void hold_stop_signals() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_stop() {
  const auto set = stop_signals();
  int got = 0;
  sigwait(&set, &got);
}

} // namespace tidings::sim
