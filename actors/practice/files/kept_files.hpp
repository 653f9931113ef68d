#pragma once
// Files that e-mails have links to: kept with the message, fetched by whoever has the link, destroyed at their time.
#include "actors/practice/decide.hpp"

namespace tidings::files {

/// Why a message may not have these; empty: it may.
std::string against(const accept_message& c);
/// What is written down of them, behind the message's acceptance.
std::vector<event> keep(const practice_state& state, const accept_message& c, const std::string& address);

/// Somebody has a link. Looking changes nothing, fetching is written down; a link that doesn't open says no more than
/// that it doesn't.
decision open(const practice_state& state, const practice_settings& settings, const open_file& c, timestamp now);

/// Those whose time is over.
std::vector<event> due(const practice_state& state, timestamp now);
/// When the next one's is; `never` when there is none.
timestamp next(const practice_state& state);
/// Those that went to a patient who is forgotten.
std::vector<event> forget(const practice_state& state, const patient_erased& whom);

// What is remembered of them.
void note(practice_state& state, const file_kept& e);
void note(practice_state& state, const file_opened& e);
void note(practice_state& state, const file_ended& e);
void prune(practice_state& state);

/// Whose key an ended file's is.
seal_subject key_of(const std::string& file);

} // namespace tidings::files
