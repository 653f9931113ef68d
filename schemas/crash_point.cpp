#include "schemas/crash_point.hpp"

#ifdef TIDINGS_CRASH_POINTS

#include <csignal>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

namespace tidings {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

/// Read once. The one thing in the house that is global: it stands in for the power switch, which is, too.
struct plan {
  std::string place = environment("TIDINGS_CRASH_AT");
  std::string poison = environment("TIDINGS_POISON");
  std::atomic<long> left{1};

  plan() {
    if (place.empty()) return;
    if (const auto colon = place.find(':'); colon != std::string::npos) {
      long times = 0;
      const auto [end, wrong] = std::from_chars(place.data() + colon + 1, place.data() + place.size(), times);
      if (wrong != std::errc() || end != place.data() + place.size() || times < 1) refuse();
      left = times;
      place.resize(colon);
    }
    if (std::find(crash_places.begin(), crash_places.end(), place) == crash_places.end()) refuse();
  }
  // A test that thinks it crashes and doesn't would prove nothing.
  [[noreturn]] static void refuse() {
    std::cerr << "TIDINGS_CRASH_AT must be place or place:count, with one of";
    for (const auto one : crash_places) std::cerr << ' ' << one;
    std::cerr << '\n';
    std::_Exit(2);
  }
};

plan& the_plan() {
  static plan one;
  return one;
}

} // namespace

bool crash_points_on() { return !the_plan().place.empty(); }

void crash_point(crash_place place) {
  auto& with = the_plan();
  if (with.place.empty() || with.place != place.name()) return;
  if (with.left.fetch_sub(1) != 1) return;
  const std::string last_words = "crash point " + with.place + " reached\n";
  if (::write(STDERR_FILENO, last_words.data(), last_words.size()) < 0) { // nobody listens: die all the same
  }
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause(); // nothing after this place may happen while the signal is on its way
}

void poison_point(std::string_view text) {
  const auto& with = the_plan();
  if (!with.poison.empty() && text.find(with.poison) != std::string_view::npos)
    throw std::runtime_error("this command was poisoned by a test");
}

} // namespace tidings

#else

namespace tidings {

bool crash_points_on() { return false; }
void crash_point(crash_place) {}
void poison_point(std::string_view) {}

} // namespace tidings

#endif
