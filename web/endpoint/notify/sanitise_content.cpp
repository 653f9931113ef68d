#include "web/endpoint/notify/sanitise_content.hpp"

#include "schemas/sms/utf8.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace tidings::web::notify {
namespace {

using place = std::size_t;

bool is_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char32_t c) {
  return c == '_' || (U_GET_GC_MASK(static_cast<UChar32>(c)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0;
}
bool is_of_label(char32_t c) { return c == '-' || is_word(c); }
bool is_blank(char32_t c) { return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || (c >= 0x1C && c <= 0x1F); }

/// Where links begin and end, as Notify's pattern finds them: at a word's edge and not behind `@` or `.`, perhaps
/// http(s)://, labels with dots behind them, a top level of 2 to 63 letters with no word going on and no `@` behind it,
/// perhaps `/`, `?` or `#` with all that follows up to a blank or `<`. As many labels as there can be.
class links {
public:
  explicit links(std::u32string_view text) : text_(text), end_of_host_(text.size(), 0) { find_hosts(); }

  /// The end of the link that begins at `at`.
  std::optional<place> end_of(place at) const {
    if (!may_begin(at)) return std::nullopt;
    const auto host = at + scheme_at(at);
    if (const auto end = host_end(host)) return with_tail(*end);
    if (host > at && host < text_.size() && !is_blank(text_[host]) && text_[host] != '<') return tail_end(host);
    if (const auto end = host_end(at)) return with_tail(*end);
    return std::nullopt;
  }

private:
  bool word_at(place at) const { return at < text_.size() && is_word(text_[at]); }
  bool may_begin(place at) const {
    if (!is_of_label(text_[at])) return false;
    if (at == 0) return word_at(at);
    const auto before = text_[at - 1];
    return before != '@' && before != '.' && is_word(before) != word_at(at);
  }
  /// Characters of `http://` or `https://` here, in any case.
  std::size_t scheme_at(place at) const {
    for (const std::u32string_view scheme : {U"https://", U"http://"}) {
      const auto here = text_.substr(at, scheme.size());
      if (std::equal(here.begin(), here.end(), scheme.begin(), scheme.end(),
                     [](char32_t a, char32_t b) { return a == b || (is_letter(a) && (a | 0x20) == b); }))
        return scheme.size();
    }
    return 0;
  }
  std::optional<place> host_end(place at) const {
    if (at >= text_.size() || !is_of_label(text_[at]) || end_of_host_[at] == 0) return std::nullopt;
    return end_of_host_[at];
  }
  place tail_end(place at) const {
    while (at < text_.size() && !is_blank(text_[at]) && text_[at] != '<') ++at;
    return at;
  }
  place with_tail(place end) const {
    const bool goes_on = end < text_.size() && (text_[end] == '/' || text_[end] == '?' || text_[end] == '#');
    return goes_on ? tail_end(end) : end;
  }
  /// The end of a top level that begins here.
  std::optional<place> top_level_end(place at) const {
    constexpr std::size_t letters_max = 63;
    place end = at;
    while (end < text_.size() && end - at <= letters_max && is_letter(text_[end])) ++end;
    const bool fits = end - at >= 2 && end - at <= letters_max;
    if (!fits || word_at(end) || (end < text_.size() && text_[end] == '@')) return std::nullopt;
    return end;
  }
  /// For each character of a host, where the host ends whose first it is: the last top level of its chain of labels, if
  /// that stands behind it. From the back, so that nothing is looked at twice.
  void find_hosts() {
    place end = 0;
    for (place at = text_.size(); at-- > 0;) {
      const bool dot = text_[at] == '.';
      const bool chains = at + 1 < text_.size() && is_of_label(text_[at + 1]);
      if (dot && (!chains || end == 0)) end = chains ? top_level_end(at + 1).value_or(0) : 0;
      if (!dot && !is_of_label(text_[at])) end = 0;
      end_of_host_[at] = end;
    }
  }

  std::u32string_view text_;
  std::vector<place> end_of_host_; ///< 0: there is none
};

bool may_be_by_accident(std::u32string_view link) {
  return std::all_of(link.begin(), link.end(),
                     [](char32_t c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-'; });
}

std::u32string without_links_once(std::u32string_view text) {
  const links all(text);
  std::u32string out;
  for (place at = 0; at < text.size();) {
    const auto end = all.end_of(at);
    if (!end) {
      out += text[at++];
      continue;
    }
    const auto link = text.substr(at, *end - at);
    if (may_be_by_accident(link))
      for (const char32_t c : link) {
        out += c;
        if (c == '.') out += ' ';
      }
    at = *end;
  }
  return out;
}

/// What was broken up, or lost its middle, may read as an address now: `Monday.https://192.0.2.1`.
constexpr int passes_max = 5;

} // namespace

std::string without_links(std::string_view value) {
  auto text = sms::code_points(value);
  for (int pass = 0; pass < passes_max; ++pass) {
    auto less = without_links_once(text);
    if (less == text) break;
    text = std::move(less);
  }
  return sms::to_utf8(text);
}

std::string markdown_escaped(std::string_view text) {
  constexpr std::string_view read = "`*_()\\{}[]<>#+-.!|";
  std::string out;
  for (const char c : text) {
    if (read.find(c) != read.npos) out += '\\';
    out += c;
  }
  return out;
}

} // namespace tidings::web::notify
