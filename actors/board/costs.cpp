#include "actors/board/costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidings {
namespace {

void add(provider_spend& to, const provider_spend& more) {
  to.messages += more.messages;
  to.segments += more.segments;
  to.millipence += more.millipence;
}

/// What one segment of this practice's would cost without the provider; nothing: it has no other.
std::optional<double> pence_elsewhere(const board_state& state, const practice_row& practice,
                                      const std::string& provider) {
  double weights = 0, weighted = 0, plain = 0;
  int others = 0;
  for (const auto& id : practice.route) {
    const auto found = state.providers.find(id);
    if (id == provider || found == state.providers.end() || !found->second.reported) continue;
    const auto& other = *found->second.reported;
    if (!practice.route_by_weight) return other.pence_per_segment;
    weights += other.weight;
    weighted += other.weight * other.pence_per_segment;
    plain += other.pence_per_segment;
    ++others;
  }
  if (others == 0) return std::nullopt;
  return weights > 0 ? weighted / weights : plain / others;
}

std::string counted(view::count n, std::string_view what) { return fmt::format("{} {}{}", n, what, n == 1 ? "" : "s"); }

} // namespace

provider_spend spent_today(const practice_row& practice) {
  provider_spend all;
  for (const auto& [word, spent] : practice.spend) add(all, spent);
  return all;
}

provider_spend spent_today(const board_state& state, std::string_view provider) {
  provider_spend all;
  for (const auto& practice : state.practices)
    for (const auto& [word, spent] : practice.spend)
      if (state.words.text(word) == provider) add(all, spent);
  return all;
}

std::uint64_t millipence_today(const board_state& state) {
  std::uint64_t all = 0;
  for (const auto& practice : state.practices) all += spent_today(practice).millipence;
  return all;
}

view::text budget_word(const practice_row& practice) {
  if (practice.budget_pence <= 0) return "none";
  const auto spent = static_cast<double>(spent_today(practice).millipence);
  if (spent >= practice.budget_pence * 1'000 || practice.held > 0) return "spent";
  return spent >= practice.budget_pence * 1'000 * practice.budget_warn_share ? "warned" : "within";
}

view::text if_down(const board_state& state, const std::string& provider) {
  double more = 0;
  provider_spend moved, stuck;
  view::count stuck_practices = 0;
  for (const auto& practice : state.practices)
    for (const auto& [word, spent] : practice.spend) {
      if (state.words.text(word) != provider || spent.messages == 0) continue;
      if (const auto pence = pence_elsewhere(state, practice, provider)) {
        add(moved, spent);
        more += *pence * static_cast<double>(spent.segments) - static_cast<double>(spent.millipence) / 1'000;
      } else {
        add(stuck, spent);
        ++stuck_practices;
      }
    }
  if (moved.messages + stuck.messages == 0) return "Nothing has gone by it today.";
  std::string text;
  if (moved.messages > 0)
    text = fmt::format("{}£{:.2f} today for {} that would go by another provider.", more < 0 ? "−" : "+",
                       std::abs(more) / 100, counted(moved.messages, "message"));
  if (stuck.messages > 0)
    text += fmt::format("{}{} of {} would wait: there is no other provider on the route.", text.empty() ? "" : " ",
                        counted(stuck.messages, "message"), counted(stuck_practices, "practice"));
  return text;
}

} // namespace tidings
