#pragma once
// What differs between two texts, line by line. Pure.
#include "schemas/onboarding_views.hpp"

#include <string_view>
#include <vector>

namespace tidings::onboarding {

constexpr std::size_t lines_around = 3; ///< that are the same, on either side of a change

/// The shortest way from the one to the other. Of files that have nothing in common beyond a few thousand lines: all of
/// the old one, then all of the new.
std::vector<view::file_line> difference(std::string_view before, std::string_view after);

/// Values of options that hold secrets, when they stand in the line itself, are left out of it.
std::string without_secret_values(std::string line);

} // namespace tidings::onboarding
