#pragma once
// Prometheus text (exposition format 0.0.4) of what the board knows. Pure.
#include "actors/board/answers.hpp"

namespace tidings {

/// More practices than these are summed under practice="other": a scrape stays small.
constexpr std::size_t board_metrics_practices_max = 1'000;

std::string metrics_text(const board_view& board);

} // namespace tidings
