#include "actors/callback/body.hpp"

#include "schemas/json.hpp"
#include "schemas/notify_ids.hpp"

#include <array>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace tidings::callback {
namespace {

namespace json = boost::json;

/// Microseconds, as GOV.UK Notify writes moments and its clients read them.
json::value notify_moment(timestamp at) {
  if (at == timestamp{}) return nullptr;
  auto text = iso8601(at);
  if (text.ends_with('Z')) text.insert(text.size() - 1, "000");
  return json::string(text);
}

json::value moment(timestamp at) { return at == timestamp{} ? json::value(nullptr) : json::value(iso8601(at)); }

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string_view word_of(channel by) { return boost::describe::enum_to_string(by, ""); }

/// GOV.UK Notify has four ends: what was never sent failed for a technical reason.
std::string notify_status(const owed& what) {
  if (what.status == "delivered") return "delivered";
  if (what.status == "temporary_failure") return "temporary-failure";
  if (what.status == "permanent_failure") return "permanent-failure";
  return "technical-failure";
}

std::string hex(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < count; ++i) {
    out += digits[bytes[i] >> 4U];
    out += digits[bytes[i] & 15U];
  }
  return out;
}

std::string hmac(const secret_text& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mark{};
  unsigned int size = 0;
  const auto& secret = key.reveal();
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mark.data(), &size);
  return hex(mark.data(), size);
}

letter to_notify(const callback_receiver& receiver, const json::value& body) {
  return {receiver.url,
          secret_text(json::serialize(body)),
          {"Content-Type: application/json", "Authorization: Bearer " + receiver.bearer_token.reveal()}};
}

letter to_own(const practice_settings& practice, const owed& what, std::string_view type, const json::object& more,
              timestamp now) {
  json::object body{{"id", to_text(what.id)},
                    {"type", type},
                    {"practice", practice.id.text()},
                    {"number", what.number},
                    {"at", moment(what.at)}};
  for (const auto& [key, value] : more) body.insert_or_assign(key, value);
  auto text = json::serialize(body);
  const auto& receiver = practice.callbacks->own;
  std::vector<std::string> headers{"Content-Type: application/json", "Tidings-Callback: " + to_text(what.id),
                                   "Tidings-Signature: " + signature(receiver, now, text)};
  return {receiver.url, secret_text(std::move(text)), std::move(headers)};
}

} // namespace

std::string url_of(const callback_settings& settings, receiver which) {
  switch (which) {
  case receiver::delivery:
    return settings.delivery.url;
  case receiver::received:
    return settings.received.url;
  case receiver::own:
    return settings.own.url;
  }
  return {};
}

std::string signature(const signed_receiver& of, timestamp now, std::string_view body) {
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  const auto text = seconds + "." + std::string(body);
  auto out = "t=" + seconds + ",v1=" + hmac(of.secret, text);
  if (!of.secret_before.reveal().empty()) out += ",v1=" + hmac(of.secret_before, text);
  return out;
}

letter of_message(const practice_settings& practice, receiver which, const owed& what, const message_accepted& message,
                  timestamp now) {
  const auto& reference = message.api.reference.reveal();
  if (which == receiver::delivery) {
    const template_id name(message.api.template_name);
    return to_notify(practice.callbacks->delivery,
                     json::object{{"id", what.about},
                                  {"reference", text_or_null(reference)},
                                  {"to", text_or_null(message.to.reveal())},
                                  {"status", notify_status(what)},
                                  {"created_at", notify_moment(what.created_at)},
                                  {"completed_at", notify_moment(what.at)},
                                  {"sent_at", notify_moment(what.sent_at)},
                                  {"notification_type", word_of(message.by)},
                                  {"template_id", to_text(notify_template_id(practice.id, name))},
                                  {"template_version", message.api.template_version}});
  }
  return to_own(practice, what, "message." + what.status,
                json::object{{"message",
                              {{"id", what.about},
                               {"reference", text_or_null(reference)},
                               {"kind", boost::describe::enum_to_string(message.kind, "")},
                               {"channel", word_of(message.by)},
                               {"status", what.status},
                               {"test", message.test || message.api.key_type == api_key_type::test},
                               {"created_at", moment(what.created_at)},
                               {"sent_at", moment(what.sent_at)}}}},
                now);
}

std::optional<letter> of_reply(const practice_settings& practice, receiver which, const owed& what,
                               const reply_received& reply, timestamp now) {
  const auto& from = reply.from.reveal();
  if (from.empty()) return std::nullopt;
  if (which == receiver::received)
    return to_notify(practice.callbacks->received, json::object{{"id", what.about},
                                                                {"source_number", from},
                                                                {"destination_number", reply.to},
                                                                {"message", reply.text.reveal()},
                                                                {"date_received", notify_moment(what.at)}});
  return to_own(practice, what, "reply.received",
                json::object{{"reply",
                              {{"id", what.about},
                               {"from", from},
                               {"to", reply.to},
                               {"text", reply.text.reveal()},
                               {"channel", word_of(reply.by)},
                               {"meaning", boost::describe::enum_to_string(reply.meaning, "")},
                               {"automatic", reply.automatic},
                               {"answers",
                                reply.answers.is_nil() ? json::value(nullptr) : json::value(to_text(reply.answers))}}}},
                now);
}

} // namespace tidings::callback
