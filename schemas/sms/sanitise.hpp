#pragma once
// What is sent in place of characters that a text message can't carry. GOV.UK Notify's policy.
#include "schemas/errors.hpp"
#include "schemas/words.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tidings::sms {

/// The text as Notify would send it. Space before `,` and `.` goes; each line's white space becomes single spaces, more
/// than one empty line becomes one, and both ends are trimmed. Then each character is kept when it is of the GSM
/// alphabet or a Welsh vowel, replaced by its plain likeness (“ to ", – to -, … to ...), by its base letter (ç to c),
/// or by `?`. Letters written with combining accents are composed first, which Notify doesn't: José keeps his é.
std::string sanitise(std::string_view utf8);

/// The text with every letter that a phone can show (UCS-2). White space as above; control characters, those that turn
/// the direction of what follows round, and zero-width ones other than joiners go; what is no character becomes `?`. A
/// text in which nothing but quotation marks, dashes and ellipses is beyond the GSM alphabet loses no letter by its
/// plain likeness: it is given as `sanitise` gives it, and costs no more.
std::string in_unicode(std::string_view utf8);

/// GOV.UK Notify's limit for one message: six parts that networks join.
constexpr std::size_t units_max = 918;

/// `in_unicode` for that alphabet, `sanitise` for every other; fails with `invalid_input` when nothing is left or more
/// than `units_max` units are.
result<std::string> sendable(std::string_view utf8, sms_alphabet alphabet = sms_alphabet::gsm);

} // namespace tidings::sms
