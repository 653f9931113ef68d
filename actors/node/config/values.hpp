#pragma once
// What single values look like: text in, value out, no file and no place. Nothing: it isn't one.
#include "schemas/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings::config {

/// `250ms`, `30s`, `90m`, `48h`, `2d`: a whole number and one unit.
std::optional<millis> parse_duration(std::string_view text);
/// The same in the largest unit that keeps it whole; zero is `0s`.
std::string print_duration(millis span);

/// `00:00` to `24:00`, in minutes after midnight.
std::optional<int> parse_time_of_day(std::string_view text);
std::string print_time_of_day(int minutes_after_midnight);

/// A UK number, landline or mobile, as people write it; E.164 digits without `+`. Short codes (5 or 6 digits) stay
/// as they are when allowed (Ofcom: 6xxxx to 8xxxx).
std::optional<std::string> parse_uk_number(std::string_view text, bool short_codes);

/// What a phone shows as From: 3 to 11 letters, digits and spaces with a letter among them (3GPP TS 23.040 §9.1.2.5,
/// FireText's documentation), or a number, which becomes digits.
std::optional<std::string> parse_sender(std::string_view text);
bool is_number(std::string_view sender); ///< digits only: patients can answer it

/// Check digit of a SNOMED CT identifier (SNOMED CT Release File Specification §6, Verhoeff's D5).
bool has_verhoeff_check(std::string_view digits);
/// A concept's id: 6 to 18 digits, no leading zero, the check digit right, partition 00 or 10 (no term, no relation).
bool is_snomed_concept(std::string_view text);

/// `http://…` or `https://…` with a host, without spaces.
bool is_url(std::string_view text);
/// A host name or an IP address.
bool is_host(std::string_view text);
/// What providers, templates and rules are called: a-z, 0-9, `_`, `-`, at most 40, starting with a letter or digit.
bool is_short_name(std::string_view text);
/// Plain words that some YAML reader takes for something else than text: y, n, yes, no, on, off, true, false in any
/// case (YAML 1.1 booleans; NO is Norway) and null, ~ (nothing).
bool is_yaml_word(std::string_view text);

} // namespace tidings::config
