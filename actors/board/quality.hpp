#pragma once
// What of the record stands in the way of messages: of each patient some flags and the hash of a number, never the
// number. What a page shows beyond that is read from the log.
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace tidings {

constexpr std::size_t board_patients_max = 50'000; ///< of one practice (about 40 B each); more are counted, not listed

/// What the record has in its field for the mobile.
enum class mobile_shape : std::uint8_t { none, mobile, landline, invalid };

struct patient_quality {
  std::uint64_t number = 0;   ///< hash of the mobile's E.164 digits; zero: none that can be texted
  std::uint32_t sequence = 0; ///< of their latest `patient_updated`
  mobile_shape shape = mobile_shape::none;
  bool dead = false, deducted = false, refused = false; ///< refused: the record has consent to texts as no
  std::uint64_t address = 0; ///< hash of the e-mail address in lower case; zero: none that can be written to
};

struct quality_rows {
  boost::unordered_flat_map<std::uint64_t, patient_quality> patients; ///< by hash of the patient's id
  boost::unordered_flat_set<std::uint64_t> failing;                   ///< numbers whose latest text failed for good
  std::map<std::string, std::uint64_t> disputed;                      ///< conversation's mark -> number
  std::uint64_t left_out = 0;                                         ///< patients over the bound
};

} // namespace tidings
