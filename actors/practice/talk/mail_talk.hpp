#pragma once
// E-mails in conversations: where they stand, and what their headers say. Pure.
#include "actors/practice/state.hpp"

#include <string>
#include <string_view>

namespace tidings::talk {

/// The conversation that an e-mail of this address belongs to. Where the address and one mobile are one patient's
/// alone, it is that mobile's, so that staff see all that the patient wrote in one place; else the address has its own.
std::string mail_conversation(const practice_state& state, const std::string& address, const patient_id& patient);

/// What a new e-mail's subject says. Of an answer, or of what is sent on, it is ours or somebody else's: nothing.
std::string_view new_subject(std::string_view subject);
/// Whether the Message-IDs are of an e-mail that answers another.
bool answers_another(std::string_view thread);
/// The subject of an answer to it, no longer than ours may be; empty: it had none.
std::string subject_of_answer(const std::string& subject);
/// With nothing in it that would be filled in: a patient's own words.
std::string as_it_stands(std::string words);

} // namespace tidings::talk
