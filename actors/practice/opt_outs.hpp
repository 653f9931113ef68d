#pragma once
// Who wants nothing any more, by which channel and of which kinds. Pure.
#include "actors/practice/state.hpp"

namespace tidings {

/// How an opt-out is kept: of text messages of all kinds the digits alone, as older versions kept them; else
/// `channel[/kind]:address`. One text, so that an erased patient's is kept as its mark.
std::string opt_out_key(channel on, std::optional<message_kind> kind, const std::string& address);
/// The address in such a key.
std::string_view address_in(std::string_view key);

void opt_out(practice_state& state, const opted_out& what, timestamp at);
void opt_in(practice_state& state, const opted_in& what);

/// Who said STOP themselves by this channel from this number or address, and whether it still stands; null: nobody, or
/// staff took it down.
const stop_track* find_stop(const practice_state& state, channel on, const std::string& address);
/// Kinds that this number or address is out of by name, whatever becomes of an opt-out of everything.
std::vector<message_kind> kinds_out_of(const practice_state& state, channel on, const std::string& address);
/// Every kind but those.
std::vector<message_kind> kinds_but(const std::vector<message_kind>& those);

/// A STOP has the record say no: it is remembered of whom it says so because of that alone.
void note_consent_asked(practice_state& state, const operation_requested& what);
/// What the record says since we wrote it there.
void note_consent_written(practice_state& state, const operation_requested& what, operation_result how);
void forget_stops(practice_state& state, const patient_erased& what);

} // namespace tidings
