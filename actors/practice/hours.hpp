#pragma once
// Sending hours, in Europe/London local time.
#include "schemas/settings.hpp"

namespace tidings {

/// Whether messages of this kind wait for sending hours, by this channel.
bool keeps_hours(const practice_settings& settings, message_kind kind, channel by = channel::sms);
/// The kind's own hours, or the practice's. Also of kinds that keep none.
opening_hours hours_of(const sending_hours& hours, message_kind kind);

bool is_open(const opening_hours& hours, timestamp at);
/// `at` itself when open then, else the next opening. `never` when the hours never open.
timestamp next_open(const opening_hours& hours, timestamp at);
/// When what is open at `at` closes.
timestamp closing(const opening_hours& hours, timestamp at);

/// Local calendar words for templates: `Tuesday 24 November`, `9:10am`.
std::string local_date(timestamp at);
std::string local_time(timestamp at);

/// The parts that the reply parser compares: weekday 0 = Monday.
struct local_parts {
  int weekday = 0, day = 0, month = 0, hour = 0, minute = 0, year = 0;
};
local_parts local_parts_of(timestamp at);
/// Local calendar days from one moment to another: 1 is tomorrow.
int days_between(timestamp from, timestamp to);

} // namespace tidings
