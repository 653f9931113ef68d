#pragma once
// What a telephone provider answers (schemas/voice_calls.md). Pure.
#include "actors/provider/http_provider.hpp"

namespace tidings::voice {

attempt_outcome read_send(const outbound& what, const http_outcome& answer);
found read_look_up(const provider_id& provider, message_id message, std::uint32_t attempt, const http_outcome& answer);

} // namespace tidings::voice
