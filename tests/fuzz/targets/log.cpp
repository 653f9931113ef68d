// Bytes of the log's disk: records, events, commands and snapshots.
#include "actors/event_log/record.hpp"
#include "actors/practice/state.hpp"
#include "schemas/commands.hpp"
#include "schemas/event_codec.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  if (size < 3) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  static_cast<void>(parse_key(bytes));
  if (const auto record = parse_record(bytes)) promise(record->payload.size() <= bytes.size(), "a payload is inside");
  const auto type = static_cast<event_type>(data[0]);
  if (const auto what = decode(encoded_event{type, data[1], timestamp{}, std::string(bytes)})) {
    const auto again = encode(*what, timestamp{});
    const auto once_more = decode(again);
    promise(once_more && encode(*once_more, timestamp{}).payload == again.payload, "what was read is written the same");
  }
  if (const auto what = decode_command(bytes)) static_cast<void>(encode(*what));
  if (const auto state = decode_state(bytes)) static_cast<void>(encode(*state));
  return 0;
}
