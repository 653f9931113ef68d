#include "web/endpoint/notify/notification_json.hpp"

#include "schemas/json_fields.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/notify/templates.hpp"

namespace tidings::web::notify {
namespace {

using json_fields::text_in;

std::string text_or_null(const std::string& text) { return text.empty() ? "null" : json_quoted(text); }

std::string moment_in(const boost::json::object& row, std::string_view name) {
  return text_or_null(six_decimals(text_in(row, name)));
}

} // namespace

std::string six_decimals(std::string moment) {
  if (moment.ends_with('Z') && moment.find('.') != std::string::npos) moment.insert(moment.size() - 1, "000");
  return moment;
}

std::string notification_json(const practice_settings& practice, const std::string& root,
                              const boost::json::object& row) {
  const auto* number = row.if_contains("template_version");
  const auto version = std::to_string(number && number->is_number() ? number->to_number<int>() : 0);
  const auto id = uuid::print(template_uuid(practice, template_id(text_in(row, "template_name"))));
  const bool mail = text_in(row, "channel") == "email";
  const auto to = text_or_null(text_in(row, "to"));
  return "{\"id\":" + json_quoted(text_in(row, "id")) + ",\"reference\":" + text_or_null(text_in(row, "reference")) +
         ",\"email_address\":" + (mail ? to : "null") + ",\"phone_number\":" + (mail ? "null" : to) +
         R"(,"line_1":null,"line_2":null,"line_3":null,"line_4":null,"line_5":null,"line_6":null,"postcode":null)" +
         R"(,"type":")" + (mail ? "email" : "sms") + R"(","status":)" + json_quoted(text_in(row, "status")) +
         ",\"template\":{\"id\":\"" + id + "\",\"version\":" + version +
         ",\"uri\":" + json_quoted(root + "v2/template/" + id + "/version/" + version) +
         "},\"body\":" + json_quoted(text_in(row, "body")) + ",\"subject\":" + text_or_null(text_in(row, "subject")) +
         ",\"created_at\":" + moment_in(row, "created_at") +
         ",\"created_by_name\":null,\"sent_at\":" + moment_in(row, "sent_at") +
         ",\"completed_at\":" + moment_in(row, "completed_at") +
         R"(,"scheduled_for":null,"postage":null,"one_click_unsubscribe_url":)" +
         text_or_null(text_in(row, "unsubscribe_url")) +
         R"(,"cost_details":{},"cost_in_pounds":null,"is_cost_data_ready":false})";
}

std::string received_text_json(const practice_settings& practice, const boost::json::object& row) {
  return "{\"id\":" + json_quoted(text_in(row, "id")) + ",\"user_number\":" + json_quoted(text_in(row, "from")) +
         ",\"created_at\":" + moment_in(row, "created_at") + ",\"service_id\":" + json_quoted(practice.service_id) +
         ",\"notify_number\":" + json_quoted(text_in(row, "to")) + ",\"content\":" + json_quoted(text_in(row, "body")) +
         "}";
}

} // namespace tidings::web::notify
