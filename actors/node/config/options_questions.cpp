// Sets of questions about health, and the page behind their link.
#include "actors/node/config/conversation_parts.hpp"
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tidings::config {

namespace json = boost::json;
using namespace talk_rules;

namespace {

constexpr std::size_t sets_max = 50, steps_max = 30;

const std::vector<std::string_view> step_kinds{"yes_no",    "blood_pressure", "weight", "height",
                                               "peak_flow", "blood_glucose",  "smoking"};

void read_codes_of(reader& in, const node& what, question_step& into) {
  read_names(in, what, {.what = shape::snomed}, 10, into.codes);
}
void read_then(reader& in, const node& what, question_step& into) {
  read_names(in, what, {.what = shape::short_name}, 10, into.then);
}
json::object schema_of_codes_of() { return schema_of_names({.what = shape::snomed}, 10); }
json::object schema_of_then() { return schema_of_names({.what = shape::short_name}, 10); }

} // namespace

const options<question_step>& question_step_options() {
  using s = question_step;
  static const rule bound{shape::number, 0, 10'000};
  static const rule welsh{.what = shape::body, .low = 5, .high = text_max, .may_be_empty = true};
  static const options<s> table{
      {"id", {.what = shape::short_name, .required = true}, &s::id, "The question's name, each once in its set."},
      {"text", {.what = shape::body, .low = 5, .high = text_max, .required = true}, &s::text, "The question."},
      {"text_welsh", welsh, &s::text_welsh, "The same in Welsh, on a page by link. Empty: `text` stands there."},
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

const rule page_languages{.what = shape::one_of, .words = {"en", "cy"}};

void read_language(reader& in, const node& what, question_set& into) {
  if (const auto said = in.scalar(what, page_languages))
    into.language = std::get<std::string>(*said) == "cy" ? page_language::cy : page_language::en;
}
json::object schema_of_language() {
  auto described = schema_of(page_languages);
  described["default"] = "en";
  return described;
}

/// What stands on the page may be seen by others than the patient.
void check_link(reader& in, const node& map, const question_set& set) {
  check_fields(in, map, "invitation", set.invitation, of_invitation);
  if (set.invitation.find("((link))") == std::string::npos)
    in.wrong(reader::at(map, "invitation"), "an invitation without its link", "no ((link))", "a text with ((link))");
  if (set.ask_by != ask_way::link) return;
  check_fields(in, map, "thanks", set.thanks, of_practice);
  check_fields(in, map, "thanks_welsh", set.thanks_welsh, of_practice);
  const node* list = map.find("questions");
  if (list == nullptr) return;
  for (std::size_t i = 0; i < set.steps.size() && i < list->items.size(); ++i)
    if (list->items[i].is_map()) {
      check_fields(in, list->items[i], "text", set.steps[i].text, of_practice);
      check_fields(in, list->items[i], "text_welsh", set.steps[i].text_welsh, of_practice);
    }
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
      {"thanks_welsh", words_or_nothing, &s::thanks_welsh,
       "The same in Welsh, on a page by link. Empty: `thanks` stands there."},
      {"language",
       {.what = shape::section},
       custom<s>{read_language, schema_of_language},
       "By link: the language in which the page opens (en, cy), unless the browser asks for Welsh. It can be changed "
       "there."},
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

} // namespace tidings::config
