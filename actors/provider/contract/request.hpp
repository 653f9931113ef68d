#pragma once
// A contract's request with its placeholders filled in, each encoded for where it stands. Pure.
#include "actors/provider/http_provider.hpp"
#include "schemas/providers/http_contract.hpp"
#include "schemas/settings.hpp"

namespace tidings::contract {

/// @param what a look-up has the reference only
http_request filled_request(const provider_settings& account, const http_contract& contract,
                            const http_contract_request& ask, const outbound& what);

} // namespace tidings::contract
