#pragma once
// Moments and spans. Wall-clock time is UTC in milliseconds everywhere inside; Europe/London only at the edges.
#include <chrono>
#include <cstdint>
#include <functional>

namespace tidings {

using millis = std::chrono::milliseconds;
using timestamp = std::chrono::sys_time<millis>;

/// Where the time of day comes from. A port: tests and the simulation bring their own.
using wall_clock = std::function<timestamp()>;

inline std::int64_t to_ms(timestamp at) { return at.time_since_epoch().count(); }
inline timestamp from_ms(std::int64_t ms) { return timestamp(millis(ms)); }
inline timestamp system_now() { return std::chrono::floor<millis>(std::chrono::system_clock::now()); }

constexpr timestamp never = timestamp::max();

} // namespace tidings
