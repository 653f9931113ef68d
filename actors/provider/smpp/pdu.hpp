#pragma once
// SMPP 3.4 on the wire, as bytes. Pure. Section numbers are those of the SMPP Protocol Specification v3.4, issue 1.2.
//
//   PDU    := length:u32 command:u32 status:u32 sequence:u32 body         length counts itself; all numbers big-endian
//   text   := bytes NUL                                                   "C-octet string", its maximum counts the NUL
//   TLV    := tag:u16 length:u16 bytes                                    behind the body's own fields, in any order
//
// Every length is checked before it is used. A PDU that can't be read is `invalid_input` and never half of one.
#include "schemas/errors.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::smpp {

constexpr std::size_t header_bytes = 16;
/// A message_payload of 64 KiB with everything around it. More is not SMPP: the connection is given up.
constexpr std::size_t pdu_bytes_max = 66 * 1024;
constexpr std::size_t tlvs_max = 64;               ///< in one PDU; §5.3 knows about forty
constexpr std::size_t short_message_max = 254;     ///< §5.2.22
constexpr std::uint32_t sequence_max = 0x7FFFFFFF; ///< §5.1.4; then from 1 again
constexpr std::uint32_t response_bit = 0x80000000;

/// §5.1.2.1
enum class command_id : std::uint32_t {
  generic_nack = 0x80000000,
  query_sm = 0x00000003,
  submit_sm = 0x00000004,
  deliver_sm = 0x00000005,
  unbind = 0x00000006,
  bind_transceiver = 0x00000009,
  enquire_link = 0x00000015,
  alert_notification = 0x00000102,
};
constexpr command_id response_to(command_id what) {
  return static_cast<command_id>(static_cast<std::uint32_t>(what) | response_bit);
}

/// §5.3.2
enum class tag : std::uint16_t {
  receipted_message_id = 0x001E,
  sar_msg_ref_num = 0x020C,
  sar_total_segments = 0x020E,
  sar_segment_seqnum = 0x020F,
  network_error_code = 0x0423,
  message_payload = 0x0424,
  message_state = 0x0427,
};
struct tlv {
  std::uint16_t tag = 0;
  std::string value;
  bool operator==(const tlv&) const = default;
};

struct pdu {
  command_id command{};
  std::uint32_t status = 0;
  std::uint32_t sequence = 0;
  std::string body;
  bool operator==(const pdu&) const = default;
};

std::string encode(const pdu& what);

/// Cuts a stream of bytes into PDUs.
class pdu_stream {
public:
  void push(std::string_view bytes) { waiting_.append(bytes); }
  /// The next whole PDU, nothing when more bytes are needed, or why the stream is of no use any more.
  result<std::optional<pdu>> next();
  std::size_t waiting() const { return waiting_.size() - at_; }

private:
  std::string waiting_;
  std::size_t at_ = 0;
};

struct address {
  std::uint8_t ton = 0, npi = 0;
  std::string digits; ///< at most 20 bytes (§5.2.8), or letters when ton is 5
  bool operator==(const address&) const = default;
};

struct bind_request {
  std::string system_id, password, system_type; ///< at most 15, 8 and 12 bytes (§4.1.5)
};
std::string encode_body(const bind_request& what);

/// submit_sm and deliver_sm have the same fields (§4.4.1, §4.6.1). Those that are always empty here are left out.
struct short_message {
  address source, destination;
  std::uint8_t esm_class = 0;
  std::uint8_t registered_delivery = 0;
  std::uint8_t data_coding = 0;
  std::string text; ///< as it stands in short_message: at most `short_message_max`
  std::vector<tlv> tlvs;
  bool operator==(const short_message&) const = default;

  const std::string* find(smpp::tag what) const;
};
std::string encode_body(const short_message& what);
result<short_message> read_short_message(std::string_view body);

/// The message_id of a submit_sm_resp; empty when there is no body, as for a refusal.
result<std::string> read_submit_answer(std::string_view body);

struct query {
  std::string message_id;
  address source; ///< as in the submit_sm
};
std::string encode_body(const query& what);
struct query_answer {
  std::string message_id;
  std::uint8_t state = 0; ///< §5.2.28
  std::uint8_t error = 0;
};
result<query_answer> read_query_answer(std::string_view body);

/// esm_class of a delivery receipt, and of the receipt of a stage on the way (§5.2.12).
bool is_receipt(std::uint8_t esm_class);
constexpr std::uint8_t has_udh = 0x40;

} // namespace tidings::smpp
