#pragma once
// Whose a number or an address is, by the practice's records as they stand. Pure: patients are hashes here.
#include "actors/board/state.hpp"

namespace tidings {

struct known_people {
  view::count people = 0;    ///< have it in their record
  std::uint64_t patient = 0; ///< hash; zero unless it is exactly one's
};

/// Looks through a practice's records once for all that is asked about. A conversation is whose number it is; of one
/// that came by e-mail alone, whose address.
class people_finder {
public:
  void ask(const conversation_row& row);
  /// Where records were left out, nobody is taken for the only one.
  void look(const quality_rows& records);
  known_people of(const conversation_row& row) const;

private:
  using asked_for = boost::unordered_flat_map<std::uint64_t, known_people>;
  asked_for numbers_, addresses_;
};

} // namespace tidings
