#pragma once
// Names that programs know a practice's things by, in the GOV.UK Notify API and in what it calls back.
#include "schemas/ids.hpp"

namespace tidings {

using notify_id = uuid_of<struct notify_id_tag>;

/// Made from the practice's code and the template's name, so that it stays.
inline notify_id notify_template_id(const practice_id& practice, const template_id& name) {
  return id_from_name<notify_id>("notify template " + practice.str(), name.value);
}

} // namespace tidings
