#pragma once
// One message between broker and agent. Pure. schemas/edge.md has the whole protocol.
//
//   frame  := type:u8 stream:u32 body            numbers big-endian; one WebSocket message, binary, holds one frame
//   hello, welcome   stream 0   version:u16 text
//   open             its target, text            reset   code:u8 text
//   opened, close    nothing                     window  bytes:u32, at least 1
//   data             1 to data_bytes_max bytes
//   renew, renewed   stream 0   PEM
//
// Every length is checked before it is used, and nothing may follow a body: a frame that can't be read ends the link.
#include "schemas/errors.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tidings::edge {

constexpr std::uint16_t protocol_version = 1;
constexpr std::size_t header_bytes = 5;
constexpr std::size_t data_bytes_max = 16 * 1024; ///< a stream that has much to say lets others speak in between
constexpr std::size_t target_bytes_max = 512;
constexpr std::size_t text_bytes_max = 200; ///< of a reset's reason, a greeting's program
constexpr std::size_t pem_bytes_max = 16 * 1024;
constexpr std::size_t frame_bytes_max = header_bytes + data_bytes_max;

enum class frame_type : std::uint8_t {
  hello = 1, ///< the agent's first frame, and nothing before it
  welcome,   ///< the broker's answer
  open,      ///< odd streams are the broker's, even ones the agent's
  opened,
  data,
  window, ///< so many more bytes may come
  close,  ///< no more data from this side; the stream ends when both have said so
  reset,  ///< the stream has ended, whatever was under way
  renew,  ///< a certificate request (PKCS #10)
  renewed ///< the certificate; empty: no
};

/// Why a stream was reset.
enum class reset_code : std::uint8_t {
  refused = 1, ///< the other side may not or won't go there
  unreachable, ///< nobody answers there: certainly nothing was sent
  lost,        ///< the connection behind it broke
  stopping,
  overloaded
};

struct frame {
  frame_type type{};
  std::uint32_t stream = 0;
  std::uint32_t number = 0; ///< version, window or reset_code
  std::string body;         ///< text, bytes or PEM
  bool operator==(const frame&) const = default;
};

std::string encode(const frame& what);
/// Fails with `invalid_input`; the detail holds nothing of the body.
result<frame> decode(std::string_view bytes);

} // namespace tidings::edge
