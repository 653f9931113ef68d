#include "actors/provider/notify/notify_provider.hpp"

#include "actors/provider/form.hpp"
#include "actors/provider/http_requests.hpp"
#include "actors/provider/notify/notify_answer.hpp"
#include "actors/provider/notify/token.hpp"
#include "schemas/providers/notify_account.hpp"

#include <boost/json.hpp>

namespace tidings::notify {
namespace {
namespace json = boost::json;

class account_of final : public http_provider {
public:
  explicit account_of(const provider_settings& account)
      : account_(account), options_(*account.notify), key_(read_api_key(account.api_key.reveal()).value_or(api_key{})) {
  }

  result<http_request> send_request(const outbound& what, timestamp now) const override {
    json::object personalisation;
    personalisation[options_.placeholder] = what.text.reveal();
    json::object body{{"phone_number", what.to.reveal()},
                      {"template_id", options_.template_id},
                      {"personalisation", std::move(personalisation)},
                      {"reference", to_text(what.message)}};
    if (!options_.sms_sender_id.empty()) body["sms_sender_id"] = options_.sms_sender_id;
    auto out = call("POST", "/v2/notifications/sms", now);
    out.headers.emplace_back("Content-Type: application/json");
    out.body = json::serialize(body);
    return out;
  }
  attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp now) const override {
    return notify::read_send(what, answer, now);
  }
  std::optional<http_request> look_up_request(message_id message, timestamp now) const override {
    return call("GET", "/v2/notifications?reference=" + form::encoded(to_text(message)), now);
  }
  found read_look_up(message_id message, std::uint32_t attempt, const http_outcome& answer) const override {
    return notify::read_look_up(account_.id, message, attempt, answer);
  }

private:
  http_request call(std::string method, const std::string& path, timestamp now) const {
    auto out = http_requests::to(account_, path);
    out.method = std::move(method);
    out.headers = {"Authorization: Bearer " + token(key_, now), "Accept: application/json"};
    return out;
  }

  const provider_settings account_;
  const notify_account options_;
  const api_key key_;
};

} // namespace

std::shared_ptr<const http_provider> make(const provider_settings& account) {
  return std::make_shared<const account_of>(account);
}

} // namespace tidings::notify
