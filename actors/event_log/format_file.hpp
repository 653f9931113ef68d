#pragma once
// FORMAT_VERSION: which layout a log directory has, so that an older broker never touches a newer one's.
#include "schemas/errors.hpp"

#include <filesystem>

namespace tidings {

constexpr int log_format_version = 2; ///< what each brought: schemas/log_format.md

/// Creates directory and file where there is no log yet; raises an earlier version to this one, since what is written
/// from now on is for no earlier broker. Refuses a newer version, or a log without the file.
result<void> claim_directory(const std::filesystem::path& directory);
/// Only looks: fails when there is no log, or one of a newer version.
result<void> check_directory(const std::filesystem::path& directory);

} // namespace tidings
