#pragma once
// What the subject of an e-mail adds to its words.
#include "actors/reply/parser.hpp"
#include "schemas/commands.hpp"

namespace tidings::talk {

/// A new e-mail may have a keyword as its whole subject, when beside it there are no words or the same. Where the text
/// says nothing, a person reads the subject. What the subject says otherwise, or may say, keeps the text from acting.
/// The subject of an answer ("Re: …") is nobody's words: it says nothing.
void hear_subject(reply_verdict& verdict, const reply_arrived& mail, const reply_context& context);

} // namespace tidings::talk
