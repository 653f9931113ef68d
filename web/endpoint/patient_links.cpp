#include "web/endpoint/patient_links.hpp"

namespace tidings::web {
namespace {
/// For one practice, so that whoever asks for its links without end takes nothing from its staff. A campaign of 1,000
/// texts is opened by some 5 patients a second.
constexpr int pages_a_second = 20, pages_at_once = 200;
} // namespace

std::optional<practice_id> practice_of_link(house& home, const call_ptr& one, const link_pages& pages) {
  // What isn't there is asked for by who guesses. A proxy on this machine stands for everybody.
  if (!is_loopback(one->asked) && home.wrong_links.too_many(one->asked.peer, home.now())) {
    one->done(pages.later(429));
    return std::nullopt;
  }
  if (!home.broker.not_ready().empty()) { // a practice that isn't known may be known in a moment
    one->done(pages.later(503));
    return std::nullopt;
  }
  const auto practice = practice_id::parse(one->arguments[0]);
  if (!practice || practice->is_host() || !home.broker.knows(*practice)) {
    link_was_wrong(home, *one);
    one->done(pages.no_such());
    return std::nullopt;
  }
  if (!home.link_rates.take(*practice, pages_a_second, pages_at_once, home.steady())) {
    one->done(pages.later(429));
    return std::nullopt;
  }
  return practice;
}

void link_was_wrong(house& home, const call& one) {
  if (!is_loopback(one.asked)) home.wrong_links.add(one.asked.peer, home.now());
}

} // namespace tidings::web
