// From the board's rows to a piece's bytes. The way back: pieces_restored.cpp.
#include "actors/board/pieces.hpp"

#include "actors/board/kept.hpp"

#include <algorithm>

namespace tidings {
namespace {

/// Words that a piece uses, numbered anew.
class piece_words {
public:
  piece_words(const word_list& all, std::vector<std::string>& used) : all_(all), used_(used) {
    used_.assign(1, std::string());
  }
  kept::word_number operator()(std::uint16_t number) {
    const auto [at, fresh] = numbers_.try_emplace(number, static_cast<kept::word_number>(used_.size()));
    if (number == 0) return 0;
    if (fresh) used_.push_back(all_.text(number));
    return at->second;
  }

private:
  const word_list& all_;
  std::vector<std::string>& used_;
  std::map<std::uint16_t, kept::word_number> numbers_;
};

std::string text_of(const std::array<char, 3>& tail) {
  return tail[0] == 0 ? std::string() : std::string(tail.data(), tail.size());
}

template <std::size_t n> std::vector<view::count> list_of(const std::array<view::count, n>& from) {
  return {from.begin(), from.end()};
}

kept::counts counts_of(const counters& from) {
  kept::counts to{from.all, list_of(from.entered), list_of(from.now), list_of(from.meanings), {}, from.operations_open};
  for (const auto& kind : from.operations) to.operations.push_back(list_of(kind));
  return to;
}

kept::message message_of(const message_row& row, piece_words& words) {
  return {.id = row.id,
          .at = row.at,
          .attempt_at = row.attempt_at,
          .sent_at = row.sent_at,
          .delivered_at = row.delivered_at,
          .failed_at = row.failed_at,
          .events = {row.events.begin(), row.events.end()},
          .appointment = row.appointment,
          .reason = row.reason,
          .to = text_of(row.to),
          .attempts = row.attempts,
          .asked_by = words(row.asked_by),
          .provider = words(row.provider),
          .kind = row.kind,
          .by = row.by,
          .state = row.state,
          .receipt = row.receipt,
          .suppressed = row.suppressed,
          .ended = row.ended,
          .filed = row.filed,
          .held = row.held,
          .segments = row.segments,
          .millipence = row.millipence,
          .charged_until = row.charged_until,
          .api = row.api,
          .reference = row.reference,
          .talk = row.talk,
          .number = row.number,
          .patient = row.patient,
          .test = row.test};
}

kept::visit visit_of(std::uint64_t id, const diary_row& row, piece_words& words) {
  kept::visit visit{.id = id,
                    .patient = row.patient,
                    .starts_at = row.starts_at,
                    .session = words(row.session),
                    .clinician = words(row.clinician),
                    .slot_type = words(row.slot_type),
                    .site = words(row.site),
                    .minutes = row.minutes,
                    .status = row.status,
                    .gone = row.gone,
                    .confirmed = row.confirmed,
                    .cancelled = row.cancelled,
                    .said = {}};
  for (const auto& one : row.told) visit.said.push_back({words(one.rule), one.message});
  return visit;
}

/// What is under way, and of the rest the latest: the others' places are written down.
std::vector<const message_row*> rows_to_keep(board_state& state, std::uint32_t practice) {
  std::vector<const message_row*> open, ended;
  state.messages.of_practice(practice, [&](const message_row& row) { (row.ended ? ended : open).push_back(&row); });
  if (ended.size() > board_piece_ended_max) {
    const auto end = ended.begin() + static_cast<std::ptrdiff_t>(board_piece_ended_max);
    std::nth_element(ended.begin(), end, ended.end(), [](auto* a, auto* b) { return a->at > b->at; });
    for (auto at = end; at != ended.end(); ++at)
      state.places.push_back({(*at)->id, state.practices[practice].id, {(*at)->events.begin(), (*at)->events.end()}});
    ended.erase(end, ended.end());
  }
  open.insert(open.end(), ended.begin(), ended.end());
  return open;
}

std::uint64_t events_since(const practice_row& row) { return row.last - row.kept; }

} // namespace

namespace {
std::string bound_to(const reader_id& what, std::uint64_t version) {
  return "tidings " + what.value + ' ' + std::to_string(board_format) + ' ' + std::to_string(version);
}
} // namespace

result<std::string> seal_kept(const reader_id& what, const practice_id& practice, std::uint64_t version,
                              std::string_view bytes, sealer& keys) {
  return keys.seal(practice, {seal_subject::kind::snapshot, {}}, bound_to(what, version), bytes);
}

result<std::optional<std::string>> open_kept(const reader_id& what, const practice_id& practice, std::uint64_t version,
                                             std::string_view bytes, sealer& keys) {
  return keys.open(practice, bound_to(what, version), bytes);
}

bool piece_is_due(const board_state& state, std::uint32_t practice) {
  return events_since(state.practices[practice]) >=
         std::max<std::uint64_t>(board_piece_every_min, state.messages.count_of(practice));
}

bool piece_is_due_when_quiet(const board_state& state, std::uint32_t practice) {
  return events_since(state.practices[practice]) >=
         std::max<std::uint64_t>(board_piece_quiet_min, state.messages.count_of(practice) / 4);
}

bool piece_is_due_at_stop(const board_state& state, std::uint32_t practice) {
  return events_since(state.practices[practice]) >=
         std::max<std::uint64_t>(board_piece_at_stop_min, state.messages.count_of(practice) / 10);
}

std::string encode_piece(board_state& state, std::uint32_t practice) {
  const auto& row = state.practices[practice];
  kept::piece piece;
  piece.hash_probe = board_hash_probe();
  piece.unreadable = row.unreadable;
  piece.last_event_at = row.last_event_at;
  piece.count = counts_of(row.count);
  piece_words words(state.words, piece.words);
  for (const auto& [provider, did] : row.providers)
    piece.providers[words(provider)] = {did.sent, did.failed, did.unknown, did.delivered};
  for (const auto& [provider, spent] : row.spend)
    piece.spend[words(provider)] = {spent.messages, spent.segments, spent.millipence};
  piece.spend_until = row.spend_until;
  for (const auto& [appointment, day] : row.appointments) {
    piece.appointments.push_back(appointment);
    piece.appointment_days.push_back(day);
  }
  piece.patients.assign(row.patients.begin(), row.patients.end());
  piece.opted_out.assign(row.opted_out.begin(), row.opted_out.end());
  for (const auto* one : rows_to_keep(state, practice)) piece.messages.push_back(message_of(*one, words));
  piece.dropped = row.dropped + (state.messages.count_of(practice) - piece.messages.size());
  state.replies.of_practice(practice, [&](const reply_row& one) {
    piece.replies.push_back({one.id, one.at, one.message, one.appointment, one.why, text_of(one.from), one.sequence,
                             one.meaning, static_cast<std::uint8_t>(one.state), one.automatic, one.urgent, one.by,
                             one.patient, one.talk});
  });
  state.operations.of_practice(practice, [&](const operation_row& one) {
    piece.operations.push_back({one.id,
                                one.at,
                                one.message,
                                one.reply,
                                one.kind,
                                one.ended,
                                one.patient,
                                {one.events.begin(), one.events.end()},
                                one.starts_at});
  });
  state.staff_items.of_practice(practice, [&](const staff_row& one) {
    piece.staff_items.push_back({one.id, one.at, one.reply, one.message, one.reason, one.urgent});
  });
  state.parked.of_practice(practice, [&](const parked_row& one) {
    piece.parked_items.push_back({one.id, one.at, one.kind, one.reason, one.tries});
  });
  state.audit.of_practice(practice, [&](const audit_row& one) {
    piece.audit.push_back({one.id, one.at, one.sequence, words(one.user), one.kind});
  });
  piece.fenced = row.fenced;
  for (const auto& [id, one] : row.conversations)
    piece.conversations[id] = {one.at,     one.status,   words(one.assigned_to), one.last_reply, one.replies,
                               one.notes,  one.disputed, text_of(one.from),      one.events,     one.by,
                               one.number, one.address};
  for (const auto& [month, one] : row.fft) {
    auto& kept = piece.fft_months[month];
    kept.asked = one.asked;
    kept.comments = one.comments;
    for (const auto& scores : one.answers) kept.answers.push_back(list_of(scores));
  }
  piece.waiting_list = row.waiting_list;
  for (const auto& [id, one] : row.quality.patients)
    piece.patient_rows.push_back(
        {id, one.number, one.sequence, one.shape, one.dead, one.deducted, one.refused, one.address});
  piece.failing.assign(row.quality.failing.begin(), row.quality.failing.end());
  piece.disputed = row.quality.disputed;
  piece.pauses = row.pauses;
  piece.rollout = row.rollout;
  piece.months = row.months.all;
  for (const auto& [appointment, day] : row.missed) piece.missed[appointment] = day;
  for (const auto& one : row.wishes) piece.wishes.push_back({one.sequence, one.mark, one.patient, one.out});
  for (const auto& [id, one] : row.diary) piece.diary.push_back(visit_of(id, one, words));
  piece.whole = kept::whole_mark;
  return codec::encode(piece);
}

std::string encode_pulse(const board_state& state, const tick_history& ticks, const note_list& notes) {
  kept::pulse pulse;
  pulse.ticks.assign(ticks.seconds().begin(), ticks.seconds().end());
  pulse.notes.assign(notes.newest_first().begin(), notes.newest_first().end());
  for (const auto& [id, row] : state.providers)
    pulse.providers[id] = {row.call.memory(), row.delivery.memory(), row.calls.memory()};
  return codec::encode(pulse);
}

} // namespace tidings
