#pragma once
// What an answer of a receiver means, and when it is asked again. Pure.
#include "actors/callback/owed.hpp"
#include "actors/provider/http_port.hpp"

#include <string>

namespace tidings::callback {

constexpr millis answer_limit{5'000};               ///< GOV.UK Notify's: a receiver that takes longer has not answered
constexpr std::size_t answer_bytes_max = 64 * 1024; ///< nobody reads what it says
constexpr std::uint32_t retry_after_max_s = 3'600;  ///< a longer wish is taken for this

struct verdict {
  enum class kind : std::uint8_t { told, again, given_up };
  kind what = kind::told;
  std::string said; ///< `200`, `answered 503`, `timed out`: words of ours, nothing of the receiver's body
  millis wait{};    ///< of again
};

/// How often it is tried at most, the first time counted.
std::uint32_t tries_max(receiver which);
/// After this many tries in vain. GOV.UK Notify waits five minutes each time; ours waits longer and longer.
millis wait_after(receiver which, std::uint32_t tries);
/// @param tries with this one
verdict judge(receiver which, const http_outcome& answer, std::uint32_t tries);

} // namespace tidings::callback
