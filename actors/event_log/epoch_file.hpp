#pragma once
// `EPOCH` beside the log: how often this log was restored from a backup, and whether it may speak yet. A log without
// the file is in its first epoch and was never restored.
#include "schemas/epoch.hpp"
#include "schemas/errors.hpp"

#include <filesystem>

namespace tidings {

/// The file in `log_directory`, or a first epoch with an owner of its own. A file that can't be read is `log_damaged`:
/// without it a restored log would speak as if it were the first.
result<log_epoch> read_epoch(const std::filesystem::path& log_directory);
/// Durable when it returns.
result<void> write_epoch(const std::filesystem::path& log_directory, const log_epoch& epoch);
/// As `read_epoch`, and writes the file if there is none.
result<log_epoch> claim_epoch(const std::filesystem::path& log_directory);

} // namespace tidings
