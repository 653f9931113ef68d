#pragma once
// What the test of a practice's connector came to, as the API says it. Pure.
#include "schemas/connector.hpp"

#include <string>

namespace tidings {

/// Longer than any sound system takes to let somebody in, and shorter than the endpoint's own limit.
constexpr std::chrono::milliseconds connector_test_max{8'000};

/// `{"works","took_ms","says"}`. `says` is for staff: what is wrong and how to mend it.
/// @param got null: there was no answer within `connector_test_max`
std::string connector_test_json(const connector_answer* got, std::chrono::milliseconds took);

} // namespace tidings
