#pragma once
// One message to many at once.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

void post_messages_bulk(house&, const call_ptr&);

// message_previews.cpp
void post_messages_preview(house&, const call_ptr&);

} // namespace tidings::web
