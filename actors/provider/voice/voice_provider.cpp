#include "actors/provider/voice/voice_provider.hpp"

#include "actors/provider/base64.hpp"
#include "actors/provider/form.hpp"
#include "actors/provider/http_requests.hpp"
#include "actors/provider/receipt_address.hpp"
#include "actors/provider/voice/script.hpp"
#include "actors/provider/voice/voice_answer.hpp"
#include "schemas/providers/voice_account.hpp"

namespace tidings::voice {
namespace {

class account_of final : public http_provider {
public:
  explicit account_of(const provider_settings& account) : account_(account), options_(*account.voice) {}

  result<http_request> send_request(const outbound& what, timestamp) const override {
    const auto callback = receipt_address(account_, what.practice);
    std::string body;
    form::add(body, "To", "+" + what.to.reveal());
    form::add(body, "From", "+" + options_.from);
    form::add(body, "Reference", to_text(what.message));
    form::add(body, "Script",
              script({what.text.reveal(), what.question, options_.language, callback, options_.key_seconds}));
    form::add(body, "Ring", std::to_string(options_.ring_seconds));
    if (!callback.empty()) form::add(body, "Callback", callback);
    auto out = call("POST", "/calls");
    out.headers.emplace_back("Content-Type: application/x-www-form-urlencoded");
    out.body = std::move(body);
    return out;
  }
  attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp) const override {
    return voice::read_send(what, answer);
  }
  std::optional<http_request> look_up_request(message_id message, timestamp) const override {
    return call("GET", "/calls?Reference=" + form::encoded(to_text(message)));
  }
  found read_look_up(message_id message, std::uint32_t attempt, const http_outcome& answer) const override {
    return voice::read_look_up(account_.id, message, attempt, answer);
  }

private:
  http_request call(std::string method, const std::string& path) const {
    auto out = http_requests::to(account_, path);
    out.method = std::move(method);
    out.headers = {"Authorization: Basic " + base64(options_.account + ":" + account_.api_key.reveal()),
                   "Accept: application/json"};
    return out;
  }

  const provider_settings account_;
  const voice_account options_;
};

} // namespace

std::shared_ptr<const http_provider> make(const provider_settings& account) {
  return std::make_shared<const account_of>(account);
}

} // namespace tidings::voice
