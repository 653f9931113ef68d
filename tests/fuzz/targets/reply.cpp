// A patient's words. The lines that `tidings reply explain` takes meet the same code, after JSON.
#include "actors/reply/explain.hpp"
#include "actors/reply/parser.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  promise(!tidings::explain_reply_line(text).empty(), "every line is answered");
  tidings::reply_context two;
  two.patients = 2;
  two.appointments.resize(2);
  const auto verdict = tidings::parse_reply(text, two);
  promise(!verdict.automatic || verdict.meaning == tidings::reply_meaning::opt_out ||
              verdict.meaning == tidings::reply_meaning::opt_in,
          "with two patients on one number nothing happens to an appointment by itself");
  return 0;
}
