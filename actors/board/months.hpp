#pragma once
// What a practice's reports count, by London month and kind of message. Kept with the practice's piece: these figures
// outlive the rows that they were counted from.
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace tidings {

constexpr std::size_t report_reasons_max = 40; ///< different ones in a month; the others are counted together
constexpr const char* report_other_reason = "other reasons";
constexpr const char* report_test_kind = "test"; ///< what staff sent to themselves, whatever its kind

/// Of one kind of message. Each is counted in the month in which it happened.
struct report_counts {
  std::uint64_t accepted = 0, suppressed = 0, sent = 0, delivered = 0, failed = 0, expired = 0, cancelled = 0;
  std::uint64_t segments = 0, millipence = 0; ///< of attempts that aren't known to have failed
  bool operator==(const report_counts&) const = default;
};
BOOST_DESCRIBE_STRUCT(report_counts, (),
                      (accepted, suppressed, sent, delivered, failed, expired, cancelled, segments, millipence))

struct report_month {
  std::map<std::string, report_counts> kinds;
  std::map<std::string, std::uint64_t> failures; ///< by reason; one that is delivered after all is taken off again
  std::uint64_t replies = 0, confirmed = 0;
  std::uint64_t cancelled = 0,
                reusable = 0; ///< appointments cancelled by text; of those, early enough to be used again
  std::uint64_t did_not_attend = 0;
  std::uint64_t opted_out = 0, opted_in = 0;
  bool operator==(const report_month&) const = default;
};
BOOST_DESCRIBE_STRUCT(report_month, (),
                      (kinds, failures, replies, confirmed, cancelled, reusable, did_not_attend, opted_out, opted_in))

/// The months of one practice, by their names: `2026-10`.
struct month_book {
  std::map<std::string, report_month> all;

  report_month& of(timestamp at);

private:
  std::string name_; ///< of the month from `from_` until `until_`: events come in their order
  timestamp from_{}, until_{};
};

} // namespace tidings
