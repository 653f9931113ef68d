#include "actors/reply/own_vocabulary.hpp"

#include <algorithm>
#include <optional>

#include "actors/reply/alarms.hpp"
#include "actors/reply/parser.hpp"
#include "actors/reply/slip.hpp"
#include "actors/reply/words.hpp"

namespace tidings {
namespace {

using namespace reply_words;

struct named_phrase {
  std::string_view name;
  phrase_kind kind;
};
/// Phrases that may stand in a reply that acts. Opting out stays with the built-in words: carriers know them alone.
constexpr named_phrase phrase_names[] = {
    {"greeting", phrase_kind::greeting}, {"please", phrase_kind::please},     {"thanks", phrase_kind::thanks},
    {"sorry", phrase_kind::sorry},       {"sign_off", phrase_kind::sign_off}, {"cancel", phrase_kind::cancel},
    {"confirm", phrase_kind::confirm},   {"attend", phrase_kind::attend},     {"cannot_come", phrase_kind::cannot_come},
    {"reason", phrase_kind::state},
};
struct named_alarm {
  std::string_view name;
  alarm kind;
};
/// What names a reply for the inbox; it never acts.
constexpr named_alarm alarm_names[] = {
    {"urgent", alarm::urgent}, {"wrong_person", alarm::wrong_person},
    {"rebook", alarm::rebook}, {"question", alarm::question},
    {"abuse", alarm::abuse},
};

template <class Names> auto kind_named(const Names& names, std::string_view name) {
  const auto found = std::ranges::find(names, name, [](const auto& one) { return one.name; });
  return found == std::end(names) ? std::nullopt : std::optional{found->kind};
}

bool is_written_word(std::string_view word) noexcept {
  constexpr std::size_t letters_max = 31;
  return !word.empty() && word.size() <= letters_max &&
         std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

struct parsed_element {
  std::vector<std::string_view> choices;
  bool optional = false;
};

/// Empty if the pattern is not well-formed.
std::vector<parsed_element> parse_pattern(std::string_view pattern) {
  std::vector<parsed_element> elements;
  for (std::size_t at = 0; at <= pattern.size();) {
    const std::size_t end = std::min(pattern.find(' ', at), pattern.size());
    std::string_view text = pattern.substr(at, end - at);
    parsed_element one;
    one.optional = text.ends_with('?');
    if (one.optional) text.remove_suffix(1);
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t bar = std::min(text.find('|', from), text.size());
      one.choices.push_back(text.substr(from, bar - from));
      if (!is_written_word(one.choices.back())) return {};
      from = bar + 1;
    }
    elements.push_back(std::move(one));
    at = end + 1;
  }
  const bool all_optional = std::ranges::all_of(elements, [](const auto& e) { return e.optional; });
  return all_optional ? std::vector<parsed_element>{} : elements;
}

/// All texts a pattern stands for; nothing if they are too many to look at one by one.
constexpr std::size_t texts_max = 256;
std::optional<std::vector<std::string>> texts_of(const std::vector<parsed_element>& elements) {
  std::vector<std::string> texts{""};
  for (const parsed_element& one : elements) {
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      if (one.optional) longer.push_back(text);
      for (const std::string_view word : one.choices)
        longer.push_back(text.empty() ? std::string{word} : text + ' ' + std::string{word});
    }
    if (longer.size() > texts_max) return std::nullopt;
    texts = std::move(longer);
  }
  return texts;
}

reply_context reminder() {
  reply_context context;
  context.question = question_kind::confirm_cancel;
  context.appointments.emplace_back();
  return context;
}

bool rings_any(std::string_view text) {
  cut_text own;
  cut(text, own);
  const alarm_set found = find_alarms(own);
  for (auto kind = alarm::urgent; kind <= alarm::abuse; kind = static_cast<alarm>(static_cast<int>(kind) + 1))
    if (found.has(kind)) return true;
  return false;
}

/// Does a word of it stand where one of the acts is a slip away?
bool near_an_act(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    if (exact_word(word) == unknown_word && (find_word(word, false) != unknown_word || is_lookalike(word))) return true;
    at = end + 1;
  }
  return false;
}

std::string against_text(std::string_view text, bool acts) {
  const reply_verdict now = parse_reply(text, reminder());
  if (now.automatic || (acts && now.meaning != reply_meaning::staff))
    return "means `" + std::string(to_string(now.meaning)) + "` already";
  if (acts && rings_any(text)) return "has a word in it that turns, doubts or asks something";
  if (acts && near_an_act(text)) return "has a word in it that is one slip away from another";
  if (text.find(' ') == std::string_view::npos && exact_word(text) != unknown_word)
    return "is a word that other phrases are made of";
  return {};
}

std::string against_phrase(const vocabulary_settings::phrase& one) {
  const bool acts = kind_named(phrase_names, one.meaning).has_value();
  if (!acts && !kind_named(alarm_names, one.meaning))
    return "no meaning that can be added to: one of " + own_meanings();
  const auto elements = parse_pattern(one.pattern);
  if (elements.empty()) return "not a pattern: words of a to z and digits with one blank between, `a|b`, `word?`";
  const auto texts = texts_of(elements);
  if (!texts) return "stands for more than 256 texts";
  for (const std::string& text : *texts)
    if (std::string reason = against_text(text, acts); !reason.empty()) return reason.insert(0, "\"" + text + "\" ");
  return {};
}

std::string against_spelling(const vocabulary_settings::spelling& one) {
  constexpr std::size_t letters_min = 3, slips_max = 2;
  if (!is_written_word(one.written) || one.written.size() < letters_min)
    return "not a spelling: 3 letters of a to z or more";
  const word_id meant = exact_word(one.canonical);
  if (meant == unknown_word || spelling_of(meant) != one.canonical)
    return "no word of the built-in vocabularies on the right";
  if (exact_word(one.written) != unknown_word) return "a word that replies use already";
  if (near_an_act(one.written) && find_word(one.written, false) != meant) return "one slip away from another word";
  if (!within_slips(one.written, one.canonical, slips_max)) return "more than two slips away from the word it shall be";
  return {};
}

} // namespace

std::string own_meanings() {
  std::string all;
  for (const auto& one : phrase_names) all += std::string(all.empty() ? "" : ", ") + std::string(one.name);
  for (const auto& one : alarm_names) all += ", " + std::string(one.name);
  return all;
}

std::vector<vocabulary_problem> check_vocabulary(const vocabulary_settings& settings) {
  std::vector<vocabulary_problem> problems;
  const auto check = [&](bool spellings, std::size_t entry, std::string reason) {
    if (entry >= own_entries_max) reason = "more than 200 entries";
    if (!reason.empty()) problems.push_back({spellings, entry, std::move(reason)});
  };
  for (std::size_t i = 0; i < settings.phrases.size(); ++i) check(false, i, against_phrase(settings.phrases[i]));
  for (std::size_t i = 0; i < settings.spellings.size(); ++i) check(true, i, against_spelling(settings.spellings[i]));
  return problems;
}

own_vocabulary::own_vocabulary(const vocabulary_settings& settings) {
  for (const auto& one : settings.spellings)
    if (against_spelling(one).empty()) words_.emplace(one.written, exact_word(one.canonical));
  for (const auto& one : settings.phrases) {
    if (!against_phrase(one).empty()) continue;
    if (const auto kind = kind_named(phrase_names, one.meaning)) phrases_.push_back({*kind, elements_of(one.pattern)});
    if (const auto kind = kind_named(alarm_names, one.meaning)) alarms_.push_back({*kind, elements_of(one.pattern)});
  }
}

word_id own_vocabulary::word_of(std::string_view word) {
  if (const word_id known = exact_word(word); known != unknown_word) return known;
  if (const word_id own = find(word); own != unknown_word) return own;
  if (new_words_ == own_words_max) return unknown_word; // its phrase never matches
  const auto id = static_cast<word_id>(first_free_word() + new_words_++);
  words_.emplace(word, id);
  return id;
}

std::vector<own_vocabulary::element> own_vocabulary::elements_of(std::string_view pattern) {
  std::vector<element> elements;
  for (const parsed_element& one : parse_pattern(pattern)) {
    element& made = elements.emplace_back();
    made.optional = one.optional;
    for (const std::string_view word : one.choices) made.choices.push_back(word_of(word));
  }
  return elements;
}

word_id own_vocabulary::find(std::string_view folded) const noexcept {
  const auto found = words_.find(folded);
  return found == words_.end() ? unknown_word : found->second;
}

std::size_t own_vocabulary::match(std::span<const element> elements, std::span<const word_id> words,
                                  std::size_t at) noexcept {
  if (elements.empty()) return at;
  const element& first = elements.front();
  std::size_t longest = 0;
  if (at < words.size() && words[at] != unknown_word &&
      std::ranges::find(first.choices, words[at]) != first.choices.end())
    longest = match(elements.subspan(1), words, at + 1);
  return longest == 0 && first.optional ? match(elements.subspan(1), words, at) : longest;
}

phrase_match own_vocabulary::phrase(std::span<const word_id> words) const noexcept {
  phrase_match best;
  for (const auto& one : phrases_)
    if (const std::size_t length = match(one.elements, words, 0); length > best.length) best = {one.kind, length};
  return best;
}

alarm_match own_vocabulary::alarm_at(std::span<const word_id> words) const noexcept {
  alarm_match best;
  for (const auto& one : alarms_)
    if (const std::size_t length = match(one.elements, words, 0); length > best.length) best = {one.kind, length};
  return best;
}

} // namespace tidings
