#pragma once
// Links that patients open without signing in: whose they are, and how often they may be asked for.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

/// What is shown where a link doesn't open.
struct link_pages {
  std::function<response()> no_such;         ///< the same for all, so that it tells nothing of what there is
  std::function<response(int status)> later; ///< not just now; the link is as good as before
};

/// The practice that stands in the link. Nothing: answered already.
std::optional<practice_id> practice_of_link(house& home, const call_ptr& one, const link_pages& pages);
/// The practice doesn't know the link: whoever asks may be guessing.
void link_was_wrong(house& home, const call& one);

} // namespace tidings::web
