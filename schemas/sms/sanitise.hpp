#pragma once
// What is sent in place of characters that a text message can't carry. GOV.UK Notify's policy.
#include "schemas/errors.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tidings::sms {

/// The text as Notify would send it. Space before `,` and `.` goes; each line's white space becomes single spaces, more
/// than one empty line becomes one, and both ends are trimmed. Then each character is kept when it is of the GSM
/// alphabet or a Welsh vowel, replaced by its plain likeness (“ to ", – to -, … to ...), by its base letter (ç to c),
/// or by `?`. Letters written with combining accents are composed first, which Notify doesn't: José keeps his é.
std::string sanitise(std::string_view utf8);

/// GOV.UK Notify's limit for one message: six parts that networks join.
constexpr std::size_t units_max = 918;

/// `sanitise`, and fails with `invalid_input` when nothing is left or more than `units_max` units are.
result<std::string> sendable(std::string_view utf8);

} // namespace tidings::sms
