#pragma once
#include "actors/node/config/config.hpp"

namespace tidings::config {

/// Reads and checks one practice's file. The settings are good when nothing was added to `into.errors`.
practice_settings load_practice_file(const std::filesystem::path& file, const broker_settings& host,
                                     const practice_map& others, findings& into);

} // namespace tidings::config
