#include "actors/reply/keywords.hpp"

#include <algorithm>
#include <array>

#include "actors/reply/slip.hpp"
#include "actors/reply/words.hpp"

namespace tidings {
namespace {

using namespace reply_words;

constexpr std::size_t letters_min = 3, letters_max = 24;
/// Shorter words have too many neighbours for a slip to be told from another word.
constexpr std::size_t slip_letters_min = 5;

/// What no keyword may be, nor be one slip away from: carriers, patients and this parser act on them.
constexpr std::string_view acting[] = {
    "stop",   "stopall", "unsubscribe", "quit",      "optout", "optin",  "start",  "unstop",    "cancel",
    "revoke", "confirm", "cancelled",   "confirmed", "rebook", "canslo", "stopio", "cadarnhau", "dechrau",
};
/// What no keyword may be: answers and courtesies.
constexpr std::string_view taken[] = {
    "yes",     "end",     "no",   "ok",     "help",  "info",   "arrive",  "ydw",
    "nac",     "never",   "ex",   "good",   "poor",  "very",   "neither", "smoker",
    "stopped", "current", "vape", "urgent", "sorry", "thanks", "diolch",  "appointment",
};

bool is_reserved(std::string_view word) noexcept {
  return std::ranges::find(acting, word) != std::end(acting) || std::ranges::find(taken, word) != std::end(taken);
}

/// All meanings a word alone has already, whatever was asked.
bool means_something(std::string_view word) {
  reply_context context;
  for (auto question = question_kind::none; question <= question_kind::smoking;
       question = static_cast<question_kind>(static_cast<std::uint8_t>(question) + 1)) {
    // There any word is an answer, and "smoke" is one; an answer goes before a keyword, so neither hides the other.
    if (question == question_kind::fft_comment || question == question_kind::smoking) continue;
    context.question = question;
    const reply_meaning meaning = parse_reply(word, context).meaning;
    if (meaning != reply_meaning::staff) return true;
  }
  return false;
}

bool days_meet(const keyword_settings& a, const keyword_settings& b) {
  const bool a_first = !a.until.empty() && !b.from.empty() && a.until < b.from;
  const bool b_first = !b.until.empty() && !a.from.empty() && b.until < a.from;
  return !a_first && !b_first;
}

bool is_word(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }) &&
         std::ranges::any_of(word, [](char c) { return c >= 'a'; });
}

std::string reason_against(std::string_view word) {
  if (!is_word(word)) return "a keyword is one word of letters a to z and digits, in lower case";
  if (word.size() < letters_min || word.size() > letters_max) return "a keyword has 3 to 24 letters";
  if (is_reserved(word)) return "this word has a meaning of its own already";
  for (const std::string_view other : acting)
    if (within_slips(word, other, 1))
      return "one slip away from `" + std::string(other) + "`, which has a meaning of its own";
  if (means_something(word)) return "this word has a meaning of its own already";
  return {};
}

bool is_courtesy(const word& one) noexcept {
  constexpr std::string_view courtesies[] = {"please", "thanks", "hi", "x", ":thanks", ":smile", "plis", "diolch"};
  return std::ranges::find(courtesies, one.spelled()) != std::end(courtesies);
}

} // namespace

bool keyword_list::in_force(std::size_t i) const noexcept {
  const keyword_settings& one = all_[i];
  if (!one.from.empty() && today_ < one.from) return false;
  if (!one.until.empty() && today_ > one.until) return false;
  if (!one.is_tried()) return true;
  return std::ranges::find(one.test_numbers, from_) != one.test_numbers.end() ||
         std::ranges::find(one.test_addresses, from_) != one.test_addresses.end();
}

std::vector<keyword_problem> check_keywords(std::span<const keyword_settings> all) {
  std::vector<keyword_problem> problems;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const keyword_settings& one = all[i];
    if (one.words.empty()) problems.push_back({i, no_word, "no word that patients could text"});
    if (!one.from.empty() && !one.until.empty() && one.until < one.from)
      problems.push_back({i, no_word, "ends before it begins"});
    for (std::size_t w = 0; w < one.words.size(); ++w) {
      if (std::string reason = reason_against(one.words[w]); !reason.empty()) {
        problems.push_back({i, w, std::move(reason)});
        continue;
      }
      for (std::size_t other = 0; other <= i; ++other) {
        const auto& theirs = all[other].words;
        const auto end = other == i ? theirs.begin() + static_cast<std::ptrdiff_t>(w) : theirs.end();
        if (std::find(theirs.begin(), end, one.words[w]) != end && (other == i || days_meet(all[other], one)))
          problems.push_back({i, w, "the word of keyword `" + all[other].id + "` on the same days"});
      }
    }
  }
  return problems;
}

namespace reply_words {

std::optional<reply_verdict> read_keyword(const cut_text& text, const keyword_list& keywords) {
  if (text.foreign || text.hidden || text.damaged || text.question_marks > 0 || text.quotation || text.unfinished)
    return std::nullopt;
  const word* only = nullptr;
  for (const word& one : text.all()) {
    if (is_courtesy(one)) continue;
    if (only != nullptr) return std::nullopt;
    only = &one;
  }
  if (only == nullptr || only->accented || only->length == 0) return std::nullopt;
  std::optional<std::size_t> exact, near;
  bool near_two = false;
  for (std::size_t i = 0; i < keywords.size(); ++i) {
    if (!keywords.in_force(i)) continue;
    for (const std::string& word : keywords[i].words) {
      if (only->folded() == word) exact = i;
      if (only->id != unknown_word || only->length < slip_letters_min || word.size() < slip_letters_min) continue;
      if (!within_slips(only->folded(), word, 1) || is_reserved(only->folded())) continue;
      near_two = near_two || (near && *near != i);
      near = i;
    }
  }
  if (!exact && (!near || near_two)) return std::nullopt;
  reply_verdict verdict;
  verdict.meaning = reply_meaning::keyword;
  verdict.automatic = exact.has_value();
  verdict.keyword = exact ? *exact : *near;
  verdict.why = "the keyword `" + keywords[*verdict.keyword].id + (exact ? "`, alone" : "`, if one slip is mended");
  return verdict;
}

} // namespace reply_words
} // namespace tidings
