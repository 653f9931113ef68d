#pragma once
// A text cut into the parts that a network joins again.
#include "schemas/sms/segments.hpp"

#include <string>
#include <vector>

namespace tidings::sms {

/// As many as `cost_of` counts; joined they are the text.
std::vector<std::string> parts_of(std::string_view utf8);

} // namespace tidings::sms
