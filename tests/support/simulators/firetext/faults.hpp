#pragma once
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

/// What goes wrong at the provider, set at the control port. Probabilities are per submission, 0 to 1.
struct firetext_faults {
  /// Neither taken nor answered.
  double hang = 0;
  /// Answered with 500, 429 or a web page and 200; not taken.
  double http_500 = 0, http_429 = 0, html_page = 0;
  /// Refused with this result code, with probability `code_p`; not taken.
  std::int64_t code = 0;
  double code_p = 1;
  /// Taken, then never answered, or answered with a connection reset.
  double timeout_after_accept = 0, reset_after_accept = 0;
  /// Added before every answer.
  std::int64_t delay_ms = 0;
  /// The receipt is sent before the answer to the submission.
  double early_receipt = 0;
  /// Receipt sent twice; never; with a "buffered" one before it; out of turn (and then the buffered one comes last).
  double duplicate_receipt = 0, lose_receipt = 0, pending_first = 0, reorder = 0;
  /// How many more times a fault with a probability may strike; then those are all cleared. Nothing: no limit.
  std::optional<std::int64_t> count;

  void struck();
  /// Changes only the named ones. The error is a sentence naming what is wrong.
  tl::expected<void, std::string> merge(const boost::json::object&);
};

} // namespace tidings::sim
