#pragma once
// Events told one after another, as a practice's stream would hold them, and the board that folds them.
#include "actors/board/fold.hpp"
#include "schemas/event_codec.hpp"

#include <map>
#include <vector>

namespace tidings::test {

inline timestamp at_time(int hour, int minute = 0, int second = 0) {
  return timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

template <class Id> Id numbered(int number) {
  Id id;
  id.bytes[0] = static_cast<std::uint8_t>(number >> 8);
  id.bytes[1] = static_cast<std::uint8_t>(number);
  id.bytes[15] = 1;
  return id;
}

struct board_story {
  board_story() = default;
  board_story(std::size_t messages_max, std::size_t open_max, std::size_t replies_max)
      : state(messages_max, open_max, replies_max) {}

  board_state state;
  practice_id practice = *practice_id::parse("A99001");
  timestamp now = at_time(9);
  std::map<practice_id, std::uint64_t> sequences;
  std::vector<log_entry> entries;

  template <class... Events> void happens(const Events&... events) { (happens_one(events), ...); }
  void happens_one(const event& what) {
    const auto sequence = ++sequences[practice];
    entries.push_back({practice, sequence, encode(what, now)});
    fold(state, what, practice, sequence, now);
  }
  void later(std::chrono::milliseconds by) { now += by; }

  const message_row& row(int number) const { return *state.messages.find(numbered<message_id>(number)); }
  const counters& count() const { return state.find_practice(practice)->count; }
  view::count now_in(message_state which) const { return count().now[static_cast<std::size_t>(which)]; }
};

inline message_accepted reminder(int number, const char* to = "447700900123") {
  message_accepted e;
  e.message = numbered<message_id>(number);
  e.appointment = appointment_id("appt" + std::to_string(number));
  e.appointment_starts_at = at_time(14, 30);
  e.to = secret_text(to);
  e.text = secret_text("Dear Sam, your appointment is on Monday.");
  e.due_at = at_time(9);
  e.expires_at = at_time(13);
  e.question = question_kind::confirm_cancel;
  e.asked_by = "two-days-before";
  return e;
}
inline attempt_started started(int number, std::uint32_t attempt = 1) {
  return {numbered<message_id>(number), attempt, provider_id("firetext-main")};
}
inline attempt_sent sent(int number, std::uint32_t attempt = 1) {
  return {numbered<message_id>(number), attempt, "ft-77"};
}
inline attempt_failed attempt_refused(int number, attempt_result why, const char* detail = "the account is locked") {
  return {numbered<message_id>(number), 1, why, "7", detail, at_time(9, 30)};
}
inline attempt_in_doubt in_doubt(int number) { return {numbered<message_id>(number), 1, "no answer in 10 s"}; }
inline attempt_reconciled reconciled(int number, look_up_finding finding) {
  return {numbered<message_id>(number), 1, finding, "looked up"};
}
inline receipt_received receipt(int number, receipt_status status) {
  return {numbered<message_id>(number), provider_id("firetext-main"), status, "", at_time(9)};
}
inline reply_received reply(int number, reply_meaning meaning, bool automatic, int answers = 0) {
  reply_received e;
  e.reply = numbered<reply_id>(number);
  e.provider = provider_id("firetext-main");
  e.from = secret_text("447700900123");
  e.text = secret_text("please cancel");
  e.meaning = meaning;
  e.automatic = automatic;
  e.why = "the word “cancel” and one open question";
  if (answers > 0) e.answers = numbered<message_id>(answers);
  return e;
}
inline operation_requested asks(int number, operation_kind kind, int caused_by_reply = 0) {
  operation_requested e;
  e.operation = numbered<operation_id>(number);
  e.kind = kind;
  e.code = kind == operation_kind::file_code ? "185331000000107" : "";
  if (caused_by_reply > 0) e.reply = numbered<reply_id>(caused_by_reply);
  return e;
}
inline operation_finished finishes(int number, operation_result outcome = operation_result::done) {
  return {numbered<operation_id>(number), outcome, "", "it said no"};
}
inline handed_to_staff hands_over(int number, int about_reply, bool urgent = false) {
  handed_to_staff e;
  e.item = numbered<item_id>(number);
  e.reason = "a person has to read this reply";
  e.reply = numbered<reply_id>(about_reply);
  e.urgent = urgent;
  return e;
}

} // namespace tidings::test
