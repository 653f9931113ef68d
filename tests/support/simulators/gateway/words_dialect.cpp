#include "gateway/words_dialect.hpp"

#include "firetext/send_form.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>

namespace tidings::sim {
namespace {
namespace json = boost::json;

constexpr std::string_view send_path = "/cgphttp/servlet/sendmsg", query_path = "/cgphttp/servlet/querymsg";

std::string base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

http_response words(std::string text) { return {200, std::move(text) + "\r\n", "text/plain", {}}; }
http_response json_page(unsigned status, const json::value& body) {
  return {status, json::serialize(body), "application/json", {}};
}

std::string_view status_word(std::string_view status) {
  if (status == "delivered") return "DELIVRD";
  return status == "failed" ? "UNDELIV" : "ENROUTE";
}

/// The URL with further parameters.
std::string with(std::string url, std::initializer_list<std::pair<std::string_view, std::string_view>> parameters) {
  for (const auto& [name, value] : parameters) {
    url += url.find('?') == std::string::npos ? '?' : '&';
    url.append(name).append("=").append(percent_encode(value));
  }
  return url;
}

webhook_post get(std::string url, const gateway_hooks& hooks) {
  webhook_post out{std::move(url), {}, hooks.ca};
  out.method = "GET";
  return out;
}

class words_dialect final : public gateway_dialect {
public:
  explicit words_dialect(words_account account) : account_{std::move(account)} {}

  bool is_send(const http_request& request) const override { return request.path == send_path; }

  tl::expected<gateway_text, http_response> read_send(const http_request& request, instant) const override {
    const auto refuse = [](std::string why) { return tl::unexpected(words(std::move(why))); };
    if (!is_known(request)) return refuse("2 201 Not authorised");
    gateway_text out;
    out.to = phone_digits(request.parameter("destination"));
    out.text = request.parameter("text");
    out.from = request.parameter("source");
    out.reference = request.parameter("clientMessageId");
    if (request.parameter("replyToTON") == "10") out.receipt_url = request.parameter("replyTo");
    if (out.to.empty()) return refuse("1 104 Invalid destination");
    if (out.text.empty()) return refuse("1 105 No text");
    if (out.reference.size() > 128) return refuse("1 106 clientMessageId too long");
    return out;
  }

  http_response taken(const gateway_text& text) const override { return words("0 001 OK\r\nMessage-ID: " + text.id); }

  http_response other(const http_request& request, const std::vector<const gateway_text*>& texts,
                      instant) const override {
    if (request.path != query_path) return {404, "not found", "text/plain", {}};
    if (!is_known(request)) return words("2 201 Not authorised");
    for (const auto* one : texts)
      if (one->reference == request.parameter("clientMessageId"))
        return json_page(200, json::object{{"message",
                                            {{"messageId", one->id},
                                             {"clientMessageId", one->reference},
                                             {"status", std::string{status_word(one->status)}}}}});
    return json_page(404, json::object{{"error", "no such message"}});
  }

  std::optional<webhook_post> receipt(const gateway_text& text, const gateway_hooks& hooks) const override {
    const auto& url = text.receipt_url.empty() ? hooks.receipt_url : text.receipt_url;
    if (url.empty()) return std::nullopt;
    return get(
        with(url, {{"messageId", text.id}, {"clientMessageId", text.reference}, {"status", status_word(text.status)}}),
        hooks);
  }

  std::optional<webhook_post> reply(const gateway_reply& reply, const gateway_hooks& hooks) const override {
    if (hooks.inbound_url.empty()) return std::nullopt;
    return get(with(hooks.inbound_url,
                    {{"messageId", reply.id}, {"source", reply.from}, {"destination", reply.to}, {"text", reply.text}}),
               hooks);
  }

private:
  bool is_known(const http_request& request) const {
    if (request.has("username"))
      return request.parameter("username") == account_.user && request.parameter("password") == account_.password;
    return request.authorization == "Basic " + base64(account_.user + ":" + account_.password);
  }

  words_account account_;
};

} // namespace

std::unique_ptr<gateway_dialect> make_words_dialect(words_account account) {
  return std::make_unique<words_dialect>(std::move(account));
}

} // namespace tidings::sim
