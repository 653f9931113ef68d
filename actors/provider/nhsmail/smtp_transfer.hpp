#pragma once
// One mail on one libcurl handle.
#include "actors/provider/nhsmail/mail_port.hpp"

#include <atomic>
#include <curl/curl.h>

namespace tidings::nhsmail {

/// Blocks for `what.timeout` at most, or until `stopping`. A connection that the handle has kept is used again; when it
/// turns out to be dead before the mail's end, a fresh one is tried, once.
smtp_report submit_on(CURL* handle, const submission& what, const std::atomic<bool>& stopping);

} // namespace tidings::nhsmail
