#include "actors/board/audit_kinds.hpp"
#include "actors/board/folder.hpp"

#include <algorithm>

namespace tidings {
namespace {

constexpr std::int32_t missed_days_kept = 60; ///< so long a clinic may correct who attended

std::int32_t day_of(timestamp at) {
  return static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(at).time_since_epoch().count());
}

} // namespace

std::string shortened(const std::string& text) {
  if (text.size() <= board_reason_bytes_max) return text;
  auto end = board_reason_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

// The event belongs on this message's page.
void board_folder::concerns(message_row* row) {
  if (!row) return;
  auto& events = row->events;
  if (!events.empty() && events.back() == sequence) return;
  if (events.size() >= board_timeline_max) events.erase(events.begin() + board_timeline_max / 2);
  events.push_back(sequence);
}

void board_folder::operator()(const appointment_booked& e) { list(e.what); }

void board_folder::operator()(const appointment_changed& e) {
  if (e.what.status == appointment_status::cancelled) {
    practice.appointments.erase(hash_of(e.what.id));
    keep_in_diary(e.what);
  } else
    list(e.what);
  about(e.what.id);
}

void board_folder::operator()(const appointment_gone& e) {
  practice.appointments.erase(hash_of(e.appointment));
  if (auto* row = in_diary(e.appointment)) row->gone = true;
  about(e.appointment);
}

void board_folder::list(const appointment& what) {
  practice.appointments[hash_of(what.id)] = day_of(what.starts_at);
  keep_in_diary(what);
  attended(what);
}

void board_folder::about(const appointment_id& id) {
  if (const auto asked = practice.asked.find(hash_of(id)); asked != practice.asked.end()) concerns(asked->second);
}

void board_folder::operator()(const patient_updated& e) {
  practice.patients.insert(hash_of(e.what.id));
  assess(e.what);
}

void board_folder::operator()(const patient_erased& e) {
  practice.patients.erase(hash_of(e.patient));
  forget_talks(e);
  forget_quality(e);
  forget_in_diary(e);
  for (const auto& id : e.messages) {
    auto* row = find(id);
    if (!row) continue;
    concerns(row);
    row->to = {};
    row->number = row->patient = 0;
  }
}

// Whoever was shown a message stands on its page. What changed it has an event of its own there.
void board_folder::operator()(const audited& e) {
  if (!state.audit.contains(e.what.request)) {
    state.audit.insert({.id = e.what.request,
                        .at = at,
                        .practice = practice_number,
                        .sequence = sequence,
                        .user = state.words.number(e.what.user),
                        .kind = kind_of_action(e.what.action)});
    while (state.audit.drop_one()) {
    }
  }
  if (!is_view(e.what)) return;
  for (const auto& object : e.what.objects)
    if (const auto id = parse_id<message_id>(object)) concerns(*id);
}

std::array<char, 3> tail_of(std::string_view number) {
  std::array<char, 3> tail{};
  if (number.size() >= 3) std::copy(number.end() - 3, number.end(), tail.begin());
  return tail;
}

bool fold(board_state& state, const event& what, const practice_id& practice, std::uint64_t sequence, timestamp at) {
  auto& row = state.practice(practice);
  if (sequence <= row.last) return false;
  row.last = sequence;
  row.last_event_at = std::max(row.last_event_at, at);
  ++state.events;
  std::visit(
      board_folder{state, row, state.practice_numbers.find(practice)->second, static_cast<std::uint32_t>(sequence), at},
      what);
  return true;
}

void forget_past_appointments(board_state& state, timestamp now) {
  const auto today = day_of(now);
  for (auto& practice : state.practices) {
    erase_if(practice.appointments, [&](const auto& entry) { return entry.second < today; });
    erase_if(practice.diary, [&](const auto& entry) { return day_of(entry.second.starts_at) < today - 1; });
    erase_if(practice.missed, [&](const auto& entry) { return entry.second < today - missed_days_kept; });
  }
}

} // namespace tidings
