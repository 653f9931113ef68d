#pragma once
// Handlers of what operators do with many things at once, or with the broker's sending and planning.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

/// Items that one request lets go: each is a write of its own, and they go one after the other.
constexpr std::size_t parked_at_once_max = 100;

/// Dead letters that one request names.
constexpr std::size_t callbacks_at_once_max = 200;

// callbacks.cpp
void get_callbacks(house&, const call_ptr&);
void post_callbacks_release(house&, const call_ptr&);

// program_keys.cpp
void get_program_keys(house&, const call_ptr&);
void post_program_key(house&, const call_ptr&);
void post_program_key_revoke(house&, const call_ptr&);
void post_program_key_confirm(house&, const call_ptr&);
void post_keys_confirm_all(house&, const call_ptr&);

void get_parked_groups(house&, const call_ptr&); // api_reads.cpp

// parked_posts.cpp
void post_parked_release(house&, const call_ptr&);

// queues.cpp
void get_queues(house&, const call_ptr&); // api_reads.cpp
void post_practice_pause(house&, const call_ptr&);
void post_provider_pause(house&, const call_ptr&);

// alerts.cpp
void get_alerts(house&, const call_ptr&);
void post_alert_acknowledge(house&, const call_ptr&);

// onboarding.cpp
void post_onboarding_check(house&, const call_ptr&);
void post_onboarding_doctor(house&, const call_ptr&);
void post_onboarding_apply(house&, const call_ptr&);

// rollout.cpp
void get_rollout(house&, const call_ptr&);
void get_rollout_csv(house&, const call_ptr&);
void post_rollout(house&, const call_ptr&);

} // namespace tidings::web
