#include "actors/provider/json_answers.hpp"

namespace tidings::json_answers {
namespace json = boost::json;

std::optional<json::object> object_in(const std::string& body, std::size_t depth_max) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = depth_max;
  auto value = json::parse(body, error, {}, options);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string_view text_of(const json::object& from, std::string_view name) {
  const auto* value = from.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

found found_in(const std::optional<json::object>& body, const list_form& form, const provider_id& provider,
               message_id message, std::uint32_t attempt) {
  const auto unknown = [&](std::string_view why) { return http_answers::unknown(message, attempt, why); };
  const auto* list = body ? body->if_contains(form.rows) : nullptr;
  const auto* rows = list == nullptr ? nullptr : list->if_array();
  if (rows == nullptr) return unknown(form.unreadable);
  for (const auto& one : *rows) {
    if (!one.is_object()) return unknown(form.unreadable);
    const auto& row = one.get_object();
    if (text_of(row, "reference") != to_text(message)) continue;
    found out{{message, attempt, look_up_finding::seen, std::string(form.seen)}, {}};
    const auto word = text_of(row, "status");
    if (const auto status = form.status_of(word))
      out.receipt = receipt_arrived{message, provider, *status, std::string(word).substr(0, 16),
                                    form.time_of(text_of(row, form.changed_at)).value_or(timestamp{})};
    return out;
  }
  if (!rows->empty()) return unknown(form.others_only);
  return {{message, attempt, look_up_finding::never_seen, std::string(form.never_seen)}, {}};
}

} // namespace tidings::json_answers
