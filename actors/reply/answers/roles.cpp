#include "actors/reply/answers/roles.hpp"

#include <algorithm>

namespace tidings::reply_words {
namespace {

/// Words that change nothing about a measurement. Nothing that turns, doubts or dates it: no "not", "about", "usually",
/// "yesterday".
constexpr std::string_view courtesies[] = {
    "hi",     "dear",    "doctor",   "nurse",   "there",     "good",    "morning",     "afternoon", "evening",
    "my",     "the",     "a",        "is",      "its",       "it",      "was",         "this",      "today",
    "todays", "reading", "readings", "result",  "thanks",    "please",  "ok",          "here",      "just",
    "now",    "at",      "home",     "of",      "im",        "i",       "am",          "as",        "regards",
    "kind",   "x",       "for",      "you",     "sorry",     "results", "measured",    "me",        ":thumbs",
    ":smile", ":thanks", "level",    "current", "currently", "latest",  "measurement", "helo",      "diolch",
    "yw",     "fy",      "bore",     "da",      "an",
};

char role_of(const token& one, const role_row* rows, std::size_t count) noexcept {
  if (one.what == token::kind::number) return 'n';
  if (one.what == token::kind::slash) return '/';
  if (one.what != token::kind::letters) return '?';
  const auto* const found =
      std::find_if(rows, rows + count, [&](const role_row& row) { return row.word == one.letters; });
  if (found != rows + count) return found->role;
  const bool courtesy = std::ranges::find(courtesies, one.letters) != std::end(courtesies);
  return courtesy && one.before != gap::alternative ? ' ' : '?';
}

} // namespace

role_list::role_list(const token_list& tokens, const role_row* rows, std::size_t count) noexcept {
  for (const token& one : tokens.all()) {
    const char role = role_of(one, rows, count);
    // "135 / 85", "10/day": the slash stands between the words
    if (role != ' ' && one.before == gap::alternative && count_ > 0 && count_ + 1 < tokens_max) add('/');
    if (role == ' ' || count_ == tokens_max) continue;
    if (role == 'n') {
      values_[numbers_] = one.number;
      fractions_[numbers_++] = one.fraction;
    }
    add(role);
  }
}

bool role_list::is_any(std::initializer_list<std::string_view> shapes) const noexcept {
  return std::ranges::find(shapes, shape()) != shapes.end();
}

void role_list::drop(char role) noexcept {
  const auto end = std::remove(shape_.begin(), shape_.begin() + static_cast<std::ptrdiff_t>(count_), role);
  count_ = static_cast<std::size_t>(end - shape_.begin());
}

bool role_list::cut_out(std::string_view run) noexcept {
  const std::size_t at = shape().find(run);
  if (at == std::string_view::npos) return false;
  const auto is_number = [](char role) { return role == 'n'; };
  const auto before = static_cast<std::size_t>(std::ranges::count_if(shape().substr(0, at), is_number));
  const auto taken = static_cast<std::size_t>(std::ranges::count_if(run, is_number));
  for (std::size_t i = before; i + taken < numbers_; ++i) {
    values_[i] = values_[i + taken];
    fractions_[i] = fractions_[i + taken];
  }
  numbers_ -= taken;
  for (std::size_t i = at; i + run.size() < count_; ++i) shape_[i] = shape_[i + run.size()];
  count_ -= run.size();
  return true;
}

std::string_view against_taking(const cut_text& text, const token_list& tokens, bool marks_are_feet) noexcept {
  if (text.foreign || text.hidden || text.damaged) return "has characters that may not be what they look like";
  if (text.question_marks > 0) return "asks whether it is right";
  if (text.unfinished) return "trails off";
  if (text.left_out || (text.quotation && !marks_are_feet)) return "quotes somebody";
  if (!tokens.complete || text.too_long) return "is too long to be taken down";
  return {};
}

} // namespace tidings::reply_words
