#include "tests/simulation/swarm.hpp"

namespace tidings::simulation {
namespace {

double drawn(dice& d, double strongest) {
  return chance(d, 0.5) ? strongest * std::uniform_real_distribution<>(0.1, 1)(d) : 0;
}

template <class T> T one_of(dice& d, std::initializer_list<T> all) {
  return *std::next(all.begin(), between(d, 0, static_cast<int>(all.size()) - 1));
}

reminder_rule draw_rule(dice& d, int number) {
  reminder_rule rule;
  rule.id = rule_id("rule-" + std::to_string(number));
  rule.before = minutes(one_of(d, {48 * 60, 24 * 60, 4 * 60}));
  rule.notice_min = minutes(one_of(d, {60, 30}));
  rule.text = template_id(one_of<const char*>(d, {"reminder", "reminder", "other"}));
  rule.question = one_of(d, {question_kind::confirm_cancel, question_kind::confirm_cancel, question_kind::cancel_only});
  if (chance(d, 0.2)) rule.not_sessions = {"Blood Clinic"};
  return rule;
}

// Open all day, or so that the day sees an opening or a closing: it begins at 10:00 in London.
sending_hours draw_hours(dice& d) {
  sending_hours hours{.opens = 0, .closes = 1440, .saturdays = true, .sundays = true};
  if (chance(d, 0.6)) return hours;
  hours.opens = one_of(d, {9 * 60, 10 * 60 + 3, 10 * 60 + 7});
  hours.closes = one_of(d, {10 * 60 + 5, 10 * 60 + 9, 19 * 60});
  if (hours.opens >= hours.closes) hours.closes = 19 * 60;
  return hours;
}

} // namespace

swarm draw_swarm(dice& d) {
  swarm s;
  s.crash = drawn(d, 0.06);
  s.kill_station = drawn(d, 0.06);
  s.disk_fails = drawn(d, 0.05);
  s.disk_fills = drawn(d, 0.03);
  s.clock_set = drawn(d, 0.03);
  s.disk_slow = drawn(d, 0.5);
  s.passivate_after = chance(d, 0.5) ? millis(30'000) : millis(600'000);
  s.calm_clock = chance(d, 0.5);
  s.refused = drawn(d, 0.15);
  s.never_deliverable = drawn(d, 0.05);
  s.account_closed = drawn(d, 0.03);
  s.answer_lost = drawn(d, 0.2);
  s.silent = drawn(d, 0.08);
  s.slow_answer = drawn(d, 0.5);
  s.answered_twice = drawn(d, 0.2);
  s.answer_of_nothing = drawn(d, 0.1);
  s.look_up_unknown = drawn(d, 0.3);
  s.look_up_lost = drawn(d, 0.3);
  s.look_up_twice = drawn(d, 0.3);
  s.look_up_lies = drawn(d, 0.2);
  s.receipt_early = drawn(d, 0.1);
  s.receipt_twice = drawn(d, 0.3);
  s.receipt_lost = drawn(d, 0.1);
  s.receipt_of_nothing = drawn(d, 0.1);
  s.receipt_falls = drawn(d, 0.3);
  s.failed = drawn(d, 0.2);
  s.clinic_busy = drawn(d, 0.2);
  s.clinic_loses_answer = drawn(d, 0.2);
  s.clinic_silent = drawn(d, 0.03);
  s.clinic_slow = drawn(d, 0.4);
  s.provider_cut = drawn(d, 0.04);
  s.clinic_cut = drawn(d, 0.04);
  s.erased = drawn(d, 0.04);
  s.poison = drawn(d, 0.03);
  s.settings_change = drawn(d, 0.04);
  s.record_changes = drawn(d, 0.1);
  s.shared_mobile = drawn(d, 0.3);
  s.staff_cancel_message = drawn(d, 0.05);
  s.keys_rotate = drawn(d, 0.02);
  s.odd_reply = drawn(d, 0.1);
  s.reply_twice = drawn(d, 0.3);
  s.asked_twice = drawn(d, 0.3);
  return s;
}

provider_settings draw_account(dice& d) {
  provider_settings one;
  one.id = lying();
  one.window = between(d, 2, 6);
  one.per_second = one_of(d, {2.0, 20.0});
  one.look_ups_max = between(d, 2, 4);
  one.breaker_failures = one_of(d, {2, 5}); // two, so that breakers open often
  return one;
}

practice_settings_ptr draw_settings(dice& d, const practice_id& id) {
  practice_settings s;
  s.id = id;
  s.name = name_of(id);
  s.sender = sender_of(id);
  s.sms_route = {chance(d, 0.7) ? lying() : lying_too()};
  if (chance(d, 0.6)) s.sms_route.push_back(s.sms_route.front() == lying() ? lying_too() : lying());
  s.route_by_weight = chance(d, 0.3);
  s.hours = draw_hours(d);
  const int rules = between(d, 1, 3);
  for (int i = 1; i <= rules; ++i) s.reminders.push_back(draw_rule(d, i));
  const std::string when = "((appointment_date)) ((appointment_time))";
  const auto put = [&](const char* name, std::string body) {
    s.templates[template_id(name)] = {template_id(name), "((practice_name)): " + std::move(body)};
  };
  put("reminder", "((first_name)), your appointment: " + when + ". YES or CANCEL?");
  put("other", "we expect you on " + when + ". Reply CANCEL if you can't come.");
  if (chance(d, 0.7)) s.codes.cancelled = "279991000000102";
  if (chance(d, 0.5)) s.codes.reminder_sent = "279991000000103";
  if (chance(d, 0.5)) s.codes.confirmed = "279991000000104";
  s.attempt_in_doubt_wait = millis(one_of(d, {2'000, 30'000}));
  s.attempts_max = one_of(d, {3, 10});
  if (chance(d, 0.2)) s.resend_when_unknown = {message_kind::reminder, message_kind::now, message_kind::auto_response};
  return std::make_shared<const practice_settings>(std::move(s));
}

} // namespace tidings::simulation
