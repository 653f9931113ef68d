#include "actors/connector/hand_over/hand_over_health.hpp"

#include <fmt/format.h>

namespace tidings {

bool hand_over_health::set(std::string reason) {
  const bool news = !told_ || reason != reason_;
  reason_ = std::move(reason);
  told_ = true;
  return news;
}

bool hand_over_health::took(const result<void>& what) {
  if (what) return set({});
  return set(fmt::format("Documents can't be handed over, and wait: {}. Once that is mended they are filed by "
                         "themselves.",
                         what.error().detail));
}

bool hand_over_health::hangs(millis since) {
  return set(fmt::format("Documents can't be handed over, and wait: the folder for them has given no answer for {} s. "
                         "See whether its share or disk hangs.",
                         since.count() / 1'000));
}

} // namespace tidings
