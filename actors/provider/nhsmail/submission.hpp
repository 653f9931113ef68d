#pragma once
// What an SMTP dialogue came to.
#include "actors/provider/nhsmail/mail_port.hpp"
#include "schemas/commands.hpp"

namespace tidings::nhsmail {

/// `unknown` only when the final dot may have gone and no answer came: before it, nothing was sent; after it, the
/// server's word counts (RFC 5321 §4.2.1, §6.1). Codes about the account rather than the message are `configuration`.
attempt_outcome read_submission(const message_id& message, std::uint32_t attempt, const smtp_report& what);

} // namespace tidings::nhsmail
