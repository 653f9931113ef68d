#include "actors/provider/smpp/text.hpp"

#include "schemas/sms/gsm7.hpp"
#include "schemas/sms/segments.hpp"
#include "schemas/sms/utf8.hpp"

namespace tidings::smpp {
namespace {

constexpr std::uint8_t coding_default = 0, coding_ascii = 1, coding_latin1 = 3, coding_ucs2 = 8;
constexpr char element_8bit = 0x00, element_16bit = 0x08; // TS 23.040 §9.2.3.24
constexpr std::size_t octets_on_the_air = 140;

void append_utf16(std::string& out, char32_t c) {
  const auto unit = [&](char32_t value) {
    out += static_cast<char>(value >> 8 & 0xFF);
    out += static_cast<char>(value & 0xFF);
  };
  if (c <= 0xFFFF) return unit(c);
  unit(0xD800 + ((c - 0x10000) >> 10));
  unit(0xDC00 + ((c - 0x10000) & 0x3FF));
}

struct coded_text {
  bool gsm = true;
  std::vector<std::string> characters; ///< each as it goes into a part, never cut
  std::size_t octets = 0;
};

coded_text coded(std::string_view utf8) {
  coded_text out;
  const auto text = sms::code_points(utf8);
  out.gsm = sms::cost_of(utf8).by == sms::encoding::gsm7;
  for (const auto c : text) {
    std::string one;
    if (out.gsm)
      sms::append_gsm7(one, c);
    else
      append_utf16(one, c);
    out.octets += one.size();
    out.characters.push_back(std::move(one));
  }
  return out;
}

/// Octets of short_message that one of several parts has room for.
std::size_t room(bool gsm, joining how) {
  const std::size_t header = how == joining::udh16 ? 7 : 6;
  const auto octets = octets_on_the_air - header;
  return gsm ? octets * 8 / 7 : octets / 2 * 2;
}

std::string udh(joining how, std::uint16_t reference, std::size_t total, std::size_t number) {
  std::string out;
  const bool wide = how == joining::udh16;
  out += wide ? char{6} : char{5};
  out += wide ? element_16bit : element_8bit;
  out += wide ? char{4} : char{3};
  if (wide) out += static_cast<char>(reference >> 8);
  out += static_cast<char>(reference & 0xFF);
  out += static_cast<char>(total);
  out += static_cast<char>(number);
  return out;
}

std::vector<tlv> sar(std::uint16_t reference, std::size_t total, std::size_t number) {
  const auto one = [](tag what, std::string value) { return tlv{static_cast<std::uint16_t>(what), std::move(value)}; };
  return {one(tag::sar_msg_ref_num, {static_cast<char>(reference >> 8), static_cast<char>(reference & 0xFF)}),
          one(tag::sar_total_segments, std::string(1, static_cast<char>(total))),
          one(tag::sar_segment_seqnum, std::string(1, static_cast<char>(number)))};
}

std::string utf8_of_utf16(std::string_view bytes) {
  std::u32string out;
  const auto unit = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<std::uint8_t>(bytes[at]) << 8 | static_cast<std::uint8_t>(bytes[at + 1]));
  };
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    const auto first = unit(at);
    if (first < 0xD800 || first > 0xDFFF) {
      out += first;
    } else if (first < 0xDC00 && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) <= 0xDFFF) {
      out += 0x10000 + ((first - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    } else {
      out += U'\uFFFD';
    }
  }
  if (bytes.size() % 2 != 0) out += U'\uFFFD';
  return sms::to_utf8(out);
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string out;
  for (const auto c : bytes) sms::append_utf8(out, static_cast<std::uint8_t>(c));
  return out;
}

std::optional<part_of> possible(std::uint16_t reference, std::uint8_t total, std::uint8_t number) {
  if (total < 2 || number < 1 || number > total) return std::nullopt;
  return part_of{reference, total, number};
}

/// Takes the user data header off.
result<std::optional<part_of>> take_header(std::string_view& text) {
  std::optional<part_of> found;
  if (text.empty() || static_cast<std::uint8_t>(text[0]) + 1U > text.size())
    return fail(error_code::invalid_input, "a user data header longer than its message");
  auto header = text.substr(1, static_cast<std::uint8_t>(text[0]));
  text.remove_prefix(header.size() + 1);
  const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(header[at]); };
  while (!header.empty()) {
    if (header.size() < 2 || byte(1) + 2U > header.size())
      return fail(error_code::invalid_input, "a user data header whose element has no end");
    const std::size_t size = byte(1);
    if (header[0] == element_8bit && size == 3) found = possible(byte(2), byte(3), byte(4));
    if (header[0] == element_16bit && size == 4)
      found = possible(static_cast<std::uint16_t>(byte(2) << 8 | byte(3)), byte(4), byte(5));
    header.remove_prefix(size + 2);
  }
  return found;
}

std::optional<part_of> sar_of(const short_message& what) {
  const auto* reference = what.find(tag::sar_msg_ref_num);
  const auto* total = what.find(tag::sar_total_segments);
  const auto* number = what.find(tag::sar_segment_seqnum);
  if (reference == nullptr || total == nullptr || number == nullptr) return std::nullopt;
  if (reference->size() != 2 || total->size() != 1 || number->size() != 1) return std::nullopt;
  const auto byte = [](char c) { return static_cast<std::uint8_t>(c); };
  return possible(static_cast<std::uint16_t>(byte((*reference)[0]) << 8 | byte((*reference)[1])), byte((*total)[0]),
                  byte((*number)[0]));
}

} // namespace

joining joining_of(std::string_view word) {
  if (word == "udh16") return joining::udh16;
  if (word == "sar") return joining::sar;
  return word == "payload" ? joining::payload : joining::udh8;
}

result<std::vector<text_part>> parts_of(std::string_view utf8, joining how, std::uint16_t reference) {
  const auto text = coded(utf8);
  const std::uint8_t coding = text.gsm ? coding_default : coding_ucs2;
  const std::size_t alone = text.gsm ? 160 : octets_on_the_air;
  const bool in_one = text.octets <= alone || how == joining::payload;
  std::vector<std::string> pieces(1);
  for (const auto& one : text.characters) {
    if (!in_one && pieces.back().size() + one.size() > room(text.gsm, how)) pieces.emplace_back();
    pieces.back() += one;
  }
  if (pieces.size() > parts_max) return fail(error_code::invalid_input, "a text of more than 16 parts");
  if (text.octets > alone && in_one) {
    const auto payload = static_cast<std::uint16_t>(tag::message_payload);
    return std::vector<text_part>{{0, coding, {}, {{payload, std::move(pieces.front())}}}};
  }
  if (pieces.size() == 1) return std::vector<text_part>{{0, coding, std::move(pieces.front()), {}}};
  std::vector<text_part> parts;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    text_part part{0, coding, std::move(pieces[i]), {}};
    if (how == joining::sar) {
      part.tlvs = sar(reference, pieces.size(), i + 1);
    } else {
      part.esm_class = has_udh;
      part.text = udh(how, reference, pieces.size(), i + 1) + part.text;
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

result<received_text> read_text(const short_message& what) {
  const auto* payload = what.find(tag::message_payload);
  std::string_view bytes = what.text.empty() && payload != nullptr ? *payload : what.text;
  received_text out;
  if ((what.esm_class & has_udh) != 0) {
    auto part = take_header(bytes);
    if (!part) return tl::unexpected(part.error());
    out.part = *part;
  }
  if (!out.part) out.part = sar_of(what);
  switch (what.data_coding) {
  case coding_default:
  case coding_ascii:
    out.utf8 = sms::utf8_of_gsm7(bytes);
    break;
  case coding_latin1:
    out.utf8 = utf8_of_latin1(bytes);
    break;
  case coding_ucs2:
    out.utf8 = utf8_of_utf16(bytes);
    break;
  default:
    return fail(error_code::invalid_input, "a text in data coding " + std::to_string(what.data_coding));
  }
  return out;
}

} // namespace tidings::smpp
