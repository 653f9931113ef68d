#pragma once
// Findings as people and programs read them. Pure.
#include "actors/node/doctor/check.hpp"

#include <span>

namespace tidings::doctor {

/// Every text of it without what must not be printed (`plan.hpp`: secrets_of), without control characters.
finding without(const std::vector<std::string>& secrets, finding one);

/// `ok|warn|fail  what  where  found; mend`, a line each, in columns, then the summary.
std::string lines(std::span<const finding> all);
/// `{"findings":[{"verdict":…,"what":…,"where":…,"found":…,"mend":…}],"ok":…,"warn":…,"fail":…}`
std::string json(std::span<const finding> all);

/// 0: nothing failed.
int exit_code(std::span<const finding> all);

} // namespace tidings::doctor
