#pragma once
// The file of an agent on a practice's site, and what a practice's own file says of its agent. config/edge.yaml
// explains the former.
#include "actors/node/config/config_error.hpp"
#include "actors/node/config/option.hpp"
#include "web/edge/agent.hpp"

#include <tl/expected.hpp>

#include <filesystem>

namespace tidings {

/// All errors at once.
tl::expected<edge::agent_settings, std::vector<config_error>> load_edge(const std::filesystem::path& file);

namespace config {

const options<edge::agent_settings>& edge_options();
const options<edge::outbox_settings>& outbox_options();
/// Can an agent carry what this practice's connector needs?
void check_edge(reader& in, const node& connector, const connector_settings& given);

} // namespace config
} // namespace tidings
