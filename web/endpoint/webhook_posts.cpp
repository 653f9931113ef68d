// Receipts and replies as providers post them. Unknown references and numbers are answered like known ones; only what
// the broker couldn't write down is answered 503, so that the provider tries again.
#include "actors/receipt/contract_receipt.hpp"
#include "actors/receipt/firetext_receipt.hpp"
#include "actors/receipt/notify_receipt.hpp"
#include "actors/receipt/voice_receipt.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/target.hpp"

#include <algorithm>

namespace tidings::web {
namespace {
enum class hook { receipt, reply };

/// Nothing of ours, a receipt or a reply.
using word = contract_word;

/// Who posts: the route's first two arguments.
struct sender {
  std::string type;
  provider_id id;
  const webhook_account* account = nullptr; ///< null: there is none of this type
};

response not_signed_in(const sender& from) {
  auto answer = refusal(401, "not_signed_in", "this provider's own sign-in is needed");
  const bool bearer = from.type == "notify";
  answer.set("WWW-Authenticate",
             bearer ? "Bearer realm=\"Tidings webhooks\"" : "Basic realm=\"Tidings webhooks\", charset=\"UTF-8\"");
  return answer;
}

/// Answers by itself when this is nobody who may post.
bool is_admitted(house& home, const call& one, const sender& from) {
  if (const auto why = home.broker.not_ready(); !why.empty()) { // a practice that isn't known may be known in a moment
    one.done(refusal(503, "unavailable", why));
    return false;
  }
  const auto now = home.now();
  const bool counted = !is_loopback(one.asked); // a proxy on this machine stands for everybody
  if (counted && home.wrong.too_many(one.asked.peer, now)) {
    one.done(refusal(429, "too_many", "too many wrong passwords from this address"));
    return false;
  }
  switch (check_webhook(from.account, one.asked)) {
  case basic_verdict::absent:
    one.done(not_signed_in(from));
    return false;
  case basic_verdict::wrong:
    if (counted) home.wrong.add(one.asked.peer, now);
    one.done(refusal(403, "forbidden", "this user and password may not post here"));
    return false;
  case basic_verdict::right:
    break;
  }
  return true;
}

result<form_fields> form_of(const request& asked) { return parse_form(asked.body, repeats::first_wins); }

/// The names and values of a post; answers by itself when they can't be read.
std::optional<form_fields> fields_of(const call& one, const sender& from) {
  constexpr std::string_view form_type = "application/x-www-form-urlencoded", json_type = "application/json";
  const bool takes_json = from.type == "http" || from.type == "notify", takes_form = from.type != "notify";
  const auto unsupported = [&] {
    const std::string wanted(takes_json && takes_form ? "a form or JSON" : takes_json ? json_type : form_type);
    one.done(refusal(415, "unsupported_type", "the body must be " + wanted, "Content-Type"));
    return std::nullopt;
  };
  result<form_fields> read = form_fields{};
  if (one.asked.method != "GET") {
    const bool json = takes_json && is_content_type(one.asked, json_type);
    if (!json && !(takes_form && is_content_type(one.asked, form_type))) return unsupported();
    read = json ? read_json_fields(one.asked.body) : form_of(one.asked);
  }
  if (!read) {
    one.done(refusal(400, "bad_value", read.error().detail));
    return std::nullopt;
  }
  if (from.type == "http") read->insert(one.asked.query.begin(), one.asked.query.end()); // the body's own win
  return std::move(*read);
}

result<word> read_post(const sender& from, hook what, const form_fields& fields, timestamp now) {
  if (from.type == "http") return read_contract_post(from.id, *from.account->contract, fields, now);
  if (from.type == "voice") return read_voice_post(from.id, fields, now);
  const bool notify = from.type == "notify";
  if (what == hook::reply) {
    auto reply = notify ? read_notify_reply(from.id, fields, now) : read_firetext_reply(from.id, fields, now);
    if (!reply) return tl::unexpected(reply.error());
    return word(std::move(*reply));
  }
  auto receipt = notify ? read_notify_receipt(from.id, fields, now) : read_firetext_receipt(from.id, fields, now);
  if (!receipt) return tl::unexpected(receipt.error());
  return *receipt ? word(std::move(**receipt)) : word();
}

/// Would the same request fare better later?
bool worth_another_try(const answer& said) {
  return !said.accepted && said.refusal != error_code::refused && said.refusal != error_code::not_found &&
         said.refusal != error_code::invalid_input && said.refusal != error_code::none;
}

response try_again(const answer& said) { return refusal(503, "unavailable", "not written down: " + said.reason); }
response taken_receipt() { return api_json(200, "{\"result\":\"success\"}"); }

void take_receipt(house& home, const call_ptr& one, const practice_id& practice, const receipt_arrived& receipt) {
  tell(home, practice, receipt, nullptr,
       [one](answer said) { one->done(worth_another_try(said) ? try_again(said) : taken_receipt()); });
}

/// For the practice in the address, or for the one that sent the message.
void find_practice(house& home, const call_ptr& one, const message_id& message,
                   std::function<void(const practice_id&)> then) {
  if (one->arguments.size() > 2) {
    const auto practice = practice_id::parse(one->arguments[2]);
    if (practice && home.broker.knows(*practice)) return then(*practice);
  }
  home.broker.practice_of_message(
      message, later(home, [one, then = std::move(then)](result<std::optional<practice_id>> found) {
        if (!found)
          return one->done(std::move(
              refusal(503, "stopping", found.error().detail).set("Retry-After", std::to_string(retry_after_s))));
        then(found->value_or(practice_id::host()));
      }));
}

void find_and_take(house& home, const call_ptr& one, const receipt_arrived& receipt) {
  find_practice(home, one, receipt.message,
                [&home, one, receipt](const practice_id& practice) { take_receipt(home, one, practice, receipt); });
}

/// How the call goes on (schemas/voice_calls.md).
response said_on_the_telephone(std::string_view words) {
  return response::with(200, "application/xml",
                        "<Response><Say language=\"en-GB\">" + std::string(words) + "</Say></Response>");
}

/// Whoever pressed it waits for an answer, and hears that it was taken only once it is.
void take_keys(house& home, const call_ptr& one, const reply_arrived& keys) {
  find_practice(home, one, keys.answers, [&home, one, keys](const practice_id& practice) {
    tell(home, practice, keys, nullptr, [one](answer said) {
      if (said.accepted) return one->done(said_on_the_telephone("Thank you. Your answer has been taken. Goodbye."));
      if (worth_another_try(said)) return one->done(try_again(said));
      one->done(said_on_the_telephone("Sorry, your answer could not be taken. Please ring the practice. Goodbye."));
    });
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

std::string_view without_plus(std::string_view number) {
  if (number.starts_with('+')) number.remove_prefix(1);
  return number;
}

void take(house& home, const call_ptr& one, hook what) {
  sender from{one->arguments[0], provider_id(one->arguments[1]), nullptr};
  constexpr std::string_view types[] = {"firetext", "http", "notify", "voice"};
  if (std::find(std::begin(types), std::end(types), from.type) == std::end(types))
    return one->done(refusal(404, "not_found", "there is no such resource"));
  if (one->asked.method == "HEAD") return one->done(refusal(405, "method", "only GET and POST tell anything here"));
  from.account = find_account(home.accounts, from.id, from.type);
  if (!is_admitted(home, *one, from)) return;
  const auto fields = fields_of(*one, from);
  if (!fields) return;
  const auto read = read_post(from, what, *fields, home.now());
  if (!read) return one->done(refusal(read.error()));
  if (const auto* receipt = std::get_if<receipt_arrived>(&*read)) return find_and_take(home, one, *receipt);
  if (const auto* reply = std::get_if<reply_arrived>(&*read)) {
    if (reply->by == channel::voice) return take_keys(home, one, *reply);
    const auto practice = home.broker.practice_of_number(without_plus(reply->to));
    return take_reply(home, one, practice.value_or(practice_id::host()), *reply);
  }
  one->done(taken_receipt());
}

/// The GET routes name their type themselves.
void take_by_get(house& home, const call_ptr& one, hook what) {
  one->arguments.insert(one->arguments.begin(), "http");
  take(home, one, what);
}
} // namespace

void post_receipt(house& home, const call_ptr& one) { take(home, one, hook::receipt); }
void post_reply(house& home, const call_ptr& one) { take(home, one, hook::reply); }
void get_receipt(house& home, const call_ptr& one) { take_by_get(home, one, hook::receipt); }
void get_reply(house& home, const call_ptr& one) { take_by_get(home, one, hook::reply); }

} // namespace tidings::web
