#pragma once
// Handlers of what a practice's staff do beside their inbox: patients, now-messages, reports, and what is in force.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

// staff_posts.cpp: each asks or tells one practice.
void post_patient_search(house&, const call_ptr&);
void get_patient(house&, const call_ptr&);
void post_patient_wishes(house&, const call_ptr&);
void post_now_message(house&, const call_ptr&);
void post_now_message_preview(house&, const call_ptr&);
void post_now_message_test(house&, const call_ptr&);

// api_reads.cpp: each asks the board.
void get_patient_history(house&, const call_ptr&);
void get_opt_outs(house&, const call_ptr&);
void get_opt_outs_csv(house&, const call_ptr&);
void get_report(house&, const call_ptr&);
void get_report_csv(house&, const call_ptr&);

// node_orders.cpp: each asks the node, which has the practices' files.
void get_send_options(house&, const call_ptr&);
void get_practice_settings(house&, const call_ptr&);
void post_reply_reading(house&, const call_ptr&);

// practice_sections.cpp: what a practice's administrator changes in its file.
void get_practice_sections(house&, const call_ptr&);
void post_section_check(house&, const call_ptr&);
void post_section_apply(house&, const call_ptr&);

// template_posts.cpp: each asks the node, which keeps the templates that are made in the browser.
void get_made_templates(house&, const call_ptr&);
void get_made_template(house&, const call_ptr&);
void post_template_preview(house&, const call_ptr&);
void post_template_draft(house&, const call_ptr&);
void post_template_submit(house&, const call_ptr&);
void post_template_discard(house&, const call_ptr&);
void post_template_go_back(house&, const call_ptr&);
void post_template_approve(house&, const call_ptr&);
void post_template_refuse(house&, const call_ptr&);
void post_template_retire(house&, const call_ptr&);

/// What a segment costs by the practice's most wanted provider, in pence; nothing: it isn't known. `then` runs on the
/// endpoint's thread.
void ask_price(house&, const practice_id&, std::function<void(std::optional<double>)> then); // message_previews.cpp

/// An id of a patient: our pseudonym, which a path can hold as it is.
bool is_patient_id(std::string_view text);

} // namespace tidings::web
