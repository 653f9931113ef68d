#pragma once

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

#include "actors/reply/words.hpp"

namespace tidings::reply_words {

/// A reply's words as they are asked about by the readers of answers.
class word_list {
public:
  explicit word_list(const cut_text& text) noexcept : text_{text} {}

  std::size_t size() const noexcept { return text_.count; }
  bool is(std::size_t at, std::string_view word) const noexcept { return at < size() && spelled(at) == word; }
  bool is_any(std::size_t at, std::span<const std::string_view> words) const noexcept {
    return at < size() && std::ranges::find(words, spelled(at)) != words.end();
  }
  bool is_any(std::size_t at, std::initializer_list<std::string_view> words) const noexcept {
    return is_any(at, std::span<const std::string_view>(words.begin(), words.size()));
  }
  /// Do `words` stand at `at`, in one breath?
  bool are(std::size_t at, std::initializer_list<std::string_view> words) const noexcept {
    for (const std::string_view word : words) {
      if (!is(at, word) || (word != *words.begin() && text_.words[at].before > gap::comma)) return false;
      ++at;
    }
    return true;
  }
  bool any(std::span<const std::string_view> words) const noexcept {
    for (std::size_t at = 0; at < size(); ++at)
      if (is_any(at, words)) return true;
    return false;
  }
  std::string_view spelled(std::size_t at) const noexcept { return text_.words[at].spelled(); }
  gap before(std::size_t at) const noexcept { return at < size() ? text_.words[at].before : gap::sentence; }
  bool is_number(std::size_t at) const noexcept {
    if (at >= size()) return false;
    const std::string_view word = text_.words[at].folded();
    return !word.empty() && word.front() >= '0' && word.front() <= '9';
  }

private:
  const cut_text& text_;
};

} // namespace tidings::reply_words
