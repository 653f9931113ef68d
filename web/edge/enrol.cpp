#include "web/edge/enrol.hpp"

#include "web/edge/frame.hpp"

#include <boost/json.hpp>
#include <curl/curl.h>

namespace tidings::edge {
namespace {
namespace json = boost::json;

constexpr long answer_limit_s = 30;

std::size_t collect(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& text = *static_cast<std::string*>(into);
  if (text.size() + size * count > 4 * pem_bytes_max) return 0;
  text.append(bytes, size * count);
  return size * count;
}

std::string text_at(const json::object& from, std::string_view key) {
  const auto* found = from.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}
std::string reason_in(const json::value& body) {
  const auto* object = body.if_object();
  const auto* errors = object ? object->if_contains("errors") : nullptr;
  if (errors == nullptr || !errors->is_array() || errors->get_array().empty() || !errors->get_array()[0].is_object())
    return {};
  return text_at(errors->get_array()[0].get_object(), "reason");
}

} // namespace

result<credentials> enrol(const agent_settings& settings, const secret_text& code) {
  if (!settings.broker.starts_with("https://"))
    return fail(error_code::not_configured, "the broker's address must begin with https://");
  auto wanted = want_certificate();
  if (!wanted) return tl::unexpected(wanted.error());
  auto url = settings.broker;
  while (url.ends_with('/')) url.pop_back();
  url += "/edge/enrol";
  const auto body = json::serialize(json::object{{"code", code.reveal()}, {"request", wanted->request}});
  std::string answer;
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
  const std::unique_ptr<curl_slist, void (*)(curl_slist*)> head(
      curl_slist_append(nullptr, "Content-Type: application/json"), &curl_slist_free_all);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, settings.proxy.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, answer_limit_s);
  curl_easy_setopt(curl.get(), CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!settings.ca_file.empty()) curl_easy_setopt(curl.get(), CURLOPT_CAINFO, settings.ca_file.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, head.get());
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
  curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, collect);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer);
  if (const auto done = curl_easy_perform(curl.get()); done != CURLE_OK)
    return fail(error_code::unreachable, settings.broker + ": " + curl_easy_strerror(done));
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  json::error_code wrong;
  const auto said = json::parse(answer, wrong);
  if (status != 201 || wrong || !said.is_object()) {
    const auto reason = wrong ? std::string() : reason_in(said);
    return fail(error_code::refused, reason.empty() ? "the broker answered HTTP " + std::to_string(status) : reason);
  }
  return keep(settings.folder, wanted->key, text_at(said.get_object(), "certificate"));
}

} // namespace tidings::edge
