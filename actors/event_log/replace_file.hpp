#pragma once
// Small files beside the log.
#include "schemas/errors.hpp"

#include <filesystem>
#include <string_view>

namespace tidings {

/// Puts `bytes` in the place of the file's: afterwards, and after a crash in between, it is wholly the old or the new,
/// and durable when this returns. Readable by its owner only.
result<void> replace_file(const std::filesystem::path& file, std::string_view bytes);

} // namespace tidings
