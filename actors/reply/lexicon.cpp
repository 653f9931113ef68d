#include "actors/reply/lexicon.hpp"

#include <algorithm>
#include <array>

#include "actors/reply/own_vocabulary.hpp"
#include "actors/reply/pattern_table.hpp"
#include "actors/reply/slip.hpp"
#include "reply_vocabulary/english.hpp" // made of vocabulary/*.yaml by vocabulary/generate.cmake
#include "reply_vocabulary/welsh.hpp"

namespace tidings::reply_words {
namespace {

consteval detail::word_table all_words() {
  detail::word_table table;
  auto add_pattern = [&](std::string_view pattern, bool welsh) {
    detail::each_word(
        pattern, [](bool) {}, [&](std::string_view word) { table.welsh[table.add(word)] |= welsh; });
  };
  auto add_language = [&](const auto& phrases, const auto& alarms, const auto& calendar, bool is_welsh) {
    for (const auto& row : phrases) add_pattern(row.pattern, is_welsh);
    for (const auto& row : alarms) add_pattern(row.pattern, is_welsh);
    for (const auto& row : calendar) {
      const word_id id = table.add(row.written);
      table.calendar[id] = {row.unit, row.value};
      table.welsh[id] |= is_welsh;
    }
  };
  auto add_spellings = [&](const auto& rows, bool is_welsh) {
    for (const auto& row : rows) {
      const word_id canonical = table.add(row.canonical), written = table.add(row.written);
      table.canonical[written] = canonical;
      table.welsh[written] |= is_welsh;
    }
  };
  add_language(english::phrases, english::alarms, english::calendar, false);
  add_language(welsh::phrases, welsh::alarms, welsh::calendar, true);
  for (std::string_view word : english::reason_words) table.reason[table.add(word)] = reason_part::matter;
  for (std::string_view word : english::reason_glue) table.reason[table.add(word)] = reason_part::glue;
  for (const auto& row : english::joins) {
    table.add(row.first);
    table.add(row.second);
    table.add(row.canonical);
  }
  for (std::string_view word : own_words) table.add(word);
  for (std::string_view word : english::closing_words) table.closing[table.add(word)] = true;
  add_spellings(english::spellings, false);
  add_spellings(welsh::spellings, true);
  return table;
}

constexpr detail::word_table words = all_words();

// A pattern with a spelling that has another canonical form could never match.
template <class Rows> consteval bool all_canonical(const Rows& rows) {
  bool good = true;
  for (const auto& row : rows)
    detail::each_word(
        row.pattern, [](bool) {},
        [&](std::string_view word) {
          const word_id id = words.find(word);
          if (words.canonical[id] != id) good = false;
        });
  return good;
}

template <class Row, std::size_t English, std::size_t Welsh>
consteval auto all_patterns(const Row (&english_rows)[English], const Row (&welsh_rows)[Welsh]) {
  detail::pattern_table<English + Welsh> table;
  for (const auto& row : english_rows) table.add(static_cast<std::uint8_t>(row.kind), row.pattern, words);
  for (const auto& row : welsh_rows) table.add(static_cast<std::uint8_t>(row.kind), row.pattern, words);
  table.index();
  return table;
}

constexpr auto phrases = all_patterns(english::phrases, welsh::phrases);
constexpr auto alarms = all_patterns(english::alarms, welsh::alarms);
static_assert(all_canonical(english::phrases) && all_canonical(english::alarms));
static_assert(all_canonical(welsh::phrases) && all_canonical(welsh::alarms));

template <std::size_t N> consteval auto all_joins(const joined_words (&rows)[N]) {
  std::array<std::array<word_id, 3>, N> ids{};
  for (std::size_t i = 0; i < N; ++i)
    ids[i] = {words.find(rows[i].first), words.find(rows[i].second), words.find(rows[i].canonical)};
  return ids;
}
constexpr auto joins = all_joins(english::joins);

constexpr auto own_ids = [] {
  std::array<word_id, std::size(own_words)> ids{};
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = words.canonical[words.find(own_words[i])];
  return ids;
}();
static_assert(std::size(own_words) == static_cast<std::size_t>(own_word::cancelling) + 1);

/// Is a word that means something else as near?
bool barred(std::string_view word, std::size_t slips) noexcept {
  return std::ranges::any_of(english::lookalikes,
                             [&](std::string_view other) { return within_slips(word, other, slips); });
}

word_id mistyped_word(std::string_view word) noexcept {
  if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string_view::npos)
    return unknown_word; // "c4ncel" is no slip
  for (const auto& [canonical, slips_max] : english::mistyped)
    for (std::size_t slips = 1; slips <= slips_max; ++slips)
      if (within_slips(word, canonical, slips)) return barred(word, slips) ? unknown_word : words.find(canonical);
  return unknown_word;
}

/// "yesss" -> "yes", "pleeease" -> "please": a run of three or more letters is one.
std::string_view squeeze(std::string_view word, std::array<char, 32>& room) noexcept {
  std::size_t used = 0;
  for (std::size_t i = 0; i < word.size() && used < room.size();) {
    const std::size_t run = std::min(word.find_first_not_of(word[i], i), word.size()) - i;
    for (std::size_t n = 0; n < (run > 2 ? 1 : run) && used < room.size(); ++n) room[used++] = word[i];
    i += run;
  }
  return {room.data(), used};
}

} // namespace

word_id id_of(own_word word) noexcept { return own_ids[static_cast<std::size_t>(word)]; }

std::string_view spelling_of(word_id word) noexcept { return words.text[word]; }

bool closes_thought(word_id word) noexcept { return words.closing[word]; }

word_id exact_word(std::string_view folded) noexcept { return words.canonical[words.find(folded)]; }

word_id first_free_word() noexcept { return static_cast<word_id>(words.count); }
static_assert(words.count + own_words_max <= detail::words_max);

bool is_lookalike(std::string_view word) noexcept {
  return std::ranges::find(english::lookalikes, word) != std::end(english::lookalikes);
}

word_id find_word(std::string_view folded, bool accented, const own_vocabulary* added) noexcept {
  const word_id exact = words.find(folded);
  if (exact != unknown_word && (!accented || words.welsh[exact])) return words.canonical[exact];
  if (added != nullptr)
    if (const word_id own = added->find(folded); own != unknown_word) return own;
  if (accented) return unknown_word;
  if (folded.size() < 3 || folded.size() > 24) return unknown_word;
  std::array<char, 32> room;
  const std::string_view squeezed = squeeze(folded, room);
  if (squeezed.size() < folded.size())
    if (const word_id id = words.find(squeezed); id != unknown_word) return words.canonical[id];
  return mistyped_word(squeezed);
}

word_id join(word_id first, word_id second) noexcept {
  if (first == unknown_word || second == unknown_word) return unknown_word;
  for (const auto& row : joins)
    if (row[0] == first && row[1] == second) return row[2];
  return unknown_word;
}

calendar_meaning calendar_of(word_id word) noexcept { return words.calendar[word]; }

reason_part reason_of(word_id word) noexcept { return words.reason[word]; }

phrase_match match_phrase(std::span<const word_id> text, const own_vocabulary* added) noexcept {
  const auto found = phrases.longest(text);
  const phrase_match built_in{static_cast<phrase_kind>(found.kind), found.length};
  if (added == nullptr) return built_in;
  const phrase_match own = added->phrase(text);
  return own.length > built_in.length ? own : built_in;
}

alarm_match match_alarm(std::span<const word_id> text, const own_vocabulary* added) noexcept {
  const auto found = alarms.longest(text);
  const alarm_match built_in{static_cast<alarm>(found.kind), found.length};
  if (added == nullptr) return built_in;
  const alarm_match own = added->alarm_at(text);
  return own.length > built_in.length ? own : built_in;
}

} // namespace tidings::reply_words
