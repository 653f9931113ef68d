#include "actors/callback/rules.hpp"

#include <algorithm>
#include <array>

namespace tidings::callback {
namespace {

constexpr millis second{1'000}, minute{60'000}, hour{3'600'000};
constexpr std::uint32_t notify_tries_max = 6; ///< once, and five times again
constexpr millis notify_wait = 5 * minute;
/// Some 16 hours in all: a receiver that was down over night has missed nothing in the morning.
constexpr std::array own_waits = {10 * second, 30 * second, 2 * minute, 10 * minute, 30 * minute,
                                  1 * hour,    2 * hour,    4 * hour,   8 * hour};

} // namespace

std::uint32_t tries_max(receiver which) {
  return which == receiver::own ? static_cast<std::uint32_t>(own_waits.size()) + 1 : notify_tries_max;
}

millis wait_after(receiver which, std::uint32_t tries) {
  if (which != receiver::own) return notify_wait;
  const std::size_t place = tries == 0 ? 0 : tries - 1;
  return own_waits[std::min(place, own_waits.size() - 1)];
}

verdict judge(receiver which, const http_outcome& answer, std::uint32_t tries) {
  if (answer && answer->status >= 200 && answer->status < 300)
    return {verdict::kind::told, std::to_string(answer->status), {}};
  verdict out{
      verdict::kind::given_up, answer ? "answered " + std::to_string(answer->status) : answer.error().detail, {}};
  if (answer && answer->status >= 300 && answer->status < 400) out.said += ": redirects aren't followed";
  const bool may_change = !answer || answer->status >= 500 || answer->status == 429;
  if (!may_change || tries >= tries_max(which)) return out;
  out.what = verdict::kind::again;
  const std::uint32_t asked_s = answer ? std::min(answer->retry_after_s, retry_after_max_s) : 0;
  out.wait = std::max(wait_after(which, tries), millis(asked_s * 1'000LL));
  return out;
}

} // namespace tidings::callback
