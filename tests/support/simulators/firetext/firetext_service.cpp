#include "firetext/firetext_service.hpp"

#include "firetext/patient_model.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <memory>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;

/// With `early_receipt` the submission is answered when the receipt has been tried, but no later than this.
constexpr auto early_receipt_patience = 3s;

/// One phone sends one text after the other. FireText reports whole seconds and no id: two equal texts of one second
/// would be one text reported twice.
constexpr auto between_replies = 1s;

/// Reasons of a declined receipt (facts: GOV.UK Notify's firetext.py).
constexpr std::array<std::string_view, 7> decline_codes = {"101", "102", "103", "104", "201", "401", "900"};

} // namespace

/// What goes wrong with one accepted message.
struct firetext_service::troubles {
  bool early = false, duplicate = false, lost = false, pending_first = false, reorder = false;
};

firetext_service::firetext_service(boost::asio::io_context& io, sms_account& account, postman& carrier,
                                   firetext_rules rules, wall_clock now, std::function<void()> on_change)
    : io_{io}, account_{account}, postman_{carrier}, rules_{std::move(rules)}, now_{std::move(now)},
      on_change_{std::move(on_change)}, throws_{rules_.seed, {"faults"}} {}

bool firetext_service::strikes(double probability) {
  if (probability <= 0 || !throws_.chance(probability)) return false;
  faults_.struck();
  return true;
}

std::chrono::milliseconds firetext_service::pick(delay_range range, dice& throws) const {
  return std::chrono::milliseconds{throws.between(range.least.count(), range.most.count())};
}

bool firetext_service::knows_key(const http_request& request) const {
  // With username and password the password is taken as the key.
  const auto given = request.has("apiKey") ? request.parameter("apiKey") : request.parameter("password");
  return std::ranges::find(rules_.api_keys, given) != rules_.api_keys.end();
}

void firetext_service::answer(const http_request& request, const http_reply& to) {
  static constexpr std::string_view control_root = "/_control/", api_root = "/api/";
  const std::string_view path = request.path;
  if (path.starts_with(control_root)) return to.send(control(request));
  if (!path.starts_with(api_root)) return to.send({404, "not found", "text/plain", {}});
  auto name = path.substr(api_root.size());
  auto format = answer_format::plain;
  if (const auto slash = name.find('/'); slash != std::string_view::npos) {
    const auto wanted = name.substr(slash + 1);
    name = name.substr(0, slash);
    if (wanted == "json")
      format = answer_format::json;
    else if (wanted == "xml")
      format = answer_format::xml;
    else if (!wanted.empty())
      return to.send({404, "not found", "text/plain", {}});
  }
  if (request.method != "GET" && request.method != "POST") return to.send({405, "GET or POST", "text/plain", {}});
  api(name, format, request, to);
}

void firetext_service::api(std::string_view name, answer_format format, const http_request& request,
                           const http_reply& to) {
  if (name == "sendsms") return send_sms(format, request, to);
  if (name != "deliveryreport" && name != "receivedmessages" && name != "credit")
    return to.send({404, "not found", "text/plain", {}});
  if (!knows_key(request)) return to.send(api_answer(format, send_code::authentication, 0));
  if (name == "deliveryreport") return to.send(delivery_report(format, request));
  if (name == "receivedmessages") return to.send(received_messages(format, request));
  to.send(api_answer(format, send_code::queued, account_.credit, "Credit balance"));
}

bool firetext_service::refuse_by_fault(answer_format format, const http_reply& to) {
  if (strikes(faults_.hang)) return true; // `to` is dropped: the caller waits
  if (strikes(faults_.http_500)) return to.send({500, "Internal Server Error", "text/plain", {}}), true;
  if (strikes(faults_.http_429)) return to.send({429, "Too Many Requests", "text/plain", {{"Retry-After", "1"}}}), true;
  if (strikes(faults_.html_page))
    return to.send({200, "<!DOCTYPE html><title>Maintenance</title><p>Back soon.", "text/html", {}}), true;
  if (faults_.code != 0) {
    const auto code = static_cast<send_code>(faults_.code);
    if (strikes(faults_.code_p))
      return send_later(to, api_answer(format, code, 0), std::chrono::milliseconds{faults_.delay_ms}), true;
  }
  return false;
}

void firetext_service::send_sms(answer_format format, const http_request& request, const http_reply& to) {
  if (refuse_by_fault(format, to)) return;
  const std::chrono::milliseconds delay{faults_.delay_ms};
  auto form = read_send_form(request);
  if (!knows_key(request)) form.code = send_code::authentication;
  const auto parts = static_cast<std::int64_t>(form.to.size());
  if (form.code == send_code::queued && account_.credit < parts) form.code = send_code::credit;
  if (form.code != send_code::queued) return send_later(to, api_answer(format, form.code, 0), delay);

  account_.credit -= parts;
  const troubles bad{strikes(faults_.early_receipt), strikes(faults_.duplicate_receipt), strikes(faults_.lose_receipt),
                     strikes(faults_.pending_first), strikes(faults_.reorder)};
  const bool never_answered = strikes(faults_.timeout_after_accept);
  const bool reset = !never_answered && strikes(faults_.reset_after_accept);
  const auto answered = api_answer(format, send_code::queued, parts);
  std::function<void()> when_tried;
  if (bad.early && !never_answered && !reset) {
    when_tried = [to, answered] { to.send(answered); };
    send_later(to, answered, early_receipt_patience);
  }
  for (const auto& phone : form.to) {
    sms one;
    one.reference = form.reference;
    one.to = phone;
    one.from = form.from;
    one.text = form.text;
    one.receipt_url = form.receipt_url;
    give_receipts(account_.take(std::move(one), now_()), bad, when_tried);
  }
  on_change_();
  if (never_answered || when_tried) return;
  if (reset) return to.reset();
  send_later(to, answered, delay);
}

void firetext_service::give_receipts(const sms& text, const troubles& bad, std::function<void()> when_tried) {
  dice throws{rules_.seed, {"receipt", text.id, std::to_string(text.count)}};
  const bool declined = throws.chance(rules_.fail_rate);
  delivery last{"receipt",
                text.id,
                declined ? "Declined" : "Delivered",
                declined ? std::string{throws.pick(decline_codes)} : "000",
                {},
                0,
                bad.lost};
  auto after = bad.early ? 0ms : pick(rules_.receipt_delay, throws);
  if (bad.reorder) after *= static_cast<int>(throws.between(1, 4));
  const auto more = [&] { return pick(rules_.receipt_delay, throws) + 1ms; };
  if (bad.pending_first) {
    delivery buffered = last;
    buffered.status = "Buffered";
    buffered.code = "000";
    const auto between = more();
    buffered.due = now_() + (bad.reorder ? after + between : after);
    if (!bad.reorder) after += between;
    postman_.schedule(std::move(buffered));
  }
  last.due = now_() + after;
  if (bad.duplicate) {
    auto again = last;
    again.due = last.due + more();
    postman_.schedule(std::move(again));
  }
  postman_.schedule(std::move(last), std::move(when_tried));
  if (!declined) maybe_reply(text, after);
}

void firetext_service::maybe_reply(const sms& text, std::chrono::milliseconds after) {
  if (text.count > 1) return; // nobody answers the same text twice
  if (!is_number(text.from) && !rules_.allow_name_replies) return;
  const auto ordinal = account_.messages_to(text.to);
  const auto said = answer_of(rules_.seed, text.to, ordinal, text.text, rules_.reply_rate);
  if (!said) return;
  dice throws{rules_.seed, {"reply", text.to, std::to_string(ordinal)}};
  auto due = now_() + after + pick(rules_.reply_delay, throws);
  if (const auto last = account_.last_reply_of(text.to)) due = std::max(due, *last + between_replies);
  sms_reply reply;
  reply.from = text.to;
  reply.to = text.from;
  reply.text = said->text;
  reply.intent = said->intent;
  reply.reference = text.reference;
  reply.sent_at = due;
  const auto& added = account_.add_reply(std::move(reply));
  postman_.schedule({"reply", added.id, {}, {}, due, 0, false});
}

void firetext_service::send_later(const http_reply& to, http_response response, std::chrono::milliseconds delay) {
  if (delay <= 0ms) return to.send(std::move(response));
  auto timer = std::make_shared<boost::asio::steady_timer>(io_, delay);
  timer->async_wait(
      [timer, to, response = std::move(response)](const boost::system::error_code&) { to.send(response); });
}

} // namespace tidings::sim
