#pragma once
// POST /api/v1/connectors/{}/test.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

/// Asks the node, once it is on record who wanted it.
void post_connector_test(house&, const call_ptr&);

} // namespace tidings::web
