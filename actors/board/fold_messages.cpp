// A message's state machine, as schemas/words.hpp has it and as the practice itself goes through it.
#include "actors/board/folder.hpp"
#include "actors/board/talks.hpp"

namespace tidings {
namespace {

constexpr bool is_failure(message_state state) {
  return state == message_state::permanent_failure || state == message_state::technical_failure ||
         state == message_state::temporary_failure;
}

constexpr std::size_t index_of(message_state state) { return static_cast<std::size_t>(state); }

} // namespace

message_row* board_folder::accepted_row(const message_id& id) {
  auto* row = find(id);
  if (!row) missed(id);
  return row && row->suppressed ? nullptr : row;
}

void board_folder::missed(const message_id& id) {
  if (!id.is_nil() && !state.messages.contains(id)) state.places.push_back({id, practice.id, {sequence}});
}

void board_folder::concerns(const message_id& id) {
  if (auto* row = find(id))
    concerns(row);
  else
    missed(id);
}

void board_folder::leave(message_state old) {
  both([&](counters& c) { --c.now[index_of(old)]; });
  if (old == message_state::in_doubt) add(&view::totals::in_doubt, -1);
  if (is_failure(old)) add(&view::totals::failed, -1);
}

void board_folder::enter(message_state next) {
  both([&](counters& c) {
    ++c.now[index_of(next)];
    ++c.entered[index_of(next)];
  });
  if (next == message_state::in_doubt) add(&view::totals::in_doubt);
  if (is_failure(next)) add(&view::totals::failed);
  if (next == message_state::cancelled) add(&view::totals::cancelled_messages);
  if (next == message_state::expired) add(&view::totals::expired);
}

void board_folder::move_to(message_row& row, message_state next) {
  if (row.state == next) return;
  let_go(row);
  leave(row.state);
  row.state = next;
  enter(next);
  if (is_failure(next)) {
    row.failed_at = at;
    count_failure(row);
  }
  if (next == message_state::expired) ++reported(row, at).expired;
  if (next == message_state::cancelled) ++reported(row, at).cancelled;
  if (is_end(next)) state.messages.end(row);
}

void board_folder::is_sent(message_row& row) {
  if (row.sent_at != timestamp{}) return;
  row.sent_at = at;
  ++reported(row, at).sent;
  add(&view::totals::sent);
  count(row, &provider_counts::sent);
}

void board_folder::make_room() {
  while (auto gone = state.messages.drop_one()) {
    ++state.dropped;
    ++state.practices[gone->practice].dropped;
    state.places.push_back({gone->id, state.practices[gone->practice].id, {gone->events.begin(), gone->events.end()}});
    auto& owner = state.practices[gone->practice];
    if (const auto kept = owner.asked.find(std::hash<std::string>{}(gone->appointment));
        kept != owner.asked.end() && kept->second == gone->id)
      owner.asked.erase(kept);
    if (gone->held) --owner.held;
    if (is_end(gone->state) || gone->suppressed) continue;
    // Still under way, yet over the bound: it can't be followed any more, so it isn't counted as waiting either.
    board_folder of_owner{state, owner, gone->practice, 0, at};
    of_owner.leave(gone->state);
  }
}

void keep_within_bounds(board_state& state) {
  if (state.practices.empty()) return;
  board_folder{state, state.practices.front(), 0, 0, {}}.make_room();
  while (state.replies.drop_one()) {
  }
  drop_operations(state);
  while (state.audit.drop_one()) {
  }
}

namespace {
std::uint64_t texted_number(const message_accepted& e) { return e.by == channel::sms ? number_hash(e.to.reveal()) : 0; }
} // namespace

void board_folder::operator()(const message_accepted& e) {
  if (auto* row = find(e.message)) {
    if (!row->suppressed) return;
    // A rule's message that could not go before, and now can.
    concerns(row);
    row->suppressed = false;
    row->reason.clear();
    row->to = tail_of(e.to.reveal());
    row->talk = talk_hash(e.talk.conversation);
    row->number = texted_number(e);
    accepted(*row);
    return;
  }
  asked_fft(e);
  message_row row{.id = e.message, .at = at};
  row.appointment = e.appointment.value;
  row.practice = practice_number;
  row.asked_by = state.words.number(e.asked_by);
  row.to = tail_of(e.to.reveal());
  row.kind = e.kind;
  row.by = e.by;
  row.talk = talk_hash(e.talk.conversation);
  row.number = texted_number(e);
  row.patient = e.patient.empty() ? 0 : hash_of(e.patient);
  row.test = e.test;
  if (!e.api.key.empty()) {
    row.api = e.api.key_type;
    if (!e.api.reference.reveal().empty()) row.reference = std::hash<std::string>{}(e.api.reference.reveal());
  }
  accepted(row);
  insert(std::move(row));
}

void board_folder::accepted(const message_row& row) {
  ++reported(row, at).accepted;
  add(&view::totals::accepted);
  enter(message_state::accepted);
}

void board_folder::insert(message_row row) {
  if (state.messages.contains(row.id)) return; // another practice's: ids are made from the practice's code, so never
  row.events.push_back(sequence);
  if (!row.appointment.empty()) practice.asked[std::hash<std::string>{}(row.appointment)] = row.id;
  told(row);
  auto& kept = state.messages.insert(std::move(row));
  if (kept.suppressed) state.messages.end(kept);
  make_room();
}

void board_folder::operator()(const message_suppressed& e) {
  if (auto* row = find(e.message)) return concerns(row);
  add(&view::totals::suppressed);
  message_row row{.id = e.message, .at = at};
  row.appointment = e.appointment.value;
  row.reason = shortened(e.reason);
  row.practice = practice_number;
  row.asked_by = state.words.number(e.asked_by);
  row.suppressed = true;
  row.patient = e.patient.empty() ? 0 : hash_of(e.patient);
  ++reported(row, at).suppressed;
  insert(std::move(row));
}

void board_folder::operator()(const message_cancelled& e) { end(e.message, message_state::cancelled, e.reason); }

void board_folder::operator()(const message_expired& e) { end(e.message, message_state::expired, "its time passed"); }

void board_folder::operator()(const message_failed& e) { end(e.message, message_state::technical_failure, e.reason); }

void board_folder::end(const message_id& id, message_state next, const std::string& reason) {
  auto* row = accepted_row(id);
  if (!row) return;
  concerns(row);
  uncount_failure(*row);
  row->reason = shortened(reason);
  const bool again = row->state == next;
  move_to(*row, next);
  if (again) count_failure(*row);
}

void board_folder::operator()(const attempt_started& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  row->attempts = e.attempt;
  row->attempt_at = at;
  row->provider = state.words.number(e.provider.value);
  row->reason.clear();
  charge(*row, e);
  move_to(*row, message_state::dispatching);
}

void board_folder::operator()(const attempt_sent& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  auto& provider = provider_of(*row);
  provider.call.add((at - row->attempt_at).count());
  provider.calls.add(true);
  is_sent(*row);
  if (row->state <= message_state::in_doubt) move_to(*row, message_state::sent);
}

void board_folder::operator()(const attempt_failed& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  auto& provider = provider_of(*row);
  count(*row, &provider_counts::failed);
  provider.calls.add(false);
  if (row->state > message_state::in_doubt) return;
  row->reason = shortened(e.detail);
  refund(*row);
  move_to(*row, message_state::accepted);
}

void board_folder::operator()(const attempt_in_doubt& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  auto& provider = provider_of(*row);
  count(*row, &provider_counts::unknown);
  provider.calls.add(false);
  if (row->state != message_state::dispatching) return;
  row->reason = shortened(e.why);
  move_to(*row, message_state::in_doubt);
}

void board_folder::operator()(const attempt_suspected& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  if (row->state > message_state::in_doubt) return;
  row->attempts = e.attempt;
  row->provider = state.words.number(e.provider.value);
  row->reason = shortened(e.why);
  move_to(*row, message_state::in_doubt);
}

void board_folder::operator()(const attempt_reconciled& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  if (row->state != message_state::in_doubt) return;
  if (e.finding == look_up_finding::unknown) {
    row->reason = shortened(e.detail);
    return;
  }
  row->reason.clear();
  if (e.finding == look_up_finding::seen) is_sent(*row);
  if (e.finding == look_up_finding::never_seen) refund(*row);
  move_to(*row, e.finding == look_up_finding::seen ? message_state::sent : message_state::accepted);
}

void board_folder::operator()(const receipt_received& e) {
  auto* row = accepted_row(e.message);
  if (!row) return;
  concerns(row);
  if (row->receipt && *row->receipt >= e.status) return; // a late lower one never overwrites a higher one
  row->receipt = e.status;
  is_sent(*row); // a receipt proves that the provider has it
  switch (e.status) {
  case receipt_status::pending:
    if (!is_end(row->state)) move_to(*row, message_state::sent);
    return;
  case receipt_status::temporary_failure:
    failed(*row, message_state::temporary_failure, e);
    return;
  case receipt_status::technical_failure:
    failed(*row, message_state::technical_failure, e);
    return;
  case receipt_status::permanent_failure:
    failed(*row, message_state::permanent_failure, e);
    ended_at_number(*row, false);
    return;
  case receipt_status::delivered:
    delivered(*row);
    ended_at_number(*row, true);
    return;
  }
}

void board_folder::failed(message_row& row, message_state next, const receipt_received& e) {
  uncount_failure(row);
  row.reason = e.code.empty() ? std::string("the network could not deliver it")
                              : shortened("the network could not deliver it (code " + e.code + ")");
  const bool again = row.state == next;
  move_to(row, next);
  if (again) count_failure(row);
}

void board_folder::delivered(message_row& row) {
  uncount_failure(row);
  ++reported(row, at).delivered;
  row.reason.clear();
  row.delivered_at = at;
  row.failed_at = timestamp{};
  move_to(row, message_state::delivered);
  add(&view::totals::delivered);
  count(row, &provider_counts::delivered);
  auto& provider = provider_of(row);
  provider.delivery.add((at - row.sent_at).count());
  provider.deliveries.add((at - row.sent_at).count());
}

} // namespace tidings
