#pragma once
// Appointments about which the practice wants some messages not sent. Pure.
#include "schemas/conversation_settings.hpp"
#include "schemas/events.hpp"

#include <optional>
#include <string>

namespace tidings {

/// Why this appointment gets no such message by this channel, in plain English; nothing when it may.
std::optional<std::string> excluded(const practice_settings& settings, const appointment& what, message_kind kind,
                                    channel by);

} // namespace tidings
