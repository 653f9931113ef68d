#include "actors/reply/explain.hpp"

#include <boost/json.hpp>

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
  std::size_t count = context.question == question_kind::none ? 0 : 1;
  if (!read_count(line, "appointments", count)) return false;
  open_appointment tomorrow;
  tomorrow.days_ahead = 1;
  context.appointments.assign(count, tomorrow);
  return true;
}

bool read_question(const json::object& line, question_kind& question) {
  const json::value* value = line.if_contains("context");
  const json::string* name = value == nullptr ? nullptr : value->if_string();
  if (name == nullptr) return false;
  if (*name == "reminder")
    question = question_kind::confirm_cancel;
  else if (*name == "confirm")
    question = question_kind::confirm_only;
  else if (*name == "cancel")
    question = question_kind::cancel_only;
  else if (*name == "none")
    question = question_kind::none;
  else
    return false;
  return true;
}

} // namespace

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
    return error_line("\"context\" must be reminder, confirm, cancel or none");
  if (!read_count(*line, "patients", context.patients))
    return error_line("\"patients\" must be a number from 0 to 1000");
  if (!read_appointments(*line, context))
    return error_line("\"appointments\" must be a number from 0 to 1000 or a list of appointments");
  if (const json::value* late = line->if_contains("past_cut_off")) {
    const bool* yes = late->if_bool();
    if (yes == nullptr) return error_line("\"past_cut_off\" must be true or false");
    context.past_cut_off = *yes;
  }
  const reply_verdict verdict = parse_reply({text->data(), text->size()}, context);
  return json::serialize(
      json::object{{"meaning", to_string(verdict.meaning)}, {"automatic", verdict.automatic}, {"why", verdict.why}});
}

} // namespace tidings
