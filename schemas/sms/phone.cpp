#include "schemas/sms/phone.hpp"

#include "schemas/sms/utf8.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <optional>

namespace tidings::sms {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t written_max = 64; ///< characters; the longest number has 15 digits
constexpr int uk_country_code = 44;
// Ofcom: no subscriber ever gets these, so libphonenumber calls them invalid.
constexpr std::uint64_t drama_first = 7'700'900'000;
constexpr std::uint64_t drama_last = 7'700'900'999;

constexpr std::u32string_view spaces =
    U" \t\r\n\v\f\u00A0\u180E\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u200B\u200C\u200D\u200E"
    U"\u2028\u2029\u202F\u2060\u3000\uFEFF";
constexpr std::u32string_view dashes = U"-\u2010\u2011\u2012\u2013\u2014\u2212";

/// Digits, `+`, brackets and dashes, dashes plain; nothing when there is anything else but white space.
std::optional<std::string> plain(std::string_view written) {
  std::string out;
  const auto text = code_points(written);
  if (text.size() > written_max) return std::nullopt;
  for (const auto c : text) {
    if ((c >= '0' && c <= '9') || c == '+' || c == '(' || c == ')')
      out += static_cast<char>(c);
    else if (dashes.find(c) != dashes.npos)
      out += '-';
    else if (spaces.find(c) == spaces.npos)
      return std::nullopt;
  }
  return out;
}

bool is_drama(const PhoneNumber& number) {
  return number.country_code() == uk_country_code && !number.italian_leading_zero() &&
         number.national_number() >= drama_first && number.national_number() <= drama_last;
}

std::optional<PhoneNumber> parsed(const std::string& text) {
  const auto& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util.Parse(text, "GB", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  if (!is_drama(number) && !util.IsValidNumber(number)) return std::nullopt;
  return number;
}

/// As written; else without its plus signs and leading zeros; else as a country code and what follows.
std::optional<PhoneNumber> mended(const std::string& written) {
  if (auto number = parsed(written)) return number;
  std::string bare = written;
  std::erase(bare, '+');
  bare.erase(0, std::min(bare.find_first_not_of('0'), bare.size()));
  if (auto number = parsed(bare)) return number;
  return parsed('+' + bare);
}

number_type type_of(const PhoneNumber& number) {
  if (is_drama(number)) return number_type::mobile;
  switch (PhoneNumberUtil::GetInstance()->GetNumberType(number)) {
  case PhoneNumberUtil::MOBILE:
    return number_type::mobile;
  case PhoneNumberUtil::FIXED_LINE:
    return number_type::fixed_line;
  case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
    return number_type::fixed_line_or_mobile;
  case PhoneNumberUtil::TOLL_FREE:
    return number_type::toll_free;
  case PhoneNumberUtil::PREMIUM_RATE:
    return number_type::premium_rate;
  case PhoneNumberUtil::SHARED_COST:
    return number_type::shared_cost;
  case PhoneNumberUtil::VOIP:
    return number_type::voip;
  case PhoneNumberUtil::PERSONAL_NUMBER:
    return number_type::personal_number;
  case PhoneNumberUtil::PAGER:
    return number_type::pager;
  case PhoneNumberUtil::UAN:
    return number_type::company_number;
  case PhoneNumberUtil::VOICEMAIL:
    return number_type::voicemail;
  default:
    return number_type::other;
  }
}

std::string_view reason(number_type type, bool british) {
  if (!british) return "it is a number of another country";
  switch (type) {
  case number_type::mobile:
    return "it is a UK mobile";
  case number_type::fixed_line:
    return "it is a landline";
  case number_type::personal_number:
    return "070 is a personal number, which costs the sender more";
  case number_type::pager:
    return "it is a pager";
  default:
    return "it is not a mobile";
  }
}

} // namespace

std::string_view name_of(number_type type) {
  switch (type) {
  case number_type::not_a_number:
    return "not_a_number";
  case number_type::mobile:
    return "mobile";
  case number_type::fixed_line:
    return "fixed_line";
  case number_type::fixed_line_or_mobile:
    return "fixed_line_or_mobile";
  case number_type::toll_free:
    return "toll_free";
  case number_type::premium_rate:
    return "premium_rate";
  case number_type::shared_cost:
    return "shared_cost";
  case number_type::voip:
    return "voip";
  case number_type::personal_number:
    return "personal_number";
  case number_type::pager:
    return "pager";
  case number_type::company_number:
    return "company_number";
  case number_type::voicemail:
    return "voicemail";
  case number_type::other:
    return "other";
  }
  return "other";
}

phone_number read_phone(std::string_view text) {
  const auto written = plain(text);
  if (!written) return {.why = "it holds something else than digits, spaces, brackets, dashes and +"};
  const auto number = mended(*written);
  if (!number) return {.why = "no such number is in use: a digit is wrong, missing or too many"};
  phone_number it;
  it.digits = std::to_string(number->country_code());
  std::string national;
  PhoneNumberUtil::GetInstance()->GetNationalSignificantNumber(*number, &national);
  it.digits += national;
  it.type = type_of(*number);
  const bool british = number->country_code() == uk_country_code;
  it.may_text = british && it.type == number_type::mobile;
  it.why = reason(it.type, british);
  return it;
}

} // namespace tidings::sms
