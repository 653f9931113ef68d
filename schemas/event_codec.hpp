#pragma once
// Events to and from the log's bytes.
//   version 1   the event as codec.hpp writes it: events without secrets, and all that were written before there were
//               keys
//   version 2   u32 length and the event with its secrets aside, then the box of those secrets to the end. Bound to the
//               box: practice, type, time, and the bytes before it.
#include "schemas/codec.hpp"
#include "schemas/events.hpp"
#include "schemas/sealing.hpp"

namespace tidings {

/// As version 1, secrets in plain sight: what never leaves this process.
/// @param at when it happened, by the practice's clock.
encoded_event encode(const event& what, timestamp at);

/// For the log: secrets are sealed. Fails as `sealer::seal` does.
result<encoded_event> seal(const event& what, timestamp at, const practice_id& practice, sealer& keys);

/// Secrets that are sealed stay empty. Fails with `log_damaged` on bytes that are not of the event's type, or on a type
/// this build doesn't know.
result<event> decode(const encoded_event& bytes);

/// With its secrets; empty ones where the key was erased. Fails as `decode` and `sealer::open` do.
result<event> open(const encoded_event& bytes, const practice_id& practice, sealer& keys);

/// Whose key the event's secrets are sealed under.
seal_subject subject_of(const event& what, const marker& marks);

/// The event's name, e.g. `message_accepted`; empty for a number this build doesn't know.
std::string_view name_of(event_type type);

} // namespace tidings
