#include "actors/node/cli/local_door.hpp"

#include "web/endpoint/sign_in.hpp"

#include <boost/json.hpp>
#include <curl/curl.h>

#include <filesystem>
#include <fstream>

namespace tidings::cli {
namespace {

constexpr long answer_limit_s = 20; ///< longer than the broker's own

std::size_t collect(char* data, std::size_t size, std::size_t count, void* into) {
  static_cast<std::string*>(into)->append(data, size * count);
  return size * count;
}

std::string address_of(const endpoint_settings& door) {
  int port = door.port;
  if (port == 0 && !door.port_file.empty()) std::ifstream(door.port_file) >> port;
  const auto host = door.address == "0.0.0.0" || door.address == "::" ? "127.0.0.1" : door.address;
  return "https://" + (host.find(':') == host.npos ? host : '[' + host + ']') + ':' + std::to_string(port);
}

/// The first reason among `{"errors":[{"reason":…}]}`, or the body itself.
std::string reason_in(const std::string& body) {
  boost::json::error_code wrong;
  const auto json = boost::json::parse(body, wrong);
  const auto* object = wrong ? nullptr : json.if_object();
  const auto* errors = object ? object->if_contains("errors") : nullptr;
  if (!errors || !errors->is_array() || errors->get_array().empty()) return body.substr(0, 200);
  const auto* reason =
      errors->get_array()[0].if_object() ? errors->get_array()[0].get_object().if_contains("reason") : nullptr;
  return reason && reason->is_string() ? std::string(reason->get_string()) : body.substr(0, 200);
}

struct free_curl {
  void operator()(CURL* one) const { curl_easy_cleanup(one); }
  void operator()(curl_slist* one) const { curl_slist_free_all(one); }
};

} // namespace

struct local_door::impl {
  std::unique_ptr<CURL, free_curl> curl{curl_easy_init()};
  std::string base, csrf, certificate;

  result<std::string> ask(const std::string& path, const std::string* body, const char* type) {
    std::string answer;
    auto* one = curl.get();
    curl_easy_setopt(one, CURLOPT_URL, (base + path).c_str());
    curl_easy_setopt(one, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(one, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(one, CURLOPT_TIMEOUT, answer_limit_s);
    curl_easy_setopt(one, CURLOPT_NOPROXY, "*");
    // The broker's own certificate and no other; its name is the one of the outside.
    curl_easy_setopt(one, CURLOPT_CAINFO, certificate.c_str());
    curl_easy_setopt(one, CURLOPT_SSL_VERIFYHOST, 0L);
    std::unique_ptr<curl_slist, free_curl> head;
    const auto add = [&](const std::string& line) { head.reset(curl_slist_append(head.release(), line.c_str())); };
    if (!csrf.empty()) add("X-CSRF-Token: " + csrf);
    if (body) {
      add(std::string("Content-Type: ") + type);
      curl_easy_setopt(one, CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
      curl_easy_setopt(one, CURLOPT_COPYPOSTFIELDS, body->c_str());
    } else {
      curl_easy_setopt(one, CURLOPT_HTTPGET, 1L);
    }
    curl_easy_setopt(one, CURLOPT_HTTPHEADER, head.get());
    if (const auto code = curl_easy_perform(one); code != CURLE_OK)
      return fail(error_code::unreachable, "no broker answers at " + base + ": " + curl_easy_strerror(code) +
                                               "; is `tidings serve` running with this configuration?");
    long status = 0;
    curl_easy_getinfo(one, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 400) return fail(error_code::refused, reason_in(answer));
    return answer;
  }
};

local_door::local_door(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}
local_door::~local_door() = default;

result<std::unique_ptr<local_door>> local_door::open(const broker_settings& settings) {
  const auto key_file = std::filesystem::path(settings.data_dir) / "session.key";
  if (!std::filesystem::exists(key_file))
    return fail(error_code::unreachable, "no broker has run in " + settings.data_dir);
  const auto keys = session_keys::load_or_create(key_file.string());
  if (!keys) return tl::unexpected(keys.error());
  auto parts = std::make_unique<impl>();
  parts->base = address_of(settings.endpoint);
  parts->certificate = settings.endpoint.certificate;
  curl_easy_setopt(parts->curl.get(), CURLOPT_COOKIEFILE, ""); // cookies are kept, in memory
  const auto form = "token=" + make_sign_in_token(*keys, "command-line", system_now());
  auto in = parts->ask("/sign-in", &form, "application/x-www-form-urlencoded");
  if (!in) return tl::unexpected(in.error());
  auto me = parts->ask("/api/v1/me", nullptr, nullptr);
  if (!me) return tl::unexpected(me.error());
  boost::json::error_code wrong;
  const auto json = boost::json::parse(*me, wrong);
  const auto* csrf = !wrong && json.is_object() ? json.get_object().if_contains("csrf") : nullptr;
  if (!csrf || !csrf->is_string()) return fail(error_code::refused, "the broker let nobody in");
  parts->csrf = std::string(csrf->get_string());
  return std::unique_ptr<local_door>(new local_door(std::move(parts)));
}

result<std::string> local_door::get(const std::string& path) { return impl_->ask("/api/v1" + path, nullptr, nullptr); }
result<std::string> local_door::post(const std::string& path, const std::string& json) {
  return impl_->ask("/api/v1" + path, &json, "application/json");
}

} // namespace tidings::cli
