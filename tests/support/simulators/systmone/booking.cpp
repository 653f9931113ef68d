#include "systmone/booking.hpp"

#include "support/dice.hpp"

#include <algorithm>
#include <array>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto earliest = 26h, latest = 47h;
constexpr int day_opens = 8 * 60 + 30, day_closes = 18 * 60;
constexpr auto slot_length = 10min;
constexpr double second_appointment_share = 0.03;
constexpr int tries_max = 400;

constexpr std::array<std::string_view, 3> sessions = {"GP Surgery", "Nurse Clinic", "Phlebotomy"};
constexpr std::array<std::string_view, 3> slot_types = {"Standard", "Telephone", "Flu clinic"};

} // namespace

reception::reception(practice_book& book, booking_plan plan, instant started)
    : book_{book}, plan_{plan}, started_{started}, booked_before_{book.planned_bookings} {
  for (const auto& [uid, one] : book_.appointments())
    if (one.staff_edit_at > instant{}) ++edits_ahead_;
}

std::optional<std::pair<std::string, instant>> reception::find_slot(std::uint64_t ordinal, instant now) const {
  dice throws{plan_.seed, {"slot", book_.ods, std::to_string(ordinal)}};
  const auto grid = slot_length / 1ms;
  const auto first = (now + earliest).at.time_since_epoch().count() / grid + 1;
  const auto slots = (latest - earliest) / slot_length - 1;
  for (int tried = 0; tried < tries_max; ++tried) {
    const instant start{std::chrono::sys_time<std::chrono::milliseconds>{
        std::chrono::milliseconds{(first + throws.between(0, slots - 1)) * grid}}};
    const auto& who = book_.clinicians[throws.below(book_.clinicians.size())];
    const int minute = london_minute_of_day(start);
    if (minute < day_opens || minute >= day_closes) continue;
    if (book_.is_slot_free(who.user_name, start)) return std::pair{who.user_name, start};
  }
  return std::nullopt;
}

bool reception::book_next(instant now) {
  const auto ordinal = book_.planned_bookings;
  dice throws{plan_.seed, {"booking", book_.ods, std::to_string(ordinal)}};
  const auto slot = find_slot(ordinal, now);
  if (!slot) return false;
  // The list is as long as the plan: each appointment has its own patient, but a few come back for a second one.
  const auto& people = book_.patients();
  const bool second = ordinal > 0 && throws.chance(second_appointment_share);
  const auto place = second ? throws.below(std::min<std::size_t>(ordinal, people.size())) : ordinal % people.size();
  appointment one;
  one.nhs_number = people[place].nhs_number;
  if (second && book_.appointments_of(one.nhs_number) != 1) one.nhs_number = people[ordinal % people.size()].nhs_number;
  one.starts_at = slot->second;
  one.user_name = slot->first;
  one.session = throws.pick(sessions);
  one.slot_type = one.session == "Phlebotomy" ? "Standard" : throws.pick(slot_types);
  if (throws.chance(plan_.staff_edits_percent / 100)) {
    const auto spread = std::max<std::chrono::milliseconds>(plan_.over / 2, 5s);
    one.staff_edit_at = now + 1s + std::chrono::milliseconds{throws.between(0, spread.count())};
    ++edits_ahead_;
  }
  book_.book(std::move(one), now);
  ++book_.planned_bookings;
  return true;
}

bool reception::edit(appointment& one, instant now) {
  one.staff_edit_at = {};
  --edits_ahead_;
  if (!is_open(one.status)) return true;
  dice throws{plan_.seed, {"edit", one.uid}};
  if (throws.chance(0.4)) {
    set_status(one, "Cancelled by Unit", "staff", now);
  } else if (const auto slot = find_slot(throws.next(), now)) {
    one.user_name = slot->first;
    move_to(one, slot->second, now);
  }
  return true;
}

bool reception::work(instant now) {
  bool changed = false;
  const auto left = plan_.total > booked_before_ ? plan_.total - booked_before_ : 0;
  auto due = left;
  if (const auto passed = now - started_; plan_.over > 0ms && passed < plan_.over)
    due = static_cast<std::uint64_t>(static_cast<double>(left) * static_cast<double>(passed / 1ms) /
                                     static_cast<double>(plan_.over / 1ms));
  while (book_.planned_bookings < booked_before_ + due) {
    if (!book_next(now)) break; // the diary is full: try again as time moves on
    changed = true;
  }
  if (edits_ahead_ == 0) return changed;
  std::vector<std::string> edits;
  for (const auto& [uid, one] : book_.appointments())
    if (one.staff_edit_at > instant{} && one.staff_edit_at <= now) edits.push_back(uid);
  for (const auto& uid : edits) changed = edit(*book_.find_appointment(uid), now) || changed;
  return changed;
}

} // namespace tidings::sim
