#include "web/edge/frame.hpp"

namespace tidings::edge {
namespace {

void put(std::string& out, std::uint32_t number, unsigned bytes) {
  while (bytes-- > 0) out += static_cast<char>((number >> (8U * bytes)) & 0xFFU);
}
std::uint32_t get(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char c : bytes) number = number << 8U | static_cast<unsigned char>(c);
  return number;
}

/// What a type's body looks like: a number of so many bytes, then at least and at most so many bytes.
struct layout {
  unsigned number = 0;
  std::size_t low = 0, high = 0;
  bool of_a_stream = true;
};
const layout* layout_of(frame_type type) {
  static constexpr layout greeting{2, 0, text_bytes_max, false}, target{0, 1, target_bytes_max, true},
      nothing{0, 0, 0, true}, bytes{0, 1, data_bytes_max, true}, credit{4, 0, 0, true},
      reason{1, 0, text_bytes_max, true}, pem{0, 0, pem_bytes_max, false};
  switch (type) {
  case frame_type::hello:
  case frame_type::welcome:
    return &greeting;
  case frame_type::open:
    return &target;
  case frame_type::opened:
  case frame_type::close:
    return &nothing;
  case frame_type::data:
    return &bytes;
  case frame_type::window:
    return &credit;
  case frame_type::reset:
    return &reason;
  case frame_type::renew:
  case frame_type::renewed:
    return &pem;
  }
  return nullptr;
}

} // namespace

std::string encode(const frame& what) {
  std::string out;
  const auto* form = layout_of(what.type);
  out.reserve(header_bytes + form->number + what.body.size());
  out += static_cast<char>(what.type);
  put(out, what.stream, 4);
  put(out, what.number, form->number);
  out += what.body;
  return out;
}

result<frame> decode(std::string_view bytes) {
  const auto bad = [](std::string why) { return fail(error_code::invalid_input, std::move(why)); };
  if (bytes.size() < header_bytes) return bad("a frame without its header");
  frame out;
  out.type = static_cast<frame_type>(bytes[0]);
  out.stream = get(bytes.substr(1, 4));
  const auto* form = layout_of(out.type);
  if (form == nullptr) return bad("a frame of an unknown type");
  if ((out.stream != 0) != form->of_a_stream) return bad("a frame of the wrong stream");
  bytes.remove_prefix(header_bytes);
  if (bytes.size() < form->number) return bad("a frame cut short");
  out.number = get(bytes.substr(0, form->number));
  bytes.remove_prefix(form->number);
  if (bytes.size() < form->low || bytes.size() > form->high) return bad("a frame's body has the wrong length");
  if (out.type == frame_type::window && out.number == 0) return bad("a window of nothing");
  if (out.type == frame_type::reset &&
      (out.number < 1 || out.number > static_cast<std::uint32_t>(reset_code::overloaded)))
    return bad("a reset with an unknown code");
  out.body = bytes;
  return out;
}

} // namespace tidings::edge
