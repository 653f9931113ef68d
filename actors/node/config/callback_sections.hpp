#pragma once
// `callbacks:` of a practice and of the host (options_callbacks.cpp).
#include "schemas/settings.hpp"

#include <boost/json/object.hpp>

namespace tidings::config {

class reader;
struct node;

void read_callbacks(reader& in, const node& what, practice_settings& into);
boost::json::object schema_of_callbacks();
void read_host_callbacks(reader& in, const node& what, broker_settings& into);
boost::json::object schema_of_host_callbacks();

} // namespace tidings::config
