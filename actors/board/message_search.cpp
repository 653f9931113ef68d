#include "actors/board/message_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tidings {
namespace {

const std::string* given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() || found->second.empty() ? nullptr : &found->second;
}

template <class I> bool read(std::string_view text, I& number, int base) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  return error == std::errc() && end == text.data() + text.size();
}

char nibble_of(const message_id& id, std::size_t at) {
  const auto byte = id.bytes[at / 2];
  return "0123456789abcdef"[at % 2 == 0 ? byte >> 4 : byte & 15];
}

constexpr std::size_t cursor_size = 32; // time and id's head, 16 hex digits each

} // namespace

checked<std::optional<search_term>> search_term::parse(const query_parameters& parameters) {
  const auto* text = given(parameters, "q");
  if (!text) return std::nullopt;
  search_term term;
  for (const char c : *text) {
    if (c == '-' || c == ' ') continue;
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    if (!((lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f')) || term.nibbles_.size() == 32)
      return tl::make_unexpected(board_error(
          400, "bad_value", "q can be a message's id, its start, or the last three digits of the number", "q"));
    term.nibbles_ += lower;
  }
  return std::optional(term);
}

bool search_term::matches(const message_row& row) const {
  if (std::string_view(row.to.data(), row.to.size()) == nibbles_) return true;
  for (std::size_t i = 0; i < nibbles_.size(); ++i)
    if (nibble_of(row.id, i) != nibbles_[i]) return false;
  return true;
}

checked<message_filter> message_filter::parse(const query_parameters& parameters) {
  message_filter filter;
  filter.filed_ = flag_in(parameters, "filed");
  if (const auto* provider = given(parameters, "provider")) filter.provider_ = *provider;
  const auto* words = given(parameters, "state");
  if (!words) return filter;
  filter.any_state_ = false;
  for (std::size_t from = 0; from <= words->size();) {
    const auto comma = std::min(words->find(',', from), words->size());
    const auto word = words->substr(from, comma - from);
    from = comma + 1;
    if (word == "suppressed") {
      filter.suppressed_ = true;
      continue;
    }
    const auto state = word_in<message_state>({{"state", word}}, "state");
    if (!state) return tl::make_unexpected(state.error());
    if (*state) filter.states_.push_back(**state);
  }
  return filter;
}

bool message_filter::matches(const message_row& row, const board_state& state) const {
  if (filed_ && !row.filed) return false;
  if (provider_ && state.words.text(row.provider) != *provider_) return false;
  if (any_state_) return true;
  if (row.suppressed) return suppressed_;
  return std::find(states_.begin(), states_.end(), row.state) != states_.end();
}

checked<page_request> page_request::parse(const query_parameters& parameters, std::size_t limit_default) {
  page_request page;
  page.limit = limit_default;
  if (const auto* limit = given(parameters, "limit"))
    if (!read(*limit, page.limit, 10) || page.limit == 0 || page.limit > board_page_max)
      return tl::make_unexpected(
          board_error(400, "bad_value", fmt::format("limit must be a number from 1 to {}", board_page_max), "limit"));
  if (const auto* before = given(parameters, "before")) {
    row_key key;
    std::uint64_t at = 0;
    std::string_view text(*before);
    if (text.starts_with('u')) {
      page.before_urgent = true;
      text.remove_prefix(1);
    }
    if (text.size() != cursor_size || !read(text.substr(0, 16), at, 16) || !read(text.substr(16), key.tie, 16))
      return tl::make_unexpected(
          board_error(400, "bad_value", "before must be the `next` of an earlier answer", "before"));
    key.at_ms = static_cast<std::int64_t>(at);
    page.before = key;
  }
  if (const auto* practice = given(parameters, "practice")) {
    page.practice = *practice == "host" ? practice_id::host() : practice_id::parse(*practice);
    if (!page.practice)
      return tl::make_unexpected(board_error(
          400, "bad_value", "practice must be an ODS code: 3 to 12 capital letters and digits", "practice"));
  }
  return page;
}

std::string cursor_text(const row_key& key, bool urgent) {
  return fmt::format("{}{:016x}{:016x}", urgent ? "u" : "", static_cast<std::uint64_t>(key.at_ms), key.tie);
}

bool flag_in(const query_parameters& parameters, const char* name) {
  const auto* text = given(parameters, name);
  return text && (*text == "1" || *text == "true");
}

} // namespace tidings
