#pragma once
// What a section of the configuration about programs' keys is read into.
#include "schemas/settings.hpp"

#include <boost/json/object.hpp>

namespace tidings::config {

class reader;
struct node;

/// `api_keys:` of a practice's file.
void read_api_keys(reader& in, const node& what, practice_settings& into);
boost::json::object schema_of_api_keys();

} // namespace tidings::config
