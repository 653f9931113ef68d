#pragma once
// The GSM 7-bit default alphabet and its extension table (3GPP TS 23.038 §6.2.1).
namespace tidings::sms {

/// Septets that a character takes: 1, 2 (behind an escape), or 0 when the alphabet hasn't got it.
int septets_of(char32_t c);

/// A vowel with a Welsh accent that the GSM alphabet hasn't got: it makes the whole message UCS-2 (GOV.UK Notify).
bool is_welsh_beyond_gsm(char32_t c);

} // namespace tidings::sms
