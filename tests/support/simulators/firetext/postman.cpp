#include "firetext/postman.hpp"

#include "support/http_server.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;

std::string form(std::initializer_list<std::pair<std::string_view, std::string_view>> fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += name;
    out += '=';
    out += percent_encode(value);
  }
  return out;
}

/// The `status` of a receipt: 0 delivered, 1 declined, 2 buffered.
std::string_view receipt_number(std::string_view status) {
  if (status == "Delivered") return "0";
  return status == "Declined" ? "1" : "2";
}

bool is_final(std::string_view status) { return status == "Delivered" || status == "Declined"; }

} // namespace

std::string firetext_time(instant when) {
  auto text = london_text(when);
  text[10] = ' ';
  return text;
}

postman::postman(boost::asio::io_context& io, sms_account& account, wall_clock now, postman_rules rules,
                 std::function<void()> on_change)
    : io_{io}, account_{account}, now_{std::move(now)}, rules_{rules}, on_change_{std::move(on_change)}, timer_{io} {}

void postman::schedule(delivery one, std::function<void()> when_tried) {
  const auto due = one.due;
  const auto number = account_.schedule(std::move(one));
  if (when_tried) when_tried_.emplace(number, std::move(when_tried));
  plan(number, due);
}

void postman::resume() {
  for (const auto& [number, one] : account_.deliveries) plan(number, one.due);
}

void postman::plan(std::uint64_t number, instant due) {
  due_.emplace(due, number);
  if (due_.begin()->second == number) arm();
}

void postman::arm() {
  if (due_.empty()) return;
  timer_.expires_after(std::max(due_.begin()->first - now_(), 0ms));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) work();
  });
}

void postman::work() {
  const auto now = now_();
  while (!due_.empty() && due_.begin()->first <= now) {
    const auto number = due_.begin()->second;
    due_.erase(due_.begin());
    attempt(number);
  }
  arm();
}

std::optional<webhook_post> postman::prepare(const delivery& one) {
  if (one.kind == "receipt") {
    auto* text = account_.find(one.subject);
    if (text == nullptr) return std::nullopt;
    if (one.attempts == 0 && !(is_final(text->status) && !is_final(one.status))) {
      text->status = one.status;
      text->code = one.code;
      text->updated_at = one.due;
    }
    const auto& url = text->receipt_url.empty() ? account_.hooks.receipt_url : text->receipt_url;
    if (url.empty() || one.lost) return std::nullopt;
    return webhook_post{url,
                        form({{"status", receipt_number(one.status)},
                              {"reference", text->reference},
                              {"code", one.code},
                              {"time", firetext_time(text->updated_at)},
                              {"mobile", text->to}}),
                        account_.hooks.ca};
  }
  const auto* reply = account_.find_reply(one.subject);
  if (reply == nullptr || account_.hooks.inbound_url.empty()) return std::nullopt;
  return webhook_post{account_.hooks.inbound_url,
                      form({{"source", reply->from},
                            {"destination", reply->to},
                            {"message", reply->text},
                            {"time", firetext_time(reply->sent_at)}}),
                      account_.hooks.ca};
}

void postman::attempt(std::uint64_t number) {
  const auto found = account_.deliveries.find(number);
  if (found == account_.deliveries.end()) return;
  auto& one = found->second;
  auto post = prepare(one);
  ++one.attempts;
  on_change_();
  if (!post) return drop(number); // nobody to tell
  client_.post(std::move(*post), [this, number](long status) {
    boost::asio::post(io_, [this, number, status] { finish(number, status); });
  });
}

void postman::finish(std::uint64_t number, long status) {
  const auto found = account_.deliveries.find(number);
  if (found == account_.deliveries.end()) return;
  auto& one = found->second;
  auto* reply = one.kind == "reply" ? account_.find_reply(one.subject) : nullptr;
  if (reply != nullptr) reply->attempts = one.attempts;
  if (status == 200) {
    if (reply != nullptr) reply->delivered = true;
    return drop(number);
  }
  if (one.attempts >= rules_.tries_max) {
    if (reply != nullptr) reply->given_up = true;
    return drop(number);
  }
  tried(number);
  const auto doublings = std::min<std::uint64_t>(one.attempts - 1, 16);
  plan(number, now_() + std::min(rules_.retry_first * (std::int64_t{1} << doublings), rules_.retry_longest));
}

void postman::drop(std::uint64_t number) {
  account_.deliveries.erase(number);
  on_change_();
  tried(number);
}

void postman::tried(std::uint64_t number) {
  if (auto node = when_tried_.extract(number)) node.mapped()();
}

} // namespace tidings::sim
