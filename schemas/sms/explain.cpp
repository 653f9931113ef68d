#include "schemas/sms/explain.hpp"

#include "schemas/sms/phone.hpp"
#include "schemas/sms/sanitise.hpp"
#include "schemas/sms/segments.hpp"

#include <boost/json.hpp>

namespace tidings::sms {
namespace {

namespace json = boost::json;

std::string error_line(std::string_view what) { return json::serialize(json::object{{"error", what}}); }

json::value read_line(std::string_view line) {
  boost::system::error_code wrong;
  auto value = json::parse(line, wrong);
  return wrong ? json::value() : value;
}

const json::string* text_of(const json::value& line, std::string_view name) {
  const auto* object = line.if_object();
  const auto* value = object == nullptr ? nullptr : object->if_contains(name);
  return value == nullptr ? nullptr : value->if_string();
}

} // namespace

std::string explain_text_line(std::string_view json_line) {
  const auto line = read_line(json_line);
  const auto* text = text_of(line, "text");
  if (text == nullptr) return error_line("each line is a JSON object with a string `text`");
  const auto* wish = line.get_object().if_contains("unicode");
  if (wish != nullptr && !wish->is_bool()) return error_line("`unicode` is true or false");
  const bool as_it_is = wish != nullptr && wish->get_bool();

  const auto sanitised = sanitise(*text);
  const auto sent = as_it_is ? in_unicode(*text) : sanitised;
  const auto cost = cost_of(sent);
  json::object out{{"encoding", name_of(cost.by)},
                   {"units", cost.units},
                   {"segments", cost.segments},
                   {"notify_fragments", notify_fragments(sanitised)},
                   {"sanitised", sanitised}};
  if (as_it_is) {
    out["sent"] = sent;
    out["extra_segments"] =
        static_cast<std::int64_t>(cost.segments) - static_cast<std::int64_t>(cost_of(sanitised).segments);
  }
  return json::serialize(out);
}

std::string explain_number_line(std::string_view json_line) {
  const auto line = read_line(json_line);
  const auto* written = text_of(line, "number");
  if (written == nullptr) return error_line("each line is a JSON object with a string `number`");
  const auto number = read_phone(*written);
  json::object out{
      {"e164", nullptr}, {"type", name_of(number.type)}, {"may_text", number.may_text}, {"why", number.why}};
  if (!number.digits.empty()) out["e164"] = "+" + number.digits;
  return json::serialize(out);
}

} // namespace tidings::sms
