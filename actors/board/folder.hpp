#pragma once
// The fold's inside: one function an event. Only fold*.cpp include this.
#include "actors/board/fold.hpp"

#include <string_view>

namespace tidings {

/// A reason as it is shown: bounded, and never cut inside a UTF-8 character.
std::string shortened(const std::string& text);

/// Of E.164 digits; zero: none.
std::uint64_t number_hash(const std::string& digits);
/// Of an e-mail address, in whatever case; zero: none that can be written to.
std::uint64_t address_hash(std::string_view written);

/// Drops operations over the bound.
void drop_operations(board_state& state);

template <class Tag> std::uint64_t hash_of(const named<Tag>& id) { return std::hash<named<Tag>>{}(id); }

/// One event of one practice on its way into the board.
struct board_folder {
  board_state& state;
  practice_row& practice;
  std::uint32_t practice_number;
  std::uint32_t sequence;
  timestamp at;

  void add(view::count view::totals::*what, std::int64_t by = 1) {
    practice.count.all.*what += static_cast<view::count>(by);
    state.all.all.*what += static_cast<view::count>(by);
  }
  void put(view::count view::totals::*what, view::count value) {
    state.all.all.*what += value - practice.count.all.*what;
    practice.count.all.*what = value;
  }
  template <class F> void both(F&& change) {
    change(practice.count);
    change(state.all);
  }

  /// A row of this practice; ids of another practice's rows (a stray receipt in the host's stream) find nothing.
  template <class Table, class Id> auto* find(Table& table, const Id& id) {
    auto* row = id.is_nil() ? nullptr : table.find(id);
    return row && row->practice == practice_number ? row : nullptr;
  }
  message_row* find(const message_id& id) { return find(state.messages, id); }
  /// The event is about a message that isn't in memory any more: its place is written down.
  void missed(const message_id& id);
  message_row* accepted_row(const message_id& id);
  provider_row& provider_of(const message_row& row) { return state.providers[state.words.text(row.provider)]; }
  void count(const message_row& row, view::count provider_counts::*what) {
    ++(provider_of(row).*what);
    ++(practice.providers[row.provider].*what);
  }
  message_id message_of(const reply_id& id);

  /// The event belongs on this message's page.
  void concerns(message_row* row);
  void concerns(const message_id& id);
  /// Which message led to this: the one the reply answered, else the latest about the appointment.
  message_id caused_by(const reply_id& reply, const appointment_id& appointment);

  // -- a message's state
  void leave(message_state old);
  void enter(message_state next);
  void move_to(message_row& row, message_state next);
  void is_sent(message_row& row);
  void make_room();
  void accepted(const message_row& row);
  void insert(message_row row);
  void end(const message_id& id, message_state next, const std::string& reason);
  void failed(message_row& row, message_state next, const receipt_received& e);
  void delivered(message_row& row);

  // -- what reports count (fold_months.cpp)
  report_month& month() { return practice.months.of(at); }
  report_counts& reported(const message_row& row, timestamp when);
  void count_failure(const message_row& row);
  void uncount_failure(const message_row& row); ///< before its reason is another one
  void attended(const appointment& what);
  void wished(std::uint64_t mark, const patient_id& patient, bool out);

  // -- what it costs
  void charge(message_row& row, const attempt_started& e);
  void refund(message_row& row);
  void let_go(message_row& row); ///< it waits for money no more

  // -- appointments and patients
  void operator()(const appointment_booked& e);
  void operator()(const appointment_changed& e);
  void operator()(const appointment_gone& e);
  void operator()(const patient_updated& e);
  void list(const appointment& what);
  void about(const appointment_id& id);
  void keep_in_diary(const appointment& what);
  diary_row* in_diary(const appointment_id& id); ///< null: it isn't kept
  void told(const message_row& message);
  void forget_in_diary(const patient_erased& e);

  // -- messages
  void operator()(const message_accepted& e);
  void operator()(const message_suppressed& e);
  void operator()(const message_cancelled& e);
  void operator()(const message_expired& e);
  void operator()(const message_failed& e);
  void operator()(const message_held& e);
  void operator()(const attempt_started& e);
  void operator()(const attempt_sent& e);
  void operator()(const attempt_failed& e);
  void operator()(const attempt_in_doubt& e);
  void operator()(const attempt_suspected& e);
  void operator()(const attempt_reconciled& e);
  void operator()(const receipt_received& e);

  // -- replies and what they lead to
  void operator()(const reply_received& e);
  void operator()(const opted_out& e);
  void operator()(const opted_in& e);
  void by_reply(std::string_view by);
  void operator()(const appointment_confirmed& e);
  void operator()(const appointment_cancelled& e);
  void operator()(const operation_requested& e);
  void operator()(const operation_finished& e);
  void operator()(const operation_begun& e);
  void operator()(const handed_to_staff& e);
  void operator()(const staff_item_done& e);
  void operator()(const command_parked& e);
  void operator()(const parked_released& e);
  void operator()(const signed_in&) {}
  void operator()(const patient_erased& e);
  void operator()(const practice_erased&) {}
  void operator()(const keys_rotated&) {}
  void operator()(const audited& e);
  void operator()(const answer_recorded& e) { concerns(e.question); }
  void operator()(const fft_answered& e);
  void operator()(const keyword_taken& e) { concerns(message_of(e.reply)); }
  void operator()(const group_changed& e) { by_reply(e.by); }
  void operator()(const number_disputed& e);
  void operator()(const number_trusted& e);
  void operator()(const user_changed&) {}
  void operator()(const sign_in_tried&) {}
  void operator()(const file_kept& e) { concerns(e.message); }
  void operator()(const file_opened& e) { concerns(e.message); }
  void operator()(const file_ended& e) { concerns(e.message); }
  void operator()(const pause_changed& e) {
    if (e.paused)
      practice.pauses[e.provider] = {e.by, e.why, at};
    else
      practice.pauses.erase(e.provider);
  }
  void operator()(const rollout_changed& e) { practice.rollout[e.where] = e.what; }
  void operator()(const withdrawal_requested& e) { concerns(message_of(e.reply)); }
  void operator()(const conversation_moved& e);
  void operator()(const conversation_noted& e);
  void operator()(const slot_freed& e);
  void operator()(const waiting_changed& e);
  void operator()(const slot_offered& e);
  void operator()(const offer_ended& e);
  void operator()(const slot_closed& e);
  void operator()(const code_chosen& e);
  conversation_row* conversation_of(const std::string& id);
  /// The event belongs on this conversation's page.
  void belongs_to(conversation_row& row);
  void came_of_talk(const std::string& conversation, const operation_id& asked);
  void talked(const reply_received& e);
  void asked_fft(const message_accepted& e);
  void forget_talks(const patient_erased& e);

  // -- what of the record stands in the way of messages
  void operator()(const details_answered& e);
  void assess(const patient_details& what);
  void let_number_go(std::uint64_t number); ///< a patient has it no more: forgotten unless another one has
  void forget_quality(const patient_erased& e);
  /// A text's last word: it was delivered there, or can't be for good.
  void ended_at_number(const message_row& row, bool reached);
  void operator()(const epoch_began&) { practice.fenced = true; }
  void operator()(const epoch_released&) { practice.fenced = false; }
};

} // namespace tidings
