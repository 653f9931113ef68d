#pragma once
// Given, when, then for a practice's pure core: events build a state, a command is decided on it and its events are
// evolved, as the actor does.
#include "actors/practice/decide.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tidings::test {

inline practice_settings settings_of_practice() {
  practice_settings s;
  s.id = *practice_id::parse("A99001");
  s.name = "Demo Surgery";
  s.phone = "01632 960001";
  s.sender = "447700900999";
  s.sms_route = {provider_id("firetext")};
  s.hours = {.opens = 9 * 60, .closes = 19 * 60, .saturdays = true, .sundays = false};
  reminder_rule rule;
  rule.id = rule_id("two-days");
  rule.before = minutes(48 * 60);
  rule.text = template_id("reminder");
  s.reminders = {rule};
  s.templates[template_id("reminder")] = {
      template_id("reminder"),
      "Dear ((first_name)), your appointment is on ((appointment_date)) at ((appointment_time)). "
      "Reply YES to confirm or CANCEL to cancel."};
  s.codes.cancelled = "279991000000102";
  return s;
}

/// Monday 2 March 2026, 10:00 in London (GMT).
constexpr timestamp monday_at_ten = timestamp(std::chrono::milliseconds(1'772'445'600'000));

inline patient_details patient(std::string id, std::string mobile) {
  patient_details p;
  p.id = patient_id(std::move(id));
  p.first_name = secret_text("Amira");
  p.last_name = secret_text("Okafor");
  p.mobile = secret_text(std::move(mobile));
  return p;
}

inline appointment booking(std::string id, std::string of, timestamp starts_at) {
  appointment a;
  a.id = appointment_id(std::move(id));
  a.patient = patient_id(std::move(of));
  a.starts_at = starts_at;
  a.minutes = 10;
  a.session = "GP Surgery";
  a.clinician = "Dr Patel";
  a.slot_type = "Standard";
  return a;
}

class practice_world {
public:
  practice_settings settings = settings_of_practice();
  practice_state state;
  timestamp now = monday_at_ten;
  answer last_answer;
  std::vector<effect> last_effects;

  practice_world& given(event what) {
    evolve(state, what, now);
    return *this;
  }
  /// The command's own events and those that follow by themselves.
  std::vector<event> when(const command& what) {
    auto made = decide(state, settings, what, now);
    for (const auto& e : made.events) evolve(state, e, now);
    for (auto& e : follow_up(state, settings, what, made.events, now)) {
      evolve(state, e, now);
      made.events.push_back(std::move(e));
    }
    last_answer = made.what;
    last_effects = effects_of(state, settings, what, made.events, now);
    return std::move(made.events);
  }

  std::vector<event> read(std::vector<appointment> rows) {
    return when(appointments_read{now - std::chrono::hours(24), now + std::chrono::hours(24 * 14), std::move(rows)});
  }
  /// Books, reads the patient, and sends the reminder: the state in which a reply comes.
  message_id reminded(const std::string& booked, const std::string& of, const std::string& mobile,
                      timestamp starts_at) {
    given(patient_updated{patient(of, mobile)});
    auto rows = listed_;
    rows.push_back(booking(booked, of, starts_at));
    listed_ = rows;
    const auto events = read(rows);
    message_id id;
    for (const auto& e : events)
      if (const auto* accepted = std::get_if<message_accepted>(&e)) id = accepted->message;
    when(start_attempt{id, provider_id("firetext")});
    when(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::sent});
    return id;
  }
  std::vector<event> reply(const std::string& from, const std::string& text) {
    return when(reply_arrived{.reply = id_from_name<reply_id>("test", from + text + std::to_string(++replies_)),
                              .provider = provider_id("firetext"),
                              .from = secret_text(from),
                              .to = "447700900999",
                              .text = secret_text(text),
                              .reported_at = now});
  }
  message_state state_of(const message_id& id) const { return state.messages.at(id).state; }

private:
  std::vector<appointment> listed_;
  int replies_ = 0;
};

template <class E> std::size_t count(const std::vector<event>& events) {
  return static_cast<std::size_t>(
      std::count_if(events.begin(), events.end(), [](const event& e) { return std::holds_alternative<E>(e); }));
}
/// Points into `events`: a temporary is gone at the end of its line.
template <class E> const E* first(const std::vector<event>& events) {
  for (const auto& e : events)
    if (const auto* one = std::get_if<E>(&e)) return one;
  return nullptr;
}
template <class E> std::size_t count(const std::vector<effect>& effects) {
  return static_cast<std::size_t>(
      std::count_if(effects.begin(), effects.end(), [](const effect& e) { return std::holds_alternative<E>(e); }));
}

} // namespace tidings::test
