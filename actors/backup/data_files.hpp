#pragma once
// Which files of a data directory belong to a backup besides the log.
#include "schemas/errors.hpp"

#include <filesystem>
#include <vector>

namespace tidings::backup {

/// The largest single file that is taken, in bytes: they are sealed in memory. Ours are some kilobytes; the log, which
/// isn't small, goes another way.
constexpr std::uint64_t data_file_bytes_max = 512ULL * 1024 * 1024;

/// Regular files below `directory`, relative to it, in order; empty when there is no such directory.
result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& directory);

/// `files_below(data_dir)` without the log, the key files (kept apart, manifest.hpp) and what a new host makes anew:
/// the key that sessions are signed with, so that nobody is signed in there by an old cookie or link.
result<std::vector<std::filesystem::path>> data_files(const std::filesystem::path& data_dir);

} // namespace tidings::backup
