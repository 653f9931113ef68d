// Health, figures, and the web app's files.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/text.hpp"

namespace tidings::web {
namespace {
response plain(int status, std::string text) {
  auto answer = response::with(status, "text/plain; charset=utf-8", std::move(text));
  answer.set("Cache-Control", "no-store");
  return answer;
}

std::string own_metrics(const tallies& counts) {
  std::string out;
  const auto add = [&](std::string_view name, std::string_view type, std::uint64_t value) {
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
    out.append(name).append(" ").append(std::to_string(value)).append("\n");
  };
  out += "# TYPE tidings_http_answers_total counter\n";
  for (const auto& [status, count] : counts.answers)
    out += "tidings_http_answers_total{status=\"" + std::to_string(status) + "\"} " + std::to_string(count) + "\n";
  add("tidings_http_connections", "gauge", counts.connections);
  add("tidings_http_connections_refused_total", "counter", counts.connections_refused);
  add("tidings_http_connections_evicted_total", "counter", counts.connections_evicted);
  add("tidings_http_streams", "gauge", counts.streams);
  add("tidings_http_streams_dropped_total", "counter", counts.streams_dropped);
  return out;
}

/// Pages for staff and operators. Scripts and styles hold nothing of anybody and are open.
bool needs_session(std::string_view path, std::string_view key) {
  const bool page = key.empty() || key.ends_with(".html");
  return page && (path.starts_with("/ops") || path.starts_with("/app"));
}
} // namespace

void get_healthz(house&, const call_ptr& one) { one->done(plain(200, "ok\n")); }

void get_readyz(house& home, const call_ptr& one) {
  const auto why = home.broker.not_ready();
  if (why.empty()) return one->done(plain(200, "ready\n"));
  one->done(std::move(plain(503, why + "\n").set("Retry-After", std::to_string(retry_after_s))));
}

void get_metrics(house& home, const call_ptr& one) {
  if (!is_loopback(one->asked)) {
    if (!one->who) return one->done(refusal(401, "not_signed_in", "from elsewhere than this machine, sign in first"));
    if (!one->as.is_operator()) return one->done(refusal(403, "forbidden", "these figures are for host operators"));
  }
  home.broker.ask("metrics", {}, later(home, [&home, one](http_answer said) {
                    auto answer =
                        response::with(said.status == 200 ? 200 : 503, "text/plain; version=0.0.4; charset=utf-8",
                                       (said.status == 200 ? said.body : std::string()) + own_metrics(home.counts));
                    answer.set("Cache-Control", "no-store");
                    one->done(std::move(answer));
                  }));
}

void get_stylesheet(house&, const call_ptr& one) { one->done(stylesheet()); }

/// Browsers ask here for pages that name no icon.
void get_icon(house&, const call_ptr& one) { one->done(response::redirect("/icon.svg")); }

void get_home(house&, const call_ptr& one) { one->done(response::redirect("/ops/")); }

void get_description(house& home, const call_ptr& one) {
  if (!home.description) return one->done(refusal(404, "not_found", "there is no such resource"));
  response answer;
  answer.set("Content-Type", "application/json");
  answer.body = home.description;
  one->done(std::move(answer));
}

void get_file(house& home, const call_ptr& one) {
  const auto& path = one->asked.path;
  const auto& method = one->asked.method;
  if (path.starts_with("/api/") || path == "/api" || path.starts_with("/webhooks/") || path.starts_with("/v2/"))
    return one->done(refusal(404, "not_found", "there is no such resource"));
  const auto key = home.files.find(path);
  const bool app_page = path == "/ops" || path.starts_with("/ops/") || path == "/app" || path.starts_with("/app/");
  if (key.empty() && !app_page) return one->done(not_found_page());
  constexpr std::string_view allow = "GET, HEAD, OPTIONS";
  if (method == "OPTIONS") {
    response answer;
    answer.status = 204;
    return one->done(std::move(answer.set("Allow", std::string(allow))));
  }
  if (method != "GET" && method != "HEAD")
    return one->done(
        std::move(refusal(405, "method_not_allowed", "here: " + std::string(allow)).set("Allow", std::string(allow))));
  if (needs_session(path, key) && !one->who) return one->done(response::redirect("/sign-in"));
  if (path == "/ops" || path == "/app") return one->done(response::redirect(path + "/"));
  if (!key.empty()) return one->done(home.files.answer(key, one->asked));
  one->done(home.files.empty() ? no_web_app_page() : not_found_page());
}

bool same_origin(const house& home, const request& asked, bool null_too) {
  const auto site = asked.field("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  if (!asked.has("Origin")) return true;
  const auto origin = asked.field("Origin");
  if (origin == "null") return null_too;
  if (origin == "https://" + std::string(asked.field("Host"))) return true;
  const std::string_view own = home.settings.public_url;
  const auto path = own.find('/', std::string_view("https://").size());
  return !own.empty() && same_word(origin, own.substr(0, path));
}

bool is_content_type(const request& asked, std::string_view type) {
  const auto given = asked.field("Content-Type");
  return same_word(trimmed(given.substr(0, given.find(';'))), type);
}

bool is_loopback(const request& asked) {
  // Behind a proxy on this machine everybody would be local.
  if (asked.has("Forwarded") || asked.has("X-Forwarded-For")) return false;
  return asked.peer == "127.0.0.1" || asked.peer == "::1" || asked.peer == "::ffff:127.0.0.1";
}

} // namespace tidings::web
