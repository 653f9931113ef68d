#pragma once
// Names of patients, by the keys that stand for them on a page. Whoever is shown these has an entry in the audit trail.
#include "schemas/views.hpp"

namespace tidings::view {

struct patient_name {
  text id, practice, key, name; ///< id: the patient's; key: as the page has it
};
BOOST_DESCRIBE_STRUCT(patient_name, (), (id, practice, key, name))

/// GET /today, /conversations with `reveal=1`: in the order of the page
struct patient_names {
  text practice;
  std::vector<patient_name> patients;
  maybe next; ///< cursor
};
BOOST_DESCRIBE_STRUCT(patient_names, (), (practice, patients, next))

} // namespace tidings::view
