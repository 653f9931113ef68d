// What a patient wants to be sent or no longer, as staff were told.
#include "actors/practice/channels.hpp"
#include "actors/practice/staff/staff.hpp"

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>

namespace tidings::staff {
namespace {

bool is_so_already(const practice_state& state, const change_wishes& c, const std::string& address) {
  if (c.kinds.empty()) {
    if (c.wanted) { // of everything: nothing may be left that they are out of
      bool out = is_opted_out(state, address, c.on);
      boost::mp11::mp_for_each<boost::describe::describe_enumerators<message_kind>>(
          [&](auto kind) { out = out || is_opted_out(state, address, c.on, kind.value); });
      return !out;
    }
    return is_opted_out(state, address, c.on);
  }
  return std::all_of(c.kinds.begin(), c.kinds.end(),
                     [&](message_kind kind) { return is_opted_out(state, address, c.on, kind) != c.wanted; });
}

} // namespace

decision change(const practice_state& state, const change_wishes& c) {
  const auto* patient = find_patient(state, c.patient);
  if (!patient) return refused(error_code::not_found, "no patient known here has this id");
  if (c.told == wish_told::unknown) return refused(error_code::invalid_input, "told: say how the patient let you know");
  const auto address = address_of(*patient, c.on);
  if (!address)
    return refused(error_code::refused, "the record has no number or address that can be reached in this way");
  if (is_so_already(state, c, *address)) return {{}, answer{.repeated = true, .id = patient->id.value}};
  const secret_text number(*address);
  if (c.wanted) return {{opted_in{number, c.by, c.on, c.kinds, c.told, patient->id}}, answer{.id = patient->id.value}};
  return {{opted_out{number, c.by, c.on, c.kinds, c.told, patient->id}}, answer{.id = patient->id.value}};
}

} // namespace tidings::staff
