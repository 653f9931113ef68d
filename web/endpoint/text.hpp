#pragma once
// Small readers and writers of the web's own notations. Pure.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::web {

bool same_word(std::string_view a, std::string_view b); ///< ASCII, case-insensitive
std::string_view trimmed(std::string_view text);        ///< without spaces and tabs at both ends
std::vector<std::string_view> split(std::string_view text, char at);

std::string base64url(std::span<const std::uint8_t> bytes); ///< RFC 4648 §5, no padding
std::string base64url(std::string_view bytes);
/// Refuses padding, foreign letters and bits left over: one text for one value.
std::optional<std::string> from_base64url(std::string_view text);
std::optional<std::string> from_base64(std::string_view text); ///< RFC 4648 §4, padding optional

/// `%41` -> `A`; with `plus` also `+` -> space. Nothing: a `%` without two hex digits.
std::optional<std::string> percent_decoded(std::string_view text, bool plus);
std::string html_escaped(std::string_view text);
bool is_utf8(std::string_view text); ///< RFC 3629: no overlong forms, no surrogates
/// Bytes that aren't UTF-8 are read as Latin-1: a patient's words are kept, come what may.
std::string as_utf8(std::string text);
/// Unicode characters in valid UTF-8.
std::size_t characters(std::string_view text);

} // namespace tidings::web
