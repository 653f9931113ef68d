#pragma once
// The sections of `connector:`, one clinical system each.
#include "actors/node/config/config.hpp"
#include "actors/node/config/config_error.hpp"
#include "actors/node/config/option.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/fhir.hpp"

namespace tidings::config {

const options<emis_settings>& emis_options();
void read_emis(reader& in, const node& what, connector_settings& into);
boost::json::object schema_of_emis();
/// What `system: emis` needs; reads the map of codes.
void check_emis(reader& in, const node& root, practice_settings& practice, const practice_map& others, findings& into);

const options<fhir_settings>& fhir_options();
void read_fhir(reader& in, const node& what, connector_settings& into);
boost::json::object schema_of_fhir();
void check_fhir(reader& in, const node& root, practice_settings& practice);

} // namespace tidings::config
