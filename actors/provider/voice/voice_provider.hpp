#pragma once
// Whoever rings telephones over the contract of schemas/voice_calls.md, as a provider: `type: voice`. Pure.
#include "actors/provider/http_provider.hpp"
#include "schemas/settings.hpp"

#include <memory>

namespace tidings::voice {

/// @param account whose `voice` options configuration has checked
std::shared_ptr<const http_provider> make(const provider_settings& account);

} // namespace tidings::voice
