#include "actors/reply/answers/tokens.hpp"

#include <algorithm>

namespace tidings::reply_words {
namespace {

struct number_word {
  std::string_view word;
  int value;
};
constexpr number_word number_words[] = {
    {"one", 1},       {"two", 2},       {"three", 3},    {"four", 4},     {"five", 5},       {"six", 6},
    {"seven", 7},     {"eight", 8},     {"nine", 9},     {"ten", 10},     {"eleven", 11},    {"twelve", 12},
    {"thirteen", 13}, {"fourteen", 14}, {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18},
    {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},  {"forty", 40},   {"fourty", 40},    {"fifty", 50},
    {"sixty", 60},    {"seventy", 70},  {"eighty", 80},  {"ninety", 90},
};

int value_of(std::string_view word) noexcept {
  const auto found = std::ranges::find(number_words, word, &number_word::word);
  return found == std::end(number_words) ? 0 : found->value;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

class tokenizer {
public:
  explicit tokenizer(token_list& result) noexcept : out_{result} {}

  void whole_word(const word& from) noexcept {
    std::string_view rest = from.folded();
    gap before = from.before;
    if (from.accented || (rest.empty() && from.id == unknown_word)) {
      add({.what = token::kind::other, .before = before});
      return;
    }
    if (std::ranges::none_of(rest, [](char c) { return c < 'a'; })) {
      add({.what = token::kind::letters, .before = before, .letters = from.spelled()});
      return;
    }
    while (!rest.empty()) {
      rest.remove_prefix(one(rest, before));
      before = gap::none;
    }
  }

private:
  std::size_t one(std::string_view text, gap before) noexcept {
    if (is_digit(text.front())) return number(text, before);
    if (text.front() == '/' || text.front() == ':') {
      add({.what = token::kind::slash, .before = before});
      return 1;
    }
    const auto end = std::min(static_cast<std::size_t>(std::ranges::find_if(text, is_digit) - text.begin()),
                              std::min(text.find('/'), text.find(':')));
    const std::size_t length = std::min(end, text.size());
    add({.what = text.front() == '.' ? token::kind::other : token::kind::letters,
         .before = before,
         .letters = text.substr(0, length)});
    return length;
  }

  /// Digits, with decimals. Leading zeros are no measurement's: a telephone number, a slip.
  std::size_t number(std::string_view text, gap before) noexcept {
    std::size_t at = 0;
    double value = 0;
    for (; at < text.size() && is_digit(text[at]); ++at) value = value * 10 + (text[at] - '0');
    bool odd = at > 1 && text.front() == '0';
    bool fraction = false;
    if (at + 1 < text.size() && text[at] == '.' && is_digit(text[at + 1])) {
      fraction = true;
      double scale = 0.1;
      for (++at; at < text.size() && is_digit(text[at]); ++at, scale /= 10) value += (text[at] - '0') * scale;
    }
    if (at < text.size() && text[at] == '.') odd = true; // "1.2.3"
    add({.what = odd ? token::kind::other : token::kind::number,
         .fraction = fraction,
         .before = before,
         .number = value});
    return at;
  }

  void add(const token& one) noexcept {
    if (out_.count == tokens_max)
      out_.complete = false;
    else
      out_.items[out_.count++] = one;
  }

  token_list& out_;
};

/// Reads a number in words at the start of `from`: its value and how many tokens it takes.
struct spoken {
  int value = 0;
  std::size_t length = 0;
};
class speaker {
public:
  explicit speaker(std::span<const token> from) noexcept : from_{from} {}

  spoken read() noexcept {
    const int first = is(0, "a") && is(1, "hundred") ? 1 : value(0);
    if (first == 0) return {};
    if (is(1, "hundred")) { // "one hundred and thirty five"
      const std::size_t more = is(2, "and") ? 3 : 2;
      const spoken rest = below_hundred(more);
      return rest.length == 0 ? spoken{first * 100, 2} : spoken{first * 100 + rest.value, more + rest.length};
    }
    if (first < 10)
      if (const spoken rest = below_hundred(1); rest.value >= 10) // "one thirty five"
        return {first * 100 + rest.value, 1 + rest.length};
    return below_hundred(0);
  }

private:
  spoken below_hundred(std::size_t at) const noexcept {
    const int first = value(at);
    if (first == 0) return {};
    const int unit = first >= 20 ? value(at + 1) : 0;
    return unit > 0 && unit < 10 ? spoken{first + unit, 2} : spoken{first, 1};
  }

  bool joined(std::size_t at) const noexcept {
    return at < from_.size() && from_[at].what == token::kind::letters && (at == 0 || from_[at].before <= gap::comma);
  }
  int value(std::size_t at) const noexcept { return joined(at) ? value_of(from_[at].letters) : 0; }
  bool is(std::size_t at, std::string_view word) const noexcept { return joined(at) && from_[at].letters == word; }

  std::span<const token> from_;
};

void speak_numbers(token_list& list) noexcept {
  std::size_t kept = 0;
  for (std::size_t at = 0; at < list.count;) {
    const spoken found = speaker{list.all().subspan(at)}.read();
    token one = list.items[at];
    if (found.length > 0) {
      one.what = token::kind::number;
      one.in_words = true;
      one.number = found.value;
    }
    list.items[kept++] = one;
    at += std::max<std::size_t>(found.length, 1);
  }
  list.count = kept;
}

} // namespace

void read_tokens(const cut_text& text, bool number_words, token_list& result) noexcept {
  tokenizer cut{result};
  for (const word& one : text.all()) cut.whole_word(one);
  if (number_words) speak_numbers(result);
}

} // namespace tidings::reply_words
