#pragma once
// Whose number it is and whether we may text it. Numbers are read by libphonenumber; GOV.UK Notify's repairs before it.
#include <string>
#include <string_view>

namespace tidings::sms {

enum class number_type {
  not_a_number,
  mobile,
  fixed_line,
  fixed_line_or_mobile,
  toll_free,
  premium_rate,
  shared_cost,
  voip,
  personal_number,
  pager,
  company_number, ///< UAN
  voicemail,
  other
};
std::string_view name_of(number_type type);

struct phone_number {
  std::string digits; ///< E.164 without `+`; empty when it isn't a number
  number_type type = number_type::not_a_number;
  bool may_text = false;
  std::string_view why; ///< in plain English, never with the number in it
};

/// Reads a number as people write it: spaces, brackets, dashes, +44, 0044, 07…, and with the slips that Notify mends
/// (`0+44(0)7…`, `04407…`, `00000 7…`). Without a country code it is a UK number.
///
/// `may_text`: mobiles of the United Kingdom, Jersey, Guernsey and the Isle of Man, and Ofcom's numbers for drama
/// (07700 900000 to 900999). Never landlines, 070 (personal numbers), 076 (pagers) or other countries.
phone_number read_phone(std::string_view text);

} // namespace tidings::sms
