// The look-up calls of the API and the control pages.
#include "firetext/firetext_service.hpp"
#include "support/json_fields.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

namespace tidings::sim {
namespace {

namespace json = boost::json;

/// Rows a page when `pp` isn't given.
constexpr std::size_t page_rows = 10000;

std::size_t number_or(std::string_view text, std::size_t otherwise) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && out > 0 && end == text.data() + text.size() ? out : otherwise;
}

json::array page_of(json::array rows, const http_request& request, std::size_t size_max) {
  auto size = number_or(request.parameter("pp"), page_rows);
  if (size_max > 0) size = std::min(size, size_max);
  const auto first = (number_or(request.parameter("page"), 1) - 1) * size;
  json::array out;
  for (auto at = first; at < std::min(rows.size(), first + size); ++at) out.push_back(std::move(rows[at]));
  return out;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (letter == '&')
      out += "&amp;";
    else if (letter == '<')
      out += "&lt;";
    else if (letter == '>')
      out += "&gt;";
    else
      out += letter;
  }
  return out;
}

http_response rows_answer(answer_format format, std::string_view description, json::array rows) {
  const auto count = static_cast<std::int64_t>(rows.size());
  if (format == answer_format::plain) return api_answer(format, send_code::queued, count, description);
  if (format == answer_format::json)
    return {200,
            json::serialize(json::object{{"code", 0},
                                         {"description", std::string{description}},
                                         {"responseData", count},
                                         {"data", std::move(rows)}}),
            "application/json",
            {}};
  std::string xml = R"(<?xml version="1.0" encoding="UTF-8"?><response><status><code>0</code><description>)" +
                    std::string{description} + R"(</description></status><data responseData=")" +
                    std::to_string(count) + "\">";
  for (const auto& row : rows) {
    xml += "<item>";
    for (const auto& field : row.as_object()) {
      const std::string name{field.key()};
      xml += "<" + name + ">" + escaped(field.value().as_string().c_str()) + "</" + name + ">";
    }
    xml += "</item>";
  }
  return {200, xml + "</data></response>", "application/xml", {}};
}

http_response json_page(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/json", {}};
}
http_response refusal(unsigned status, std::string why) {
  return json_page(json::object{{"error", std::move(why)}}, status);
}

} // namespace

http_response firetext_service::delivery_report(answer_format format, const http_request& request) {
  std::vector<const sms*> found;
  if (const auto reference = request.parameter("reference"); !reference.empty()) {
    found = account_.by_reference(reference);
  } else if (const auto* one = account_.find(request.parameter("message"))) {
    found.push_back(one);
  }
  json::array rows;
  for (const auto* one : found)
    rows.push_back({{"messageID", one->id},
                    {"reference", one->reference},
                    {"mobile", one->to},
                    {"firstName", ""},
                    {"lastName", ""},
                    {"messageSent", firetext_time(one->received_at)},
                    {"messageUpdate", firetext_time(one->updated_at)},
                    {"status", one->status}});
  return rows_answer(format, "Delivery report", page_of(std::move(rows), request, rules_.page_rows_max));
}

http_response firetext_service::received_messages(answer_format format, const http_request& request) {
  const auto from = request.parameter("from"), until = request.parameter("to");
  const auto now = now_();
  json::array rows;
  for (auto& one : account_.replies) {
    if (one.sent_at > now) continue; // not written yet
    const auto day = london_date(one.sent_at);
    if (from == "last" ? one.listed : day < from || (!until.empty() && day > until)) continue;
    if (from == "last") one.listed = true;
    rows.push_back({{"messageID", one.id},
                    {"sentTo", one.to},
                    {"keyword", ""},
                    {"receivedFrom", one.from},
                    {"receivedOn", firetext_time(one.sent_at)},
                    {"message", one.text}});
  }
  on_change_();
  return rows_answer(format, "Received messages", page_of(std::move(rows), request, rules_.page_rows_max));
}

http_response firetext_service::reply_now(const http_request& request) {
  const auto body = parse_object(request.body);
  if (!body) return refusal(400, body.error());
  sms_reply reply;
  reply.intent = "person";
  json_fields fields{*body};
  fields.text("from", reply.from);
  fields.text("to", reply.to);
  fields.text("text", reply.text);
  fields.text("intent", reply.intent);
  fields.text("reference", reply.reference);
  if (auto read = fields.finish(); !read) return refusal(400, read.error());
  reply.from = phone_digits(reply.from);
  if (reply.from.empty() || reply.text.empty()) return refusal(400, "from (a phone) and text are wanted");
  reply.sent_at = now_();
  const auto& added = account_.add_reply(std::move(reply));
  postman_.schedule({"reply", added.id, {}, {}, added.sent_at, 0, false});
  return json_page(json::object{{"id", added.id}}, 201);
}

http_response firetext_service::control(const http_request& request) {
  const auto page = std::string_view{request.path}.substr(std::string_view{"/_control/"}.size());
  if (request.method == "GET") {
    if (page == "healthz") return json_page(json::object{{"ok", true}});
    if (page == "ledger") return json_page(account_.ledger());
    return refusal(404, "no such page");
  }
  if (request.method != "POST") return refusal(405, "GET or POST");
  if (page == "reply") return reply_now(request);
  const auto body = parse_object(request.body);
  if (!body) return refusal(400, body.error());
  if (page == "faults") {
    if (auto merged = faults_.merge(*body); !merged) return refusal(400, merged.error());
    return json_page(json::object{{"ok", true}});
  }
  if (page == "webhooks") {
    json_fields fields{*body};
    fields.text("receipt_url", account_.hooks.receipt_url);
    fields.text("inbound_url", account_.hooks.inbound_url);
    fields.text("ca", account_.hooks.ca);
    if (auto read = fields.finish(); !read) return refusal(400, read.error());
    on_change_();
    return json_page(json::object{{"ok", true}});
  }
  return refusal(404, "no such page");
}

} // namespace tidings::sim
