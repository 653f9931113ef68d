#pragma once
// The configuration files into settings. Strict: whatever isn't understood completely is refused, with its place, what
// was found and what is allowed, all at once. Form of the files: config/broker.yaml, config/practices/A99999.yaml.
#include "actors/node/config/config_error.hpp"
#include "actors/node/config/made_templates.hpp"
#include "actors/node/config/practice_groups.hpp"
#include "schemas/settings.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <map>
#include <vector>

namespace tidings {

using practice_map = std::map<practice_id, practice_settings_ptr>;

struct loaded_config {
  broker_settings broker;
  practice_map practices;
  std::vector<config_error> warnings; ///< nothing wrong, but somebody should look: secrets in plain text, …
};

/// Reads broker.yaml and everything it names. All errors of all files at once.
/// @param made what was made in the browser of the broker with these settings: rules may name it
tl::expected<loaded_config, std::vector<config_error>>
load_config(const std::filesystem::path& broker_yaml,
            const std::function<templates_made(const broker_settings&)>& made = {});

struct loaded_broker {
  broker_settings broker;
  std::vector<config_error> warnings;
  practice_groups groups;
  std::filesystem::path file{}; ///< where it was read from
};
/// broker.yaml and the shared templates without the practices, for a start at which one practice's mistake must not
/// stop the others: those are then loaded one by one.
tl::expected<loaded_broker, std::vector<config_error>> load_broker(const std::filesystem::path& broker_yaml);

/// One practice file against a loaded host.
/// @param others the practices in force: reply numbers and clinical systems may not be shared. The practice's own entry
///        is passed over.
/// @param warnings if given, is added to.
/// @param made what its rules may name besides what stands in files
tl::expected<practice_settings_ptr, std::vector<config_error>>
load_practice(const std::filesystem::path& file, const broker_settings& host, const practice_map& others = {},
              std::vector<config_error>* warnings = nullptr, const templates_made& made = {});

} // namespace tidings
