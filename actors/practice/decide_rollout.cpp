// The roll-out board: which practice gets which part of the product when. It plans; nothing is switched on by it.
#include "actors/practice/decide_rollout.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

namespace tidings {
namespace {

/// `2027-04-30`, and a day that there is.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    unsigned value = 0;
    const auto* end = text.data() + at + size;
    const auto read = std::from_chars(text.data() + at, end, value);
    return read.ec == std::errc() && read.ptr == end ? value : 0;
  };
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(number(0, 4))),
                                     std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2)))
      .ok();
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

std::string wrong_in(const rollout_cell& what) {
  if (!what.planned_on.empty() && !is_date(what.planned_on)) return "the date must be a day like 2027-04-30";
  if (what.state == rollout_state::planned && what.planned_on.empty()) return "what is planned has a date";
  if (what.state > rollout_state::not_wanted) return "this is no state of the board";
  if (what.owner.size() > rollout_owner_bytes_max || has_control(what.owner)) return "the owner is too long";
  if (what.note.size() > rollout_note_bytes_max || has_control(what.note)) return "the note is too long";
  return {};
}

bool has_room(const rollout_cells& cells, const rollout_place& where) {
  if (cells.contains(where)) return true;
  return cells.size() < rollout_practices_max * 3;
}

} // namespace

decision decide_change_rollout(const practice_state& state, const practice_settings& settings,
                               const change_rollout& c) {
  if (!settings.id.is_host()) return refused(error_code::refused, "the roll-out board is the host's");
  if (c.where.practice.empty() || c.where.practice.is_host() || c.where.phase > rollout_phase::web_messenger)
    return refused(error_code::invalid_input, "there is no such place on the board");
  if (auto why = wrong_in(c.what); !why.empty()) return refused(error_code::invalid_input, std::move(why));
  const auto found = state.rollout.find(c.where);
  if (found != state.rollout.end() && found->second == c.what) return {{}, answer{.repeated = true}};
  const auto last = found == state.rollout.end() ? 0 : found->second.revision;
  if (c.what.revision != last + 1)
    return refused(error_code::refused, "somebody else has changed this meanwhile: look again");
  if (!has_room(state.rollout, c.where)) return refused(error_code::refused, "the board is full");
  return {{rollout_changed{c.where, c.what, c.by}}, {}};
}

} // namespace tidings
