#pragma once
#include "actors/node/config/config.hpp"

namespace tidings::config {

class source;

/// Reads and checks one practice's file. The settings are good when nothing was added to `into.errors`.
practice_settings load_practice_file(const std::filesystem::path& file, const broker_settings& host,
                                     const practice_map& others, findings& into, const templates_made& made = {});

/// The same of a text that is to become the file `text.file()`: paths in it are seen from there.
practice_settings load_practice_source(const source& text, const broker_settings& host, const practice_map& others,
                                       findings& into, const templates_made& made = {});

} // namespace tidings::config
