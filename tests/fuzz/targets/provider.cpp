// A provider's answers, receipts and replies.
#include "actors/provider/contract/contract_provider.hpp"
#include "actors/provider/firetext.hpp"
#include "actors/provider/firetext_poll/awaited.hpp"
#include "actors/provider/firetext_poll/received.hpp"
#include "actors/provider/notify/notify_answer.hpp"
#include "actors/receipt/contract_receipt.hpp"
#include "actors/receipt/firetext_receipt.hpp"
#include "actors/receipt/notify_receipt.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

namespace {
using namespace tidings;

/// A contract that looks at answers in every way there is.
provider_settings described() {
  http_contract out;
  out.accepted.match = "^(0) ";
  out.id.header = "location";
  out.code.match = "^\\d+ (\\d+)";
  out.codes = {{"001", attempt_result::sent}, {"104", attempt_result::permanent}};
  out.look_up.seen.pointer = "/rows/0/client";
  out.look_up.never_seen.pointer = "/none";
  out.look_up.status.pointer = "/rows/0/state";
  out.receipt = {"client", "state", "", "time", "text", {}};
  out.reply = {"from", "to", "words", "time", "id"};
  provider_settings account;
  account.contract = std::make_shared<const http_contract>(std::move(out));
  return account;
}

/// What holds of every provider.
void check(const attempt_outcome& sent, const found& looked_up, int status) {
  promise(sent.result != attempt_result::sent || status / 100 == 2, "only a 2xx means sent");
  promise(looked_up.what.finding != look_up_finding::never_seen || status / 100 == 2,
          "an error never means that a message wasn't seen");
}

/// What FireText lists, however often and in whatever order: a poll ends, and each text is told once.
void poll(const http_response& answer) {
  const auto rows = firetext::read_received_page(answer);
  promise(!rows || answer.status / 100 == 2, "an error is no list");
  const timestamp now(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2));
  firetext::received list(provider_id("firetext"), millis(60'000), now);
  std::set<reply_id> told;
  for (int steps = 0; steps < 3; ++steps) {
    list.on_tick(now);
    list.take();
    list.listed(rows, now);
    for (auto all = list.take(); !all.empty(); all = list.take())
      for (const auto& one : all)
        if (const auto* what = std::get_if<firetext::received::tell>(&one)) {
          promise(told.insert(what->what.reply).second, "a text is told once");
          list.told(what->what.reply, true, now);
        }
  }
  firetext::awaited lines(millis(60'000));
  if (lines.read(answer.body)) (void)lines.take_due(never);
  (void)list.read(answer.body);
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  http_response answer;
  answer.status = 100 + data[0] * 2;
  answer.body.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  check(firetext::read_send({}, answer), firetext::read_look_up({}, {}, 1, answer), answer.status);
  poll(answer);
  check(notify::read_send({}, answer, timestamp{}), notify::read_look_up({}, {}, 1, answer), answer.status);
  static const auto account = described();
  static const auto how = contract::make(account);
  answer.headers = {{"location", answer.body.substr(0, 64)}};
  check(how->read_send({}, answer, timestamp{}), how->read_look_up({}, 1, answer), answer.status);

  form_fields fields;
  const auto& text = answer.body;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    const auto equals = text.find('=', at);
    if (equals < end) fields[text.substr(at, equals - at)] = text.substr(equals + 1, end - equals - 1);
  }
  static_cast<void>(read_firetext_receipt(provider_id("firetext"), fields, timestamp{}));
  static_cast<void>(read_firetext_reply(provider_id("firetext"), fields, timestamp{}));
  if (const auto json = read_json_fields(text)) fields.insert(json->begin(), json->end());
  static_cast<void>(read_notify_receipt(provider_id("notify"), fields, timestamp{}));
  static_cast<void>(read_notify_reply(provider_id("notify"), fields, timestamp{}));
  static_cast<void>(read_contract_post(provider_id("gateway"), *account.contract, fields, timestamp{}));
  return 0;
}
