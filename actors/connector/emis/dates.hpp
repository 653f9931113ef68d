#pragma once
// Dates and times as EMIS writes them: UK local time. Which of these forms stands where isn't published, so all that
// the contract shows are read. Pure.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>

namespace tidings::emis {

/// `date` is 30/03/2026, 2026-03-30 or 2026-03-30T…; `time` is 09:10 or 09:10:00, or empty where `date` has it.
result<timestamp> read_moment(std::string_view date, std::string_view time);

/// `30/03/2026`, as the contract has it for what is asked.
std::string print_date(timestamp at);
/// `09:10:00`
std::string print_time(timestamp at);

} // namespace tidings::emis
