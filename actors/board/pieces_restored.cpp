// From a piece's bytes to the board's rows.
#include "actors/board/fold.hpp"
#include "actors/board/kept.hpp"
#include "actors/board/pieces.hpp"

#include <algorithm>

namespace tidings {
namespace {

std::array<char, 3> tail_from(const std::string& text) {
  std::array<char, 3> tail{};
  if (text.size() == tail.size()) std::copy(text.begin(), text.end(), tail.begin());
  return tail;
}

template <class To> void add_list(To& to, const std::vector<view::count>& from) {
  for (std::size_t i = 0; i < std::min(to.size(), from.size()); ++i) to[i] += from[i];
}

void add_counts(counters& to, const kept::counts& from) {
  boost::mp11::mp_for_each<boost::describe::describe_members<view::totals, boost::describe::mod_public>>(
      [&](auto field) { to.all.*field.pointer += from.all.*field.pointer; });
  add_list(to.entered, from.entered);
  add_list(to.now, from.now);
  add_list(to.meanings, from.meanings);
  for (std::size_t i = 0; i < std::min(to.operations.size(), from.operations.size()); ++i)
    add_list(to.operations[i], from.operations[i]);
  to.operations_open += from.operations_open;
}

bool are_known(const kept::visit& one, std::size_t words) {
  return one.session < words && one.clinician < words && one.slot_type < words && one.site < words &&
         std::all_of(one.said.begin(), one.said.end(), [&](const kept::told& said) { return said.rule < words; });
}

diary_row row_of(const kept::visit& one, const std::vector<std::uint16_t>& words) {
  diary_row row{.starts_at = one.starts_at,
                .patient = one.patient,
                .session = words[one.session],
                .clinician = words[one.clinician],
                .slot_type = words[one.slot_type],
                .site = words[one.site],
                .minutes = one.minutes,
                .status = one.status,
                .gone = one.gone,
                .confirmed = one.confirmed,
                .cancelled = one.cancelled,
                .told = {}};
  for (const auto& said : one.said) row.told.push_back({words[said.rule], said.message});
  return row;
}

/// Numbers that are used as places in arrays must be of words that this version has.
bool is_known(const kept::piece& piece) {
  const auto known = [&](const kept::message& one) {
    return static_cast<std::size_t>(one.state) < names_in<message_state> && one.asked_by < piece.words.size() &&
           one.provider < piece.words.size() && !one.events.empty();
  };
  return piece.whole == kept::whole_mark && piece.hash_probe == board_hash_probe() &&
         piece.appointments.size() == piece.appointment_days.size() &&
         std::all_of(piece.messages.begin(), piece.messages.end(), known) &&
         std::all_of(piece.audit.begin(), piece.audit.end(),
                     [&](const auto& one) { return one.user < piece.words.size(); }) &&
         std::all_of(piece.operations.begin(), piece.operations.end(),
                     [](const auto& one) { return static_cast<std::size_t>(one.kind) < names_in<operation_kind>; }) &&
         std::all_of(piece.providers.begin(), piece.providers.end(),
                     [&](const auto& one) { return one.first < piece.words.size(); }) &&
         std::all_of(piece.conversations.begin(), piece.conversations.end(),
                     [&](const auto& one) { return one.second.assigned_to < piece.words.size(); }) &&
         std::all_of(piece.spend.begin(), piece.spend.end(),
                     [&](const auto& one) { return one.first < piece.words.size(); }) &&
         std::all_of(piece.diary.begin(), piece.diary.end(),
                     [&](const kept::visit& one) { return are_known(one, piece.words.size()); });
}

message_row row_of(kept::message& one, std::uint32_t practice, const std::vector<std::uint16_t>& words) {
  message_row row{.id = one.id, .at = one.at};
  row.attempt_at = one.attempt_at;
  row.sent_at = one.sent_at;
  row.delivered_at = one.delivered_at;
  row.failed_at = one.failed_at;
  row.events.assign(one.events.begin(), one.events.end());
  row.appointment = std::move(one.appointment);
  row.reason = std::move(one.reason);
  row.practice = practice;
  row.attempts = one.attempts;
  row.asked_by = words[one.asked_by];
  row.provider = words[one.provider];
  row.to = tail_from(one.to);
  row.kind = one.kind;
  row.by = one.by;
  row.state = one.state;
  row.receipt = one.receipt;
  row.suppressed = one.suppressed;
  row.filed = one.filed;
  row.held = one.held;
  row.segments = one.segments;
  row.millipence = one.millipence;
  row.charged_until = one.charged_until;
  row.api = one.api;
  row.reference = one.reference;
  row.talk = one.talk;
  row.number = one.number;
  row.patient = one.patient;
  row.test = one.test;
  return row;
}

template <class Id, class End> void in_order(std::vector<std::pair<timestamp, Id>>& rows, End&& end) {
  std::sort(rows.begin(), rows.end());
  for (const auto& [at, id] : rows) end(id);
  rows.clear();
}

} // namespace

std::uint64_t board_hash_probe() { return std::hash<std::string>{}("447700900123"); }

result<void> board_restorer::add(const practice_id& practice, std::uint64_t version, std::string_view bytes) {
  auto read = codec::decode<kept::piece>(bytes);
  if (!read) return tl::unexpected<failure>(read.error());
  auto& piece = *read;
  if (!is_known(piece)) return fail(error_code::log_damaged, "it was written by another version of Tidings");
  auto& row = state_.practice(practice);
  if (row.last > 0) return fail(error_code::log_damaged, "its practice was folded already");
  const auto number = state_.practice_numbers.find(practice)->second;
  row.last = row.kept = version;
  row.unreadable = piece.unreadable;
  row.fenced = piece.fenced;
  row.dropped = piece.dropped;
  state_.dropped += piece.dropped;
  row.last_event_at = piece.last_event_at;
  add_counts(row.count, piece.count);
  add_counts(state_.all, piece.count);
  state_.events += version - piece.unreadable;
  state_.unreadable += piece.unreadable;
  std::vector<std::uint16_t> words;
  for (const auto& word : piece.words) words.push_back(state_.words.number(word));
  for (const auto& [word, did] : piece.providers) {
    const provider_counts counts{did.sent, did.failed, did.unknown, did.delivered};
    row.providers[words[word]] = counts;
    auto& of_all = state_.providers[state_.words.text(words[word])];
    of_all.sent += counts.sent;
    of_all.failed += counts.failed;
    of_all.unknown += counts.unknown;
    of_all.delivered += counts.delivered;
  }
  for (const auto& [word, spent] : piece.spend)
    row.spend[words[word]] = {spent.messages, spent.segments, spent.millipence};
  row.spend_until = piece.spend_until;
  for (const auto& [id, one] : piece.conversations)
    row.conversations[id] = {one.at,     one.status,   words[one.assigned_to], one.last_reply, one.replies,
                             one.notes,  one.disputed, tail_from(one.from),    one.by,         one.events,
                             one.number, one.address};
  row.waiting_list = std::move(piece.waiting_list);
  for (const auto& [month, one] : piece.fft_months) {
    auto& figures = row.fft[month];
    figures.asked = one.asked;
    figures.comments = one.comments;
    for (std::size_t i = 0; i < std::min(figures.answers.size(), one.answers.size()); ++i)
      add_list(figures.answers[i], one.answers[i]);
  }
  for (std::size_t i = 0; i < piece.appointments.size(); ++i)
    row.appointments[piece.appointments[i]] = static_cast<std::int32_t>(piece.appointment_days[i]);
  row.patients.insert(piece.patients.begin(), piece.patients.end());
  row.opted_out.insert(piece.opted_out.begin(), piece.opted_out.end());
  for (const auto& one : piece.patient_rows)
    row.quality.patients[one.id] = {one.number,   one.sequence, one.shape,  one.dead,
                                    one.deducted, one.refused,  one.address};
  row.quality.failing.insert(piece.failing.begin(), piece.failing.end());
  row.quality.disputed = std::move(piece.disputed);
  row.pauses = std::move(piece.pauses);
  row.rollout = std::move(piece.rollout);
  row.months.all = std::move(piece.months);
  for (const auto& [appointment, day] : piece.missed) row.missed[appointment] = static_cast<std::int32_t>(day);
  for (const auto& one : piece.wishes) row.wishes.push_back({one.sequence, one.mark, one.patient, one.out});
  for (const auto& one : piece.diary) row.diary[one.id] = row_of(one, words);
  row.quality.left_out = row.patients.size() - std::min(row.patients.size(), row.quality.patients.size());

  // In the order in which they were accepted: the latest about an appointment is the one that was asked.
  std::sort(piece.messages.begin(), piece.messages.end(),
            [](const auto& a, const auto& b) { return a.events.front() < b.events.front(); });
  for (auto& one : piece.messages) {
    if (state_.messages.contains(one.id)) continue;
    if (!one.appointment.empty()) row.asked[std::hash<std::string>{}(one.appointment)] = one.id;
    if (one.ended) ended_.emplace_back(std::max({one.at, one.sent_at, one.delivered_at, one.failed_at}), one.id);
    if (one.held) ++row.held;
    state_.messages.insert(row_of(one, number, words));
  }
  for (auto& one : piece.replies) {
    if (state_.replies.contains(one.id)) continue;
    replies_.emplace_back(one.at, one.id);
    state_.replies.insert({.id = one.id,
                           .at = one.at,
                           .message = one.message,
                           .appointment = std::move(one.appointment),
                           .why = std::move(one.why),
                           .practice = number,
                           .sequence = one.sequence,
                           .from = tail_from(one.from),
                           .meaning = one.meaning,
                           .state = static_cast<reply_state>(one.state),
                           .automatic = one.automatic,
                           .urgent = one.urgent,
                           .by = one.by,
                           .patient = one.patient,
                           .talk = one.talk});
  }
  for (const auto& one : piece.operations) {
    if (state_.operations.contains(one.id)) continue;
    if (one.ended) operations_.emplace_back(one.at, one.id);
    state_.operations.insert({.id = one.id,
                              .at = one.at,
                              .message = one.message,
                              .reply = one.reply,
                              .practice = number,
                              .kind = one.kind,
                              .patient = one.patient,
                              .events = {one.events.begin(), one.events.end()},
                              .starts_at = one.starts_at});
  }
  for (auto& one : piece.staff_items)
    if (!state_.staff_items.contains(one.id))
      state_.staff_items.insert({.id = one.id,
                                 .at = one.at,
                                 .reply = one.reply,
                                 .message = one.message,
                                 .reason = std::move(one.reason),
                                 .practice = number,
                                 .urgent = one.urgent});
  for (const auto& one : piece.audit)
    if (!state_.audit.contains(one.id))
      state_.audit.insert({.id = one.id,
                           .at = one.at,
                           .practice = number,
                           .sequence = one.sequence,
                           .user = words[one.user],
                           .kind = one.kind});
  for (auto& one : piece.parked_items)
    if (!state_.parked.contains(one.id))
      state_.parked.insert({.id = one.id,
                            .at = one.at,
                            .kind = std::move(one.kind),
                            .reason = std::move(one.reason),
                            .practice = number,
                            .tries = one.tries});
  return {};
}

void board_restorer::finish() {
  in_order(ended_, [&](const message_id& id) { state_.messages.end(*state_.messages.find(id)); });
  in_order(replies_, [&](const reply_id& id) { state_.replies.end(*state_.replies.find(id)); });
  in_order(operations_, [&](const operation_id& id) { state_.operations.end(*state_.operations.find(id)); });
  keep_within_bounds(state_);
}

result<void> restore_pulse(std::string_view bytes, board_state& state, tick_history& ticks, note_list& notes) {
  auto read = codec::decode<kept::pulse>(bytes);
  if (!read) return tl::unexpected<failure>(read.error());
  ticks.recall(read->ticks);
  for (auto& note : read->notes) notes.add_quietly(std::move(note));
  for (const auto& [id, kept] : read->providers) {
    auto& row = state.providers[id];
    row.call.recall(kept.call);
    row.delivery.recall(kept.delivery);
    row.calls.recall(kept.calls);
  }
  return {};
}

} // namespace tidings
