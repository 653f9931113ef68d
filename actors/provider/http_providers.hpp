#pragma once
// The providers that are spoken to over HTTP, by their type in broker.yaml.
#include "actors/provider/http_provider.hpp"
#include "schemas/settings.hpp"

#include <memory>

namespace tidings {

/// For every `type` that configuration takes and that has no actor of its own.
std::shared_ptr<const http_provider> make_http_provider(const provider_settings& account);

} // namespace tidings
