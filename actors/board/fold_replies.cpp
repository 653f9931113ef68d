// Replies, writes into clinical systems, and what waits for a person.
#include "actors/board/folder.hpp"
#include "actors/board/reusable.hpp"
#include "actors/board/talks.hpp"

namespace tidings {

void board_folder::operator()(const reply_received& e) {
  add(&view::totals::replies);
  talked(e);
  both([&](counters& c) { ++c.meanings[static_cast<std::size_t>(e.meaning)]; });
  concerns(e.answers);
  if (state.replies.contains(e.reply)) return;
  reply_row row{.id = e.reply, .at = at, .message = e.answers, .appointment = e.appointment.value};
  row.why = shortened(e.why);
  row.practice = practice_number;
  row.sequence = sequence;
  row.from = tail_of(e.from.reveal());
  row.meaning = e.meaning;
  row.state = e.automatic ? reply_state::acted : reply_state::done;
  row.automatic = e.automatic;
  row.by = e.by;
  row.urgent = e.meaning == reply_meaning::urgent;
  row.patient = e.patient.empty() ? 0 : hash_of(e.patient);
  row.talk = talk_hash(e.conversation);
  ++month().replies;
  state.replies.end(state.replies.insert(std::move(row)));
  while (state.replies.drop_one()) {
  }
}

namespace {
/// Of a number or an address by one channel, whichever kinds it is about.
std::size_t opt_out_mark(const std::string& number, channel on) {
  const auto mark = std::hash<std::string>{}(number);
  return on == channel::sms ? mark : mark ^ static_cast<std::size_t>(on);
}
} // namespace

void board_folder::operator()(const opted_out& e) {
  if (!e.number.reveal().empty()) { // an erased patient's, read again: whose it was can't be told
    const auto mark = opt_out_mark(e.number.reveal(), e.on);
    practice.opted_out.insert(mark);
    wished(mark, e.patient, true);
  }
  ++month().opted_out;
  put(&view::totals::opted_out, practice.opted_out.size());
  by_reply(e.by);
}

void board_folder::operator()(const opted_in& e) {
  const auto mark = opt_out_mark(e.number.reveal(), e.on);
  practice.opted_out.erase(mark);
  wished(mark, e.patient, false);
  ++month().opted_in;
  put(&view::totals::opted_out, practice.opted_out.size());
  by_reply(e.by);
}

void board_folder::by_reply(std::string_view by) {
  if (!by.starts_with("reply ")) return;
  if (const auto id = parse_id<reply_id>(by.substr(6))) concerns(message_of(*id));
}

message_id board_folder::message_of(const reply_id& id) {
  const auto* reply = find(state.replies, id);
  return reply ? reply->message : message_id{};
}

void board_folder::operator()(const appointment_confirmed& e) {
  add(&view::totals::confirmed);
  ++month().confirmed;
  if (auto* row = in_diary(e.appointment)) row->confirmed = true;
  caused_by(e.reply, e.appointment);
}

void board_folder::operator()(const appointment_cancelled& e) {
  add(&view::totals::cancelled);
  ++month().cancelled;
  if (auto* row = in_diary(e.appointment)) row->cancelled = true;
  caused_by(e.reply, e.appointment);
}

// Which message led to this: the one the reply answered, else the latest about the appointment.
message_id board_folder::caused_by(const reply_id& reply, const appointment_id& appointment) {
  auto message = message_of(reply);
  if (message.is_nil() && !appointment.empty())
    if (const auto asked = practice.asked.find(hash_of(appointment)); asked != practice.asked.end())
      message = asked->second;
  concerns(message);
  return message;
}

void board_folder::operator()(const operation_requested& e) {
  const auto message = caused_by(e.reply, e.appointment);
  if (state.operations.contains(e.operation)) return;
  both([](counters& c) { ++c.operations_open; });
  state.operations.insert({.id = e.operation,
                           .at = at,
                           .message = message,
                           .reply = e.reply,
                           .practice = practice_number,
                           .kind = e.kind,
                           .patient = e.patient.empty() ? 0 : hash_of(e.patient),
                           .events = {sequence},
                           .starts_at = e.expected_starts_at});
  if (!e.conversation.empty()) came_of_talk(e.conversation, e.operation);
  drop_operations(state);
}

void drop_operations(board_state& state) {
  while (auto gone = state.operations.drop_one())
    if (!gone->ended) {
      --state.practices[gone->practice].count.operations_open;
      --state.all.operations_open;
    }
}

void board_folder::operator()(const operation_begun& e) {
  auto* row = find(state.operations, e.operation);
  if (!row || row->ended) return;
  concerns(row->message);
  row->events.push_back(sequence);
}

void board_folder::operator()(const operation_finished& e) {
  auto* row = find(state.operations, e.operation);
  if (!row) return;
  concerns(row->message);
  if (row->ended) return;
  row->events.push_back(sequence);
  if (row->kind == operation_kind::cancel_appointment && e.result == operation_result::done &&
      row->starts_at - row->at >= report_reusable_notice)
    ++month().reusable;
  both([&](counters& c) {
    --c.operations_open;
    ++c.operations[static_cast<std::size_t>(row->kind)][static_cast<std::size_t>(e.result)];
  });
  if (row->kind == operation_kind::file_code && e.result == operation_result::done) {
    add(&view::totals::filed);
    if (auto* message = find(row->message)) message->filed = true;
  }
  state.operations.end(*row);
}

void board_folder::operator()(const handed_to_staff& e) {
  auto message = e.message;
  auto reply = e.reply;
  if (const auto* row = find(state.operations, e.operation)) {
    if (message.is_nil()) message = row->message;
    if (reply.is_nil()) reply = row->reply;
  }
  if (message.is_nil()) message = message_of(reply);
  concerns(message);
  if (auto* row = find(state.replies, reply)) {
    row->state = reply_state::staff;
    row->urgent = row->urgent || e.urgent;
  }
  if (state.staff_items.contains(e.item)) return;
  add(&view::totals::staff_items);
  state.staff_items.insert({.id = e.item,
                            .at = at,
                            .reply = reply,
                            .message = message,
                            .reason = shortened(e.reason),
                            .practice = practice_number,
                            .urgent = e.urgent});
  while (state.staff_items.drop_one()) {
  }
}

void board_folder::operator()(const staff_item_done& e) {
  if (practice.count.all.staff_items > 0) add(&view::totals::staff_items, -1);
  const auto row = state.staff_items.erase(e.item);
  if (!row) return;
  concerns(row->message);
  if (auto* reply = find(state.replies, row->reply)) reply->state = reply_state::done;
}

void board_folder::operator()(const command_parked& e) {
  if (state.parked.contains(e.item)) return;
  add(&view::totals::parked);
  state.parked.insert({.id = e.item,
                       .at = at,
                       .kind = e.kind,
                       .reason = shortened(e.reason),
                       .practice = practice_number,
                       .tries = e.tries});
  while (state.parked.drop_one()) {
  }
}

void board_folder::operator()(const parked_released& e) {
  if (practice.count.all.parked > 0) add(&view::totals::parked, -1);
  state.parked.erase(e.item);
}

} // namespace tidings
