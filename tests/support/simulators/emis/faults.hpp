#pragma once
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

/// What goes wrong on request. Probabilities; `count` is how many more times one strikes before all are cleared.
struct emis_faults {
  /// The application isn't active at the practice: 403.
  bool deactivated = false;
  /// No token is good, not even a new one: 401.
  bool tokens_refused = false;
  /// A filed consultation gets a GUID of EMIS's own.
  bool own_guids = false;
  /// Nothing is done and nobody is told: throttled, or stuck.
  double silence = 0;
  /// The connection is reset before anything is done.
  double drop_before = 0;
  /// What was asked is done, then the connection is reset.
  double reset_after_commit = 0;
  /// What was asked is done, then the answer is a 500.
  double error_after_commit = 0;
  double http_500 = 0, http_429 = 0, http_302 = 0;
  /// A 500 that says that the record is in use; nothing is done.
  double locked = 0;
  /// The answer is cut in the middle, with a length that fits.
  double truncate = 0;
  /// 200 with a page for people.
  double html_page = 0;
  std::int64_t delay_ms = 0;
  /// After so many more calls all tokens given out so far end.
  std::optional<std::int64_t> expire_after;
  std::optional<std::int64_t> count;

  tl::expected<void, std::string> merge(const boost::json::object&);
  void struck();
};

} // namespace tidings::sim
