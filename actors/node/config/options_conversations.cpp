// What conversations go by: automatic texts, keywords, the Friends and Family Test, questions about health.
#include "actors/node/config/conversations.hpp"

#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/values.hpp"
#include "actors/practice/personalise.hpp"
#include "actors/reply/keywords.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr double second = 1'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr double text_max = 918; ///< the six parts that networks join
constexpr std::size_t keywords_max = 200, canned_max = 50, sets_max = 50, steps_max = 30;

const rule words_or_nothing{.what = shape::body, .low = 0, .high = text_max, .may_be_empty = true};
const rule name_of_session{shape::text, 1, 100};
const rule code_or_nothing{.what = shape::snomed, .may_be_empty = true};

const std::vector<std::string_view> of_practice{"practice_name", "practice_phone"};
const std::vector<std::string_view> of_appointment{
    "practice_name", "practice_phone", "appointment_date", "appointment_time", "clinician", "session", "site"};
const std::vector<std::string_view> of_patient{"practice_name", "practice_phone", "title", "first_name", "last_name"};

/// A text that would lack a field when it is wanted is told now.
void check_fields(reader& in, const node& map, std::string_view key, const std::string& text,
                  const std::vector<std::string_view>& known, std::string_view also = {}) {
  const node* where = map.find(key);
  if (where == nullptr) return;
  for (const auto& each : placeholders(text)) {
    const auto is = [&](std::string_view field) { return placeholder_key(field) == placeholder_key(each.name); };
    if (std::any_of(known.begin(), known.end(), is) || (!also.empty() && is(also))) continue;
    in.wrong(where->at, "a placeholder that can't be filled in here", fmt::format("`(({}))`", each.name),
             joined(known) + (also.empty() ? std::string() : fmt::format(", {}", also)));
  }
}

json::object map_of(json::object each, std::size_t most) {
  return {{"type", "object"}, {"maxProperties", most}, {"additionalProperties", std::move(each)}};
}

/// `name: text`, each text one line of a rule.
void read_names(reader& in, const node& what, const rule& each, std::size_t most,
                std::map<std::string, std::string>& into) {
  const node* map = in.map(what, "a map `name: text`");
  if (map == nullptr) return;
  if (map->entries.size() > most)
    in.wrong(map->at, "too many entries", fmt::format("{}", map->entries.size()), fmt::format("at most {}", most));
  for (const auto& [key, value] : map->entries) {
    if (!is_short_name(key.text)) in.wrong(key.at, "not a name", name_of(key), allowed_by({shape::short_name}));
    if (const auto text = in.scalar(value, each)) into.insert_or_assign(key.text, std::get<std::string>(*text));
  }
}

} // namespace

// -- automatic texts ----------------------------------------------------------------------------

const options<automatic_texts>& automatic_text_options() {
  using s = automatic_texts;
  static const options<s> table{
      {"confirmed", words_or_nothing, &s::confirmed, "After a confirmation. Empty: nothing is sent."},
      {"cancelled", words_or_nothing, &s::cancelled, "Once the clinical system has cancelled. Empty: nothing."},
      {"kept", words_or_nothing, &s::kept, "When a cancellation was taken back in time. Empty: nothing."},
      {"which", words_or_nothing, &s::which,
       "Asks back which appointment is meant: ((choices)). Empty: nobody is asked, staff are told."},
      {"urgent", words_or_nothing, &s::urgent,
       "At once after words of an emergency, which staff see first. Empty: nothing."},
      {"received", words_or_nothing, &s::received, "A person will read the reply. At most once a day. Empty: nothing."},
      {"out_of_hours", words_or_nothing, &s::out_of_hours, "The same outside `staffed` hours. Empty: nothing."},
  };
  return table;
}

void read_automatic_texts(reader& in, const node& what, automatic_texts& into) {
  const node* map = in.map(what, "a map of automatic texts");
  if (map == nullptr) return;
  in.fill(*map, automatic_text_options(), into);
  check_fields(in, *map, "confirmed", into.confirmed, of_appointment);
  check_fields(in, *map, "cancelled", into.cancelled, of_appointment);
  check_fields(in, *map, "kept", into.kept, of_appointment);
  check_fields(in, *map, "urgent", into.urgent, of_practice);
  check_fields(in, *map, "received", into.received, of_practice);
  check_fields(in, *map, "out_of_hours", into.out_of_hours, of_practice);
  check_fields(in, *map, "which", into.which, of_practice, "choices");
  if (!into.which.empty() && into.which.find("((choices))") == std::string::npos && map->find("which") != nullptr)
    in.wrong(map->find("which")->at, "a question without its choices", "no ((choices))",
             "a text with ((choices)), which becomes `1 for Tue 3 Mar 9:10am, 2 for …`");
}
json::object schema_of_automatic_texts() { return schema_of(automatic_text_options()); }

// -- keywords -----------------------------------------------------------------------------------

namespace {

bool is_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
    if (text[i] < '0' || text[i] > '9') return false;
  const auto number = [&](std::size_t from, std::size_t digits) { return std::stoi(text.substr(from, digits)); };
  const auto of_year = static_cast<unsigned>(number(5, 2)), of_month = static_cast<unsigned>(number(8, 2));
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)), std::chrono::month(of_year),
                                     std::chrono::day(of_month))
      .ok(); // no 30 February
}

template <std::string keyword_settings::*Day> void read_day(reader& in, const node& what, keyword_settings& into) {
  const auto text = in.scalar(what, {.what = shape::text, .low = 0, .high = 10, .may_be_empty = true});
  if (!text) return;
  into.*Day = std::get<std::string>(*text);
  if (!(into.*Day).empty() && !is_day(into.*Day))
    in.wrong(what.at, "not a day", name_of(what), "a day such as 2026-01-31, or \"\"");
}
json::object schema_of_day() {
  return {{"type", "string"}, {"pattern", "^$|^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, {"default", ""}};
}

} // namespace

const options<keyword_settings>& keyword_options() {
  using s = keyword_settings;
  static const options<s> table{
      {"id", {.what = shape::short_name, .required = true}, &s::id, "The keyword's name for staff, each once."},
      {"words",
       {.what = shape::text, .low = 1, .high = 24, .required = true},
       &s::words,
       "Any of these, alone in a reply: one word of 3 to 24 small letters and digits each."},
      {"answer", words_or_nothing, &s::answer, "What is texted back. Empty: nothing."},
      {"code", code_or_nothing, &s::code, "SNOMED CT code, filed when the number is one patient's. Empty: none."},
      {"code_text",
       {.what = shape::text, .low = 0, .high = 200, .may_be_empty = true},
       &s::code_text,
       "Filed with it."},
      {"from", {shape::text}, custom<s>{read_day<&s::from>, schema_of_day}, "First day in force, London. Empty: any."},
      {"until", {shape::text}, custom<s>{read_day<&s::until>, schema_of_day}, "Last day in force. Empty: any."},
      {"test_numbers", {shape::reply_number}, &s::test_numbers, "In force for these numbers alone. Empty: for all."},
      {"joins", {.what = shape::short_name, .may_be_empty = true}, &s::joins, "The group it joins. Empty: none."},
      {"leaves", {.what = shape::short_name, .may_be_empty = true}, &s::leaves, "The group it leaves. Empty: none."},
  };
  return table;
}

void read_keywords(reader& in, const node& what, std::vector<keyword_settings>& into) {
  const node* list = in.list(what, "a list of keywords (`- id: …`)");
  if (list == nullptr) return;
  if (list->items.size() > keywords_max)
    in.wrong(list->at, "too many keywords", fmt::format("{}", list->items.size()),
             fmt::format("at most {}", keywords_max));
  const auto before = into.size();
  for (const auto& item : list->items) {
    auto& one = into.emplace_back(); // also of a wrong item, so that keyword i stands in item i
    const node* map = in.map(item, "a map of a keyword's options");
    if (map == nullptr) continue;
    in.fill(*map, keyword_options(), one);
    check_fields(in, *map, "answer", one.answer, of_patient, "keyword");
    for (std::size_t i = 0; i + 1 < into.size(); ++i)
      if (into[i].id == one.id && !one.id.empty())
        in.wrong(reader::at(*map, "id"), "a keyword's name given twice", fmt::format("`{}`", one.id),
                 "each name once, here and in broker.yaml");
  }
  for (const auto& problem : check_keywords(into)) {
    if (problem.keyword < before) continue; // told where it stands
    const node& item = list->items[problem.keyword - before];
    const node* words = item.find("words");
    if (words == nullptr) continue; // told already
    const auto& said = into[problem.keyword].words;
    const bool one_word = problem.word != no_word && problem.word < words->items.size();
    in.wrong(one_word ? words->items[problem.word].at : item.at, problem.reason,
             problem.word < said.size() ? fmt::format("`{}`", said[problem.word])
                                        : "`" + into[problem.keyword].id + "`",
             "a word that replies don't use yet, on days when no other keyword has it");
  }
}
json::object schema_of_keywords() {
  return {{"type", "array"}, {"maxItems", keywords_max}, {"items", schema_of(keyword_options())}};
}

// -- appointments and the Friends and Family Test -----------------------------------------------

namespace {

options<appointment_text> appointment_text_table(bool confirms) {
  using s = appointment_text;
  options<s> table{
      {"template", {.what = shape::short_name, .may_be_empty = true}, &s::text, "Its template. Empty: none is sent."},
      {"sessions", name_of_session, &s::sessions, "Only these sessions. Empty: all."},
      {"not_sessions", name_of_session, &s::not_sessions, "Never these sessions."},
  };
  if (confirms)
    table.push_back(
        {"notice_min", {shape::duration, 0, 60 * day}, &s::notice_min, "None is sent later before the start."});
  return table;
}

} // namespace

const options<appointment_text>& confirmation_options() {
  static const auto table = appointment_text_table(true);
  return table;
}
const options<appointment_text>& missed_options() {
  static const auto table = appointment_text_table(false);
  return table;
}

const options<fft_settings>& fft_options() {
  using s = fft_settings;
  static const rule question{.what = shape::body, .low = 20, .high = text_max};
  static const options<s> table{
      {"ask", {shape::boolean}, &s::ask, "Ask after attended appointments."},
      {"question", question, &s::question, "The official question and its six answers."},
      {"comment", words_or_nothing, &s::comment, "Asks why, once a score came alone. Empty: nobody is asked."},
      {"delay", {shape::duration, 0, 7 * day}, &s::delay, "After the appointment's end."},
      {"months_between", {shape::whole, 0, 24}, &s::months_between, "Nobody is asked again within so many months."},
      {"share", {shape::number, 0, 1}, &s::share, "The part of those who may be asked."},
      {"sessions", name_of_session, &s::sessions, "Only after these sessions. Empty: all."},
      {"not_sessions", name_of_session, &s::not_sessions, "Never after these."},
  };
  return table;
}

// -- questions about health ---------------------------------------------------------------------

namespace {

const std::vector<std::string_view> step_kinds{"yes_no",    "blood_pressure", "weight", "height",
                                               "peak_flow", "blood_glucose",  "smoking"};

void read_codes_of(reader& in, const node& what, question_step& into) {
  read_names(in, what, {.what = shape::snomed}, 10, into.codes);
}
void read_then(reader& in, const node& what, question_step& into) {
  read_names(in, what, {.what = shape::short_name}, 10, into.then);
}
json::object schema_of_codes_of() { return map_of(schema_of(rule{.what = shape::snomed}), 10); }
json::object schema_of_then() { return map_of(schema_of(rule{.what = shape::short_name}), 10); }

} // namespace

const options<question_step>& question_step_options() {
  using s = question_step;
  static const rule bound{shape::number, 0, 10'000};
  static const options<s> table{
      {"id", {.what = shape::short_name, .required = true}, &s::id, "The question's name, each once in its set."},
      {"text", {.what = shape::body, .low = 5, .high = text_max, .required = true}, &s::text, "The question."},
      {"kind",
       {.what = shape::one_of, .words = step_kinds},
       &s::kind,
       "What is answered, in the record's units: mmHg, kg, cm, l/min, mmol/l."},
      {"low", bound, &s::low, "Usual from; below it staff look at once. With `high` 0, too: any value is usual."},
      {"high", bound, &s::high, "Usual up to. Of a blood pressure the systolic."},
      {"diastolic_low", bound, &s::diastolic_low, "The same of the diastolic."},
      {"diastolic_high", bound, &s::diastolic_high, "The same of the diastolic."},
      {"code", code_or_nothing, &s::code, "Filed with the value. Empty: it is not filed."},
      {"diastolic_code", code_or_nothing, &s::diastolic_code, "Filed with the diastolic value."},
      {"codes",
       {shape::section},
       custom<s>{read_codes_of, schema_of_codes_of},
       "Filed without a value: `yes`, `no`, `never`, `ex`, `current`, each with its code."},
      {"then",
       {shape::section},
       custom<s>{read_then, schema_of_then},
       "Where such an answer leads: another question's name, or `end`. Else the next one."},
  };
  return table;
}

namespace {

void check_step(reader& in, const node& map, const question_step& step) {
  check_fields(in, map, "text", step.text, of_patient);
  static const std::set<std::string> words{"yes", "no", "never", "ex", "current"};
  for (const std::string_view key : {"codes", "then"})
    if (const node* named = map.find(key))
      for (const auto& each : named->entries)
        if (!words.contains(each.key.text))
          in.wrong(each.key.at, "no answer that a question has", name_of(each.key), "yes, no, never, ex or current");
  if (step.low > step.high)
    in.wrong(reader::at(map, "low"), "`low` above `high`", fmt::format("{} to {}", step.low, step.high), "low to high");
  if (step.diastolic_low > step.diastolic_high)
    in.wrong(reader::at(map, "diastolic_low"), "`diastolic_low` above `diastolic_high`",
             fmt::format("{} to {}", step.diastolic_low, step.diastolic_high), "low to high");
}

/// Where answers lead: to what there is, and only on.
void check_ways(reader& in, const node& map, const question_set& set) {
  const node* list = map.find("questions");
  if (list == nullptr) return;
  for (std::size_t i = 0; i < set.steps.size() && i < list->items.size(); ++i) {
    const node* then = list->items[i].is_map() ? list->items[i].find("then") : nullptr;
    for (std::size_t other = 0; other < i; ++other)
      if (set.steps[other].id == set.steps[i].id && !set.steps[i].id.empty())
        in.wrong(reader::at(list->items[i], "id"), "a question's name given twice",
                 fmt::format("`{}`", set.steps[i].id), "each name once in its set");
    if (then == nullptr) continue;
    for (const auto& each : then->entries) {
      const auto later = std::find_if(set.steps.begin() + static_cast<std::ptrdiff_t>(i) + 1, set.steps.end(),
                                      [&](const auto& step) { return step.id == each.value.text; });
      if (each.value.text != "end" && later == set.steps.end())
        in.wrong(each.value.at, "no later question of this set", name_of(each.value),
                 "a question further down, or `end`: a patient must not be asked in circles");
    }
  }
}

void read_steps(reader& in, const node& what, question_set& into) {
  const node* list = in.list(what, "a list of questions (`- id: …`)");
  if (list == nullptr) return;
  if (list->items.empty() || list->items.size() > steps_max)
    in.wrong(list->at, "not a set that can be asked", fmt::format("{} questions", list->items.size()),
             fmt::format("1 to {} questions", steps_max));
  for (const auto& item : list->items) {
    auto& step = into.steps.emplace_back();
    const node* map = in.map(item, "a map of a question's options");
    if (map == nullptr) continue;
    in.fill(*map, question_step_options(), step);
    check_step(in, *map, step);
  }
}
json::object schema_of_steps() {
  return {{"type", "array"}, {"minItems", 1}, {"maxItems", steps_max}, {"items", schema_of(question_step_options())}};
}

} // namespace

namespace {

const rule way_to_ask{.what = shape::one_of, .words = {"sms", "link"}};

void read_ask_by(reader& in, const node& what, question_set& into) {
  if (const auto way = in.scalar(what, way_to_ask))
    into.ask_by = std::get<std::string>(*way) == "link" ? ask_way::link : ask_way::sms;
}
json::object schema_of_ask_by() {
  auto described = schema_of(way_to_ask);
  described["default"] = "sms";
  return described;
}

const std::vector<std::string_view> of_invitation{"practice_name", "practice_phone", "title",     "first_name",
                                                  "last_name",     "link",           "link_until"};

/// What stands on the page may be seen by others than the patient.
void check_link(reader& in, const node& map, const question_set& set) {
  check_fields(in, map, "invitation", set.invitation, of_invitation);
  if (set.invitation.find("((link))") == std::string::npos)
    in.wrong(reader::at(map, "invitation"), "an invitation without its link", "no ((link))", "a text with ((link))");
  if (set.ask_by != ask_way::link) return;
  check_fields(in, map, "thanks", set.thanks, of_practice);
  const node* list = map.find("questions");
  if (list == nullptr) return;
  for (std::size_t i = 0; i < set.steps.size() && i < list->items.size(); ++i)
    if (list->items[i].is_map()) check_fields(in, list->items[i], "text", set.steps[i].text, of_practice);
}

} // namespace

const options<question_set>& question_set_options() {
  using s = question_set;
  static const options<s> table{
      {"id", {.what = shape::short_name, .required = true}, &s::id, "The set's name, each once in a practice."},
      {"questions",
       {.what = shape::section, .required = true},
       custom<s>{read_steps, schema_of_steps},
       "Asked one after the other, or all on one page."},
      {"ask_by",
       {.what = shape::section},
       custom<s>{read_ask_by, schema_of_ask_by},
       "sms: a text for each question. link: one text with a link to a page that has all of them, good for 7 days; it "
       "needs `public_url`."},
      {"invitation",
       {.what = shape::body, .low = 10, .high = text_max},
       &s::invitation,
       "By link: the text that has it, as ((link)); ((link_until)) is the day when it ends."},
      {"thanks", words_or_nothing, &s::thanks, "After the last. Empty: nothing."},
      {"again", words_or_nothing, &s::again, "When an answer can't be so: ((question)) is asked once more."},
  };
  return table;
}

void read_question_sets(reader& in, const node& what, std::vector<question_set>& into) {
  const node* list = in.list(what, "a list of question sets (`- id: …`)");
  if (list == nullptr) return;
  if (list->items.size() > sets_max)
    in.wrong(list->at, "too many question sets", fmt::format("{}", list->items.size()),
             fmt::format("at most {}", sets_max));
  for (const auto& item : list->items) {
    const node* map = in.map(item, "a map of a question set's options");
    if (map == nullptr) continue;
    question_set set;
    in.fill(*map, question_set_options(), set);
    check_fields(in, *map, "thanks", set.thanks, of_patient);
    check_fields(in, *map, "again", set.again, of_practice, "question");
    check_ways(in, *map, set);
    check_link(in, *map, set);
    for (const auto& other : into)
      if (other.id == set.id && !set.id.empty())
        in.wrong(reader::at(*map, "id"), "a set's name given twice", fmt::format("`{}`", set.id), "each name once");
    into.push_back(std::move(set));
  }
}
json::object schema_of_question_sets() {
  return {{"type", "array"}, {"maxItems", sets_max}, {"items", schema_of(question_set_options())}};
}

// -- all of it ----------------------------------------------------------------------------------

namespace {

using all = conversation_settings;

void read_texts(reader& in, const node& what, all& into) { read_automatic_texts(in, what, into.texts); }
void read_staffed(reader& in, const node& what, all& into) {
  const node* map = in.map(what, "a map of `opens`, `closes`, `saturdays` and `sundays`");
  if (map == nullptr) return;
  in.fill(*map, staffed_options(), into.staffed);
  if (into.staffed.opens >= into.staffed.closes)
    in.wrong(map->at, "closes before it opens",
             fmt::format("{} to {}", print_time_of_day(into.staffed.opens), print_time_of_day(into.staffed.closes)),
             "`closes` later than `opens`");
}
json::object schema_of_staffed() { return schema_of(staffed_options(), conversation_settings{}.staffed); }
void read_confirmation(reader& in, const node& what, all& into) {
  if (const node* map = in.map(what, "a map with its `template`"))
    in.fill(*map, confirmation_options(), into.confirmation);
}
json::object schema_of_confirmation() { return schema_of(confirmation_options()); }
void read_missed(reader& in, const node& what, all& into) {
  if (const node* map = in.map(what, "a map with its `template`")) in.fill(*map, missed_options(), into.missed);
}
json::object schema_of_missed() { return schema_of(missed_options()); }
void read_fft_of(reader& in, const node& what, all& into) {
  const node* map = in.map(what, "a map of the test's options");
  if (map == nullptr) return;
  in.fill(*map, fft_options(), into.fft);
  check_fields(in, *map, "question", into.fft.question, of_patient);
  check_fields(in, *map, "comment", into.fft.comment, of_practice);
}
json::object schema_of_fft() { return schema_of(fft_options()); }
void read_canned(reader& in, const node& what, all& into) {
  read_names(in, what, {.what = shape::body, .low = 1, .high = text_max}, canned_max, into.canned);
  for (const auto& [name, text] : into.canned) check_fields(in, what, name, text, of_patient);
}
json::object schema_of_canned() {
  return map_of(schema_of(rule{.what = shape::body, .low = 1, .high = text_max}), canned_max);
}
void read_codes_by_hand(reader& in, const node& what, all& into) { read_hand_codes(in, what, into.codes_by_hand); }
void read_details_question(reader& in, const node& what, all& into) {
  const auto text = in.scalar(what, {.what = shape::body, .low = 20, .high = text_max});
  if (!text) return;
  into.details_question = std::get<std::string>(*text);
  for (const auto& each : placeholders(into.details_question))
    if (placeholder_key(each.name) != placeholder_key("practice_name") &&
        placeholder_key(each.name) != placeholder_key("practice_phone"))
      in.wrong(what.at, "a placeholder that can't be filled in here", fmt::format("`(({}))`", each.name),
               joined(of_practice));
}
json::object schema_of_details_question() {
  auto schema = schema_of(rule{.what = shape::body, .low = 20, .high = text_max});
  schema["default"] = conversation_settings{}.details_question;
  return schema;
}

} // namespace

const options<sending_hours>& staffed_options() {
  using s = sending_hours;
  static const options<s> table{
      {"opens", {shape::time_of_day}, &s::opens, "From then on somebody reads replies."},
      {"closes", {shape::time_of_day}, &s::closes, "From then on nobody does."},
      {"saturdays", {shape::boolean}, &s::saturdays, "Also on Saturdays."},
      {"sundays", {shape::boolean}, &s::sundays, "Also on Sundays."},
  };
  return table;
}

const options<conversation_settings>& conversation_options() {
  using s = conversation_settings;
  static const options<s> table{
      {"texts", {shape::section}, custom<s>{read_texts, schema_of_automatic_texts}, "What is texted by itself."},
      {"staffed",
       {shape::section},
       custom<s>{read_staffed, schema_of_staffed},
       "When somebody reads replies, London time."},
      {"confirmation", {shape::section}, custom<s>{read_confirmation, schema_of_confirmation}, "Of a new booking."},
      {"missed", {shape::section}, custom<s>{read_missed, schema_of_missed}, "After a missed appointment."},
      {"fft", {shape::section}, custom<s>{read_fft_of, schema_of_fft}, "The NHS Friends and Family Test."},
      {"canned", {shape::section}, custom<s>{read_canned, schema_of_canned}, "Replies that staff may choose from."},
      {"waiting_list",
       {shape::section},
       custom<s>{read_waiting_list, schema_of_waiting_list},
       "Slots that come free are offered to patients who wait."},
      {"codes_by_hand",
       {shape::section},
       custom<s>{read_codes_by_hand, schema_of_hand_codes},
       "Codes that staff may file from a conversation. Agree them with the practice."},
      {"details_question",
       {shape::body},
       custom<s>{read_details_question, schema_of_details_question},
       "Asks whether a number is still a patient's; answered YES or NO. Phones are shared: it names nobody."},
  };
  return table;
}

} // namespace tidings::config
