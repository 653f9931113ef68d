#pragma once
#include <boost/json/fwd.hpp>
#include <chrono>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::sim {

/// A moment in UTC, to the millisecond. Written to JSON as `2026-03-30T10:02:03.000Z`.
struct instant {
  std::chrono::sys_time<std::chrono::milliseconds> at{};
  auto operator<=>(const instant&) const = default;
};

/// Where a simulator gets the time of day from; tests put their own in.
using wall_clock = std::function<instant()>;
instant system_now();

inline instant operator+(instant from, std::chrono::milliseconds by) { return {from.at + by}; }
inline std::chrono::milliseconds operator-(instant to, instant from) { return to.at - from.at; }

std::string utc_text(instant);
std::optional<instant> parse_utc(std::string_view);

/// Europe/London without a zone, `2026-03-30T11:02:03`, as SystmOne writes times.
std::string london_text(instant);
/// `2026-03-30`.
std::string london_date(instant);
/// Reads `2026-03-30T11:02:03` or `2026-03-30` (midnight). In the repeated autumn hour the first (summer time) is
/// meant; in the missing spring hour the clock is taken to have moved on already.
std::optional<instant> parse_london(std::string_view);
/// Minutes since London midnight.
int london_minute_of_day(instant);

void tag_invoke(const boost::json::value_from_tag&, boost::json::value&, const instant&);
instant tag_invoke(const boost::json::value_to_tag<instant>&, const boost::json::value&);

} // namespace tidings::sim
