// What comes from the practice and what comes from the form.
#include "schemas/json_fields.hpp"
#include "web/endpoint/questions/page.hpp"
#include "web/endpoint/text.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json/parse.hpp>

namespace tidings::web::questions {
namespace {

namespace json = boost::json;
using json_fields::flag_in;
using json_fields::text_in;

constexpr std::size_t steps_max = 30; ///< of a set, as the configuration allows

page_language language_in(const json::object& from, std::string_view name) {
  auto language = page_language::en;
  boost::describe::enum_from_string(text_in(from, name).c_str(), language);
  return language;
}

} // namespace

std::optional<view::question_page> read_page(std::string_view text) {
  json::error_code wrong;
  const auto read = json::parse(json::string_view(text.data(), text.size()), wrong);
  const auto* object = wrong ? nullptr : read.if_object();
  const auto* fields = object ? object->if_contains("fields") : nullptr;
  if (!fields || !fields->is_array()) return std::nullopt;
  view::question_page page{.practice = text_in(*object, "practice"),
                           .phone = text_in(*object, "phone"),
                           .language = language_in(*object, "language"),
                           .taken = flag_in(*object, "taken"),
                           .fields = {},
                           .thanks = text_in(*object, "thanks"),
                           .thanks_language = language_in(*object, "thanks_language"),
                           .emergency = text_in(*object, "emergency")};
  for (const auto& one : fields->get_array())
    if (const auto* field = one.if_object())
      page.fields.push_back({.step = text_in(*field, "step"),
                             .text = text_in(*field, "text"),
                             .language = language_in(*field, "language"),
                             .kind = text_in(*field, "kind"),
                             .words = text_in(*field, "words"),
                             .cannot_say = flag_in(*field, "cannot_say"),
                             .problem = text_in(*field, "problem")});
  return page;
}

std::optional<std::vector<filled>> read_form(const parameters& form) {
  const auto asked = form.find("asked");
  if (asked == form.end()) return std::nullopt;
  const auto steps = split(asked->second, ' ');
  if (steps.size() > steps_max) return std::nullopt;
  std::vector<filled> all;
  for (const auto step : steps) {
    const auto words = form.find("a." + std::string(step));
    all.push_back({.step = std::string(step),
                   .words = words == form.end() ? std::string() : words->second,
                   .cannot_say = form.contains("n." + std::string(step))});
  }
  return all;
}

} // namespace tidings::web::questions
