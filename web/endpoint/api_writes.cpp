// POST below /api/v1: a command to one practice, answered when what it caused is on disk.
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"

#include <algorithm>

namespace tidings::web {
namespace {

response refused(const answer& said) {
  return refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason});
}

bool takes_message(house& home, const practice_id& practice) {
  constexpr double seconds = 60;
  constexpr int bursts = 3; // of a minute's: a bulk of a few hundred is taken in one go
  const int a_minute = home.settings.messages_per_minute;
  return home.message_rates.take(practice, a_minute / seconds, std::max(1, a_minute / bursts), home.steady());
}

/// A command about one thing: `/…/{id}/verb?practice=`.
template <class Id, class Make> void act_on(house& home, const call_ptr& one, Make make) {
  for (const auto& [name, value] : one->asked.query)
    if (name != "practice")
      return one->done(refusal(400, "unknown_parameter", "is not a parameter of this resource", name.substr(0, 64)));
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  const auto id = parse_id<Id>(one->arguments[0]);
  if (!id) return one->done(refusal(404, "not_found", "nothing has this id"));
  const auto practice = practice_asked(home, *one);
  if (!practice) return;
  tell(home, *practice, make(*id, one->who->user), mark_of(home, *one, *one->who, {to_text(*id)}),
       [one, id = to_text(*id)](answer said) {
         if (!said.accepted) return one->done(refused(said));
         one->done(api_json(200, "{\"id\":" + json_quoted(id) + "}"));
       });
}
} // namespace

bool knows(const house& home, const call& one, const practice_id& practice) {
  if (practice.is_host()) return one.as.is_operator();
  return one.as.sees(practice) && home.broker.knows(practice);
}

std::optional<practice_id> practice_asked(house& home, const call& one) {
  const auto found = one.asked.query.find("practice");
  if (found == one.asked.query.end()) {
    one.done(refusal(400, "missing", "the practice's ODS code must be given", "practice"));
    return std::nullopt;
  }
  const auto practice =
      found->second == "host" ? std::optional(practice_id::host()) : practice_id::parse(found->second);
  if (!practice) {
    one.done(refusal(400, "bad_value", "must be an ODS code: 3 to 12 of A-Z and 0-9", "practice"));
    return std::nullopt;
  }
  if (!knows(home, one, *practice)) {
    if (auto later = not_known_yet(home)) {
      one.done(std::move(*later));
      return std::nullopt;
    }
    one.done(refusal(404, "not_found", "no practice here has this ODS code", "practice"));
    return std::nullopt;
  }
  return practice;
}

std::optional<response> not_known_yet(house& home) {
  const auto why = home.broker.not_ready();
  return why.empty() ? std::nullopt : std::optional(refusal(503, "unavailable", why));
}

void tell(house& home, const practice_id& practice, command what, audit_mark_ptr by, std::function<void(answer)> done) {
  auto user = by ? by->user : std::string();
  tell_for(home, practice, std::move(user), std::move(what), std::move(by), std::move(done));
}

void tell_for(house& home, const practice_id& practice, std::string user, command what, audit_mark_ptr by,
              std::function<void(answer)> done) {
  if (std::holds_alternative<accept_message>(what) && !takes_message(home, practice))
    return done({false, false, error_code::overloaded, "this practice has asked for as many messages as one may", {}});
  if (!home.busy.enter(home.limits, practice, user, home.steady()))
    return done({false, false, error_code::overloaded, "too much is under way for this practice or this user", {}});
  home.broker.tell(practice, std::move(what), std::move(by),
                   later(home, [&home, practice, user, done = std::move(done)](answer said) {
                     home.busy.leave(practice, user);
                     done(std::move(said));
                   }));
}

void post_message(house& home, const call_ptr& one) {
  if (!is_content_type(one->asked, "application/json"))
    return one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
  if (!one->asked.query.empty())
    return one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  bool stranger = false;
  auto wanted = read_wanted_message(one->asked.body, one->asked.field("Idempotency-Key"), one->who->user,
                                    [&](const practice_id& practice) {
                                      stranger = !knows(home, *one, practice);
                                      return !stranger;
                                    });
  if (stranger) // whoever asks again with the same key must not be told that it was never taken
    if (auto later = not_known_yet(home)) return one->done(std::move(*later));
  if (!wanted) return one->done(refusal(400, std::move(wanted.error())));
  const auto id = to_text(wanted->what.message);
  tell(home, wanted->practice, std::move(wanted->what), mark_of(home, *one, *one->who, {id}), [one, id](answer said) {
    if (!said.accepted) return one->done(refused(said));
    auto body = "{\"id\":" + json_quoted(id) + ",\"repeated\":" + (said.repeated ? "true}" : "false}");
    one->done(std::move(api_json(201, std::move(body)).set("Location", "/api/v1/messages/" + id)));
  });
}

void post_message_cancel(house& home, const call_ptr& one) {
  act_on<message_id>(home, one, [](message_id id, std::string user) { return cancel_message{id, std::move(user)}; });
}

void post_staff_item_done(house& home, const call_ptr& one) {
  act_on<item_id>(home, one, [](item_id id, std::string user) { return finish_item{id, std::move(user)}; });
}

void post_parked_retry(house& home, const call_ptr& one) {
  act_on<item_id>(home, one, [](item_id id, std::string user) { return release_parked{id, std::move(user), true}; });
}

void post_parked_discard(house& home, const call_ptr& one) {
  act_on<item_id>(home, one, [](item_id id, std::string user) { return release_parked{id, std::move(user), false}; });
}

} // namespace tidings::web
