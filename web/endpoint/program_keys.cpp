// Keys of programs that speak the GOV.UK Notify API: listed, made (the key is said this once), revoked, and confirmed
// after a restore.
#include "schemas/key_scope_words.hpp"
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

namespace tidings::web {
namespace {

/// The practice's stream keeps who asked before anything is done.
void order(house& home, const call_ptr& one, const practice_id& practice, std::string what, parameters with,
           std::vector<std::string> objects) {
  with["practice"] = practice.str();
  with["by"] = one->who->user;
  tell(home, practice, keep_audit_entry{}, mark_of(home, *one, *one->who, std::move(objects)),
       [&home, one, what = std::move(what), with = std::move(with)](const answer& said) {
         if (!said.accepted) return one->done(refusal_of(said));
         home.broker.operate(what, with, nullptr, later(home, [one](http_answer done) {
                               one->done(api_json(done.status, std::move(done.body)));
                             }));
       });
}

/// What may stand in the audit trail and in an address. Whether it may be a key's name, the node says.
bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= name_max &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string_view::npos;
}

constexpr std::string_view what_scopes_are =
    "one or more of send_sms, send_email, read_own, read_all, templates, received_texts, with commas between them";

/// A key that the path names.
void order_about(house& home, const call_ptr& one, std::string what) {
  if (!is_plain_name(one->arguments[0])) return one->done(refusal(404, "not_found", "no key has this name"));
  const auto practice = practice_for(home, one);
  if (!practice) return;
  order(home, one, *practice, std::move(what), {{"name", one->arguments[0]}}, {"key " + one->arguments[0]});
}

} // namespace

void get_program_keys(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  home.broker.operate("GET api-keys", {{"practice", practice->str()}}, nullptr,
                      later(home, [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); }));
}

void post_program_key(house& home, const call_ptr& one) {
  const auto practice = practice_for(home, one);
  if (!practice) return;
  auto fields = body_of(*one, {"name", "type", "guests", "scopes"});
  if (!fields) return;
  const auto name = given_in(*fields, "name"), type = given_in(*fields, "type");
  if (!is_plain_name(name)) return one->done(refusal(400, "bad_value", "a-z, 0-9, _ and -, at most 40", "name"));
  if (type != "normal" && type != "team" && type != "test")
    return one->done(refusal(400, "bad_value", "must be normal, team or test", "type"));
  std::vector<std::string> objects{"key " + name, type};
  if (fields->contains("scopes")) {
    if (!scopes_of_list(given_in(*fields, "scopes")))
      return one->done(refusal(400, "bad_value", std::string(what_scopes_are), "scopes"));
    objects.push_back("scopes " + given_in(*fields, "scopes"));
  }
  order(home, one, *practice, "POST api-keys", {fields->begin(), fields->end()}, std::move(objects));
}

void post_program_key_revoke(house& home, const call_ptr& one) { order_about(home, one, "POST api-keys/revoke"); }

void post_program_key_confirm(house& home, const call_ptr& one) { order_about(home, one, "POST api-keys/confirm"); }

/// After a restore, of every practice: the host's stream keeps who said so.
void post_keys_confirm_all(house& home, const call_ptr& one) {
  if (!one->asked.query.empty())
    return one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  if (!one->asked.body.empty()) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  tell(home, practice_id::host(), keep_audit_entry{}, mark_of(home, *one, *one->who, {}),
       [&home, one](const answer& said) {
         if (!said.accepted) return one->done(refusal_of(said));
         home.broker.operate(
             "POST api-keys/confirm-all", {{"by", one->who->user}}, nullptr,
             later(home, [one](http_answer done) { one->done(api_json(done.status, std::move(done.body))); }));
       });
}

} // namespace tidings::web
