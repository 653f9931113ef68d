#pragma once
// Texts as messages of SMPP: out in parts, in as UTF-8.
#include "actors/provider/smpp/pdu.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::smpp {

/// sms::units_max is 918: six parts of the GSM alphabet, seven where a 16-bit reference takes a character of each, and
/// fourteen of UCS-2.
constexpr std::size_t parts_max = 16;

/// What each of several parts says of the whole.
enum class joining : std::uint8_t {
  udh8,    ///< a header in the text with an 8-bit reference: what every phone and network knows
  udh16,   ///< the same with a 16-bit reference, one character shorter
  sar,     ///< sar_* parameters; the message centre writes the header
  payload, ///< not cut here: one message_payload, the message centre cuts it
};
/// As the configuration says it; anything else is `udh8`.
joining joining_of(std::string_view word);

/// One part of a message: what differs between them.
struct text_part {
  std::uint8_t esm_class = 0;
  std::uint8_t data_coding = 0; ///< 0: the GSM alphabet, one septet an octet; 8: UCS-2
  std::string text;
  std::vector<tlv> tlvs;
  bool operator==(const text_part&) const = default;
};

/// The text, cut where no pair is cut (3GPP TS 23.040 §9.2.3.24.1). A text of one part has neither header nor
/// parameters.
/// @param reference of this message among those to the same phone; its low 8 bits with `udh8`
/// Fails with `invalid_input` when it would be more than `parts_max` parts.
result<std::vector<text_part>> parts_of(std::string_view utf8, joining how, std::uint16_t reference);

/// Which part of what a received message is.
struct part_of {
  std::uint16_t reference = 0;
  std::uint8_t total = 1, number = 1; ///< 1 ≤ number ≤ total
  bool operator==(const part_of&) const = default;
};

struct received_text {
  std::string utf8;
  std::optional<part_of> part; ///< nothing: it is whole
};

/// What a deliver_sm says. Data codings: 0 and 1 as the GSM alphabet, 3 Latin-1, 8 UTF-16; others fail with
/// `invalid_input`, and so does a header that says more than there is. A part whose number is impossible is whole.
result<received_text> read_text(const short_message& what);

} // namespace tidings::smpp
