#include "actors/node/staff_settings.hpp"

#include "actors/practice/hours.hpp"
#include "actors/practice/personalise.hpp"
#include "actors/practice/staff/staff.hpp"
#include "actors/reply/explain.hpp"
#include "actors/reply/keywords.hpp"
#include "schemas/conversation_settings.hpp"
#include "schemas/sms/sanitise.hpp"
#include "schemas/sms/segments.hpp"
#include "schemas/template_history.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

namespace tidings {
namespace {

namespace json = boost::json;
constexpr std::size_t fingerprint_bytes = 4;
constexpr int minutes_an_hour = 60;

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

json::array texts(const std::vector<std::string>& from) {
  json::array all;
  for (const auto& one : from) all.emplace_back(one);
  return all;
}
template <class Enum> json::array words_of(const std::vector<Enum>& from) {
  json::array all;
  for (const auto one : from) all.emplace_back(word(one));
  return all;
}
json::array names(const std::vector<provider_id>& from) {
  json::array all;
  for (const auto& one : from) all.emplace_back(one.value);
  return all;
}

std::string clock_of(int minutes_of_day) {
  return fmt::format("{:02}:{:02}", minutes_of_day / minutes_an_hour, minutes_of_day % minutes_an_hour);
}

template <class Hours> json::object hours_of(const Hours& hours) {
  return {{"opens", clock_of(hours.opens)},
          {"closes", clock_of(hours.closes)},
          {"saturdays", hours.saturdays},
          {"sundays", hours.sundays}};
}

/// Fields that a message to a known patient has by itself.
bool is_known_field(const std::string& name) {
  constexpr std::array<std::string_view, 5> known = {"title", "firstname", "lastname", "practicename", "practicephone"};
  return std::find(known.begin(), known.end(), placeholder_key(name)) != known.end();
}

/// Each once, in their order.
std::vector<std::string> fields_of(std::string_view body) {
  std::vector<std::string> all;
  for (const auto& one : placeholders(body))
    if (std::none_of(all.begin(), all.end(),
                     [&](const auto& had) { return placeholder_key(had) == placeholder_key(one.name); }))
      all.push_back(one.name);
  return all;
}

/// Tells one text from another: the first of its SHA-256.
std::string fingerprint_of(const template_settings& one) {
  const auto text = one.subject + '\n' + one.body;
  std::array<unsigned char, SHA256_DIGEST_LENGTH> whole{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), whole.data());
  std::string digits;
  for (std::size_t i = 0; i < fingerprint_bytes; ++i) digits += fmt::format("{:02x}", whole[i]);
  return digits;
}

/// As somebody who isn't there would get it.
std::string example_of(const practice_settings& settings, const template_settings& one, timestamp now) {
  auto values = staff::example_values(now);
  values.emplace("practice_name", settings.name);
  values.emplace("practice_phone", settings.phone);
  for (const auto& name : fields_of(one.body)) values.emplace(name, "[" + name + "]");
  return personalise(one.body, values).value_or(one.body);
}

json::object template_of(const practice_settings& settings, const template_settings& one,
                         const staff_surroundings& around, timestamp now) {
  const auto example = example_of(settings, one, now);
  const auto sent = sms::sendable(example, alphabet_of(settings, one.alphabet));
  const auto cost = sms::cost_of(sent.value_or(example));
  json::value whose;
  if (one.history) {
    whose = one.history->shared ? "shared" : "own";
  } else if (around.shared) {
    const auto shared = around.shared->find(one.id);
    whose = shared != around.shared->end() && shared->second.body == one.body && shared->second.subject == one.subject
                ? "shared"
                : "own";
  }
  return {{"id", one.id.value},
          {"title", one.title.empty() ? one.id.value : one.title},
          {"whose", whose},
          {"body", one.body},
          {"subject", one.subject},
          {"example", example},
          {"alphabet", word(alphabet_of(settings, one.alphabet))},
          {"encoding", sms::name_of(cost.by)},
          {"segments", cost.segments},
          {"pence", static_cast<double>(cost.segments) * around.pence_per_segment},
          {"fields", texts(fields_of(one.body))},
          {"version", version_of(one)},
          {"made_in", one.history ? "browser" : "file"},
          {"fingerprint", fingerprint_of(one)},
          {"used_by", texts(used_by(settings, one.id))}};
}

json::object reminder_of(const reminder_rule& rule) {
  return {{"id", rule.id.value},
          {"before_min", rule.before.count()},
          {"sessions", texts(rule.sessions)},
          {"not_sessions", texts(rule.not_sessions)},
          {"clinicians", texts(rule.clinicians)},
          {"slot_types", texts(rule.slot_types)},
          {"template", rule.text.value},
          {"question", word(rule.question)},
          {"cut_off_min", rule.cut_off.count()},
          {"notice_min", rule.notice_min.count()},
          {"by", words_of(rule.by)}};
}

std::string today_of(timestamp now) {
  const auto parts = local_parts_of(now);
  return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
}

json::object keyword_of(const keyword_settings& one, bool in_force) {
  return {{"id", one.id},         {"words", texts(one.words)},  {"answer", one.answer},
          {"code", one.code},     {"code_text", one.code_text}, {"from", one.from},
          {"until", one.until},   {"test", one.is_tried()},     {"joins", one.joins},
          {"leaves", one.leaves}, {"in_force", in_force}};
}

json::array keywords_of(const conversation_settings& talks, timestamp now) {
  const auto today = today_of(now);
  json::array all;
  for (const auto& one : talks.keywords) {
    const bool begun = one.from.empty() || one.from <= today;
    all.emplace_back(keyword_of(one, begun && (one.until.empty() || today <= one.until)));
  }
  return all;
}

json::array exclusions_of(const conversation_settings& talks) {
  json::array all;
  for (const auto& one : talks.exclusions)
    all.emplace_back(json::object{{"sessions", texts(one.sessions)},
                                  {"clinicians", texts(one.clinicians)},
                                  {"slot_types", texts(one.slot_types)},
                                  {"kinds", words_of(one.kinds)},
                                  {"channels", words_of(one.channels)}});
  return all;
}

json::object appointment_text_of(const appointment_text& one) {
  return {{"template", one.text.value},
          {"sessions", texts(one.sessions)},
          {"not_sessions", texts(one.not_sessions)},
          {"notice_min", one.notice_min.count()}};
}

json::object texts_of(const automatic_texts& from) {
  return {{"confirmed", from.confirmed}, {"cancelled", from.cancelled},
          {"received", from.received},   {"out_of_hours", from.out_of_hours},
          {"kept", from.kept},           {"which", from.which},
          {"urgent", from.urgent}};
}

json::object fft_of(const fft_settings& from) {
  return {{"ask", from.ask},
          {"question", from.question},
          {"comment", from.comment},
          {"delay_min", from.delay.count()},
          {"months_between", from.months_between},
          {"share", from.share},
          {"sessions", texts(from.sessions)},
          {"not_sessions", texts(from.not_sessions)}};
}

json::object waiting_list_of(const waiting_list_settings& from) {
  return {{"on", from.on},
          {"sessions", texts(from.sessions)},
          {"not_sessions", texts(from.not_sessions)},
          {"answer_within_min", from.answer_within.count()},
          {"notice_min", from.notice_min.count()},
          {"asked_max", from.asked_max},
          {"offer", from.offer}};
}

json::object sending_hours_of(const sending_hours& hours) {
  auto all = hours_of(hours);
  all["kinds"] = words_of(hours.kinds);
  all["channels"] = words_of(hours.channels);
  json::array own;
  for (const auto& [kind, its] : hours.own) {
    auto one = hours_of(its);
    one["kind"] = word(kind);
    own.emplace_back(std::move(one));
  }
  all["own"] = std::move(own);
  return all;
}

json::array keys_of(const practice_settings& settings) {
  json::array all;
  for (const auto& one : settings.api_keys)
    all.emplace_back(json::object{{"name", one.name}, {"type", word(one.type)}});
  return all;
}

} // namespace

std::vector<std::string> used_by(const practice_settings& settings, const template_id& text) {
  std::vector<std::string> all;
  for (const auto& rule : settings.reminders)
    if (rule.text == text) all.push_back("reminder " + rule.id.value);
  const auto& talks = conversations_of(settings);
  if (talks.confirmation.text == text) all.emplace_back("confirmation of a booking");
  if (talks.missed.text == text) all.emplace_back("after a missed appointment");
  return all;
}

std::string send_options_json(const practice_settings& settings, const staff_surroundings& around) {
  json::array templates;
  for (const auto& [id, one] : settings.templates) {
    if (!one.subject.empty()) continue; // an e-mail's: staff send text messages by hand
    json::array asked;
    for (const auto& name : fields_of(one.body))
      if (!is_known_field(name)) asked.emplace_back(name);
    templates.emplace_back(json::object{{"id", id.value},
                                        {"title", one.title.empty() ? id.value : one.title},
                                        {"body", one.body},
                                        {"alphabet", word(alphabet_of(settings, one.alphabet))},
                                        {"fields", std::move(asked)}});
  }
  return json::serialize(json::object{{"templates", std::move(templates)},
                                      {"test_numbers", texts(settings.test_numbers)},
                                      {"alphabet", word(settings.alphabet)},
                                      {"sender", settings.sender},
                                      {"pence_per_segment", around.pence_per_segment}});
}

std::string practice_settings_json(const practice_settings& settings, const staff_surroundings& around, timestamp now) {
  const auto& talks = conversations_of(settings);
  json::array templates, reminders, questions, canned, codes;
  for (const auto& [id, one] : settings.templates) templates.emplace_back(template_of(settings, one, around, now));
  for (const auto& rule : settings.reminders) reminders.emplace_back(reminder_of(rule));
  for (const auto& set : talks.questions)
    questions.emplace_back(json::object{{"id", set.id}, {"questions", set.steps.size()}, {"ask_by", word(set.ask_by)}});
  for (const auto& [name, text] : talks.canned) canned.emplace_back(json::object{{"name", name}, {"text", text}});
  for (const auto& one : talks.codes_by_hand) codes.emplace_back(json::object{{"code", one.code}, {"text", one.text}});
  return json::serialize(json::object{
      {"practice", settings.id.str()},
      {"name", settings.name},
      {"phone", settings.phone},
      {"sender", settings.sender},
      {"reply_numbers", texts(settings.reply_numbers)},
      {"alphabet", word(settings.alphabet)},
      {"test_numbers", settings.test_numbers.size()},
      {"sms_route", names(settings.sms_route)},
      {"email_route", names(settings.email_route)},
      {"voice_route", names(settings.voice_route)},
      {"route_by_weight", settings.route_by_weight},
      {"pence_per_segment", around.pence_per_segment},
      {"budget_pence_a_day", settings.budget_pence_a_day},
      {"budget_warn_share", settings.budget_warn_share},
      {"beyond_budget", words_of(settings.beyond_budget)},
      {"system", settings.connector.system},
      {"days_ahead", settings.connector.days_ahead},
      {"poll_every_s", std::chrono::duration_cast<std::chrono::seconds>(settings.connector.poll_every).count()},
      {"hours", sending_hours_of(settings.hours)},
      {"staffed", hours_of(talks.staffed)},
      {"templates", std::move(templates)},
      {"reminders", std::move(reminders)},
      {"exclusions", exclusions_of(talks)},
      {"confirmation", appointment_text_of(talks.confirmation)},
      {"missed", appointment_text_of(talks.missed)},
      {"keywords", keywords_of(talks, now)},
      {"automatic_texts", texts_of(talks.texts)},
      {"fft", fft_of(talks.fft)},
      {"waiting_list", waiting_list_of(talks.waiting_list)},
      {"questions", std::move(questions)},
      {"canned", std::move(canned)},
      {"codes_by_hand", std::move(codes)},
      {"codes", json::object{{"reminder_sent", settings.codes.reminder_sent},
                             {"confirmed", settings.codes.confirmed},
                             {"cancelled", settings.codes.cancelled}}},
      {"api_keys", keys_of(settings)}});
}

std::optional<std::string> reply_reading_json(const practice_settings& settings, std::string_view text,
                                              const std::string& context, timestamp now) {
  reply_context asked;
  if (!question_called(context.empty() ? "none" : context, asked.question)) return std::nullopt;
  const auto& keywords = conversations_of(settings).keywords;
  const auto today = today_of(now);
  const keyword_list in_force(keywords, today, {});
  asked.keywords = &in_force;
  asked.vocabulary = settings.replies.compiled.get();
  const bool about_one = asked.question == question_kind::confirm_cancel ||
                         asked.question == question_kind::confirm_only || asked.question == question_kind::cancel_only;
  if (about_one) asked.appointments.push_back({.days_ahead = 1}); // as after the usual reminder, a day before
  return explain_reply(text, asked, keywords);
}

} // namespace tidings
