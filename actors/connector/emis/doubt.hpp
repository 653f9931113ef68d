#pragma once
// Cancels that may or may not have been done. EMIS takes a cancelled booking out of the patient's list, so it looks the
// same as one that staff moved; what the list was before tells them apart. Pure.
#include "actors/connector/emis/answers.hpp"

#include <map>
#include <set>

namespace tidings::emis {

class doubts {
public:
  /// The patient's whole list, whenever it is read.
  void seen(const patient_id& who, const std::vector<booking>& list);
  /// The answer to this cancel was lost.
  void lost(const patient_id& who, const appointment_id& which);
  /// A cancel of this booking was answered, or a look at it settled it.
  void settled(const patient_id& who, const appointment_id& which);

  /// The booking as cancelled by us, when its cancel was in doubt, it is no longer in `list`, and nothing else came
  /// into that list meanwhile. Nothing: no such thing can be said.
  std::optional<booking> cancelled(const patient_id& who, const appointment_id& which,
                                   const std::vector<booking>& list) const;

private:
  static constexpr std::size_t kept_max = 200; ///< write-back has one open for each practice: this is for mistakes
  using key = std::pair<patient_id, appointment_id>;
  struct memory {
    booking what;
    std::set<appointment_id> list; ///< the patient's, before the cancel
  };
  std::map<patient_id, std::vector<booking>> last_; ///< of those asked about lately
  std::map<key, memory> lost_;
};

} // namespace tidings::emis
