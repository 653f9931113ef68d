#pragma once
// Who wants nothing any more, by which channel and of which kinds. Pure.
#include "actors/practice/state.hpp"

namespace tidings {

/// How an opt-out is kept: of text messages of all kinds the digits alone, as older versions kept them; else
/// `channel[/kind]:address`. One text, so that an erased patient's is kept as its mark.
std::string opt_out_key(channel on, std::optional<message_kind> kind, const std::string& address);
/// The address in such a key.
std::string_view address_in(std::string_view key);

void opt_out(practice_state& state, const opted_out& what);
void opt_in(practice_state& state, const opted_in& what);

} // namespace tidings
