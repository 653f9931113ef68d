// What a clinical system's gateway sends.
#include "actors/connector/systmone_answers.hpp"
#include "actors/connector/systmone_framing.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings;
  using namespace tidings::systmone;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  framing frames(64 * 1024);
  const auto half = size / 2;
  if (frames.push(bytes.substr(0, half)) && frames.push(bytes.substr(half))) {
    while (const auto one = frames.next()) {
      const auto read = read_answer(one->bytes);
      if (!read) continue;
      static_cast<void>(read_diary(*read, *practice_id::parse("A99001")));
      static_cast<void>(read_appointments(*read, *practice_id::parse("A99001"), patient_id("1")));
      static_cast<void>(read_demographics(*read, patient_id("1")));
      static_cast<void>(find_entry(*read, "mark"));
      static_cast<void>(read_event_uid(*read));
    }
  }
  static_cast<void>(read_answer(bytes));
  return 0;
}
