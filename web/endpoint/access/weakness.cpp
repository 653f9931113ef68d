// Which passwords are refused. Not a list of known ones: the shapes that such lists are full of.
#include "web/endpoint/access/password.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

namespace tidings::web::access {
namespace {

constexpr std::size_t run_max = 4;       ///< of the same, of following or of neighbouring characters
constexpr std::size_t different_min = 6; ///< characters
constexpr std::size_t name_min = 4;      ///< a shorter name's letters come by chance

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// As people disguise words: P@ssw0rd, T1dings.
char undisguised(char c) {
  switch (lower(c)) {
  case '0':
    return 'o';
  case '1':
  case '!':
    return 'i';
  case '3':
    return 'e';
  case '4':
  case '@':
    return 'a';
  case '5':
  case '$':
    return 's';
  case '7':
    return 't';
  default:
    return lower(c);
  }
}

template <class F> std::string each(std::string_view text, F&& f) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), f);
  return out;
}

/// Code points, not bytes.
std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

constexpr std::array<std::string_view, 7> keyboard = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
                                                      "qazwsxedc",  "1qaz2wsx",   "!\"£$%^&*"};

bool are_neighbours(std::string_view piece) {
  const std::string back(piece.rbegin(), piece.rend());
  return std::any_of(keyboard.begin(), keyboard.end(), [&](std::string_view row) {
    return row.find(piece) != std::string_view::npos || row.find(back) != std::string_view::npos;
  });
}

bool are_in_steps(std::string_view piece) {
  const int step = piece[1] - piece[0];
  if (step < -1 || step > 1) return false;
  for (std::size_t i = 1; i < piece.size(); ++i)
    if (piece[i] - piece[i - 1] != step) return false;
  return true;
}

/// How much of the text is runs: `abcdefgh2026` is two of them and nothing else.
std::size_t characters_in_runs(std::string_view text) {
  std::vector<bool> in_run(text.size(), false);
  for (std::size_t i = 0; i + run_max <= text.size(); ++i)
    if (const auto piece = text.substr(i, run_max); are_in_steps(piece) || are_neighbours(piece))
      std::fill_n(in_run.begin() + static_cast<std::ptrdiff_t>(i), run_max, true);
  return static_cast<std::size_t>(std::count(in_run.begin(), in_run.end(), true));
}

/// `tidingstidings`, `ab1ab1ab1ab1`.
bool is_repeated(std::string_view text) {
  for (std::size_t size = 1; size <= text.size() / 2; ++size) {
    if (text.size() % size != 0) continue;
    bool same = true;
    for (std::size_t i = size; same && i < text.size(); ++i) same = text[i] == text[i - size];
    if (same) return true;
  }
  return false;
}

/// Words that stand in half of all bad passwords, of this product and of those who use it. Once one is taken out, what
/// is left has to be long enough by itself.
constexpr std::array<std::string_view, 22> words = {
    "password",  "passwort", "letmein",  "welcome",   "tidings",  "surgery", "practice", "doctor",
    "reception", "admin",    "operator", "broker",    "secret",   "monday",  "summer",   "winter",
    "spring",    "autumn",   "football", "liverpool", "iloveyou", "changeme"};
constexpr std::size_t left_min = 8;

std::size_t left_without(std::string text, std::string_view word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word)) text.erase(at, word.size());
  return text.size();
}

} // namespace

std::optional<std::string> weakness_of(const secret_text& password, std::string_view user,
                                       std::span<const std::string> also) {
  const auto& given = password.reveal();
  if (characters_in(given) < password_characters_min) return "a password has at least 12 characters";
  if (given.size() > password_bytes_max) return "a password has at most 256 bytes";
  const auto plain = each(given, lower), bare = each(given, undisguised);
  if (std::set<char>(plain.begin(), plain.end()).size() < different_min)
    return "too few different characters: three words that have nothing to do with each other make a good password";
  if (is_repeated(plain)) return "the same again and again is guessed first";
  if (characters_in_runs(plain) * 2 > plain.size())
    return "half of it are characters that follow each other in the alphabet or on the keyboard";
  for (const auto& one : also)
    if (one.size() >= name_min && plain.find(each(one, lower)) != std::string::npos)
      return "the code of your practice stands in it";
  const auto name = user.substr(0, user.find('@'));
  if (name.size() >= name_min &&
      (plain.find(each(name, lower)) != std::string::npos || bare.find(each(name, undisguised)) != std::string::npos))
    return "your own name stands in it";
  for (const auto word : words)
    if (left_without(bare, word) < left_min) return "`" + std::string(word) + "` and a little more is guessed first";
  return std::nullopt;
}

} // namespace tidings::web::access
