#pragma once
// What was seen into a finding: how bad it is, what it means, how to mend it. Pure.
#include "actors/node/doctor/check.hpp"

#include <span>

namespace tidings::doctor {

/// `saw` is what a probe of `what.at`'s kind returns.
finding judge(const check& what, const seen& saw, timestamp now);

/// The host's clock against all servers that told theirs: the middle one counts, so that one wrong server doesn't.
finding judge_clock(std::vector<millis> ahead);

// judge_host.cpp, judge_peers.cpp: by kind of target.
finding judge_folder(const check& what, const folder_target& at, const folder_seen& saw);
finding judge_certificate(const check& what, const certificate_target& at, const certificate_seen& saw, timestamp now);
finding judge_key(const check& what, const key_seen& saw);
finding judge_listening(const check& what, const listening_seen& saw);
finding judge_clinical(const check& what, const clinical_seen& saw);
finding judge_peer(const check& what, const peer_seen& saw, timestamp now);

} // namespace tidings::doctor
