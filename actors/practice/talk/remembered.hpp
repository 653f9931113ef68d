#pragma once
// What a practice remembers of its conversations: evolve's part of it.
#include "actors/practice/state.hpp"

namespace tidings::talk {

void remember(practice_state& state, const reply_received& e, timestamp at);
/// Texts that nobody asked for are counted, so that two machines don't answer each other for ever.
void remember(practice_state& state, const message_accepted& e, timestamp at);
void remember(practice_state& state, const operation_requested& e);
void remember(practice_state& state, const code_chosen& e);
void remember(practice_state& state, const number_disputed& e);
void remember(practice_state& state, const number_trusted& e);
void remember(practice_state& state, const conversation_moved& e);
void remember(practice_state& state, const conversation_noted& e);
void forget(practice_state& state, const patient_erased& e);

} // namespace tidings::talk
