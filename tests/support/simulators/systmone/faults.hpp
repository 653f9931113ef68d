#pragma once
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

/// What goes wrong at one practice, set at the control port. Probabilities are per request, 0 to 1.
struct systmone_faults {
  /// Nobody is logged on: the port refuses, open connections are reset.
  bool logged_out = false;
  /// Every call is refused for good.
  bool deactivated = false;
  /// Answers are indented over many lines.
  bool pretty = false;
  /// Accepted, never carried out, never answered.
  double silence = 0;
  /// Connection reset before the request is carried out.
  double drop_before = 0;
  /// Carried out, then the connection is reset instead of the answer.
  double reset_after_commit = 0;
  /// Updates are refused for now: somebody has the record open.
  double record_in_use = 0;
  /// The answer stops halfway and the connection closes.
  double truncate = 0;
  /// The answer is sent twice.
  double duplicate = 0;
  /// Added before every answer.
  std::int64_t delay_ms = 0;
  /// So many kilobytes of an element nobody knows in every answer: full records are megabytes long.
  std::int64_t padding_kb = 0;
  /// How many more times a fault with a probability may strike; then those are all cleared. Nothing: no limit.
  std::optional<std::int64_t> count;

  /// Counts one strike.
  void struck();
  /// Changes only the named ones. The error is a sentence naming what is wrong.
  tl::expected<void, std::string> merge(const boost::json::object&);
};

} // namespace tidings::sim
