#pragma once
// The whole visit: configuration, checks, probes, findings.
#include "actors/node/doctor/check.hpp"

#include <filesystem>

namespace tidings::doctor {

/// Every line in its order. Blocks while it looks.
/// @param only an ODS code: this practice, the providers of its route and the host; empty: all
std::vector<finding> examine(const std::filesystem::path& broker_yaml, const std::string& only);

} // namespace tidings::doctor
