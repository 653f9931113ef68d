#include "actors/reply/characters.hpp"

namespace tidings::reply_words {
namespace {

using kind = character_kind;

/// U+00C0 to U+017F without their accents. `*` is no letter, `!` a letter that looks like another one (dotless i, long
/// s).
constexpr std::string_view latin = "aaaaaaaceeeeiiii"
                                   "dnooooo*ouuuuyts"
                                   "aaaaaaaceeeeiiii"
                                   "dnooooo*ouuuuyty"
                                   "aaaaaaccccccccdd"
                                   "ddeeeeeeeeeegggg"
                                   "gggghhhhiiiiiiii"
                                   "i!iijjkk!lllllll"
                                   "lllnnnnnnnnnoooo"
                                   "oooorrrrrrssssss"
                                   "ssttttttuuuuuuuu"
                                   "uuuuwwyyyzzzzzz!";
static_assert(latin.size() == 0x180 - 0xC0);

/// Decodes one code point; 0 bytes if it isn't well-formed (overlong, surrogate, cut off).
struct decoded {
  char32_t point = 0;
  std::size_t bytes = 0;
};
decoded decode(std::string_view text) noexcept {
  auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto tail = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  const unsigned char first = byte(0);
  if (first >= 0xC2 && first <= 0xDF && tail(1)) return {((first & 0x1FU) << 6) | (byte(1) & 0x3FU), 2};
  if ((first & 0xF0U) == 0xE0U && tail(1) && tail(2)) {
    const char32_t point = ((first & 0x0FU) << 12) | ((byte(1) & 0x3FU) << 6) | (byte(2) & 0x3FU);
    if (point >= 0x800 && (point < 0xD800 || point > 0xDFFF)) return {point, 3};
  }
  if (first >= 0xF0 && first <= 0xF4 && tail(1) && tail(2) && tail(3)) {
    const char32_t point =
        ((first & 0x07U) << 18) | ((byte(1) & 0x3FU) << 12) | ((byte(2) & 0x3FU) << 6) | (byte(3) & 0x3FU);
    if (point >= 0x10000 && point <= 0x10FFFF) return {point, 4};
  }
  return {};
}

face_kind face_of(char32_t point) noexcept {
  switch (point) {
  case 0x1F44D: // thumbs up
  case 0x1F44C: // OK hand
  case 0x1F197: // OK button
  case 0x2705:  // ticks
  case 0x2714:
  case 0x2611:
    return face_kind::thumbs;
  case 0x1F64F: // folded hands
  case 0x1F490: // flowers
  case 0x1F91D: // handshake
    return face_kind::thanks;
  case 0x1F60A: // smiles, hearts, wave, kiss, and sorry faces: kind noises
  case 0x1F642:
  case 0x1F600:
  case 0x1F601:
  case 0x1F603:
  case 0x1F604:
  case 0x263A:
  case 0x1F917:
  case 0x2764:
  case 0x1F495:
  case 0x1F499:
  case 0x1F49A:
  case 0x1F49C:
  case 0x1F60D:
  case 0x1F618:
  case 0x1F44B:
  case 0x1F338:
  case 0x1F622:
  case 0x1F614:
  case 0x1F61E:
  case 0x1F641:
  case 0x2639:
  case 0x1F625:
  case 0x1F62D:
    return face_kind::smile;
  case 0x1F912: // thermometer, mask, sneeze, nausea
  case 0x1F637:
  case 0x1F927:
  case 0x1F922:
  case 0x1F92E:
  case 0x1F915:
    return face_kind::ill;
  case 0x1F602: // tears of joy, rolling, upside-down, rolling eyes, wink, tongues, clown, smirk
  case 0x1F923:
  case 0x1F643:
  case 0x1F644:
  case 0x1F609:
  case 0x1F61C:
  case 0x1F61B:
  case 0x1F61D:
  case 0x1F92A:
  case 0x1F921:
  case 0x1F60F:
  case 0x1F605:
  case 0x1F606:
    return face_kind::joke;
  default:
    return face_kind::none;
  }
}

/// Signs outside Latin letters, in code order.
character_kind sign_of(char32_t point) noexcept {
  switch (point) {
  case 0x00A0: // no-break spaces
  case 0x202F:
  case 0x2009:
    return kind::blank;
  case 0x00B4: // accents and primes typed as apostrophes
  case 0x2018:
  case 0x2019:
  case 0x02BC:
  case 0x2032:
    return kind::apostrophe;
  case 0x00AB:
  case 0x00BB:
  case 0x201C:
  case 0x201D:
  case 0x201E:
    return kind::quotation;
  case 0x2010:
  case 0x2011:
  case 0x2012:
  case 0x2013:
  case 0x2014:
  case 0x2015:
  case 0x2022:
  case 0x00B7:
    return kind::comma;
  case 0x2026:
    return kind::ellipsis;
  case 0x2028:
  case 0x2029:
    return kind::stop;
  case 0x00BF:
  case 0x2753:
  case 0x2754:
  case 0x2049:
    return kind::question;
  case 0x200D: // zero-width joiner
  case 0xFE0F: // variation selectors
  case 0xFE0E:
  case 0x2640:
  case 0x2642:
    return kind::joiner;
  default:
    break;
  }
  if (point >= 0x1F3FB && point <= 0x1F3FF) return kind::joiner; // skin tones
  if (point >= 0x0300 && point <= 0x036F) return kind::accent;
  if (point == 0x00AD || point == 0x180E || (point >= 0x200B && point <= 0x200F) ||
      (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
      point == 0x034F || (point >= 0xE0000 && point <= 0xE0FFF))
    return kind::hidden;
  if (point < 0xA0) return kind::damaged; // C1 controls
  if (point < 0xC0 || (point >= 0x2000 && point <= 0x2BFF) || (point >= 0x3000 && point <= 0x303F) ||
      (point >= 0x1F000 && point <= 0x1FAFF))
    return kind::symbol;
  return kind::foreign;
}

character ascii(char c) noexcept {
  auto is = [](character_kind k, char folded = 0) { return character{k, face_kind::none, false, folded, 1}; };
  if (c >= 'a' && c <= 'z') return is(kind::letter, c);
  if (c >= 'A' && c <= 'Z') return is(kind::letter, static_cast<char>(c - 'A' + 'a'));
  if (c >= '0' && c <= '9') return is(kind::digit, c);
  switch (c) {
  case ' ':
  case '\t':
  case '\r':
    return is(kind::blank);
  case '\n':
  case '!':
  case ';':
    return is(kind::stop);
  case '.':
    return is(kind::dot);
  case '?':
    return is(kind::question);
  case '\'':
  case '`':
    return is(kind::apostrophe);
  case '"':
    return is(kind::quotation);
  case '/':
  case '|':
  case '\\':
  case '=':
    return is(kind::alternative);
  case '&':
  case '+':
    return is(kind::plus);
  case '%':
  case '$':
    return is(kind::symbol);
  default:
    return is(static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? kind::damaged : kind::comma);
  }
}

} // namespace

character next_character(std::string_view text) noexcept {
  if (static_cast<unsigned char>(text.front()) < 0x80) return ascii(text.front());
  const auto [point, bytes] = decode(text);
  if (bytes == 0) return {};
  if (point >= 0xC0 && point < 0x180) {
    const char folded = latin[point - 0xC0];
    if (folded == '*') return {kind::symbol, face_kind::none, false, 0, bytes};
    if (folded == '!') return {kind::foreign, face_kind::none, false, 0, bytes};
    return {kind::letter, face_kind::none, true, folded, bytes};
  }
  if (point >= 0x1E80 && point <= 0x1E85) return {kind::letter, face_kind::none, true, 'w', bytes};
  if (point == 0x1EF2 || point == 0x1EF3) return {kind::letter, face_kind::none, true, 'y', bytes};
  if (const face_kind face = face_of(point); face != face_kind::none) return {kind::face, face, false, 0, bytes};
  return {sign_of(point), face_kind::none, false, 0, bytes};
}

} // namespace tidings::reply_words
