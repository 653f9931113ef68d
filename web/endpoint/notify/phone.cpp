#include "web/endpoint/notify/phone.hpp"

#include "schemas/sms/phone.hpp"

#include <algorithm>

namespace tidings::web::notify {
namespace {

struct digits_given {
  std::string digits;
  bool others = false; ///< letters and symbols that stand in no number
};

digits_given digits_of(std::string_view text) {
  digits_given out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c >= '0' && c <= '9')
      out.digits += c;
    else if (c == '+' && !out.digits.empty())
      out.others = true;
    else if (std::string_view(" \t\r\n()-.+/\xC2\xA0\xE2\x80\x8B").find(c) == std::string_view::npos)
      out.others = true;
  }
  return out;
}

bool starts_international(std::string_view text, std::string_view digits) {
  const auto first = text.find_first_not_of(" \t(");
  const bool marked = first != std::string_view::npos && text[first] == '+';
  return (marked && !digits.starts_with("44")) || (digits.starts_with("00") && !digits.starts_with("0044"));
}

/// What is left of a UK number behind its country code and zero.
std::string_view national(std::string_view digits) {
  for (const std::string_view prefix : {"0044", "44"})
    if (digits.starts_with(prefix)) {
      digits.remove_prefix(prefix.size());
      break;
    }
  while (digits.starts_with('0')) digits.remove_prefix(1);
  return digits;
}

} // namespace

checked<std::string> recipient(std::string_view text) {
  constexpr std::size_t national_digits = 10, international_min = 8, international_max = 15;
  const auto read = sms::read_phone(text);
  if (read.may_text) return read.digits;
  const auto given = digits_of(text);
  if (given.others) return invalid("phone_number Must not contain letters or symbols");
  if (starts_international(text, given.digits)) {
    if (!read.digits.empty()) return bad_request("Cannot send to international mobile numbers");
    if (given.digits.size() < international_min) return invalid("phone_number Not enough digits");
    if (given.digits.size() > international_max) return invalid("phone_number Too many digits");
    return invalid("phone_number Not a valid country prefix");
  }
  const auto rest = national(given.digits);
  if (rest.size() < national_digits) return invalid("phone_number Not enough digits");
  if (rest.size() > national_digits) return invalid("phone_number Too many digits");
  if (!read.digits.empty() || !rest.starts_with('7')) return reject(400, "InvalidPhoneError", "Not a UK mobile number");
  return invalid("phone_number Number is not valid – double check the phone number you entered");
}

} // namespace tidings::web::notify
