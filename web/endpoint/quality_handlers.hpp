#pragma once
// Handlers about records that stand in the way of messages, and codes that staff file by hand.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

void get_data_quality(house&, const call_ptr&);       // api_reads.cpp
void post_conversation_code(house&, const call_ptr&); // talk_posts.cpp
void post_confirm_details(house&, const call_ptr&);   // quality_posts.cpp

} // namespace tidings::web
