// Who did what, beside what was done.
#include "actors/practice/decide.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings {
namespace {
std::string outcome_of(const command& what, const answer& said) {
  if (std::holds_alternative<park_command>(what)) return "parked";
  if (said.accepted) return said.repeated ? "repeated" : "done";
  const auto why = said.refusal == error_code::none ? error_code::refused : said.refusal;
  return boost::describe::enum_to_string(why, "refused");
}
} // namespace

std::optional<event> audit_entry(const practice_state& state, const audit_mark& by, const command& what,
                                 const answer& outcome) {
  if (std::find(state.audited.begin(), state.audited.end(), by.request) != state.audited.end()) return std::nullopt;
  // Whoever guesses at links writes nothing into the trail.
  if (std::holds_alternative<open_file>(what) && !outcome.accepted) return std::nullopt;
  auto mark = by;
  mark.objects.insert(mark.objects.end(), outcome.shown.begin(), outcome.shown.end());
  return audited{std::move(mark), outcome_of(what, outcome)};
}

} // namespace tidings
