#include "actors/connector/edge/edge_wire.hpp"

namespace tidings {
namespace {

/// What broke the way is told in place of what the near end of it saw, which is only that somebody hung up.
failure as_seen(const failure& near_end, const site_traffic& before, const site_traffic& after,
                const std::string& agent) {
  const bool broke = near_end.code == error_code::outcome_unknown || near_end.code == error_code::unreachable;
  if (!broke || after.ended == before.ended || after.last_trouble.empty()) return near_end;
  return {nothing_left(before, after) ? error_code::unreachable : near_end.code,
          "by the agent `" + agent + "` on the practice's site: " + after.last_trouble};
}

} // namespace

void edge_wire::exchange(wire_request what, std::function<void(result<std::string>)> done) {
  const auto way = sites_->way_to(practice_, agent_, what.host, what.port);
  if (!way) return done(tl::unexpected(way.error()));
  what.host = "127.0.0.1";
  what.port = *way;
  wire_->exchange(std::move(what), [sites = sites_, way = *way, agent = agent_, before = sites_->traffic_of(*way),
                                    done = std::move(done)](result<std::string> answer) {
    if (answer) return done(std::move(answer));
    done(tl::unexpected(as_seen(answer.error(), before, sites->traffic_of(way), agent)));
  });
}

} // namespace tidings
