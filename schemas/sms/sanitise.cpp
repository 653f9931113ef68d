#include "schemas/sms/sanitise.hpp"

#include "schemas/sms/gsm7.hpp"
#include "schemas/sms/segments.hpp"
#include "schemas/sms/utf8.hpp"

#include <algorithm>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace tidings::sms {
namespace {

constexpr std::u32string_view zero_width = U"\u180E\u200B\u200C\u200D\u2060\uFEFF";
// Persian, Hindi and emoji are written with joiners: in Unicode they stay.
constexpr std::u32string_view zero_width_but_joiners = U"\u180E\u200B\u2060\uFEFF";
// They show text in another order than it is written, up to the end of the line.
constexpr std::u32string_view direction_overrides = U"\u202A\u202B\u202C\u202D\u202E";
constexpr std::u32string_view line_ends = U"\n\r\v\f\x1C\x1D\x1E\u0085\u2028\u2029";

/// No rule of the white space and none of Unicode's forms concerns it.
bool is_plain(char32_t c) { return c > 0x20 && c < 0x7F; }
bool is_one_of(std::u32string_view set, char32_t c) { return set.find(c) != set.npos; }
bool is_wide_space(char32_t c) { return c == '\t' || c == 0x1F || u_isUWhiteSpace(static_cast<UChar32>(c)) != 0; }

std::u32string composed(std::string_view utf8) {
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return code_points(utf8);
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
  std::string out;
  (U_SUCCESS(status) ? nfc->normalize(text, status) : text).toUTF8String(out);
  return code_points(out);
}

/// Spaces and tabs right before a comma or a full stop go.
std::u32string close_up(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (const auto c : text) {
    if (c == ',' || c == '.')
      while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
    out += c;
  }
  return out;
}

/// Lines trimmed, each run of white space in them one space, and none of `dropped`.
std::u32string even_lines(std::u32string_view text, std::u32string_view dropped) {
  std::u32string out;
  out.reserve(text.size());
  bool space = false;
  std::size_t line = 0; // where the line begins in `out`
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = text[i];
    const bool plain = is_plain(c);
    if (!plain && is_one_of(line_ends, c)) {
      if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
      out += '\n';
      line = out.size();
      space = false;
    } else if (!plain && is_one_of(dropped, c)) {
      continue;
    } else if (!plain && is_wide_space(c)) {
      space = out.size() > line;
    } else {
      if (space) out += ' ';
      space = false;
      out += c;
    }
  }
  return out;
}

/// Three line ends or more become two; none at either end.
std::u32string few_empty_lines(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  std::size_t ends = 0;
  for (const auto c : text) {
    if (c == '\n') {
      ++ends;
      continue;
    }
    if (!out.empty()) out.append(ends > 2 ? 2 : ends, U'\n');
    ends = 0;
    out += c;
  }
  return out;
}

bool may_stay(char32_t c) { return septets_of(c) > 0 || is_welsh_beyond_gsm(c); }

/// The first character of what `c` is canonically made of, e.g. ç -> c; `c` when it isn't made of others.
char32_t base_of(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString parts;
  if (U_FAILURE(status) || !nfc->getRawDecomposition(static_cast<UChar32>(c), parts) || parts.isEmpty()) return c;
  return static_cast<char32_t>(parts.char32At(0));
}

std::u32string_view likeness(char32_t c) {
  switch (c) {
  case U'‘':
  case U'’':
    return U"'";
  case U'“':
  case U'”':
    return U"\"";
  case U'\u2011':
  case U'–':
  case U'—':
  case U'−':
    return U"-";
  case U'…':
    return U"...";
  case U'Ł':
    return U"L";
  case U'ł':
    return U"l";
  default:
    return {};
  }
}

void append_sendable(std::u32string& out, char32_t c) {
  if (may_stay(c)) {
    out += c;
  } else if (const auto like = likeness(c); !like.empty()) {
    out += like;
  } else {
    const auto base = base_of(c);
    out += may_stay(base) ? base : U'?';
  }
}

/// A letter, mark, number, sign or joiner: something that a font may have.
bool is_a_character(char32_t c) {
  switch (u_charType(static_cast<UChar32>(c))) {
  case U_UNASSIGNED:
  case U_PRIVATE_USE_CHAR:
  case U_SURROGATE:
    return false;
  default:
    return true;
  }
}

bool is_control(char32_t c) { return c != U'\n' && u_charType(static_cast<UChar32>(c)) == U_CONTROL_CHAR; }

/// Nothing but a sign that has a plain likeness would be lost; Welsh letters cost what Unicode costs.
bool loses_no_letter(std::u32string_view text) {
  return std::all_of(text.begin(), text.end(), [](char32_t c) {
    const auto like = likeness(c);
    return septets_of(c) > 0 ||
           (!like.empty() && septets_of(like.front()) > 0 && u_isalpha(static_cast<UChar32>(c)) == 0);
  });
}

} // namespace

std::string sanitise(std::string_view utf8) {
  const auto text = few_empty_lines(even_lines(close_up(composed(utf8)), zero_width));
  std::u32string out;
  out.reserve(text.size());
  for (const auto c : text) append_sendable(out, c);
  return to_utf8(out);
}

std::string in_unicode(std::string_view utf8) {
  const auto text = few_empty_lines(even_lines(close_up(composed(utf8)), zero_width_but_joiners));
  if (loses_no_letter(text)) return sanitise(utf8);
  std::u32string out;
  out.reserve(text.size());
  for (const auto c : text) {
    if (is_control(c) || is_one_of(direction_overrides, c)) continue;
    out += is_a_character(c) ? c : U'?';
  }
  return to_utf8(out);
}

result<std::string> sendable(std::string_view utf8, sms_alphabet alphabet) {
  auto text = alphabet == sms_alphabet::unicode ? in_unicode(utf8) : sanitise(utf8);
  if (text.empty()) return fail(error_code::invalid_input, "text: a message needs a text or a template");
  if (const auto units = cost_of(text).units; units > units_max)
    return fail(error_code::invalid_input, "text: " + std::to_string(units) + " characters, and a text message holds " +
                                               std::to_string(units_max));
  return text;
}

} // namespace tidings::sms
