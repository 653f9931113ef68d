#include "actors/provider/smpp/pdu.hpp"

#include <algorithm>

namespace tidings::smpp {
namespace {

// Sizes with their NUL, as the specification's tables give them.
constexpr std::size_t service_type_max = 6, address_max = 21, message_id_max = 65, time_max = 17;
/// Alphanumeric senders longer than the table allows are met; what comes in is only read.
constexpr std::size_t address_read_max = 65;

void put_u8(std::string& out, std::uint8_t value) { out += static_cast<char>(value); }
void put_u16(std::string& out, std::uint16_t value) {
  put_u8(out, static_cast<std::uint8_t>(value >> 8));
  put_u8(out, static_cast<std::uint8_t>(value & 0xFF));
}
void put_u32(std::string& out, std::uint32_t value) {
  put_u16(out, static_cast<std::uint16_t>(value >> 16));
  put_u16(out, static_cast<std::uint16_t>(value & 0xFFFF));
}
/// A text that is too long is cut: whoever fills these fields has checked them, and a wrong PDU would end the session.
void put_text(std::string& out, std::string_view value, std::size_t size_max) {
  value = value.substr(0, std::min({value.size(), size_max - 1, value.find('\0')}));
  out.append(value);
  out += '\0';
}
void put_address(std::string& out, const address& what) {
  put_u8(out, what.ton);
  put_u8(out, what.npi);
  put_text(out, what.digits, address_max);
}

std::uint32_t u32_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

/// Reads from the front. After a failure everything else it gives is empty, and `ok` stays false.
class reader {
public:
  explicit reader(std::string_view bytes) : left_(bytes) {}

  bool ok() const { return ok_; }
  bool at_end() const { return left_.empty(); }

  std::uint8_t u8() {
    const auto one = take(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
  }
  std::uint16_t u16() {
    const auto high = u8();
    return static_cast<std::uint16_t>(high << 8 | u8());
  }
  std::string_view take(std::size_t bytes) {
    if (!ok_ || bytes > left_.size()) return broken();
    const auto out = left_.substr(0, bytes);
    left_.remove_prefix(bytes);
    return out;
  }
  std::string text(std::size_t size_max) {
    const auto end = left_.substr(0, size_max).find('\0');
    if (!ok_ || end == std::string_view::npos) return std::string(broken());
    const auto out = left_.substr(0, end);
    left_.remove_prefix(end + 1);
    return std::string(out);
  }
  address where() {
    address out;
    out.ton = u8();
    out.npi = u8();
    out.digits = text(address_read_max);
    return out;
  }

private:
  std::string_view broken() {
    ok_ = false;
    left_ = {};
    return {};
  }
  std::string_view left_;
  bool ok_ = true;
};

tl::unexpected<failure> unreadable(std::string why) { return fail(error_code::invalid_input, std::move(why)); }

} // namespace

std::string encode(const pdu& what) {
  std::string out;
  out.reserve(header_bytes + what.body.size());
  put_u32(out, static_cast<std::uint32_t>(header_bytes + what.body.size()));
  put_u32(out, static_cast<std::uint32_t>(what.command));
  put_u32(out, what.status);
  put_u32(out, what.sequence);
  return out + what.body;
}

result<std::optional<pdu>> pdu_stream::next() {
  const auto left = std::string_view(waiting_).substr(at_);
  if (left.size() >= 4) {
    const auto length = u32_at(left, 0);
    if (length < header_bytes || length > pdu_bytes_max)
      return unreadable("a PDU that says it is " + std::to_string(length) + " bytes long");
    if (left.size() >= length) {
      pdu one{static_cast<command_id>(u32_at(left, 4)), u32_at(left, 8), u32_at(left, 12),
              std::string(left.substr(header_bytes, length - header_bytes))};
      at_ += length;
      return one;
    }
  }
  waiting_.erase(0, std::exchange(at_, 0));
  return std::optional<pdu>();
}

std::string encode_body(const bind_request& what) {
  constexpr std::size_t system_id_max = 16, password_max = 9, system_type_max = 13;
  constexpr std::uint8_t version = 0x34;
  std::string out;
  put_text(out, what.system_id, system_id_max);
  put_text(out, what.password, password_max);
  put_text(out, what.system_type, system_type_max);
  put_u8(out, version);
  put_address(out, {}); // the range of addresses served: whatever the account has
  return out;
}

const std::string* short_message::find(smpp::tag what) const {
  const auto found = std::find_if(tlvs.begin(), tlvs.end(),
                                  [&](const tlv& one) { return one.tag == static_cast<std::uint16_t>(what); });
  return found == tlvs.end() ? nullptr : &found->value;
}

std::string encode_body(const short_message& what) {
  std::string out;
  put_text(out, {}, service_type_max);
  put_address(out, what.source);
  put_address(out, what.destination);
  put_u8(out, what.esm_class);
  put_u8(out, 0);              // protocol_id
  put_u8(out, 0);              // priority_flag
  put_text(out, {}, time_max); // schedule_delivery_time: now
  put_text(out, {}, time_max); // validity_period: the message centre's own
  put_u8(out, what.registered_delivery);
  put_u8(out, 0); // replace_if_present_flag
  put_u8(out, what.data_coding);
  put_u8(out, 0); // sm_default_msg_id
  const auto text = std::string_view(what.text).substr(0, short_message_max);
  put_u8(out, static_cast<std::uint8_t>(text.size()));
  out += text;
  for (const auto& one : what.tlvs) {
    put_u16(out, one.tag);
    put_u16(out, static_cast<std::uint16_t>(one.value.size()));
    out += one.value;
  }
  return out;
}

result<short_message> read_short_message(std::string_view body) {
  reader in(body);
  short_message out;
  in.text(service_type_max);
  out.source = in.where();
  out.destination = in.where();
  out.esm_class = in.u8();
  in.u8(); // protocol_id
  in.u8(); // priority_flag
  in.text(time_max);
  in.text(time_max);
  out.registered_delivery = in.u8();
  in.u8(); // replace_if_present_flag
  out.data_coding = in.u8();
  in.u8(); // sm_default_msg_id
  out.text = in.take(in.u8());
  while (in.ok() && !in.at_end()) {
    if (out.tlvs.size() == tlvs_max) return unreadable("more than " + std::to_string(tlvs_max) + " parameters");
    tlv one{in.u16(), {}};
    one.value = in.take(in.u16());
    out.tlvs.push_back(std::move(one));
  }
  if (!in.ok()) return unreadable("a message whose fields don't fit its length");
  return out;
}

result<std::string> read_submit_answer(std::string_view body) {
  if (body.empty()) return std::string();
  reader in(body);
  auto id = in.text(message_id_max);
  if (!in.ok()) return unreadable("an answer whose message_id has no end");
  return id;
}

std::string encode_body(const query& what) {
  std::string out;
  put_text(out, what.message_id, message_id_max);
  put_address(out, what.source);
  return out;
}

result<query_answer> read_query_answer(std::string_view body) {
  reader in(body);
  query_answer out;
  out.message_id = in.text(message_id_max);
  in.text(time_max);
  out.state = in.u8();
  out.error = in.u8();
  if (!in.ok()) return unreadable("an answer to a query whose fields don't fit its length");
  return out;
}

bool is_receipt(std::uint8_t esm_class) {
  constexpr std::uint8_t kind = 0x3C, receipt = 0x04, on_the_way = 0x20;
  return (esm_class & kind) == receipt || (esm_class & kind) == on_the_way;
}

} // namespace tidings::smpp
