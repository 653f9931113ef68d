// Receipts and replies as FireText posts them. Unknown references and numbers are answered like known ones; only what
// the broker couldn't write down is answered 503, so that the provider tries again.
#include "actors/receipt/firetext_receipt.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/target.hpp"

namespace tidings::web {
namespace {
/// The provider's password, the form's type and its fields; answers by itself when one is wrong.
std::optional<parameters> admitted(house& home, const call& one, const provider_id& provider) {
  if (const auto why = home.broker.not_ready(); !why.empty()) { // a practice that isn't known may be known in a moment
    one.done(refusal(503, "unavailable", why));
    return std::nullopt;
  }
  const auto now = home.now();
  const bool counted = !is_loopback(one.asked); // a proxy on this machine stands for everybody
  if (counted && home.wrong.too_many(one.asked.peer, now)) {
    one.done(refusal(429, "too_many", "too many wrong passwords from this address"));
    return std::nullopt;
  }
  switch (check_basic(home.accounts, provider, one.asked.field("Authorization"))) {
  case basic_verdict::absent: {
    auto answer = refusal(401, "not_signed_in", "HTTP Basic authentication is needed");
    answer.set("WWW-Authenticate", "Basic realm=\"Tidings webhooks\", charset=\"UTF-8\"");
    one.done(std::move(answer));
    return std::nullopt;
  }
  case basic_verdict::wrong:
    if (counted) home.wrong.add(one.asked.peer, now);
    one.done(refusal(403, "forbidden", "this user and password may not post here"));
    return std::nullopt;
  case basic_verdict::right:
    break;
  }
  if (!is_content_type(one.asked, "application/x-www-form-urlencoded")) {
    one.done(refusal(415, "unsupported_type", "the body must be application/x-www-form-urlencoded", "Content-Type"));
    return std::nullopt;
  }
  auto form = parse_form(one.asked.body, repeats::first_wins);
  if (!form) {
    one.done(refusal(400, "bad_value", form.error().detail));
    return std::nullopt;
  }
  return std::move(*form);
}

/// Would the same request fare better later?
bool worth_another_try(const answer& said) {
  return !said.accepted && said.refusal != error_code::refused && said.refusal != error_code::not_found &&
         said.refusal != error_code::invalid_input && said.refusal != error_code::none;
}

response try_again(const answer& said) { return refusal(503, "unavailable", "not written down: " + said.reason); }

void take_receipt(house& home, const call_ptr& one, const practice_id& practice, const receipt_arrived& receipt) {
  tell(home, practice, receipt, nullptr, [one](answer said) {
    one->done(worth_another_try(said) ? try_again(said) : api_json(200, "{\"result\":\"success\"}"));
  });
}

void take_reply(house& home, const call_ptr& one, const practice_id& practice, const reply_arrived& reply) {
  tell(home, practice, reply, nullptr, [&home, one, practice, reply](answer said) {
    if (said.accepted) return one->done(api_json(200, "{\"status\":\"ok\"}"));
    // The practice has gone, or won't have it: a patient's words still go to a person.
    if (!worth_another_try(said) && !practice.is_host()) return take_reply(home, one, practice_id::host(), reply);
    one->done(try_again(said));
  });
}
} // namespace

void post_firetext_receipt(house& home, const call_ptr& one) {
  const provider_id provider(one->arguments[0]);
  const auto form = admitted(home, *one, provider);
  if (!form) return;
  const auto receipt = read_firetext_receipt(provider, *form, home.now());
  if (!receipt) return one->done(refusal(receipt.error()));
  if (!*receipt) return one->done(api_json(200, "{\"result\":\"success\"}"));
  if (one->arguments.size() > 1) {
    const auto practice = practice_id::parse(one->arguments[1]);
    if (practice && home.broker.knows(*practice)) return take_receipt(home, one, *practice, **receipt);
  }
  home.broker.practice_of_message(
      (*receipt)->message, later(home, [&home, one, receipt = **receipt](result<std::optional<practice_id>> found) {
        if (!found)
          return one->done(std::move(
              refusal(503, "stopping", found.error().detail).set("Retry-After", std::to_string(retry_after_s))));
        take_receipt(home, one, found->value_or(practice_id::host()), receipt);
      }));
}

void post_firetext_reply(house& home, const call_ptr& one) {
  const provider_id provider(one->arguments[0]);
  const auto form = admitted(home, *one, provider);
  if (!form) return;
  const auto reply = read_firetext_reply(provider, *form, home.now());
  if (!reply) return one->done(refusal(reply.error()));
  const auto practice = home.broker.practice_of_number(reply->to);
  take_reply(home, one, practice.value_or(practice_id::host()), *reply);
}

} // namespace tidings::web
