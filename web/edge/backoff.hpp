#pragma once
// How long an agent waits before it dials again. Pure: the dice come in.
#include "schemas/time.hpp"

#include <cstdint>

namespace tidings::edge {

constexpr millis redial_first{1'000};
constexpr millis redial_max{60'000}; ///< a broker that comes back has all its agents within a minute or two
constexpr millis link_good_after{
    30'000}; ///< a link that lasted this long was a good one: begin with the first wait again

class backoff {
public:
  /// Doubles each time, and is then half to all of it, so that a hundred agents don't dial at once.
  /// @param dice any number, evenly spread
  millis next(std::uint32_t dice);
  void was_good() { wait_ = millis(0); }

private:
  millis wait_{0};
};

} // namespace tidings::edge
