#include "actors/practice/talk/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace tidings::talk {
namespace {

/// `82.5`, `135`: one decimal where there is one.
std::string print(double value) {
  const auto rounded = std::round(value * 10) / 10;
  return rounded == std::floor(rounded) ? fmt::format("{:.0f}", rounded) : fmt::format("{:.1f}", rounded);
}

bool is_answer_to(question_kind kind, reply_meaning meaning) {
  switch (kind) {
  case question_kind::yes_no:
    return meaning == reply_meaning::yes || meaning == reply_meaning::no;
  case question_kind::blood_pressure:
    return meaning == reply_meaning::blood_pressure;
  case question_kind::weight:
    return meaning == reply_meaning::weight;
  case question_kind::height:
    return meaning == reply_meaning::height;
  case question_kind::peak_flow:
    return meaning == reply_meaning::peak_flow;
  case question_kind::blood_glucose:
    return meaning == reply_meaning::blood_glucose;
  case question_kind::smoking:
    return meaning == reply_meaning::smoking;
  default:
    return false;
  }
}

bool outside(double value, double low, double high) { return (low != 0 || high != 0) && (value < low || value > high); }

bool is_usual(const question_step& step, const reply_value& value) {
  return !outside(value.amount, step.low, step.high) &&
         (step.kind != question_kind::blood_pressure ||
          !outside(value.diastolic, step.diastolic_low, step.diastolic_high));
}

std::string print(const question_step& step, const reply_value& value) {
  if (step.kind == question_kind::blood_pressure) return print(value.amount) + '/' + print(value.diastolic);
  return print(value.amount);
}

} // namespace

std::string word_of(const reply_verdict& verdict) {
  if (verdict.meaning == reply_meaning::yes) return "yes";
  if (verdict.meaning == reply_meaning::no) return "no";
  if (verdict.meaning == reply_meaning::smoking && verdict.value) return std::string(verdict.value->state);
  return {};
}

std::optional<measure> measure_of(const question_step& step, const reply_verdict& verdict) {
  if (!is_answer_to(step.kind, verdict.meaning)) return std::nullopt;
  measure found;
  found.text = word_of(verdict);
  if (found.text.empty() && verdict.value) {
    found.text = print(step, *verdict.value);
    found.unit = verdict.value->unit;
    if (!is_usual(step, *verdict.value)) found.finding = measure_finding::out_of_range;
  }
  if (!verdict.automatic) found.finding = verdict.urgent ? measure_finding::severe : measure_finding::implausible;
  if (verdict.automatic && found.text.empty()) found.finding = measure_finding::implausible;
  return found;
}

std::vector<coded> codes_of(const question_step& step, const reply_verdict& verdict) {
  std::vector<coded> all;
  if (const auto word = word_of(verdict); !word.empty()) {
    if (const auto code = step.codes.find(word); code != step.codes.end()) all.push_back({code->second, {}, {}});
    return all;
  }
  if (!verdict.value) return all;
  const std::string unit(verdict.value->unit);
  if (!step.code.empty()) all.push_back({step.code, print(verdict.value->amount), unit});
  if (step.kind == question_kind::blood_pressure && !step.diastolic_code.empty())
    all.push_back({step.diastolic_code, print(verdict.value->diastolic), unit});
  return all;
}

const question_set* find_set(const conversation_settings& words, std::string_view id) {
  const auto found =
      std::find_if(words.questions.begin(), words.questions.end(), [&](const auto& set) { return set.id == id; });
  return found == words.questions.end() ? nullptr : &*found;
}

const question_step* find_step(const question_set& set, std::string_view id) {
  const auto found = std::find_if(set.steps.begin(), set.steps.end(), [&](const auto& step) { return step.id == id; });
  return found == set.steps.end() ? nullptr : &*found;
}

const question_step* next_step(const question_set& set, const question_step& step, const reply_verdict& verdict) {
  if (const auto named = step.then.find(word_of(verdict)); named != step.then.end())
    return named->second == "end" ? nullptr : find_step(set, named->second);
  const auto* after = &step + 1;
  return after == set.steps.data() + set.steps.size() ? nullptr : after;
}

} // namespace tidings::talk
