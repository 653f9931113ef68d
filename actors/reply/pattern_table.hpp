#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "actors/reply/lexicon.hpp"

/// How the vocabularies become tables at compile time. Only `lexicon.cpp` includes this.
namespace tidings::reply_words::detail {

inline constexpr std::size_t words_max = 2000;    // distinct spellings; raise when the compiler says so
inline constexpr std::size_t slots = 4096;        // of the hash table, a power of two, at least twice words_max
inline constexpr std::size_t elements_max = 3000; // over all patterns of one table
inline constexpr std::size_t choices_max = 6000;  // alternatives over all elements of one table

constexpr std::uint32_t hash_of(std::string_view text) noexcept {
  std::uint32_t hash = 2166136261U; // FNV-1a
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash ^ (hash >> 15);
}

/// Every spelling, its canonical word and what else is known of it.
struct word_table {
  std::array<std::string_view, words_max> text{};
  std::array<word_id, words_max> canonical{};
  std::array<bool, words_max> welsh{};
  std::array<reason_part, words_max> reason{};
  std::array<bool, words_max> closing{};
  std::array<calendar_meaning, words_max> calendar{};
  std::array<word_id, slots> slot{};
  std::size_t count = 1; // 0 is the unknown word

  constexpr word_id find(std::string_view word) const noexcept {
    for (std::size_t at = hash_of(word) % slots; slot[at] != 0; at = (at + 1) % slots)
      if (text[slot[at]] == word) return slot[at];
    return unknown_word;
  }

  constexpr word_id add(std::string_view word) {
    std::size_t at = hash_of(word) % slots;
    for (; slot[at] != 0; at = (at + 1) % slots)
      if (text[slot[at]] == word) return slot[at];
    const auto id = static_cast<word_id>(count++); // past words_max the next line does not compile
    text[id] = word;
    canonical[id] = id;
    slot[at] = id;
    return id;
  }
};

/// Calls `use(word, alternatives_follow, optional)` for each word of a pattern, element by element.
template <class Begin, class Use> constexpr void each_word(std::string_view pattern, Begin begin_element, Use use) {
  std::size_t at = 0;
  while (at < pattern.size()) {
    std::size_t end = std::min(pattern.find(' ', at), pattern.size());
    std::string_view element = pattern.substr(at, end - at);
    const bool optional = element.size() > 1 && element.back() == '?';
    if (optional) element.remove_suffix(1);
    begin_element(optional);
    while (!element.empty()) {
      const std::size_t bar = std::min(element.find('|'), element.size());
      use(element.substr(0, bar));
      element.remove_prefix(std::min(bar + 1, element.size()));
    }
    at = end + 1;
  }
}

struct element {
  std::uint16_t first_choice = 0;
  std::uint8_t choices = 0;
  bool optional = false;
};

/// One bit of a word, for the quick refusal below.
constexpr std::uint64_t bit_of(word_id word) noexcept { return std::uint64_t{1} << (word % 64U); }

struct pattern {
  std::uint64_t second_words = 0; ///< bits of all words that may stand second; all set if a single word can match
  std::uint16_t first_element = 0;
  std::uint8_t elements = 0;
  std::uint8_t kind = 0;
};

/// All patterns of one kind of row, with the patterns each word may open.
template <std::size_t Patterns> struct pattern_table {
  std::array<pattern, Patterns> patterns{};
  std::array<element, elements_max> elements{};
  std::array<word_id, choices_max> choices{};
  std::array<std::uint16_t, words_max + 1> opens_from{};
  std::array<std::uint16_t, choices_max> opens{};
  std::size_t pattern_count = 0, element_count = 0, choice_count = 0;

  constexpr void add(std::uint8_t kind, std::string_view text, const word_table& words) {
    pattern& p = patterns[pattern_count++];
    p.kind = kind;
    p.first_element = static_cast<std::uint16_t>(element_count);
    each_word(
        text,
        [&](bool optional) {
          element& e = elements[element_count++];
          e.first_choice = static_cast<std::uint16_t>(choice_count);
          e.optional = optional;
          ++p.elements;
        },
        [&](std::string_view word) {
          choices[choice_count++] = words.canonical[words.find(word)];
          ++elements[element_count - 1].choices;
        });
  }

  template <class Use> constexpr void each_opening(Use use) const {
    for (std::size_t i = 0; i < pattern_count; ++i)
      for (std::size_t e = 0; e < patterns[i].elements; ++e) {
        const element& at = elements[patterns[i].first_element + e];
        for (std::size_t c = 0; c < at.choices; ++c) use(choices[at.first_choice + c], static_cast<std::uint16_t>(i));
        if (!at.optional) break;
      }
  }

  /// Bits of the words that elements from `from` on may start with; all of them if they may take none.
  constexpr std::uint64_t starts(const pattern& p, std::size_t from) const noexcept {
    std::uint64_t bits = 0;
    for (std::size_t i = from; i < p.elements; ++i) {
      const element& e = elements[p.first_element + i];
      for (std::size_t c = 0; c < e.choices; ++c) bits |= bit_of(choices[e.first_choice + c]);
      if (!e.optional) return bits;
    }
    return ~std::uint64_t{0};
  }

  /// After the first word a match goes on behind any element that can open the pattern.
  constexpr void mark_second_words() {
    for (std::size_t i = 0; i < pattern_count; ++i)
      for (std::size_t e = 0; e < patterns[i].elements; ++e) {
        patterns[i].second_words |= starts(patterns[i], e + 1);
        if (!elements[patterns[i].first_element + e].optional) break;
      }
  }

  constexpr void index() {
    mark_second_words();
    each_opening([&](word_id word, std::uint16_t) { ++opens_from[word + 1]; });
    for (std::size_t w = 1; w <= words_max; ++w)
      opens_from[w] = static_cast<std::uint16_t>(opens_from[w] + opens_from[w - 1]);
    std::array<std::uint16_t, words_max + 1> next = opens_from;
    each_opening([&](word_id word, std::uint16_t i) { opens[next[word]++] = i; });
  }

  /// How many of `words` the pattern takes at most; 0 if it doesn't match.
  constexpr std::size_t match(const pattern& p, std::size_t from, std::span<const word_id> words,
                              std::size_t at) const noexcept {
    if (from == p.elements) return at;
    const element& e = elements[p.first_element + from];
    std::size_t longest = 0;
    if (at < words.size())
      for (std::size_t c = 0; c < e.choices; ++c)
        if (choices[e.first_choice + c] == words[at]) {
          longest = match(p, from + 1, words, at + 1);
          break;
        }
    return longest == 0 && e.optional ? match(p, from + 1, words, at) : longest;
  }

  struct found {
    std::uint8_t kind = 0;
    std::size_t length = 0;
  };
  constexpr found longest(std::span<const word_id> words) const noexcept {
    found best;
    if (words.empty() || words[0] == unknown_word) return best;
    const std::uint64_t second = words.size() > 1 ? bit_of(words[1]) : 0;
    constexpr std::uint64_t any = ~std::uint64_t{0};
    for (std::size_t i = opens_from[words[0]]; i < opens_from[words[0] + 1U]; ++i) {
      const pattern& p = patterns[opens[i]];
      if (p.second_words != any && (p.second_words & second) == 0) continue;
      const std::size_t length = match(p, 0, words, 0);
      if (length > best.length) best = {p.kind, length};
    }
    return best;
  }
};

} // namespace tidings::reply_words::detail
