#pragma once
// Which rows a query asks for: filters and the place where a page begins. Pure.
#include "actors/board/answers.hpp"

#include <tl/expected.hpp>

namespace tidings {

/// What is wrong with a query, already as an answer.
template <class T> using checked = tl::expected<T, board_answer>;

/// What `q` finds: an id's start (in hex digits, dashes left out) or the last three digits of the number.
class search_term {
public:
  static checked<std::optional<search_term>> parse(const query_parameters& parameters);
  bool matches(const message_row& row) const;
  const std::string& digits() const { return nibbles_; }

private:
  std::string nibbles_;
};

/// `state`: words of message_state or `suppressed`, with commas between them; `provider`: its id, of the last attempt;
/// `filed=1`: a code was filed in the record for it.
class message_filter {
public:
  static checked<message_filter> parse(const query_parameters& parameters);
  bool matches(const message_row& row, const board_state& state) const;

private:
  std::vector<message_state> states_;
  bool suppressed_ = false, any_state_ = true, filed_ = false;
  std::optional<std::string> provider_;
};

struct page_request {
  std::size_t limit = board_page_default;
  std::optional<row_key> before;
  bool before_urgent = false; ///< the page begins among the urgent ones, which come first
  std::optional<practice_id> practice;
  static checked<page_request> parse(const query_parameters& parameters,
                                     std::size_t limit_default = board_page_default);
};

std::string cursor_text(const row_key& key, bool urgent = false);

/// The enum's value that `name` gives; nothing when it isn't given.
template <class Enum> checked<std::optional<Enum>> word_in(const query_parameters& parameters, const char* name) {
  const auto given = parameters.find(name);
  if (given == parameters.end() || given->second.empty()) return std::optional<Enum>();
  Enum found{};
  if (boost::describe::enum_from_string(given->second.c_str(), found)) return std::optional<Enum>(found);
  std::string known;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto one) {
    if (!known.empty()) known += ", ";
    known += one.name;
  });
  return tl::make_unexpected(
      board_error(400, "bad_value", std::string(name) + " is not known; it can be " + known, name));
}

bool flag_in(const query_parameters& parameters, const char* name);

} // namespace tidings
