#include "web/endpoint/access/rules.hpp"

#include <algorithm>

namespace tidings::web::access {
namespace {

constexpr std::string_view everybody = "RSWFAH", daily = "WFAH", grown = "FAH", managers = "AH", host = "H";
constexpr std::string_view shown = "RWFAH"; ///< support looks at what happened, not at patients

// clang-format off
constexpr rule table[] = {
    {"GET", "/api/v1/overview", everybody, reach::rows, ""},
    {"GET", "/api/v1/practices", everybody, reach::rows, ""},
    {"GET", "/api/v1/practices/{}", everybody, reach::path, ""},
    {"POST", "/api/v1/practices/{}/rotate-keys", host, reach::host, ""},
    {"POST", "/api/v1/practices/{}/erase-patient", managers, reach::path, ""},
    {"POST", "/api/v1/practices/{}/erase", host, reach::host, ""},
    {"GET", "/api/v1/messages", everybody, reach::rows, shown},
    {"POST", "/api/v1/messages", daily, reach::body, ""},
    {"POST", "/api/v1/messages/bulk", daily, reach::body, ""},
    {"POST", "/api/v1/messages/preview", daily, reach::body, ""},
    {"GET", "/api/v1/messages/{}", everybody, reach::object, shown},
    {"POST", "/api/v1/messages/{}/cancel", daily, reach::query, ""},
    {"GET", "/api/v1/replies", everybody, reach::rows, shown},
    {"GET", "/api/v1/connectors", everybody, reach::rows, ""},
    {"POST", "/api/v1/connectors/{}/test", grown, reach::path, ""},
    {"GET", "/api/v1/providers", host, reach::host, ""},
    {"GET", "/api/v1/actors", host, reach::host, ""},
    {"GET", "/api/v1/parked", everybody, reach::rows, ""},
    {"GET", "/api/v1/alerts", host, reach::host, ""},
    {"POST", "/api/v1/alerts/{}/acknowledge", host, reach::host, ""},
    {"POST", "/api/v1/onboarding/check", host, reach::host, ""},
    {"POST", "/api/v1/onboarding/doctor", host, reach::host, ""},
    {"POST", "/api/v1/onboarding/apply", host, reach::host, ""},
    {"GET", "/api/v1/rollout", host, reach::host, ""},
    {"GET", "/api/v1/rollout/csv", host, reach::host, ""},
    {"POST", "/api/v1/rollout", host, reach::host, ""},
    {"GET", "/api/v1/queues", everybody, reach::rows, ""},
    {"POST", "/api/v1/practices/{}/pause", grown, reach::path, ""},
    {"POST", "/api/v1/providers/{}/pause", host, reach::host, ""},
    {"GET", "/api/v1/callbacks", host, reach::host, ""},
    {"POST", "/api/v1/callbacks/release", host, reach::host, ""},
    {"GET", "/api/v1/parked-groups", everybody, reach::rows, ""},
    {"POST", "/api/v1/parked-release", grown, reach::body, ""},
    {"POST", "/api/v1/parked/{}/retry", grown, reach::query, ""},
    {"POST", "/api/v1/parked/{}/discard", grown, reach::query, ""},
    {"GET", "/api/v1/staff-items", everybody, reach::rows, ""},
    {"POST", "/api/v1/staff-items/{}/done", daily, reach::query, ""},
    {"GET", "/api/v1/conversations", everybody, reach::rows, shown},
    {"GET", "/api/v1/conversations/{}", everybody, reach::query, shown},
    {"GET", "/api/v1/canned-replies", everybody, reach::query, ""},
    {"POST", "/api/v1/conversations/{}/move", daily, reach::query, ""},
    {"POST", "/api/v1/conversations/{}/notes", daily, reach::query, ""},
    {"POST", "/api/v1/conversations/{}/answers", daily, reach::query, ""},
    {"POST", "/api/v1/conversations/{}/trust", daily, reach::query, ""},
    {"POST", "/api/v1/conversations/{}/code", daily, reach::query, ""},
    {"POST", "/api/v1/conversations/{}/document", daily, reach::query, ""},
    {"GET", "/api/v1/data-quality", everybody, reach::query, shown},
    {"GET", "/api/v1/data-quality/csv", shown, reach::query, shown},
    {"POST", "/api/v1/data-quality/confirm", daily, reach::query, ""},
    {"GET", "/api/v1/today", everybody, reach::query, shown},
    {"GET", "/api/v1/waiting", everybody, reach::query, shown},
    {"POST", "/api/v1/waiting", daily, reach::query, ""},
    {"POST", "/api/v1/waiting/{}/off", daily, reach::query, ""},
    {"POST", "/api/v1/slots/{}/stop", daily, reach::query, ""},
    {"POST", "/api/v1/question-sets/{}/ask", daily, reach::query, ""},
    {"GET", "/api/v1/fft/{}", everybody, reach::path, ""},
    {"GET", "/api/v1/fft/{}/csv", everybody, reach::path, ""},
    {"POST", "/api/v1/fft-answers", daily, reach::query, ""},
    {"POST", "/api/v1/patient-searches", shown, reach::query, ""},
    {"GET", "/api/v1/patients/{}", shown, reach::query, ""},
    {"GET", "/api/v1/patients/{}/history", everybody, reach::query, shown},
    {"POST", "/api/v1/patients/{}/wishes", daily, reach::query, ""},
    {"POST", "/api/v1/now-messages", daily, reach::body, ""},
    {"POST", "/api/v1/now-messages/preview", daily, reach::body, ""},
    {"POST", "/api/v1/now-messages/test", daily, reach::body, ""},
    {"GET", "/api/v1/send-options", daily, reach::query, ""},
    {"GET", "/api/v1/practice-settings", everybody, reach::query, ""},
    {"GET", "/api/v1/templates", everybody, reach::query, ""},
    {"GET", "/api/v1/templates/{}", everybody, reach::query, ""},
    {"POST", "/api/v1/templates/{}/draft", grown, reach::query, ""},
    {"POST", "/api/v1/templates/{}/submit", grown, reach::query, ""},
    {"POST", "/api/v1/templates/{}/discard", grown, reach::query, ""},
    {"POST", "/api/v1/templates/{}/go-back", grown, reach::query, ""},
    {"POST", "/api/v1/templates/{}/approve", managers, reach::query, ""},
    {"POST", "/api/v1/templates/{}/refuse", managers, reach::query, ""},
    {"POST", "/api/v1/templates/{}/retire", managers, reach::query, ""},
    {"POST", "/api/v1/template-previews", everybody, reach::query, ""},
    {"POST", "/api/v1/reply-readings", everybody, reach::query, ""},
    {"GET", "/api/v1/practice-sections", managers, reach::query, ""},
    {"POST", "/api/v1/practice-sections/check", managers, reach::query, ""},
    {"POST", "/api/v1/practice-sections/apply", managers, reach::query, ""},
    {"GET", "/api/v1/opt-outs", everybody, reach::query, shown},
    {"GET", "/api/v1/opt-outs/csv", shown, reach::query, shown},
    {"GET", "/api/v1/reports/{}", everybody, reach::path, ""},
    {"GET", "/api/v1/reports/{}/csv", everybody, reach::path, ""},
    {"GET", "/api/v1/audit", grown, reach::rows, ""},
    {"GET", "/api/v1/audit/csv", grown, reach::query, ""},
    {"GET", "/api/v1/api-keys", managers, reach::query, ""},
    {"POST", "/api/v1/api-keys", managers, reach::query, ""},
    {"POST", "/api/v1/api-keys/{}/revoke", managers, reach::query, ""},
    {"POST", "/api/v1/api-keys/{}/confirm", managers, reach::query, ""},
    {"GET", "/api/v1/backups", host, reach::host, ""},
    {"POST", "/api/v1/backups", host, reach::host, ""},
    {"POST", "/api/v1/restore/release", host, reach::host, ""},
    {"POST", "/api/v1/restore/confirm-keys", host, reach::host, ""},
    {"GET", "/api/v1/edges", host, reach::host, ""},
    {"POST", "/api/v1/edges/{}/code", host, reach::host, ""},
    {"DELETE", "/api/v1/edges/{}", host, reach::host, ""},
    {"GET", "/api/v1/events", everybody, reach::rows, ""},
    {"GET", "/api/v1/me", everybody, reach::own, ""},
    {"POST", "/api/v1/sign-out", everybody, reach::own, ""},
    {"GET", "/api/v1/users", managers, reach::users, ""},
    {"POST", "/api/v1/users", managers, reach::users, ""},
    {"GET", "/api/v1/users/{}", managers, reach::users, ""},
    {"POST", "/api/v1/users/{}/change", managers, reach::users, ""},
    {"POST", "/api/v1/users/{}/reset", managers, reach::users, ""},
    {"GET", "/api/v1/support", "RWFAH", reach::rows, ""},
    {"GET", "/api/v1/practices/{}/support", "RWFAH", reach::path, ""},
    {"POST", "/api/v1/practices/{}/support", grown, reach::path, ""},
    {"POST", "/api/v1/practices/{}/support-end", grown, reach::path, ""},
};
// clang-format on

} // namespace

char role_letter(user_role role) {
  switch (role) {
  case user_role::read_only:
    return 'R';
  case user_role::support:
    return 'S';
  case user_role::read_write:
    return 'W';
  case user_role::full:
    return 'F';
  case user_role::practice_administrator:
    return 'A';
  case user_role::host_operator:
    return 'H';
  }
  return '?'; // a number from a newer version: may do nothing
}

std::span<const rule> rules() { return table; }

const rule* rule_of(std::string_view method, std::string_view pattern) {
  if (method == "HEAD") method = "GET";
  const auto found = std::find_if(std::begin(table), std::end(table),
                                  [&](const rule& one) { return one.method == method && one.pattern == pattern; });
  return found == std::end(table) ? nullptr : found;
}

bool may(user_role role, std::string_view method, std::string_view pattern) {
  const auto* row = rule_of(method, pattern);
  return (row ? row->roles : host).find(role_letter(role)) != std::string_view::npos;
}

bool may_reveal(user_role role, std::string_view method, std::string_view pattern) {
  const auto* row = rule_of(method, pattern);
  return (row ? row->reveals : host).find(role_letter(role)) != std::string_view::npos;
}

} // namespace tidings::web::access
