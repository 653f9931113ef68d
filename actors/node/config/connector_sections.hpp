#pragma once
// The sections of `connector:`, one clinical system each.
#include "actors/node/config/config.hpp"
#include "actors/node/config/config_error.hpp"
#include "actors/node/config/option.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/documents.hpp"

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

const options<document_settings>& document_options();
void read_documents(reader& in, const node& what, practice_settings& into);
boost::json::object schema_of_documents();
/// Whether its clinical system takes documents, and whose folder it is.
void check_documents(reader& in, const node& root, const practice_settings& practice, const practice_map& others);

} // namespace tidings::config
