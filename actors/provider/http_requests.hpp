#pragma once
// How every call of an account at an HTTP provider begins. Pure.
#include "actors/provider/http_port.hpp"
#include "schemas/settings.hpp"

#include <string_view>

namespace tidings::http_requests {

/// By the account's certificates and proxy, within its timeout; without an address.
http_request by(const provider_settings& account);

/// The same to `path`, which begins with `/`, at the account's address.
http_request to(const provider_settings& account, std::string_view path);

} // namespace tidings::http_requests
