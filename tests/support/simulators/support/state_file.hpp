#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tidings::sim {

/// Writes beside the file, syncs, then renames: a reader or a crash sees the old content or the new, never half.
/// The error is a sentence for the operator.
tl::expected<void, std::string> write_atomically(const std::filesystem::path&, std::string_view content);

/// Nothing when there is no such file.
tl::expected<std::optional<std::string>, std::string> read_whole(const std::filesystem::path&);

} // namespace tidings::sim
