// What an operator asks of the node itself or orders it to do: no practice's command, no row of the board.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/staff_handlers.hpp"

namespace tidings::web {
namespace {

/// False: answered with what is wrong.
bool is_plain(const call_ptr& one, std::string_view allowed = {}) {
  for (const auto& [name, value] : one->asked.query) {
    if (name != allowed) {
      one->done(refusal(400, "unknown_parameter", "is not a parameter of this resource", name.substr(0, 64)));
      return false;
    }
    if (name == "practice" && value != "host" && !practice_id::parse(value)) {
      one->done(refusal(400, "bad_value", "must be an ODS code: 3 to 12 of A-Z and 0-9", name));
      return false;
    }
  }
  if (!one->asked.body.empty()) {
    one->done(refusal(400, "unknown_field", "this request takes no body"));
    return false;
  }
  return true;
}

void operate(house& home, const call_ptr& one, std::string what, audit_mark_ptr by) {
  home.broker.operate(std::move(what), one->asked.query, std::move(by),
                      later(home, [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); }));
}

} // namespace

void get_backups(house& home, const call_ptr& one) {
  if (is_plain(one)) operate(home, one, "GET backups", nullptr);
}

void get_canned_replies(house& home, const call_ptr& one) {
  if (is_plain(one, "practice") && practice_asked(home, *one)) operate(home, one, "GET canned-replies", nullptr);
}

void get_send_options(house& home, const call_ptr& one) {
  if (is_plain(one, "practice") && practice_asked(home, *one)) operate(home, one, "GET send-options", nullptr);
}

void get_practice_settings(house& home, const call_ptr& one) {
  if (is_plain(one, "practice") && practice_asked(home, *one)) operate(home, one, "GET practice-settings", nullptr);
}

/// Nothing is kept and nothing is sent: what a patient's reply would be taken for.
void post_reply_reading(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  const auto fields = body_of(*one, {"text", "context"});
  if (!fields) return;
  if (given_in(*fields, "text").empty()) return one->done(refusal(400, "missing", "must be given", "text"));
  auto asked = *fields;
  asked["practice"] = practice->str();
  home.broker.operate("POST reply-readings", std::move(asked), nullptr,
                      later(home, [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); }));
}

/// Nothing of a practice changes, so the host's stream keeps who asked.
void post_backup(house& home, const call_ptr& one) {
  if (!is_plain(one)) return;
  tell(home, practice_id::host(), keep_audit_entry{}, mark_of(home, *one, *one->who, {}), [&home, one](answer said) {
    if (said.accepted) return operate(home, one, "POST backups", nullptr);
    one->done(refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
  });
}

/// Each practice's stream keeps who released it.
void post_restore_release(house& home, const call_ptr& one) {
  if (is_plain(one, "practice")) operate(home, one, "POST restore/release", mark_of(home, *one, *one->who, {}));
}

} // namespace tidings::web
