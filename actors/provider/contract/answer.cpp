#include "actors/provider/contract/answer.hpp"

#include "actors/provider/contract/placeholders.hpp"

#include <algorithm>

namespace tidings::contract {
namespace {

constexpr std::size_t searched_bytes_max = 4 * 1024; ///< the time that an expression may take grows with it

boost::regex compiled(const std::string& expression) {
  try {
    return boost::regex(expression, boost::regex::ECMAScript);
  } catch (const boost::regex_error&) { // configuration has refused it already
    return boost::regex();
  }
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::optional<std::string> unless_empty(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::string> searched(const boost::regex& expression, std::string_view body) {
  // A part of it would have an end that the whole hasn't.
  if (expression.empty() || body.size() > searched_bytes_max) return std::nullopt;
  boost::match_results<std::string_view::const_iterator> got;
  try {
    if (!boost::regex_search(body.begin(), body.end(), got, expression)) return std::nullopt;
  } catch (const std::runtime_error&) { // too many steps
    return std::nullopt;
  }
  return unless_empty(got[got.size() > 1 ? 1 : 0].str());
}

} // namespace

std::string trouble_with(const std::string& expression) {
  try {
    static_cast<void>(boost::regex(expression, boost::regex::ECMAScript));
    return {};
  } catch (const boost::regex_error& error) {
    return error.what();
  }
}

place::place(const http_contract_place& where) : where_(where) {
  if (!where_.match.empty()) expression_ = compiled(where_.match);
}

std::optional<std::string> place::in(const read_answer& answer) const {
  if (!where_.pointer.empty()) return answer.json ? field_of(*answer.json, where_.pointer) : std::nullopt;
  if (!where_.match.empty()) return searched(expression_, answer.response->body);
  if (where_.header.empty()) return std::nullopt;
  const auto wanted = lower(where_.header);
  for (const auto& [name, value] : answer.response->headers)
    if (name == wanted) return unless_empty(value);
  return std::nullopt;
}

test::test(const http_contract_test& what) : statuses_(what.statuses), at_(what), equals_(what.equals) {}

bool test::has_status(int status) const {
  if (statuses_.empty()) return status / 100 == 2;
  return std::find(statuses_.begin(), statuses_.end(), status) != statuses_.end();
}

bool test::holds(const read_answer& answer, std::string_view reference) const {
  if (!has_status(answer.response->status)) return false;
  if (!at_.is_given()) return true;
  const auto there = at_.in(answer);
  if (!there || equals_.empty()) return there.has_value();
  const auto wanted = filled(
      equals_, [&](std::string_view name) { return name == "reference" ? std::string(reference) : std::string(); },
      [](std::string_view text) { return std::string(text); });
  return *there == wanted;
}

} // namespace tidings::contract
