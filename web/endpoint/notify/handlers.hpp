#pragma once
// The handlers below /v2, for the door's table. Each looks at the token first.
#include "web/endpoint/handlers.hpp"

namespace tidings::web::notify {

// posts.cpp: text messages and e-mails; letters are refused as by a service that may not send any.
void post_sms(house&, const call_ptr&);
void post_email(house&, const call_ptr&);
void post_letter(house&, const call_ptr&);

// reads.cpp
void get_notification(house&, const call_ptr&);
void get_notifications(house&, const call_ptr&);
void get_received_texts(house&, const call_ptr&);
void get_letter(house&, const call_ptr&);

// template_reads.cpp
void get_templates(house&, const call_ptr&);
void get_template(house&, const call_ptr&);
void get_template_version(house&, const call_ptr&);
void post_preview(house&, const call_ptr&);

} // namespace tidings::web::notify
