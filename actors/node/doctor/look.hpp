#pragma once
// The probes, side by side. Blocks, at most for (checks / probes_at_once, rounded up) times `probe_limit`.
#include "actors/node/doctor/check.hpp"

#include <span>

namespace tidings::doctor {

/// What was seen of each check, in their order.
std::vector<seen> look(std::span<const check> all);

/// One of them, within `probe_limit`; a master key's command and a clinical system have their own limits.
seen look_at(const target& at);

// One file a kind.
peer_seen probe(const http_target& at);
peer_seen probe(const mail_target& at);
peer_seen probe(const smpp_target& at);
peer_seen probe(const tcp_target& at);
listening_seen probe(const listening_target& at);
certificate_seen probe(const certificate_target& at);
folder_seen probe(const folder_target& at);
key_seen probe(const key_target& at);
clinical_seen probe(const clinical_target& at);

} // namespace tidings::doctor
