#include "web/endpoint/door.hpp"

#include "web/endpoint/access/rules.hpp"
#include "web/endpoint/access/support.hpp"
#include "web/endpoint/bulk_posts.hpp"
#include "web/endpoint/connector_test.hpp"
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/notify/errors.hpp"
#include "web/endpoint/notify/handlers.hpp"
#include "web/endpoint/notify/program.hpp"
#include "web/endpoint/oidc/pages.hpp"
#include "web/endpoint/operator_handlers.hpp"
#include "web/endpoint/quality_handlers.hpp"
#include "web/endpoint/staff_handlers.hpp"
#include "web/endpoint/text.hpp"

#include <optional>
#include <span>

namespace tidings::web {
namespace {

/// `open`: anybody, or whom the handler itself lets in (providers, programs). `user`: signed in, and with the CSRF
/// token when it changes something; else 401 or 403 JSON.
enum class entry { open, user };

struct route {
  std::string_view method;
  std::string_view pattern; ///< `{}` stands for one segment, which the handler gets
  entry needs;
  handler run;
};

constexpr route routes[] = {
    {"GET", "/api/v1/overview", entry::user, get_overview},
    {"GET", "/api/v1/practices", entry::user, get_practices},
    {"GET", "/api/v1/practices/{}", entry::user, get_practice},
    {"POST", "/api/v1/practices/{}/rotate-keys", entry::user, post_keys_rotate},
    {"POST", "/api/v1/practices/{}/erase-patient", entry::user, post_patient_erase},
    {"POST", "/api/v1/practices/{}/erase", entry::user, post_practice_erase},
    {"GET", "/api/v1/messages", entry::user, get_messages},
    {"POST", "/api/v1/messages", entry::user, post_message},
    {"POST", "/api/v1/messages/bulk", entry::user, post_messages_bulk},
    {"POST", "/api/v1/messages/preview", entry::user, post_messages_preview},
    {"GET", "/api/v1/messages/{}", entry::user, get_message},
    {"POST", "/api/v1/messages/{}/cancel", entry::user, post_message_cancel},
    {"GET", "/api/v1/replies", entry::user, get_replies},
    {"GET", "/api/v1/connectors", entry::user, get_connectors},
    {"POST", "/api/v1/connectors/{}/test", entry::user, post_connector_test},
    {"GET", "/api/v1/providers", entry::user, get_providers},
    {"GET", "/api/v1/actors", entry::user, get_actors},
    {"GET", "/api/v1/parked", entry::user, get_parked},
    {"GET", "/api/v1/alerts", entry::user, get_alerts},
    {"POST", "/api/v1/alerts/{}/acknowledge", entry::user, post_alert_acknowledge},
    {"POST", "/api/v1/onboarding/check", entry::user, post_onboarding_check},
    {"POST", "/api/v1/onboarding/doctor", entry::user, post_onboarding_doctor},
    {"POST", "/api/v1/onboarding/apply", entry::user, post_onboarding_apply},
    {"GET", "/api/v1/rollout", entry::user, get_rollout},
    {"GET", "/api/v1/rollout/csv", entry::user, get_rollout_csv},
    {"POST", "/api/v1/rollout", entry::user, post_rollout},
    {"GET", "/api/v1/queues", entry::user, get_queues},
    {"POST", "/api/v1/practices/{}/pause", entry::user, post_practice_pause},
    {"POST", "/api/v1/providers/{}/pause", entry::user, post_provider_pause},
    {"GET", "/api/v1/callbacks", entry::user, get_callbacks},
    {"POST", "/api/v1/callbacks/release", entry::user, post_callbacks_release},
    {"GET", "/api/v1/parked-groups", entry::user, get_parked_groups},
    {"POST", "/api/v1/parked-release", entry::user, post_parked_release},
    {"POST", "/api/v1/parked/{}/retry", entry::user, post_parked_retry},
    {"POST", "/api/v1/parked/{}/discard", entry::user, post_parked_discard},
    {"GET", "/api/v1/staff-items", entry::user, get_staff_items},
    {"POST", "/api/v1/staff-items/{}/done", entry::user, post_staff_item_done},
    {"GET", "/api/v1/conversations", entry::user, get_conversations},
    {"GET", "/api/v1/conversations/{}", entry::user, get_conversation},
    {"GET", "/api/v1/canned-replies", entry::user, get_canned_replies},
    {"POST", "/api/v1/conversations/{}/move", entry::user, post_conversation_move},
    {"POST", "/api/v1/conversations/{}/notes", entry::user, post_conversation_note},
    {"POST", "/api/v1/conversations/{}/answers", entry::user, post_conversation_answer},
    {"POST", "/api/v1/conversations/{}/trust", entry::user, post_conversation_trust},
    {"POST", "/api/v1/conversations/{}/code", entry::user, post_conversation_code},
    {"POST", "/api/v1/conversations/{}/document", entry::user, post_conversation_document},
    {"POST", "/api/v1/data-quality/confirm", entry::user, post_confirm_details},
    {"POST", "/api/v1/question-sets/{}/ask", entry::user, post_questions},
    {"GET", "/api/v1/data-quality", entry::user, get_data_quality},
    {"GET", "/api/v1/data-quality/csv", entry::user, get_data_quality_csv},
    {"GET", "/api/v1/fft/{}", entry::user, get_fft},
    {"GET", "/api/v1/fft/{}/csv", entry::user, get_fft_csv},
    {"POST", "/api/v1/fft-answers", entry::user, post_fft_answer},
    {"GET", "/api/v1/today", entry::user, get_today},
    {"GET", "/api/v1/waiting", entry::user, get_waiting},
    {"POST", "/api/v1/waiting", entry::user, post_waiting},
    {"POST", "/api/v1/waiting/{}/off", entry::user, post_waiting_off},
    {"POST", "/api/v1/slots/{}/stop", entry::user, post_slot_stop},
    {"POST", "/api/v1/patient-searches", entry::user, post_patient_search},
    {"GET", "/api/v1/patients/{}", entry::user, get_patient},
    {"GET", "/api/v1/patients/{}/history", entry::user, get_patient_history},
    {"POST", "/api/v1/patients/{}/wishes", entry::user, post_patient_wishes},
    {"POST", "/api/v1/now-messages", entry::user, post_now_message},
    {"POST", "/api/v1/now-messages/preview", entry::user, post_now_message_preview},
    {"POST", "/api/v1/now-messages/test", entry::user, post_now_message_test},
    {"GET", "/api/v1/send-options", entry::user, get_send_options},
    {"GET", "/api/v1/practice-settings", entry::user, get_practice_settings},
    {"GET", "/api/v1/templates", entry::user, get_made_templates},
    {"GET", "/api/v1/templates/{}", entry::user, get_made_template},
    {"POST", "/api/v1/templates/{}/draft", entry::user, post_template_draft},
    {"POST", "/api/v1/templates/{}/submit", entry::user, post_template_submit},
    {"POST", "/api/v1/templates/{}/discard", entry::user, post_template_discard},
    {"POST", "/api/v1/templates/{}/go-back", entry::user, post_template_go_back},
    {"POST", "/api/v1/templates/{}/approve", entry::user, post_template_approve},
    {"POST", "/api/v1/templates/{}/refuse", entry::user, post_template_refuse},
    {"POST", "/api/v1/templates/{}/retire", entry::user, post_template_retire},
    {"POST", "/api/v1/template-previews", entry::user, post_template_preview},
    {"POST", "/api/v1/reply-readings", entry::user, post_reply_reading},
    {"GET", "/api/v1/practice-sections", entry::user, get_practice_sections},
    {"POST", "/api/v1/practice-sections/check", entry::user, post_section_check},
    {"POST", "/api/v1/practice-sections/apply", entry::user, post_section_apply},
    {"GET", "/api/v1/opt-outs", entry::user, get_opt_outs},
    {"GET", "/api/v1/opt-outs/csv", entry::user, get_opt_outs_csv},
    {"GET", "/api/v1/reports/{}", entry::user, get_report},
    {"GET", "/api/v1/reports/{}/csv", entry::user, get_report_csv},
    {"GET", "/api/v1/audit", entry::user, get_audit},
    {"GET", "/api/v1/audit/csv", entry::user, get_audit_csv},
    {"GET", "/api/v1/api-keys", entry::user, get_program_keys},
    {"POST", "/api/v1/api-keys", entry::user, post_program_key},
    {"POST", "/api/v1/api-keys/{}/revoke", entry::user, post_program_key_revoke},
    {"POST", "/api/v1/api-keys/{}/confirm", entry::user, post_program_key_confirm},
    {"GET", "/api/v1/backups", entry::user, get_backups},
    {"POST", "/api/v1/backups", entry::user, post_backup},
    {"POST", "/api/v1/restore/release", entry::user, post_restore_release},
    {"POST", "/api/v1/restore/confirm-keys", entry::user, post_keys_confirm_all},
    {"GET", "/api/v1/edges", entry::user, get_edges},
    {"POST", "/api/v1/edges/{}/code", entry::user, post_edge_code},
    {"DELETE", "/api/v1/edges/{}", entry::user, delete_edge},
    {"GET", "/api/v1/events", entry::user, get_events},
    {"GET", "/api/v1/me", entry::user, get_me},
    {"POST", "/api/v1/sign-out", entry::user, post_sign_out},
    {"GET", "/api/v1/users", entry::user, get_users},
    {"POST", "/api/v1/users", entry::user, post_users},
    {"GET", "/api/v1/users/{}", entry::user, get_user},
    {"POST", "/api/v1/users/{}/change", entry::user, post_user_change},
    {"POST", "/api/v1/users/{}/reset", entry::user, post_user_reset},
    {"GET", "/api/v1/support", entry::user, get_all_support},
    {"GET", "/api/v1/practices/{}/support", entry::user, get_support},
    {"POST", "/api/v1/practices/{}/support", entry::user, post_support},
    {"POST", "/api/v1/practices/{}/support-end", entry::user, post_support_end},
    {"GET", "/account", entry::open, get_account},
    {"POST", "/account/password", entry::open, post_account_password},
    {"POST", "/account/second-factor", entry::open, post_account_totp},
    {"POST", "/account/second-factor/confirm", entry::open, post_account_totp_confirm},
    {"POST", "/account/second-factor/remove", entry::open, post_account_totp_remove},
    {"POST", "/edge/enrol", entry::open, post_edge_enrol},
    {"GET", "/sign-in", entry::open, get_sign_in},
    {"POST", "/sign-in", entry::open, post_sign_in},
    {"GET", "/q/{}/{}", entry::open, get_question_link},
    {"POST", "/q/{}/{}", entry::open, post_question_link},
    {"GET", "/f/{}/{}", entry::open, get_file_link},
    {"POST", "/f/{}/{}", entry::open, post_file_link},
    {"GET", "/sign-in/oidc", entry::open, oidc::get_begin},
    {"GET", "/sign-in/oidc/callback", entry::open, oidc::get_callback},
    {"GET", "/sign-in.css", entry::open, get_stylesheet},
    {"GET", "/favicon.ico", entry::open, get_icon},
    {"POST", "/webhooks/{}/{}/receipt", entry::open, post_receipt},
    {"POST", "/webhooks/{}/{}/receipt/{}", entry::open, post_receipt},
    {"POST", "/webhooks/{}/{}/reply", entry::open, post_reply},
    {"GET", "/webhooks/http/{}/receipt", entry::open, get_receipt},
    {"GET", "/webhooks/http/{}/receipt/{}", entry::open, get_receipt},
    {"GET", "/webhooks/http/{}/reply", entry::open, get_reply},
    {"POST", "/v2/notifications/sms", entry::open, notify::post_sms},
    {"POST", "/v2/notifications/email", entry::open, notify::post_email},
    {"POST", "/v2/notifications/letter", entry::open, notify::post_letter},
    {"GET", "/v2/notifications", entry::open, notify::get_notifications},
    {"GET", "/v2/notifications/{}", entry::open, notify::get_notification},
    {"GET", "/v2/notifications/{}/pdf", entry::open, notify::get_letter},
    {"GET", "/v2/templates", entry::open, notify::get_templates},
    {"GET", "/v2/template/{}", entry::open, notify::get_template},
    {"GET", "/v2/template/{}/version/{}", entry::open, notify::get_template_version},
    {"POST", "/v2/template/{}/preview", entry::open, notify::post_preview},
    {"GET", "/v2/received-text-messages", entry::open, notify::get_received_texts},
    {"GET", "/openapi.json", entry::open, get_description},
    {"GET", "/healthz", entry::open, get_healthz},
    {"GET", "/readyz", entry::open, get_readyz},
    {"GET", "/metrics", entry::open, get_metrics},
    {"GET", "/", entry::open, get_home},
};

/// What stands at the pattern's `{}`, or nothing when the path isn't of this pattern.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::string> found;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == "{}" && !given[i].empty())
      found.emplace_back(given[i]);
    else if (wanted[i] != given[i])
      return std::nullopt;
  }
  return found;
}

struct choice {
  const route* chosen = nullptr;
  std::vector<std::string> arguments;
  std::string allow; ///< methods of this path; empty when no route has it
};

choice choose(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  choice made;
  for (const auto& one : routes) {
    auto arguments = match(one.pattern, path);
    if (!arguments) continue;
    made.allow += made.allow.empty() ? "" : ", ";
    made.allow += one.method;
    if (one.method == "GET") made.allow += ", HEAD";
    if (one.method != method) continue;
    made.chosen = &one;
    made.arguments = std::move(*arguments);
  }
  if (!made.allow.empty()) made.allow += ", OPTIONS";
  return made;
}

response without_body(int status, std::string allow) {
  response answer;
  answer.status = status;
  answer.set("Allow", std::move(allow));
  return answer;
}

/// Why this call may not go on to its handler. The one place where roles are asked.
std::optional<response> refused_entry(const house& home, const call& one, const route& to) {
  if (!one.who) return refusal(401, "not_signed_in", "sign in first: `tidings sign-in` makes a link");
  if (!access::may(one.as.role, to.method, to.pattern)) return refusal(403, "forbidden", "your role may not do this");
  if (one.asked.is_safe()) return std::nullopt;
  return not_on_purpose(home, one.asked, *one.who);
}

} // namespace

std::vector<known_route> routes_of_users() {
  std::vector<known_route> all;
  for (const auto& one : routes)
    if (one.needs == entry::user) all.push_back({one.method, one.pattern});
  return all;
}

std::optional<response> not_on_purpose(const house& home, const request& asked, const session& who) {
  if (!same_origin(home, asked, false))
    return refusal(403, "cross_origin",
                   "requests that change or reveal something must come from this site's own pages");
  if (!same_in_constant_time(asked.field("X-CSRF-Token"), csrf_token(home.keys, who)))
    return refusal(403, "csrf", "the header X-CSRF-Token must be what /api/v1/me gives", "X-CSRF-Token");
  return std::nullopt;
}

bool door::may_be_large(const request& head) { return !closed_ && notify::may_send_files(*home_, head); }

void door::handle(request asked, std::function<void(response)> done) {
  if (asked.path.starts_with("/v2/"))
    done = [done = std::move(done)](response answer) { done(notify::in_notify_form(std::move(answer))); };
  if (closed_) {
    auto answer = refusal(503, "stopping", "the broker is shutting down");
    answer.close = true;
    return done(std::move(answer));
  }
  const auto one = std::make_shared<call>();
  one->asked = std::move(asked);
  one->done = [home = home_.get(), done = std::move(done)](response answer) {
    ++home->counts.answers[answer.status];
    done(std::move(answer));
  };
  if (one->asked.has("Content-Encoding"))
    return one->done(
        refusal(415, "unsupported_type", "bodies are read as they are, not compressed", "Content-Encoding"));
  if (one->asked.path == "*") return one->done(without_body(204, "GET, HEAD, POST, OPTIONS"));

  const auto now = home_->now();
  one->who = read_session(home_->keys, one->asked.field("Cookie"), now);
  // One that lasts longer than any can was made under a clock that has been set back since.
  constexpr millis set_back_max{60'000};
  if (one->who && one->who->expires - now > home_->settings.session_lasts + set_back_max) one->who.reset();
  if (!one->who && one->asked.path != "/sign-in") return let_in(one);
  with_users(*home_, [this, one](bool read) {
    if (read) return let_in(one);
    one->done(refusal(503, "stopping", "the broker is starting"));
  });
}

void door::let_in(const call_ptr& one) {
  if (one->who) {
    if (auto as = principal_of(*one->who))
      one->as = std::move(*as);
    else
      one->who.reset();
  }
  const auto& method = one->asked.method;
  auto made = choose(method, one->asked.path);
  if (made.allow.empty()) return get_file(*home_, one);
  if (method == "OPTIONS") return one->done(without_body(204, made.allow));
  if (!made.chosen) {
    auto answer = refusal(405, "method_not_allowed", "here: " + made.allow);
    return one->done(std::move(answer.set("Allow", made.allow)));
  }
  if (made.chosen->needs == entry::user)
    if (auto why = refused_entry(*home_, *one, *made.chosen)) return one->done(std::move(*why));
  one->arguments = std::move(made.arguments);
  one->route = made.chosen->pattern;
  made.chosen->run(*home_, one);
}

} // namespace tidings::web
