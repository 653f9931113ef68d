#pragma once
// GOV.UK Notify, or whoever speaks its v2 API (another Tidings does), as a provider: `type: notify`. Pure.
#include "actors/provider/http_provider.hpp"
#include "schemas/settings.hpp"

#include <memory>

namespace tidings::notify {

/// @param account whose API key and `notify` options configuration has checked
std::shared_ptr<const http_provider> make(const provider_settings& account);

} // namespace tidings::notify
