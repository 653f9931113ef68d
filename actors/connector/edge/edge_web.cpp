#include "actors/connector/edge/edge_web.hpp"

#include "actors/connector/web/address.hpp"

namespace tidings {

wire::outcome edge_web::call(const wire::request& what) {
  const auto to = wire::place_of(what.url);
  constexpr int port_max = 65'535;
  if (!to || to->port < 1 || to->port > port_max)
    return tl::unexpected(wire::no_response{true, "the url is no http address"});
  const auto way = sites_->way_to(practice_, agent_, to->host, to->port);
  if (!way) return tl::unexpected(wire::no_response{true, way.error().detail});
  auto carried = what;
  carried.way = *way;
  carried.proxy.clear();
  const auto before = sites_->traffic_of(*way);
  auto answer = web_->call(carried);
  if (answer) return answer;
  // What broke the way is told in place of what the near end of it saw, which is only that somebody hung up.
  const auto after = sites_->traffic_of(*way);
  if (after.ended == before.ended || after.last_trouble.empty()) return answer;
  return tl::unexpected(
      wire::no_response{answer.error().certainly_not_sent || nothing_left(before, after),
                        "by the agent `" + agent_ + "` on the practice's site: " + after.last_trouble});
}

} // namespace tidings
