// A provider's answers, receipts and replies.
#include "actors/provider/firetext.hpp"
#include "actors/receipt/firetext_receipt.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  if (size < 2) return 0;
  http_response answer;
  answer.status = 100 + data[0] * 2;
  answer.body.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto sent = firetext::read_send({}, answer);
  promise(sent.result != attempt_result::sent || answer.status / 100 == 2, "only a 2xx means sent");
  provider_settings account;
  const auto found = firetext::read_look_up(account, {}, 1, answer);
  promise(found.what.finding != look_up_finding::never_seen || answer.status / 100 == 2,
          "an error never means that a message wasn't seen");

  form_fields fields;
  const auto& text = answer.body;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = std::min(text.find('\n', at), text.size());
    const auto equals = text.find('=', at);
    if (equals < end) fields[text.substr(at, equals - at)] = text.substr(equals + 1, end - equals - 1);
  }
  static_cast<void>(read_firetext_receipt(provider_id("firetext"), fields, timestamp{}));
  static_cast<void>(read_firetext_reply(provider_id("firetext"), fields, timestamp{}));
  return 0;
}
