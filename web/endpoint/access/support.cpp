#include "web/endpoint/access/support.hpp"

#include "schemas/json.hpp"
#include "web/endpoint/access/rules.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tidings::web {
namespace {
namespace json = boost::json;

constexpr std::size_t reason_max = 200;

/// The practice of the path, when whoever asks may see it. Nothing: answered.
std::optional<practice_id> practice_named(house& home, const call_ptr& one) {
  if (!one->asked.query.empty()) {
    one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
    return std::nullopt;
  }
  auto practice = practice_id::parse(one->arguments[0]);
  if (practice && knows(home, *one, *practice)) return practice;
  auto later = not_known_yet(home);
  one->done(later ? std::move(*later) : refusal(404, "not_found", "no practice here has this ODS code"));
  return std::nullopt;
}

struct wish {
  std::string user, reason;
  std::chrono::minutes lasts{};
};

/// Nothing: answered, with every mistake.
std::optional<wish> wish_of(const call_ptr& one, bool opens) {
  if (!is_content_type(one->asked, "application/json")) {
    one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
    return std::nullopt;
  }
  json::error_code failed;
  const auto body = json::parse(one->asked.body, failed);
  std::vector<api_error> wrong;
  wish found;
  if (failed || !body.is_object()) {
    wrong.push_back({"bad_json", "the body must be one JSON object", ""});
  } else {
    for (const auto& [key, value] : body.get_object()) {
      if (key == "user" && value.is_string())
        found.user = std::string(value.get_string());
      else if (opens && key == "reason" && value.is_string() && value.get_string().size() <= reason_max)
        found.reason = std::string(value.get_string());
      else if (opens && key == "minutes" && value.is_int64() && value.get_int64() >= 1 &&
               value.get_int64() <= support_minutes_max.count())
        found.lasts = std::chrono::minutes(value.get_int64());
      else
        wrong.push_back({"bad_value", "is not a field of this request, or has no value it may have",
                         std::string(key.substr(0, 64))});
    }
    if (wrong.empty() && found.user.empty()) wrong.push_back({"missing", "must be given", "user"});
    if (wrong.empty() && opens && found.lasts.count() == 0)
      wrong.push_back({"missing", "must be given: 1 to 480", "minutes"});
    if (wrong.empty() && opens && found.reason.empty()) wrong.push_back({"missing", "must be given", "reason"});
  }
  if (wrong.empty()) return found;
  one->done(refusal(400, std::move(wrong)));
  return std::nullopt;
}

const user_account* support_user(const house& home, const call_ptr& one, const std::string& name) {
  const auto* user = home.users.find(name);
  if (user && user->what.role == user_role::support) return &user->what;
  one->done(refusal(404, "not_found", "no support user is called so", "user"));
  return nullptr;
}

/// Sessions that are open in the practices that `shows` lets through.
template <class Shows> json::array open_sessions(const house& home, Shows shows) {
  json::array rows;
  const auto now = home.now();
  for (const auto& [name, user] : home.users.all())
    for (const auto& grant : user.what.grants)
      if (now < grant.until && shows(grant.practice))
        rows.emplace_back(json::object{{"practice", grant.practice.str()},
                                       {"user", name},
                                       {"until", iso8601(grant.until)},
                                       {"by", grant.by},
                                       {"reason", grant.reason}});
  return rows;
}

/// With whom the practice may let in, for those who may let somebody in.
std::string rows_of(const house& home, const call& one, const practice_id& practice) {
  json::object page{{"support", open_sessions(home, [&](const practice_id& other) { return other == practice; })}};
  if (access::may(one.as.role, "POST", "/api/v1/practices/{}/support")) {
    json::array helpers;
    for (const auto& [name, user] : home.users.all())
      if (user.what.role == user_role::support && !user.what.disabled) helpers.emplace_back(name);
    page["helpers"] = std::move(helpers);
  }
  return json::serialize(page);
}

/// Both the practice's stream and the host's say who let whom in: the practice looks at its own.
void keep(house& home, const call_ptr& one, const practice_id& practice, user_account after) {
  ++after.revision;
  const std::vector<std::string> about{"user " + after.name, "practice " + practice.str()};
  tell(home, practice, keep_audit_entry{}, mark_of(home, *one, *one->who, about),
       [&home, one, practice, about, after = std::move(after)](const answer& kept) mutable {
         if (!kept.accepted)
           return one->done(
               refusal(failure{kept.refusal == error_code::none ? error_code::refused : kept.refusal, kept.reason}));
         tell_of_users(home, change_user{std::move(after), one->who->user}, mark_of(home, *one, *one->who, about),
                       [&home, one, practice](const answer& said) {
                         if (said.accepted) return one->done(api_json(200, rows_of(home, *one, practice)));
                         one->done(refusal(failure{
                             said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
                       });
       });
}

void forget_past(user_account& user, const practice_id& practice, timestamp now) {
  std::erase_if(user.grants, [&](const support_grant& one) { return one.practice == practice || one.until <= now; });
}

} // namespace

void get_support(house& home, const call_ptr& one) {
  if (const auto practice = practice_named(home, one)) one->done(api_json(200, rows_of(home, *one, *practice)));
}

void get_all_support(house& home, const call_ptr& one) {
  if (!one->asked.query.empty())
    return one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  one->done(
      api_json(200, json::serialize(json::object{{"support", open_sessions(home, [&](const practice_id& practice) {
                                                    return one->as.sees(practice);
                                                  })}})));
}

void post_support(house& home, const call_ptr& one) {
  const auto practice = practice_named(home, one);
  if (!practice) return;
  const auto wanted = wish_of(one, true);
  const auto* user = wanted ? support_user(home, one, wanted->user) : nullptr;
  if (!user) return;
  auto after = *user;
  forget_past(after, *practice, home.now());
  if (after.grants.size() >= support_grants_max)
    return one->done(refusal(409, "refused", "this support user is let in by as many practices as one may be"));
  after.grants.push_back({*practice, home.now() + wanted->lasts, one->who->user, wanted->reason});
  keep(home, one, *practice, std::move(after));
}

void post_support_end(house& home, const call_ptr& one) {
  const auto practice = practice_named(home, one);
  if (!practice) return;
  const auto wanted = wish_of(one, false);
  const auto* user = wanted ? support_user(home, one, wanted->user) : nullptr;
  if (!user) return;
  auto after = *user;
  forget_past(after, *practice, home.now());
  if (after.grants == user->grants) return one->done(api_json(200, rows_of(home, *one, *practice)));
  keep(home, one, *practice, std::move(after));
}

} // namespace tidings::web
