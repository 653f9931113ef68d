#include "gateway/gateway_service.hpp"

#include "support/json_fields.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace tidings::sim {
namespace {
namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::string_view control_root = "/_control/";
/// With `early_receipt` the submission is answered when the receipt has been tried, but no later than this.
constexpr auto early_receipt_patience = 3s;

http_response json_page(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/json", {}};
}
http_response refusal(unsigned status, std::string why) {
  return json_page(json::object{{"error", std::move(why)}}, status);
}

} // namespace

gateway_service::gateway_service(boost::asio::io_context& io, const gateway_dialect& dialect, gateway_hooks hooks,
                                 gateway_rules rules, wall_clock now)
    : io_{io}, dialect_{dialect}, hooks_{std::move(hooks)}, rules_{rules}, now_{std::move(now)}, throws_{rules.seed,
                                                                                                         {"faults"}} {}

bool gateway_service::strikes(double probability) {
  if (probability <= 0 || !throws_.chance(probability)) return false;
  faults_.struck();
  return true;
}

void gateway_service::after(std::chrono::milliseconds delay, std::function<void()> what) {
  auto timer = std::make_shared<boost::asio::steady_timer>(io_, delay);
  timer->async_wait([timer, what = std::move(what)](const boost::system::error_code& error) {
    if (!error) what();
  });
}

void gateway_service::answer(const http_request& request, const http_reply& to) {
  if (request.path.starts_with(control_root)) return to.send(control(request));
  if (dialect_.is_send(request)) return send(request, to);
  std::vector<const gateway_text*> all;
  for (const auto& one : texts_) all.push_back(&one);
  to.send(dialect_.other(request, all, now_()));
}

bool gateway_service::refuse_by_fault(const http_reply& to) {
  if (strikes(faults_.hang)) return true; // `to` is dropped: the caller waits
  if (strikes(faults_.http_500)) return to.send({500, "Internal Server Error", "text/plain", {}}), true;
  if (strikes(faults_.http_429)) return to.send({429, "Too Many Requests", "text/plain", {{"Retry-After", "1"}}}), true;
  if (strikes(faults_.html_page))
    return to.send({200, "<!DOCTYPE html><title>Maintenance</title><p>Back soon.", "text/html", {}}), true;
  return false;
}

gateway_text& gateway_service::take(gateway_text one) {
  for (auto& known : texts_) {
    if (one.reference.empty() || known.reference != one.reference || known.to != one.to) continue;
    ++known.count;
    return known;
  }
  // Shaped as Notify's ids are; counted, so that a test can tell which came first.
  one.id = fmt::format("00000000-0000-4000-8000-{:012}", ++next_id_);
  one.taken_at = one.updated_at = now_();
  auto& kept = texts_.emplace_back(std::move(one));
  by_id_[kept.id] = &kept;
  return kept;
}

void gateway_service::send(const http_request& request, const http_reply& to) {
  if (refuse_by_fault(to)) return;
  auto read = dialect_.read_send(request, now_());
  if (!read) return to.send(read.error());
  auto& text = take(std::move(*read));
  const bool never_answered = strikes(faults_.timeout_after_accept);
  const bool reset = !never_answered && strikes(faults_.reset_after_accept);
  const auto answered = dialect_.taken(text);
  std::function<void()> when_tried;
  if (strikes(faults_.early_receipt) && !never_answered && !reset) {
    when_tried = [to, answered] { to.send(answered); };
    after(early_receipt_patience, when_tried);
  }
  const bool answer_waits = when_tried != nullptr;
  give_receipts(text, strikes(faults_.lose_receipt), std::move(when_tried));
  if (never_answered || answer_waits) return;
  if (reset) return to.reset();
  after(std::chrono::milliseconds{faults_.delay_ms}, [to, answered] { to.send(answered); });
}

void gateway_service::give_receipts(gateway_text& text, bool lost, std::function<void()> when_tried) {
  const std::string last = dice{rules_.seed, {"fate", text.id}}.chance(rules_.fail_rate) ? "failed" : "delivered";
  const bool pending_first = strikes(faults_.pending_first), reorder = strikes(faults_.reorder);
  const auto due = when_tried ? 0ms : rules_.receipt_delay;
  if (pending_first || reorder) tell_later(text.id, "pending", lost, reorder ? due * 2 : due / 2, {});
  tell_later(text.id, last, lost, due, std::move(when_tried));
  if (strikes(faults_.duplicate_receipt)) tell_later(text.id, last, lost, due * 2, {});
}

void gateway_service::tell_later(const std::string& id, std::string status, bool silently,
                                 std::chrono::milliseconds delay, std::function<void()> when_tried) {
  ++pending_;
  after(delay, [this, id, status = std::move(status), silently, when_tried = std::move(when_tried)] {
    auto& text = *by_id_.at(id);
    if (status != "pending") {
      text.status = status;
      text.updated_at = now_();
    }
    auto told = text;
    told.status = status;
    auto post = silently ? std::nullopt : dialect_.receipt(told, hooks_);
    if (post) return bring(std::make_shared<delivery>(delivery{std::move(*post), 0, when_tried}));
    --pending_; // nobody to tell
    if (when_tried) when_tried();
  });
}

void gateway_service::bring(std::shared_ptr<delivery> one) {
  ++one->tries;
  client_.post(one->what, [this, one](long status) {
    boost::asio::post(io_, [this, one, status] {
      if (auto first = std::exchange(one->when_tried, nullptr)) first();
      if (status / 100 == 2 || one->tries >= rules_.tries_max) {
        --pending_;
        return;
      }
      after(rules_.retry_pause, [this, one] { bring(one); });
    });
  });
}

json::object gateway_service::ledger() const {
  json::array rows;
  for (const auto& one : texts_)
    rows.push_back(json::object{{"id", one.id},
                                {"reference", one.reference},
                                {"to", one.to},
                                {"from", one.from},
                                {"text", one.text},
                                {"status", one.status},
                                {"count", one.count}});
  return {{"messages", std::move(rows)}, {"replies", replies_}, {"pending", pending_}};
}

http_response gateway_service::control(const http_request& request) {
  const auto page = std::string_view{request.path}.substr(control_root.size());
  if (page == "healthz") return json_page(json::object{{"ok", true}});
  if (page == "ledger") return json_page(ledger());
  if (request.method != "POST") return refusal(404, "no such page");
  const auto body = parse_object(request.body);
  if (!body) return refusal(400, body.error());
  if (page == "faults") {
    if (body->contains("code") || body->contains("code_p")) return refusal(400, "code is FireText's");
    if (auto merged = faults_.merge(*body); !merged) return refusal(400, merged.error());
    return json_page(json::object{{"ok", true}});
  }
  json_fields fields{*body};
  if (page == "webhooks") {
    fields.text("receipt_url", hooks_.receipt_url);
    fields.text("inbound_url", hooks_.inbound_url);
    fields.text("ca", hooks_.ca);
    fields.text("token", hooks_.token);
    if (auto read = fields.finish(); !read) return refusal(400, read.error());
    return json_page(json::object{{"ok", true}});
  }
  if (page != "reply") return refusal(404, "no such page");
  gateway_reply reply{fmt::format("00000000-0000-4000-9000-{:012}", ++replies_), {}, {}, {}, now_(), nullptr};
  fields.text("from", reply.from);
  fields.text("to", reply.to);
  fields.text("text", reply.text);
  if (auto read = fields.finish(); !read) return refusal(400, read.error());
  for (const auto& one : texts_)
    if (one.to == reply.from) reply.to_text = &one;
  auto post = dialect_.reply(reply, hooks_);
  if (!post) return refusal(409, "nobody asked");
  ++pending_;
  const auto tries = dialect_.repeats_replies() ? 0 : rules_.tries_max - 1;
  bring(std::make_shared<delivery>(delivery{std::move(*post), tries, {}}));
  return json_page(json::object{{"id", reply.id}});
}

} // namespace tidings::sim
