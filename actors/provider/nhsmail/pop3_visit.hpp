#pragma once
// One POP3 session on one libcurl handle.
#include "actors/provider/nhsmail/mail_port.hpp"

#include <atomic>

namespace tidings::nhsmail {

/// Blocks until the session's end, or until `stopping`. Message numbers hold for one session only: should libcurl want
/// to go on over a fresh connection, the visit ends.
visit_report visit_now(const mail_visit& what, const std::atomic<bool>& stopping);

} // namespace tidings::nhsmail
