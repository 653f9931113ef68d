#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "actors/reply/answers/tokens.hpp"

namespace tidings::reply_words {

/// What a word is in one sort of measurement: a letter for the shapes below.
struct role_row {
  std::string_view word;
  char role;
};

/// A reply written as roles, one letter a token: "n/n" for 135/85, "nsnl" for 12 st 7 lb. Courtesies are left out, '?'
/// is a word that doesn't belong there.
class role_list {
public:
  /// `rows` need not be sorted; `n` and `/` are numbers and slashes in every measurement.
  template <std::size_t Rows>
  role_list(const token_list& tokens, const role_row (&rows)[Rows]) noexcept
      : role_list(tokens, std::data(rows), Rows) {}

  std::string_view shape() const noexcept { return {shape_.data(), count_}; }
  bool is_any(std::initializer_list<std::string_view> shapes) const noexcept;
  bool strange() const noexcept { return shape().find('?') != std::string_view::npos; }
  std::size_t numbers() const noexcept { return numbers_; }
  double number(std::size_t i) const noexcept { return values_[i]; }
  bool fraction(std::size_t i) const noexcept { return fractions_[i]; }
  /// Leaves out every `role`.
  void drop(char role) noexcept;
  /// Leaves out the first run `shape` and its numbers; false if there is none.
  bool cut_out(std::string_view shape) noexcept;

private:
  role_list(const token_list& tokens, const role_row* rows, std::size_t count) noexcept;
  void add(char role) noexcept { shape_[count_++] = role; }

  std::array<char, tokens_max> shape_{};
  std::array<double, tokens_max> values_{};
  std::array<bool, tokens_max> fractions_{};
  std::size_t count_ = 0, numbers_ = 0;
};

/// Why a measurement that was read should not be taken down all the same; empty if nothing is against it.
std::string_view against_taking(const cut_text& text, const token_list& tokens, bool marks_are_feet = false) noexcept;

} // namespace tidings::reply_words
