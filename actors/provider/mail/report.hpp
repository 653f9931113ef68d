#pragma once
// Delivery reports: the structured ones (RFC 3464, RFC 8098) and those that say it in words only.
#include "actors/provider/mail/mime.hpp"

#include <optional>

namespace tidings::mail {

struct delivery_report {
  bool delivered = false; ///< false: a failure, or a delay (a `4.…` status)
  bool for_good = true;   ///< false: a delay, or handed on to somebody who may still fail
  std::string status;     ///< RFC 3463
  std::string about;      ///< the recipient, if it says
};

/// The worst thing that the report's groups say: a failure before a delay before a delivery.
std::optional<delivery_report> read_delivery(const opened& mail);

/// The disposition's type, e.g. `displayed`, `deleted`; empty when there is none.
std::string read_disposition(const opened& mail);

/// An RFC 3463 code found in words: an enhanced code first, else what an SMTP reply code or well-known words mean
/// (`user unknown` is 5.1.1, `mailbox full` 5.2.2); `5.0.0` when nothing is known.
std::string status_in_words(std::string_view text);

/// The first address after `to`, `for` or alone in angle brackets on a line of a report; empty when none is found.
std::string recipient_in_words(std::string_view text);

} // namespace tidings::mail
