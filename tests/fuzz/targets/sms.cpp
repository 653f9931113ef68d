// Texts and numbers as people and other programs give them.
#include "schemas/sms/explain.hpp"
#include "schemas/sms/phone.hpp"
#include "schemas/sms/sanitise.hpp"
#include "schemas/sms/segments.hpp"
#include "tests/fuzz/promise.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidings::sms;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto clean =
      sanitise(sanitise(text)); // once more: Notify closes up before commas first, and other spaces later
  promise(sanitise(clean) == clean, "what was sanitised stays as it is");
  promise(clean.find('\r') == clean.npos && clean.find("\n\n\n") == clean.npos, "lines are even");
  const auto cost = cost_of(clean);
  promise(cost.segments >= 1 && cost.segments * (cost.by == encoding::gsm7 ? 160 : 70) >= cost.units,
          "the parts hold the text");
  const auto number = read_phone(text);
  promise(!number.may_text || (number.digits.starts_with("447") && number.digits.size() == 12),
          "only UK mobiles may be texted");
  explain_text_line(text);
  explain_number_line(text);
  return 0;
}
