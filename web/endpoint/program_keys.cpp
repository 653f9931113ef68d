// Keys of programs that speak the GOV.UK Notify API: listed, made (the key is said this once), revoked.
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
  auto fields = body_of(*one, {"name", "type", "guests"});
  if (!fields) return;
  const auto name = given_in(*fields, "name"), type = given_in(*fields, "type");
  if (!is_plain_name(name)) return one->done(refusal(400, "bad_value", "a-z, 0-9, _ and -, at most 40", "name"));
  if (type != "normal" && type != "team" && type != "test")
    return one->done(refusal(400, "bad_value", "must be normal, team or test", "type"));
  order(home, one, *practice, "POST api-keys", {fields->begin(), fields->end()}, {"key " + name, type});
}

void post_program_key_revoke(house& home, const call_ptr& one) {
  if (!is_plain_name(one->arguments[0])) return one->done(refusal(404, "not_found", "no key has this name"));
  const auto practice = practice_for(home, one);
  if (!practice) return;
  order(home, one, *practice, "POST api-keys/revoke", {{"name", one->arguments[0]}}, {"key " + one->arguments[0]});
}

} // namespace tidings::web
