// What the ten practices go by: no two quite the same.
#include "schemas/conversation_settings.hpp"
#include "tests/simulation/week/surgery.hpp"

#include <fmt/format.h>

namespace tidings::week {
namespace {

question_step step(std::string id, question_kind kind, std::string code,
                   std::map<std::string, std::string> codes = {}) {
  question_step one;
  one.text = "((practice_name)) asks: " + id + "?";
  one.id = std::move(id);
  one.kind = kind;
  one.code = std::move(code);
  one.codes = std::move(codes);
  return one;
}

question_set set(std::string id, std::vector<question_step> steps) {
  question_set one;
  one.id = std::move(id);
  one.steps = std::move(steps);
  one.thanks = "((practice_name)): Thank you.";
  return one;
}

std::vector<question_set> questions() {
  auto pressure = step("pressure", question_kind::blood_pressure, "code-systolic");
  pressure.diastolic_code = "code-diastolic";
  return {set("pressure", {pressure, step("weight", question_kind::weight, "code-weight"),
                           step("smoking", question_kind::smoking, "", {{"never", "code-never"}, {"ex", "code-ex"}})}),
          set("lungs", {step("peak flow", question_kind::peak_flow, "code-peak-flow"),
                        step("cough", question_kind::yes_no, "", {{"yes", "code-cough"}})}),
          set("sugar", {step("glucose", question_kind::blood_glucose, "code-glucose"),
                        step("height", question_kind::height, "code-height"),
                        step("driver", question_kind::yes_no, "", {{"no", "code-no-driver"}})})};
}

keyword_settings keyword(std::string id, std::vector<std::string> words) {
  keyword_settings one;
  one.code = "code-" + id;
  one.answer = "((practice_name)): ((keyword)).";
  one.id = std::move(id);
  one.words = std::move(words);
  return one;
}

std::vector<keyword_settings> keywords() {
  std::vector<keyword_settings> all = {keyword("stop-smoking", {"smoke", "smoking"}), keyword("flu-jab", {"flu"}),
                                       keyword("walks", {"walks"}), keyword("gym", {"gymnasium"})};
  all[2].until = "2026-03-01";
  all[3].test_numbers = {"447700900999"};
  return all;
}

reminder_rule reminder(std::string id, minutes before) {
  reminder_rule rule;
  rule.id = rule_id(std::move(id));
  rule.before = before;
  rule.text = template_id("reminder");
  rule.not_sessions = {"Flu Clinic"};
  return rule;
}

} // namespace

practice_settings settings_of(int number) {
  practice_settings s;
  s.id = *practice_id::parse(fmt::format("A990{:02}", number));
  s.name = fmt::format("Surgery {}", number);
  s.phone = "01632 960001";
  s.sender = "441632960999";
  s.sms_route = {provider_id("carrier")};
  s.hours = {.opens = 8 * 60, .closes = 20 * 60, .saturdays = true, .sundays = number % 2 == 0};
  s.reminders = {reminder("two-days", minutes(48 * 60)), reminder("one-day", minutes(24 * 60))};
  if (number % 3 == 0) s.reminders.front() = reminder("a-week", minutes(7 * 24 * 60));
  s.templates[template_id("reminder")] = {
      template_id("reminder"),
      "Dear ((first_name)), your appointment is on ((appointment_date)) at ((appointment_time)). "
      "Reply YES to confirm or CANCEL to cancel."};
  s.codes = {.reminder_sent = {}, .confirmed = "code-confirmed", .cancelled = "code-cancelled"};
  auto talk = std::make_shared<conversation_settings>();
  talk->texts.confirmed = "((practice_name)): Thank you, see you on ((appointment_date)).";
  talk->texts.cancelled = "((practice_name)): Your appointment on ((appointment_date)) was cancelled.";
  talk->texts.received = "((practice_name)): Thank you, we will read this.";
  talk->texts.out_of_hours = "((practice_name)): We are closed now.";
  talk->fft.ask = true;
  talk->fft.delay = minutes(60);
  talk->fft.months_between = number % 2 == 0 ? 6 : 0;
  talk->questions = questions();
  talk->keywords = keywords();
  s.replies.conversations = std::move(talk);
  return s;
}

} // namespace tidings::week
