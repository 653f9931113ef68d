#pragma once
// The one list of failures. A refusal (a 4xx with a reason code, an event) is not a failure; a bug is an assertion.
#include <boost/describe/enum.hpp>
#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace tidings {

enum class error_code : std::uint8_t {
  none = 0,         ///< never used as a failure
  version_conflict, ///< append at a version that is not the stream's last
  log_damaged,      ///< sequence, hash chain or CRC of the log doesn't hold
  log_unavailable,  ///< the disk refused, or the log is being restarted
  disk_full,        ///< no space left for the log
  not_found,        ///< nothing has that id here
  invalid_input,    ///< the input can't be read; the detail says what, where and how to mend it
  overloaded,       ///< a queue is at its bound: try again later
  timed_out,        ///< no answer within the limit
  unreachable,      ///< connection refused, reset or name unknown: the request certainly had no effect
  outcome_unknown,  ///< the request may or may not have had its effect
  refused,          ///< the other side answered no
  not_configured,   ///< the configuration lacks what this needs
  stopping,         ///< the broker, or this part of it, is starting or shutting down: try again
};
BOOST_DESCRIBE_ENUM(error_code, none, version_conflict, log_damaged, log_unavailable, disk_full, not_found,
                    invalid_input, overloaded, timed_out, unreachable, outcome_unknown, refused, not_configured,
                    stopping)

/// A failure with its reason in plain English. Carries ids, never patients' data.
struct failure {
  error_code code = error_code::none;
  std::string detail;
  bool operator==(const failure&) const = default;
};

template <class T> using result = tl::expected<T, failure>;

inline tl::unexpected<failure> fail(error_code code, std::string detail) {
  return tl::unexpected<failure>(failure{code, std::move(detail)});
}

} // namespace tidings
