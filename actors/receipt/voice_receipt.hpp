#pragma once
// What a telephone provider posts to us: a call's status, or a key that was pressed (schemas/voice_calls.md). Pure.
#include "actors/receipt/fields.hpp"
#include "schemas/commands.hpp"

#include <optional>
#include <string_view>
#include <variant>

namespace tidings {

/// `completed`, `no-answer`, … Nothing: no status of a call.
std::optional<receipt_status> voice_status(std::string_view word);
/// `2026-03-02T10:00:05Z`.
std::optional<timestamp> voice_time(std::string_view text);

/// Nothing: the reference is not one of our ids. A key is a reply to the call that it was pressed in. Fails with
/// `invalid_input` when something of the contract is missing.
using voice_word = std::variant<std::monostate, receipt_arrived, reply_arrived>;
result<voice_word> read_voice_post(const provider_id& provider, const form_fields& fields, timestamp now);

} // namespace tidings
