#pragma once
// The file of programs' keys that were made in the browser, as text. What they mean: made_keys.hpp.
#include "actors/node/made_keys.hpp"

namespace tidings {

std::string text_of(const std::vector<made_key>& all);
/// None when there is no file. Fails with `log_damaged` and `log_unavailable`.
result<std::vector<made_key>> read_made_keys(const std::filesystem::path& file);
/// How many of them were not revoked.
std::size_t unrevoked(const std::vector<made_key>& all);

} // namespace tidings
