#include "gateway/voice_dialect.hpp"

#include "firetext/send_form.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>
#include <pugixml.hpp>

namespace tidings::sim {
namespace {
namespace json = boost::json;

constexpr std::string_view calls_path = "/calls";

std::string base64(std::string_view text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

http_response json_page(unsigned status, const json::value& body) {
  return {status, json::serialize(body), "application/json", {}};
}
tl::unexpected<http_response> refuse(unsigned status, std::string_view code) {
  return tl::unexpected(json_page(
      status, json::object{{"error", {{"code", std::string{code}}, {"message", "see schemas/voice_calls.md"}}}}));
}

std::string_view status_word(std::string_view status) {
  if (status == "delivered") return "completed";
  return status == "failed" ? "no-answer" : "ringing";
}

/// A number in the United Kingdom, with its plus.
bool can_be_rung(std::string_view number) {
  return number.starts_with("+44") && number.size() >= 12 && number.size() <= 13 &&
         number.substr(1).find_first_not_of("0123456789") == std::string_view::npos;
}

std::string form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out.append(out.empty() ? "" : "&").append(name).append("=").append(percent_encode(value));
  return out;
}

class voice_dialect final : public gateway_dialect {
public:
  explicit voice_dialect(voice_line line) : line_{std::move(line)} {}

  bool is_send(const http_request& request) const override {
    return request.path == calls_path && request.method == "POST";
  }

  tl::expected<gateway_text, http_response> read_send(const http_request& request, instant) const override {
    if (!is_known(request)) return refuse(401, "unknown");
    if (!can_be_rung(request.parameter("To"))) return refuse(400, "bad_to");
    if (!can_be_rung(request.parameter("From"))) return refuse(400, "bad_from");
    pugi::xml_document script;
    const auto parsed = script.load_string(std::string{request.parameter("Script")}.c_str());
    const auto response = script.child("Response");
    const auto gather = response.child("Gather");
    const auto say = (gather ? gather : response).child("Say");
    if (!parsed || !say) return refuse(400, "bad_script");
    gateway_text out;
    out.to = request.parameter("To").substr(1);
    out.from = request.parameter("From").substr(1);
    out.reference = request.parameter("Reference");
    out.text = say.text().get();
    out.receipt_url = request.parameter("Callback");
    out.answer_url = gather.attribute("action").value();
    return out;
  }

  http_response taken(const gateway_text& call) const override {
    return json_page(201, json::object{{"id", call.id}, {"reference", call.reference}, {"status", "queued"}});
  }

  http_response other(const http_request& request, const std::vector<const gateway_text*>& calls,
                      instant) const override {
    if (request.path != calls_path) return {404, "not found", "text/plain", {}};
    if (!is_known(request)) return refuse(401, "unknown").value();
    json::array rows;
    for (const auto* one : calls)
      if (one->reference == request.parameter("Reference"))
        rows.insert(rows.begin(), json::object{{"id", one->id},
                                               {"reference", one->reference},
                                               {"status", std::string{status_word(one->status)}},
                                               {"updated_at", utc_text(one->updated_at)}});
    return json_page(200, json::object{{"calls", std::move(rows)}});
  }

  std::optional<webhook_post> receipt(const gateway_text& call, const gateway_hooks& hooks) const override {
    if (call.receipt_url.empty()) return std::nullopt;
    return webhook_post{call.receipt_url,
                        form({{"CallId", call.id},
                              {"Reference", call.reference},
                              {"CallStatus", status_word(call.status)},
                              {"Timestamp", utc_text(call.updated_at)}}),
                        hooks.ca};
  }

  std::optional<webhook_post> reply(const gateway_reply& pressed, const gateway_hooks& hooks) const override {
    if (!pressed.to_text || pressed.to_text->answer_url.empty()) return std::nullopt; // no call, or no keys offered
    const auto& call = *pressed.to_text;
    return webhook_post{call.answer_url,
                        form({{"CallId", call.id},
                              {"Reference", call.reference},
                              {"CallStatus", "in-progress"},
                              {"To", "+" + call.to},
                              {"Digits", pressed.text},
                              {"Timestamp", utc_text(pressed.sent_at)}}),
                        hooks.ca};
  }
  bool repeats_replies() const override { return false; }

private:
  bool is_known(const http_request& request) const {
    return request.authorization == "Basic " + base64(line_.account + ":" + line_.key);
  }

  voice_line line_;
};

} // namespace

std::unique_ptr<gateway_dialect> make_voice_dialect(voice_line line) {
  return std::make_unique<voice_dialect>(std::move(line));
}

} // namespace tidings::sim
