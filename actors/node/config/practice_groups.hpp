#pragma once
// Groups of practices, so that a user's practices need not be named one by one: `practice_groups` in broker.yaml.
#include "schemas/access.hpp"
#include "schemas/settings.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <vector>

namespace tidings {

using practice_groups = std::map<std::string, practice_scope>;

/// What is different in the second, a line each group, such as `group swindon: +A99003 -A99001`. Empty: nothing is.
std::vector<std::string> changes_between(const practice_groups& before, const practice_groups& after);

namespace config {

class reader;
struct node;

void read_practice_groups(reader& in, const node& what, practice_groups& into);
/// The option's row: checks what stands there. The groups themselves are no setting of a station and are read by
/// load_host.
void check_practice_groups(reader& in, const node& what, broker_settings&);
boost::json::object schema_of_practice_groups();

} // namespace config
} // namespace tidings
