#pragma once
// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038 §6.2.1).
#include <string>
#include <string_view>

namespace tidings::sms {

/// Septets that a character takes: 1, 2 (behind an escape), or 0 when the alphabet hasn't got it.
int septets_of(char32_t c);

/// A vowel with a Welsh accent that the GSM alphabet hasn't got: it makes the whole message UCS-2 (GOV.UK Notify).
bool is_welsh_beyond_gsm(char32_t c);

/// Appends the character's codes, one septet an octet, as SMPP and modems carry them unpacked. False, and nothing is
/// appended, when the alphabet hasn't got it.
bool append_gsm7(std::string& out, char32_t c);

/// UTF-8 of unpacked codes. What is no code becomes U+FFFD. An escape before a code that the extension table hasn't got
/// is a space, as a phone without that table shows it (TS 23.038 §6.2.1, note 1).
std::string utf8_of_gsm7(std::string_view codes);

} // namespace tidings::sms
