#include "actors/reply/explain.hpp"

#include <array>
#include <vector>

#include <boost/describe/enum_from_string.hpp>
#include <boost/json.hpp>

#include "actors/reply/answers/answers.hpp"
#include "actors/reply/keywords.hpp"
#include "actors/reply/parser.hpp"

namespace tidings {
namespace {

namespace json = boost::json;

/// Bounds what a line may ask for; no number has that many.
constexpr std::int64_t count_max = 1000;

std::string error_line(std::string_view what) { return json::serialize(json::object{{"error", what}}); }

bool read_count(const json::object& line, std::string_view name, std::size_t& count) {
  const json::value* value = line.if_contains(name);
  if (value == nullptr) return true;
  const std::int64_t* number = value->if_int64();
  if (number == nullptr || *number < 0 || *number > count_max) return false;
  count = static_cast<std::size_t>(*number);
  return true;
}

bool read_field(const json::object& from, std::string_view name, int& field) {
  const json::value* value = from.if_contains(name);
  if (value == nullptr) return true;
  const std::int64_t* number = value->if_int64();
  if (number == nullptr || *number < 0 || *number > 366) return false;
  field = static_cast<int>(*number);
  return true;
}

bool read_appointment(const json::value& value, open_appointment& into) {
  const json::object* from = value.if_object();
  if (from == nullptr) return false;
  if (const json::value* label = from->if_contains("label")) {
    const json::string* text = label->if_string();
    if (text == nullptr) return false;
    into.label.assign(text->data(), text->size());
  }
  if (const json::value* starts = from->if_contains("starts_at_ms")) {
    const std::int64_t* number = starts->if_int64();
    if (number == nullptr) return false;
    into.starts_at_ms = *number;
  }
  return read_field(*from, "weekday", into.weekday) && read_field(*from, "day", into.day) &&
         read_field(*from, "month", into.month) && read_field(*from, "hour", into.hour) &&
         read_field(*from, "minute", into.minute) && read_field(*from, "days_ahead", into.days_ahead);
}

bool read_appointments(const json::object& line, reply_context& context) {
  const json::value* value = line.if_contains("appointments");
  const json::array* list = value == nullptr ? nullptr : value->if_array();
  if (list != nullptr) {
    context.appointments.resize(list->size());
    for (std::size_t i = 0; i < list->size(); ++i)
      if (!read_appointment((*list)[i], context.appointments[i])) return false;
    return true;
  }
  const bool about_one = context.question != question_kind::none && !reply_words::asks_for_answer(context.question);
  std::size_t count = about_one ? 1 : 0;
  if (!read_count(line, "appointments", count)) return false;
  open_appointment tomorrow;
  tomorrow.days_ahead = 1;
  context.appointments.assign(count, tomorrow);
  return true;
}

bool read_question(const json::object& line, question_kind& question) {
  const json::value* value = line.if_contains("context");
  const json::string* name = value == nullptr ? nullptr : value->if_string();
  return name != nullptr && question_called(std::string(*name), question);
}

bool read_best_peak_flow(const json::object& line, double& best) {
  const json::value* value = line.if_contains("best_peak_flow");
  if (value == nullptr) return true;
  json::error_code failed;
  const auto number = value->to_number<double>(failed);
  if (failed || number < 0 || number > count_max) return false;
  best = number;
  return true;
}

bool read_keywords(const json::object& line, std::vector<keyword_settings>& into) {
  const json::value* value = line.if_contains("keywords");
  if (value == nullptr) return true;
  const json::array* list = value->if_array();
  if (list == nullptr || list->size() > count_max) return false;
  for (const json::value& item : *list) {
    const json::string* word = item.if_string();
    if (word == nullptr) return false;
    const std::string text{word->data(), word->size()};
    into.push_back({.id = text, .words = {text}});
  }
  return check_keywords(into).empty();
}

json::value number_of(double value) {
  const auto whole = static_cast<std::int64_t>(value);
  return static_cast<double>(whole) == value ? json::value(whole) : json::value(value);
}

/// As the record and people write it: "135/85", 82.5, "ex".
void add_value(json::object& out, const reply_value& value) {
  if (!value.state.empty())
    out["value"] = value.state;
  else if (value.diastolic > 0)
    out["value"] =
        std::to_string(static_cast<int>(value.amount)) + "/" + std::to_string(static_cast<int>(value.diastolic));
  else if (value.amount > 0)
    out["value"] = number_of(value.amount);
  if (!value.unit.empty()) out["unit"] = value.unit;
  if (value.diastolic > 0) {
    out["systolic"] = number_of(value.amount);
    out["diastolic"] = number_of(value.diastolic);
  }
  if (!value.state.empty() && value.amount > 0) out["amount"] = number_of(value.amount);
}

json::object explained(const reply_verdict& verdict, std::string_view text,
                       std::span<const keyword_settings> keywords) {
  json::object out{{"meaning", to_string(verdict.meaning)}, {"automatic", verdict.automatic}, {"why", verdict.why}};
  if (needs_review(verdict)) out["needs_review"] = true;
  if (verdict.urgent || verdict.meaning == reply_meaning::urgent) out["urgent"] = true;
  if (verdict.score > 0) out["score"] = verdict.score;
  if (verdict.comment) {
    std::string_view words = text.substr(verdict.comment->at, verdict.comment->bytes);
    while (!words.empty() && (words.back() == ' ' || words.back() == '\r' || words.back() == '\n'))
      words.remove_suffix(1);
    out["comment"] = words;
  }
  if (verdict.value) add_value(out, *verdict.value);
  if (verdict.meaning == reply_meaning::yes || verdict.meaning == reply_meaning::no)
    out["value"] = to_string(verdict.meaning);
  if (verdict.keyword) out["keyword"] = keywords[*verdict.keyword].id;
  return out;
}

} // namespace

bool question_called(const std::string& name, question_kind& question) {
  if (name == "reminder")
    question = question_kind::confirm_cancel;
  else if (name == "confirm")
    question = question_kind::confirm_only;
  else if (name == "cancel")
    question = question_kind::cancel_only;
  else // the others are called as in the log
    return boost::describe::enum_from_string(name.c_str(), question) &&
           (question == question_kind::none || reply_words::asks_for_answer(question));
  return true;
}

std::string explain_reply(std::string_view text, const reply_context& context,
                          std::span<const keyword_settings> keywords) {
  return json::serialize(explained(parse_reply(text, context), text, keywords));
}

std::string explain_reply_line(std::string_view json_line) {
  json::error_code failed;
  const json::value parsed = json::parse(json::string_view{json_line.data(), json_line.size()}, failed);
  if (failed) return error_line("not JSON: " + failed.message());
  const json::object* line = parsed.if_object();
  if (line == nullptr) return error_line("not a JSON object");
  const json::value* text_value = line->if_contains("text");
  const json::string* text = text_value == nullptr ? nullptr : text_value->if_string();
  if (text == nullptr) return error_line("\"text\" must be a string");
  reply_context context;
  if (!read_question(*line, context.question))
    return error_line("\"context\" must be reminder, confirm, cancel, none, fft, fft_comment, yes_no, blood_pressure, "
                      "weight, height, peak_flow, blood_glucose or smoking");
  if (!read_count(*line, "patients", context.patients))
    return error_line("\"patients\" must be a number from 0 to 1000");
  if (!read_appointments(*line, context))
    return error_line("\"appointments\" must be a number from 0 to 1000 or a list of appointments");
  if (const json::value* late = line->if_contains("past_cut_off")) {
    const bool* yes = late->if_bool();
    if (yes == nullptr) return error_line("\"past_cut_off\" must be true or false");
    context.past_cut_off = *yes;
  }
  if (!read_best_peak_flow(*line, context.best_peak_flow))
    return error_line("\"best_peak_flow\" must be a number from 0 to 1000");
  std::vector<keyword_settings> keywords;
  if (!read_keywords(*line, keywords))
    return error_line("\"keywords\" must be a list of words that have no other meaning");
  const keyword_list in_force{keywords, {}, {}};
  if (!keywords.empty()) context.keywords = &in_force;
  const std::string_view words{text->data(), text->size()};
  return explain_reply(words, context, keywords);
}

} // namespace tidings
