#pragma once
// Names in a backup's folder, and whether it is one.
#include "schemas/errors.hpp"

#include <filesystem>
#include <string>

namespace tidings::backup {

inline std::string key_folder(std::uint32_t generation) { return "keys-" + std::to_string(generation); }

inline tl::unexpected<failure> pass_on(const failure& why) { return tl::unexpected<failure>(why); }

/// `not_found`: no backup was ever made there.
result<void> check_format(const std::filesystem::path& folder);

} // namespace tidings::backup
