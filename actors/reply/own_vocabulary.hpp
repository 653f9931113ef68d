#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/reply/lexicon.hpp"
#include "schemas/reply_settings.hpp"

namespace tidings {

/// What a practice and the host add to the built-in vocabularies, as look-ups. It only adds: where a built-in phrase is
/// as long, that one counts.
class own_vocabulary {
public:
  /// Only settings that `check_vocabulary` finds nothing wrong with; a wrong row is left out.
  explicit own_vocabulary(const vocabulary_settings& settings);

  reply_words::word_id find(std::string_view folded) const noexcept;
  reply_words::phrase_match phrase(std::span<const reply_words::word_id> words) const noexcept;
  reply_words::alarm_match alarm_at(std::span<const reply_words::word_id> words) const noexcept;

private:
  struct element {
    std::vector<reply_words::word_id> choices;
    bool optional = false;
  };
  template <class Kind> struct row {
    Kind kind;
    std::vector<element> elements;
  };

  std::vector<element> elements_of(std::string_view pattern);
  reply_words::word_id word_of(std::string_view word);
  static std::size_t match(std::span<const element> elements, std::span<const reply_words::word_id> words,
                           std::size_t at) noexcept;

  std::map<std::string, reply_words::word_id, std::less<>> words_;
  std::vector<row<reply_words::phrase_kind>> phrases_;
  std::vector<row<reply_words::alarm>> alarms_;
  std::size_t new_words_ = 0;
};

/// What is wrong with an entry, for whoever wrote it.
struct vocabulary_problem {
  bool in_spellings = false; ///< else in `phrases`
  std::size_t entry = 0;
  std::string reason;
};

/// Most entries of either sort: a host's dialect, not a dictionary. Each is looked through for each word of a reply.
inline constexpr std::size_t own_entries_max = 200;

/// Checks entries as they are loaded: known meanings, well-formed patterns, and nothing that replies already use: an
/// entry can't take over a built-in meaning, turn a "not" into part of a cancellation, or be a slip away from another
/// act.
std::vector<vocabulary_problem> check_vocabulary(const vocabulary_settings& settings);

/// The meanings an entry may have, for messages.
std::string own_meanings();

} // namespace tidings
