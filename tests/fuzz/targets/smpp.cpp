// What a message centre may send: a stream of PDUs, and everything that is read out of them.
#include "actors/provider/smpp/courier.hpp"
#include "actors/provider/smpp/receipt.hpp"
#include "actors/provider/smpp/replies.hpp"
#include "actors/provider/smpp/session.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>

namespace {
using namespace tidings;
using namespace tidings::smpp;

void read_everything(const pdu& what) {
  if (const auto message = read_short_message(what.body)) {
    const auto again = read_short_message(encode_body(*message));
    // What goes out is cut to the specification's sizes, what comes in may be longer: then they differ.
    promise(again.has_value(), "what was read can be written");
    const auto text = read_text(*message);
    promise(!text || !text->part || text->part->number <= text->part->total, "a part is one of its whole");
    if (const auto told = read_receipt(*message)) {
      promise(!keys_of(*told, id_writing::hex_answer).empty(), "a receipt names a message");
      promise(told->code.size() <= 80, "a code is short");
    }
  }
  (void)read_submit_answer(what.body);
  (void)read_query_answer(what.body);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  pdu_stream stream;
  stream.push(bytes);
  while (true) {
    const auto next = stream.next();
    if (!next || !*next) break;
    promise(encode(**next).size() == header_bytes + (*next)->body.size(), "a PDU is as long as it says");
    read_everything(**next);
  }

  // The same as a session hears it, with a message under way: it ends in exactly one way.
  session aut({.who = {"tidings", "secret", ""}});
  replies in(provider_id("main"), millis(60'000));
  instant now{1};
  aut.start(now);
  aut.on_connected(now);
  aut.request(7, command_id::submit_sm, encode_body(short_message{}), now);
  int ends = 0;
  const auto look = [&] {
    for (auto& one : aut.take()) {
      const bool ended = std::holds_alternative<answered>(one) || std::holds_alternative<not_sent>(one) ||
                         std::holds_alternative<no_answer>(one);
      if (ended) ++ends;
      if (const auto* what = std::get_if<arrived>(&one))
        if (const auto text = read_text(what->what))
          in.arrived({what->link, what->sequence, now}, what->what, *text, now, timestamp(millis(1)));
    }
  };
  for (std::size_t at = 0; at < bytes.size(); at += 97) {
    now += instant(10);
    aut.on_received(bytes.substr(at, 97), now);
    look();
  }
  in.on_tick(now + instant(60'000), timestamp(millis(60'001)));
  (void)in.take();
  aut.on_lost("over", now);
  aut.stop();
  look();
  promise(ends == 1, "a message under way ends once");
  return 0;
}
