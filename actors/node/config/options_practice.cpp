// The options of a practice's file. config/practices/A99999.yaml explains them at length.
#include "actors/node/config/api_key_sections.hpp"
#include "actors/node/config/callback_sections.hpp"
#include "actors/node/config/connector_sections.hpp"
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr double second = 1'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

const std::vector<std::string_view> channels{"sms", "email", "voice"};
const std::vector<std::string_view> kinds{"reminder",      "confirmation", "now",      "campaign",   "fft",
                                          "auto_response", "survey",       "document", "newsletter", "follow_up"};

/// A practice's code is no plain text in practice_settings.
void read_code(reader& in, const node& what, practice_settings& into) {
  const auto text = in.scalar(what, {shape::text, 1, 100});
  if (!text) return;
  const auto code = practice_id::parse(std::get<std::string>(*text));
  if (code)
    into.id = *code;
  else
    in.wrong(what.at, "not an ODS code", name_of(what), "3 to 12 capital letters and digits, such as A81001");
}
json::object schema_of_code() { return {{"type", "string"}, {"pattern", "^[A-Z0-9]{3,12}$"}}; }

void read_connector(reader& in, const node& what, practice_settings& into) {
  const node* map = in.map(what, "a map of the connector's options");
  if (map == nullptr) return;
  auto& made = into.connector;
  in.fill(*map, connector_options(), made);
  // One line for each clinical system.
  if (made.system == "systmone" && map->find("systmone") == nullptr)
    in.wrong(map->at, "`systmone` is missing", "nothing", "`systmone: {host: …, api_key: {env: NAME}}`");
  if (made.system == "microtest") check_microtest(in, *map, made.microtest.get());
  if (made.system == "file_drop") check_file_drop(in, *map, made.file_drop.get());
  for (const std::string_view system : {"systmone", "emis", "microtest", "file_drop"})
    if (system != made.system && map->find(system) != nullptr)
      in.doubtful(reader::at(*map, system), fmt::format("`{}` isn't used", system),
                  fmt::format("`system: {}`", made.system), fmt::format("`system: {}`, or nothing here", system));
}
json::object schema_of_connector() { return schema_of(connector_options()); }

void read_system_one(reader& in, const node& what, connector_settings& into) {
  if (const node* map = in.map(what, "a map of SystmOne's options")) in.fill(*map, system_one_options(), into.systmone);
}
json::object schema_of_system_one() { return schema_of(system_one_options()); }

template <class Hours> void check_hours(reader& in, const node& map, const Hours& hours) {
  if (hours.opens >= hours.closes)
    in.wrong(reader::at(map, map.find("closes") ? "closes" : "opens"), "closes before it opens",
             fmt::format("{} to {}", print_time_of_day(hours.opens), print_time_of_day(hours.closes)),
             "`closes` later than `opens`");
}

const rule a_kind{.what = shape::one_of, .words = kinds};

/// `[campaign, fft]`: these keep the practice's hours, and no others.
void read_kinds(reader& in, const node& what, sending_hours& into) {
  if (what.is_map()) return; // `read_own_hours`
  std::vector<message_kind> listed;
  for (auto& [item, kind] : in.items(what, a_kind)) assign(listed.emplace_back(), std::move(kind));
  if (what.what == node::kind::list) into.kinds = std::move(listed);
}

/// `campaign: {closes: 17:00}`: what isn't given is as the practice has it.
void read_own_hours(reader& in, const node& what, sending_hours& into) {
  if (!what.is_map()) return;
  for (const auto& one : what.entries) {
    const auto kind = in.scalar(one.key, a_kind);
    const node* map = in.map(one.value, "a map of `opens`, `closes`, `saturdays` and `sundays`");
    if (!kind || map == nullptr) continue;
    opening_hours own{into.opens, into.closes, into.saturdays, into.sundays};
    in.fill(*map, opening_hours_options(), own);
    check_hours(in, *map, own);
    message_kind which{};
    assign(which, *kind);
    into.own[which] = own;
  }
}
json::object schema_of_kinds() {
  json::array words, usual;
  for (const auto word : kinds) words.emplace_back(word);
  for (const auto kind : sending_hours{}.kinds) usual.emplace_back(boost::describe::enum_to_string(kind, ""));
  json::object list{{"type", "array"}, {"items", schema_of(a_kind)}, {"uniqueItems", true}};
  auto own = schema_of(opening_hours_options());
  for (auto& [key, value] : own["properties"].as_object()) value.as_object().erase("default"); // as the practice has it
  json::object map{
      {"type", "object"}, {"propertyNames", {{"enum", std::move(words)}}}, {"additionalProperties", std::move(own)}};
  return {{"anyOf", json::array{std::move(list), std::move(map)}}, {"default", std::move(usual)}};
}

void read_hours(reader& in, const node& what, practice_settings& into) {
  const node* map = in.map(what, "a map of `opens`, `closes`, `saturdays` and `sundays`");
  if (map == nullptr) return;
  in.fill(*map, sending_hours_options(), into.hours);
  check_hours(in, *map, into.hours);
  if (const node* own = map->find("kinds")) read_own_hours(in, *own, into.hours);
}
json::object schema_of_hours() { return schema_of(sending_hours_options()); }

/// One rule an item, so that rule i stands in item i, also when it was wrong.
void read_reminders(reader& in, const node& what, practice_settings& into) {
  const node* list = in.list(what, "a list of reminder rules (`- id: …`)");
  if (list == nullptr) return;
  for (const auto& item : list->items) {
    reminder_rule& rule = into.reminders.emplace_back();
    if (const node* map = in.map(item, "a map of a reminder's options")) in.fill(*map, reminder_options(), rule);
  }
}
json::object schema_of_reminders() { return {{"type", "array"}, {"items", schema_of(reminder_options())}}; }

void read_own_templates(reader& in, const node& what, practice_settings& into) {
  if (const node* map = in.map(what, "a map of templates, `name: {body: …}`")) read_templates(in, *map, into.templates);
}
json::object schema_of_own_templates() {
  return {{"type", "object"},
          {"propertyNames", {{"pattern", "^[a-z0-9][a-z0-9_-]{0,39}$"}}},
          {"additionalProperties", schema_of(template_options())}};
}

void read_codes(reader& in, const node& what, practice_settings& into) {
  if (const node* map = in.map(what, "a map of SNOMED CT codes")) in.fill(*map, code_options(), into.codes);
}
json::object schema_of_codes() { return schema_of(code_options()); }

void read_own_vocabulary(reader& in, const node& what, practice_settings& into) {
  read_vocabulary(in, what, into.replies.vocabulary);
}

void read_conversations(reader& in, const node& what, practice_settings& into) {
  const node* map = in.map(what, "a map of what conversations go by");
  if (map == nullptr) return;
  change(into.replies.conversations, [&](auto& all) { in.fill(*map, conversation_options(), all); });
}
json::object schema_of_conversations() { return schema_of(conversation_options()); }
void read_own_keywords(reader& in, const node& what, practice_settings& into) {
  change(into.replies.conversations, [&](auto& all) { read_keywords(in, what, all.keywords); });
}
void read_own_exclusions(reader& in, const node& what, practice_settings& into) {
  change(into.replies.conversations, [&](auto& all) { read_exclusions(in, what, all.exclusions); });
}
void read_own_questions(reader& in, const node& what, practice_settings& into) {
  change(into.replies.conversations, [&](auto& all) { read_question_sets(in, what, all.questions); });
}

/// Kept in lower case, as it is compared.
void read_service_id(reader& in, const node& what, practice_settings& into) {
  const auto text = in.scalar(what, {.what = shape::text, .low = 0, .high = 100, .may_be_empty = true});
  if (!text || std::get<std::string>(*text).empty()) return;
  if (const auto id = uuid::parse(std::get<std::string>(*text)))
    into.service_id = uuid::print(*id);
  else
    in.wrong(what.at, "not a UUID", name_of(what), "a UUID such as 26785a09-ab16-4eb0-8407-a37497a57506, or \"\"");
}
json::object schema_of_service_id() {
  return {{"type", "string"},
          {"pattern", "^$|^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"},
          {"default", ""}};
}

} // namespace

const options<practice_settings>& practice_options() {
  using s = practice_settings;
  static const options<s> table{
      {"code",
       {.what = shape::text, .low = 3, .high = 12, .required = true},
       custom<s>{read_code, schema_of_code},
       "The practice's ODS code; the file is called <code>.yaml."},
      {"name",
       {.what = shape::text, .low = 1, .high = 80, .required = true},
       &s::name,
       "What patients call the practice: ((practice_name))."},
      {"phone",
       {.what = shape::phone, .may_be_empty = true},
       &s::phone,
       "The number patients ring: ((practice_phone))."},
      {"sender",
       {.what = shape::sender, .required = true},
       &s::sender,
       "What patients see as From. Only a number can be answered."},
      {"reply_numbers",
       {shape::reply_number},
       &s::reply_numbers,
       "The numbers that this practice's patients answer to. No other practice may have them."},
      {"sms_route",
       {.what = shape::short_name, .required = true},
       &s::sms_route,
       "The providers of broker.yaml to send by, the most wanted first; the next one when one is out."},
      {"sms_alphabet",
       {.what = shape::one_of, .words = {"gsm", "unicode"}},
       &s::alphabet,
       "Letters beyond the GSM alphabet and Welsh: gsm sends their likeness or ?; unicode sends them, 70 to a "
       "segment."},
      {"test_numbers",
       {shape::reply_number},
       &s::test_numbers,
       "Numbers of the practice's own staff, offered where they try out a text message on themselves."},
      {"email_route",
       {.what = shape::short_name},
       &s::email_route,
       "The providers to send e-mails by, as sms_route. Empty: this practice sends none."},
      {"voice_route",
       {.what = shape::short_name},
       &s::voice_route,
       "The providers to make telephone calls by, as sms_route. Empty: this practice makes none."},
      {"route_by_weight",
       {shape::boolean},
       &s::route_by_weight,
       "Spread messages over the route by the providers' `weight` (true), or use it in order (false)."},
      {"budget_pence_a_day",
       {shape::number, 0, 100'000'000},
       &s::budget_pence_a_day,
       "What this practice may spend in a day, London time; then messages that may wait are held. 0: no limit."},
      {"budget_warn_share",
       {shape::number, 0, 1},
       &s::budget_warn_share,
       "The part of the budget at which the practice's page and the live feed warn."},
      {"beyond_budget",
       {.what = shape::one_of, .words = kinds},
       &s::beyond_budget,
       "Kinds of messages that are sent all the same when the budget is spent."},
      {"connector",
       {.what = shape::section, .required = true},
       custom<s>{read_connector, schema_of_connector},
       "The practice's clinical system."},
      {"sending_hours",
       {shape::section},
       custom<s>{read_hours, schema_of_hours},
       "When messages may be sent, in the practice's local time (Europe/London)."},
      {"reminders",
       {shape::section},
       custom<s>{read_reminders, schema_of_reminders},
       "Which appointments are reminded of, when and how. None: no reminders."},
      {"templates_self_approval",
       {shape::boolean},
       &s::templates_self_approval,
       "Whoever wrote a template in the browser may approve it too: for a practice with one administrator. Each such "
       "approval says so in the audit trail."},
      {"templates",
       {shape::section},
       custom<s>{read_own_templates, schema_of_own_templates},
       "Templates of the practice's own; one with the name of a shared one replaces it here."},
      {"codes",
       {shape::section},
       custom<s>{read_codes, schema_of_codes},
       "SNOMED CT codes that are filed in the record. Agree them with the practice."},
      {"documents",
       {shape::section},
       custom<s>{read_documents, schema_of_documents},
       "Staff may file conversations as PDFs. Without it they can't."},
      {"vocabulary",
       {shape::section},
       custom<s>{read_own_vocabulary, schema_of_vocabulary},
       "What this practice's patients say that isn't understood yet. It can't change what is."},
      {"conversations",
       {shape::section},
       custom<s>{read_conversations, schema_of_conversations},
       "What is texted by itself, when staff are there, and what is asked after appointments."},
      {"keywords",
       {shape::section},
       custom<s>{read_own_keywords, schema_of_keywords},
       "Words that patients may text, besides those of broker.yaml."},
      {"exclude",
       {shape::section},
       custom<s>{read_own_exclusions, schema_of_exclusions},
       "Appointments about which some messages are not sent, besides those of broker.yaml."},
      {"question_sets",
       {shape::section},
       custom<s>{read_own_questions, schema_of_question_sets},
       "Questions about health that staff may have asked by text message."},
      {"attempt_in_doubt_wait",
       {shape::duration, 0, 1 * hour},
       &s::attempt_in_doubt_wait,
       "An attempt in doubt is looked up after this time, so that the provider has finished with it."},
      {"attempts_max",
       {shape::whole, 1, 100},
       &s::attempts_max,
       "Attempts at one message before it fails for technical reasons."},
      {"resend_when_unknown",
       {.what = shape::one_of, .words = kinds},
       &s::resend_when_unknown,
       "Kinds of messages that are sent again, by the route's next provider, when no look-up can tell whether they "
       "went out: "
       "a patient may get them twice. Others are left to a person."},
      {"service_id",
       {shape::text},
       custom<s>{read_service_id, schema_of_service_id},
       "Who the practice is for programs that speak the GOV.UK Notify API, a UUID. Empty: made from its code."},
      {"api_keys",
       {shape::section},
       custom<s>{read_api_keys, schema_of_api_keys},
       "Programs that may send by the GOV.UK Notify API, each with a key of its own."},
      {"api_requests_per_minute",
       {shape::whole, 1, 100'000},
       &s::api_requests_per_minute,
       "Requests of one key within 60 s; more are answered with 429. 3000 as at GOV.UK Notify."},
      {"callbacks",
       {shape::section},
       custom<s>{read_callbacks, schema_of_callbacks},
       "Programs that are told what became of messages and what patients texted."},
  };
  return table;
}

const options<connector_settings>& connector_options() {
  using s = connector_settings;
  static const options<s> table{
      {"system",
       {.what = shape::one_of, .words = {"systmone", "emis", "microtest", "file_drop"}},
       &s::system,
       "Which clinical system."},
      {"systmone",
       {shape::section},
       custom<s>{read_system_one, schema_of_system_one},
       "How to reach SystmOne's Client Integration."},
      {"microtest",
       {shape::section},
       custom<s>{read_microtest, schema_of_microtest},
       "How to reach a database by ODBC, and what to ask of it."},
      {"file_drop",
       {shape::section},
       custom<s>{read_file_drop, schema_of_file_drop},
       "Which folder files are put into."},
      {"emis", {shape::section}, custom<s>{read_emis, schema_of_emis}, "How to reach EMIS Web's Partner API."},
      {"fhir",
       {shape::section},
       custom<s>{read_fhir, schema_of_fhir},
       "A second way for cancellations: GP Connect or FHIR R4."},
      {"edge",
       {.what = shape::text, .low = 0, .high = 63, .may_be_empty = true},
       &s::edge,
       "The agent on the practice's site that carries it. Empty: the broker reaches the system itself."},
      {"poll_every",
       {shape::duration, 1 * second, 1 * day},
       &s::poll_every,
       "The appointments are read anew this often."},
      {"days_ahead", {shape::whole, 1, 60}, &s::days_ahead, "Appointments of today and this many days ahead are read."},
      {"demographics_keep",
       {shape::duration, 1 * minute, 30 * day},
       &s::demographics_keep,
       "A patient's mobile number and consent are read again after this time."},
  };
  return table;
}

const options<system_one_settings>& system_one_options() {
  using s = system_one_settings;
  static const options<s> table{
      {"host", {shape::host}, &s::host, "The gateway PC, or the agent's end of its tunnel."},
      {"port",
       {shape::whole, 1, 65535},
       &s::port,
       "40700 as TPP documents it; practices that come from MJog may have 49984."},
      {"api_key",
       {.what = shape::secret, .required = true, .may_be_empty = true},
       &s::api_key,
       "TPP's key for this application."},
      {"device_file",
       {.what = shape::path, .may_be_empty = true},
       &s::device_file,
       "Where the DeviceID is kept once the practice has approved it. Empty: <data_dir>/devices/<code>."},
      {"requests_per_second",
       {shape::number, 0.01, 1'000},
       &s::requests_per_second,
       "TPP allows 1 a second; more only with a simulator."},
      {"record_interval",
       {shape::duration, 0, 1 * hour},
       &s::record_interval,
       "TPP allows one whole record every 30 s; less only with a simulator."},
      {"answer_timeout",
       {shape::duration, 1 * second, 10 * minute},
       &s::answer_timeout,
       "Silence longer than this counts as no answer."},
  };
  return table;
}

const options<sending_hours>& sending_hours_options() {
  using s = sending_hours;
  static const options<s> table{
      {"opens", {shape::time_of_day}, &s::opens, "Nothing is sent before."},
      {"closes", {shape::time_of_day}, &s::closes, "Nothing is sent from then on."},
      {"saturdays", {shape::boolean}, &s::saturdays, "Send on Saturdays."},
      {"sundays", {shape::boolean}, &s::sundays, "Send on Sundays."},
      {"kinds",
       {shape::section},
       custom<s>{read_kinds, schema_of_kinds},
       "Kinds of messages that keep these hours; or a map of kinds with hours of their own, beside the usual ones."},
      {"channels",
       {.what = shape::one_of, .words = {"sms", "email", "voice", "smart"}},
       &s::channels,
       "Channels whose messages keep these hours: an e-mail wakes nobody, a telephone does."},
  };
  return table;
}

const options<opening_hours>& opening_hours_options() {
  using s = opening_hours;
  static const options<s> table{
      {"opens", {shape::time_of_day}, &s::opens, "Nothing of this kind is sent before."},
      {"closes", {shape::time_of_day}, &s::closes, "Nothing of this kind is sent from then on."},
      {"saturdays", {shape::boolean}, &s::saturdays, "Send on Saturdays."},
      {"sundays", {shape::boolean}, &s::sundays, "Send on Sundays."},
  };
  return table;
}

const options<reminder_rule>& reminder_options() {
  using s = reminder_rule;
  static const rule name{shape::text, 1, 100};
  static const options<s> table{
      {"id", {.what = shape::short_name, .required = true}, &s::id, "The rule's name, each once in a practice."},
      {"before", {shape::duration, 1 * minute, 60 * day}, &s::before, "How long before the start the reminder is due."},
      {"sessions", name, &s::sessions, "Only these sessions (clinic types). Empty: all."},
      {"clinicians", name, &s::clinicians, "Only these clinicians. Empty: all."},
      {"slot_types", name, &s::slot_types, "Only these slot types. Empty: all."},
      {"not_sessions", name, &s::not_sessions, "Never these sessions."},
      {"template", {.what = shape::short_name, .required = true}, &s::text, "The template of the message."},
      {"question",
       {.what = shape::one_of, .words = {"none", "confirm_cancel", "confirm_only", "cancel_only"}},
       &s::question,
       "What the patient may answer and the broker then does."},
      {"cut_off",
       {shape::duration, 0, 60 * day},
       &s::cut_off,
       "An answer later than this before the start goes to staff instead of being acted on."},
      {"notice_min",
       {shape::duration, 0, 60 * day},
       &s::notice_min,
       "No reminder is sent later than this before the start."},
      {"by",
       {.what = shape::one_of, .words = channels},
       &s::by,
       "The channels, the most wanted first: the first by which the patient can be reached and wants to be."},
  };
  return table;
}

const options<code_settings>& code_options() {
  using s = code_settings;
  static const rule code{.what = shape::snomed, .may_be_empty = true};
  static const options<s> table{
      {"reminder_sent", code, &s::reminder_sent, "Filed when a reminder was delivered. Empty: nothing."},
      {"confirmed", code, &s::confirmed, "Filed when the patient confirmed. Empty: nothing."},
      {"cancelled", code, &s::cancelled, "Filed when the patient cancelled. Empty: nothing."},
  };
  return table;
}

} // namespace tidings::config
