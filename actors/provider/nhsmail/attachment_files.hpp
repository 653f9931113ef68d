#pragma once
// The files that go with an e-mail, read when it is composed.
#include "actors/provider/mail/compose.hpp"

#include <span>

namespace tidings::nhsmail {

/// Fails with `not_configured` when one can't be read or has grown too large: it was there when the configuration was
/// read. The detail names the file.
result<std::vector<mail::attachment>> read_attachments(const std::string& folder, std::span<const std::string> names);

} // namespace tidings::nhsmail
