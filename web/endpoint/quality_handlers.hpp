#pragma once
// Handlers about records that stand in the way of messages, and what staff file in the record by hand.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

/// Whether it can be a conversation's id.
bool is_conversation(const std::string& id); // talk_posts.cpp

void get_data_quality(house&, const call_ptr&);           // api_reads.cpp
void get_data_quality_csv(house&, const call_ptr&);       // api_reads.cpp
void post_conversation_code(house&, const call_ptr&);     // talk_posts.cpp
void post_conversation_document(house&, const call_ptr&); // document_posts.cpp
void post_confirm_details(house&, const call_ptr&);       // quality_posts.cpp

} // namespace tidings::web
