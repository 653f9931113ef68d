#pragma once
// What a practice has forgotten for good, by marks alone. It is in the practice's stream, and a second time beside its
// keys (`sealer::keep_note`), where a log that was restored from an older backup learns what it doesn't know any more.
#include "schemas/ids.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <set>
#include <string>

namespace tidings {

struct erasures {
  std::map<patient_id, timestamp> patients;
  std::set<std::string> numbers;              ///< marks of numbers that were theirs alone
  std::set<std::string> opted_out;            ///< those of them that nothing may be sent to
  std::map<practice_id, timestamp> practices; ///< in the host's stream

  bool empty() const { return patients.empty() && practices.empty(); }
  bool operator==(const erasures&) const = default;
};
BOOST_DESCRIBE_STRUCT(erasures, (), (patients, numbers, opted_out, practices))

} // namespace tidings
