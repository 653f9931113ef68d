#pragma once
// What the board keeps of appointments: when, with whom and what was said about them. The patient only by a hash.
#include "schemas/ids.hpp"
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <vector>

namespace tidings {

constexpr std::size_t board_diary_max = 20'000; ///< of one practice (about 80 B each); more are counted, not shown
constexpr std::size_t board_told_max = 8;       ///< messages about one appointment: the latest

/// A rule spoke of an appointment, or had a reason not to.
struct told_row {
  std::uint16_t rule = 0; ///< word
  message_id message;
};

struct diary_row {
  timestamp starts_at{};
  std::uint64_t patient = 0;                                         ///< hash
  std::uint16_t session = 0, clinician = 0, slot_type = 0, site = 0; ///< words
  std::uint16_t minutes = 0;
  appointment_status status{};
  bool gone = false;          ///< no longer listed by the clinical system
  bool confirmed = false;     ///< by an answer
  bool cancelled = false;     ///< in the clinical system, because the patient asked
  std::vector<told_row> told; ///< of this start, in their order

  bool stands() const { return !gone && !cancelled && status == appointment_status::booked; }
};

using diary_rows = boost::unordered_flat_map<std::uint64_t, diary_row>; ///< by hash of the appointment's id

} // namespace tidings
