#pragma once
// Where a provider shall post what becomes of a message.
#include "schemas/settings.hpp"

namespace tidings {

/// `receipt_url` with the practice as its last segment and the webhook's user and password before its host. Empty when
/// there is no `receipt_url`.
std::string receipt_address(const provider_settings& account, const practice_id& practice);

} // namespace tidings
