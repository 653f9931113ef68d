#pragma once
// A practice lets a support user in for a while, and sends them out again.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

constexpr std::chrono::minutes support_minutes_max{8 * 60}; ///< a working day; longer is asked for again
constexpr std::size_t support_grants_max = 200;             ///< of one support user at one time

void get_all_support(house&, const call_ptr&); ///< in all practices that whoever asks may see
void get_support(house&, const call_ptr&);
void post_support(house&, const call_ptr&);
void post_support_end(house&, const call_ptr&);

} // namespace tidings::web
