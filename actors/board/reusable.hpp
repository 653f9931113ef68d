#pragma once
#include <chrono>

namespace tidings {

/// A slot whose appointment is cancelled so long before its start can be used again.
constexpr std::chrono::hours report_reusable_notice{24};

} // namespace tidings
