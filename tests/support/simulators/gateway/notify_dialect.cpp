#include "gateway/notify_dialect.hpp"

#include "firetext/send_form.hpp"
#include "gateway/notify_token.hpp"

#include <boost/json.hpp>

namespace tidings::sim {
namespace {
namespace json = boost::json;

constexpr std::string_view root = "/v2/notifications", send_path = "/v2/notifications/sms";
constexpr std::size_t text_characters_max = 918;

http_response page(unsigned status, const json::value& body) {
  return {status, json::serialize(body), "application/json", {}};
}

http_response error(unsigned status, std::string_view kind, std::string message) {
  return page(status,
              json::object{{"status_code", status},
                           {"errors", json::array{json::object{{"error", kind}, {"message", std::move(message)}}}}});
}

std::string under_root(const std::string& id) {
  std::string out{root};
  return out.append("/").append(id);
}

std::string status_word(const std::string& status) {
  if (status == "pending") return "sending";
  return status == "failed" ? "permanent-failure" : status;
}

/// `2017-05-14T12:15:30.000000Z`.
std::string time_text(instant at) {
  auto text = utc_text(at);
  return text.replace(text.size() - 1, 1, "000Z");
}

json::object row(const gateway_text& text) {
  const bool over = text.status != "pending";
  return {{"id", text.id},
          {"reference", text.reference},
          {"phone_number", text.to},
          {"type", "sms"},
          {"status", status_word(text.status)},
          {"body", text.text},
          {"created_at", time_text(text.taken_at)},
          {"completed_at", over ? json::value(time_text(text.updated_at)) : json::value()}};
}

webhook_post post(const std::string& url, const json::object& body, const gateway_hooks& hooks) {
  webhook_post out{url, json::serialize(body), hooks.ca};
  out.content_type = "application/json";
  out.authorization = "Bearer " + hooks.token;
  return out;
}

class notify_dialect final : public gateway_dialect {
public:
  explicit notify_dialect(notify_service service) : service_{std::move(service)} {}

  bool is_send(const http_request& request) const override {
    return request.method == "POST" && request.path == send_path;
  }

  tl::expected<gateway_text, http_response> read_send(const http_request& request, instant now) const override;

  http_response taken(const gateway_text& text) const override {
    return page(201, json::object{{"id", text.id},
                                  {"reference", text.reference},
                                  {"content", {{"body", text.text}, {"from_number", text.from}}},
                                  {"uri", under_root(text.id)},
                                  {"template", {{"id", service_.template_id}, {"version", 1}, {"uri", ""}}},
                                  {"scheduled_for", nullptr}});
  }

  http_response other(const http_request& request, const std::vector<const gateway_text*>& texts,
                      instant now) const override;

  std::optional<webhook_post> receipt(const gateway_text& text, const gateway_hooks& hooks) const override {
    if (hooks.receipt_url.empty() || text.status == "pending") return std::nullopt; // only what is final is told
    auto body = row(text);
    body["to"] = text.to;
    body["notification_type"] = "sms";
    body["template_id"] = service_.template_id;
    body["template_version"] = 1;
    return post(hooks.receipt_url, body, hooks);
  }

  std::optional<webhook_post> reply(const gateway_reply& reply, const gateway_hooks& hooks) const override {
    if (hooks.inbound_url.empty()) return std::nullopt;
    return post(hooks.inbound_url,
                {{"id", reply.id},
                 {"source_number", reply.from},
                 {"destination_number", reply.to},
                 {"message", reply.text},
                 {"date_received", time_text(reply.sent_at)}},
                hooks);
  }

private:
  notify_service service_;
};

tl::expected<gateway_text, http_response> notify_dialect::read_send(const http_request& request, instant now) const {
  const auto refuse = [](std::string_view kind, std::string message) {
    return tl::unexpected(error(400, kind, std::move(message)));
  };
  if (auto verdict = check_token(service_, request.authorization, now); !verdict.message.empty())
    return tl::unexpected(error(verdict.status, "AuthError", std::move(verdict.message)));
  boost::system::error_code bad;
  const auto parsed = json::parse(request.body, bad);
  if (bad || !parsed.is_object()) return refuse("BadRequestError", "Invalid JSON supplied in POST data");
  const auto& body = parsed.get_object();
  gateway_text out;
  for (const auto& [name, value] : body) {
    if (name == "personalisation" && value.is_object()) continue;
    if (name != "phone_number" && name != "template_id" && name != "reference" && name != "sms_sender_id")
      return refuse("ValidationError",
                    "Additional properties are not allowed (" + std::string(name) + " was unexpected)");
    if (!value.is_string()) return refuse("ValidationError", std::string(name) + " is not of type string");
  }
  for (const auto* needed : {"phone_number", "template_id"})
    if (!body.contains(needed)) return refuse("ValidationError", std::string{needed} + " is a required property");
  out.to = phone_digits(std::string(body.at("phone_number").get_string()));
  if (out.to.empty()) return refuse("ValidationError", "phone_number Not enough digits");
  if (body.at("template_id").get_string() != service_.template_id)
    return refuse("BadRequestError", "Template not found");
  const auto* given = body.if_contains("personalisation");
  const auto* text = given == nullptr ? nullptr : given->get_object().if_contains(service_.placeholder);
  if (text == nullptr || !text->is_string())
    return refuse("BadRequestError", "Missing personalisation: " + service_.placeholder);
  out.text = text->get_string();
  if (out.text.empty()) return refuse("BadRequestError", "Your message is empty.");
  if (out.text.size() > text_characters_max)
    return refuse("BadRequestError",
                  "Your message is too long. Text messages cannot be longer than 918 characters. Your "
                  "message is " +
                      std::to_string(out.text.size()) + " characters long.");
  if (const auto* reference = body.if_contains("reference")) out.reference = reference->get_string();
  out.from = "GOVUK";
  return out;
}

http_response notify_dialect::other(const http_request& request, const std::vector<const gateway_text*>& texts,
                                    instant now) const {
  const auto nothing = error(404, "NoResultFound", "No result found");
  if (request.method != "GET" || !request.path.starts_with(root)) return nothing;
  if (auto verdict = check_token(service_, request.authorization, now); !verdict.message.empty())
    return error(verdict.status, "AuthError", std::move(verdict.message));
  if (request.path.size() > root.size()) {
    for (const auto* one : texts)
      if (request.path == under_root(one->id)) return page(200, row(*one));
    return nothing;
  }
  json::array rows;
  const auto wanted = request.parameter("reference");
  for (auto one = texts.rbegin(); one != texts.rend(); ++one) // newest first
    if (wanted.empty() || (*one)->reference == wanted) rows.push_back(row(**one));
  return page(200, json::object{{"notifications", std::move(rows)}, {"links", {{"current", request.path}}}});
}

} // namespace

std::unique_ptr<gateway_dialect> make_notify_dialect(notify_service service) {
  return std::make_unique<notify_dialect>(std::move(service));
}

} // namespace tidings::sim
