#pragma once
// A provider whose HTTP interface is described in the configuration: `type: http`. Pure.
#include "actors/provider/http_provider.hpp"
#include "schemas/settings.hpp"

#include <memory>

namespace tidings::contract {

/// @param account with a `contract` that configuration has checked
std::shared_ptr<const http_provider> make(const provider_settings& account);

} // namespace tidings::contract
