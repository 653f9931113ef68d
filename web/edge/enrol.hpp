#pragma once
// An agent's enrolment: a new key, its request and the one-time code go to the broker, a certificate comes back.
#include "web/edge/agent.hpp"
#include "web/edge/credentials.hpp"

namespace tidings::edge {

/// @param settings broker, folder, ca_file and proxy of it
result<credentials> enrol(const agent_settings& settings, const secret_text& code);

} // namespace tidings::edge
