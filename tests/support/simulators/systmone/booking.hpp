#pragma once
#include "systmone/practice_book.hpp"

#include <cstdint>

namespace tidings::sim {

struct booking_plan {
  std::uint64_t seed = 1;
  /// Appointments this practice books in all, those already in its book included.
  std::uint64_t total = 0;
  /// Spread evenly over this time from the start; 0 books all at once.
  std::chrono::milliseconds over{0};
  /// Per cent of the appointments that staff later move or cancel by themselves.
  double staff_edits_percent = 0;
};

/// The reception desk of one practice: books appointments and changes some of them again, as time goes by.
/// Appointments start 26 to 47 hours from now, between 08:30 and 18:00 London time; about 3 in 100 patients have two.
class reception {
public:
  reception(practice_book&, booking_plan, instant started);
  /// Does what is due. Returns whether anything changed.
  bool work(instant now);

private:
  bool book_next(instant now);
  bool edit(appointment&, instant now);
  std::optional<std::pair<std::string, instant>> find_slot(std::uint64_t ordinal, instant now) const;

  practice_book& book_;
  booking_plan plan_;
  instant started_;
  std::uint64_t booked_before_;
  std::uint64_t edits_ahead_ = 0;
};

} // namespace tidings::sim
