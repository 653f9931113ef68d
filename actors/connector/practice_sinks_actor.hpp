#pragma once
// Whom a connector tells what it read, and how it is.
#include "schemas/actors.hpp"

namespace tidings {

using practice_command_sink = caf::typed_actor<caf::reacts_to<practice_command>>;
using connector_report_sink = caf::typed_actor<caf::reacts_to<connector_report>>;

} // namespace tidings
