#pragma once
// `oidc` of broker.yaml (options_oidc.cpp).
#include "actors/node/config/option.hpp"
#include "schemas/oidc.hpp"

namespace tidings::config {

const options<oidc_settings>& oidc_options();

void read_oidc(reader& in, const node& what, broker_settings& into);
boost::json::object schema_of_oidc();
/// What needs the rest of the file: where people are sent back to.
void complete_oidc(reader& in, const node& root, broker_settings& into);

} // namespace tidings::config
