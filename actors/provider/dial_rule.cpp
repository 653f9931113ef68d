#include "actors/provider/dial_rule.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <string>

namespace tidings {
namespace {

constexpr unsigned mapped_bits = 96; ///< of `::ffff:0:0/96`, before the four bytes of IPv4
constexpr ip_address mapped_first = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};

constexpr ip_network v4(std::uint8_t a, std::uint8_t b, std::uint8_t c, unsigned bits) {
  auto first = mapped_first;
  first[12] = a;
  first[13] = b;
  first[14] = c;
  return {first, mapped_bits + bits};
}
constexpr ip_network v6(std::uint16_t a, std::uint16_t b, unsigned bits) {
  ip_address first{};
  first[0] = static_cast<std::uint8_t>(a >> 8U);
  first[1] = static_cast<std::uint8_t>(a & 0xffU);
  first[2] = static_cast<std::uint8_t>(b >> 8U);
  first[3] = static_cast<std::uint8_t>(b & 0xffU);
  return {first, bits};
}

constexpr ip_network all_v4 = {mapped_first, mapped_bits};
constexpr ip_network global_v6 = v6(0x2000, 0, 3);

/// IANA IPv4 Special-Purpose Address Registry, groups and what is reserved.
constexpr std::array not_public_v4 = {
    v4(0, 0, 0, 8),     v4(10, 0, 0, 8),      v4(100, 64, 0, 10),  v4(127, 0, 0, 8),    v4(169, 254, 0, 16),
    v4(172, 16, 0, 12), v4(192, 0, 0, 24),    v4(192, 0, 2, 24),   v4(192, 88, 99, 24), v4(192, 168, 0, 16),
    v4(198, 18, 0, 15), v4(198, 51, 100, 24), v4(203, 0, 113, 24), v4(224, 0, 0, 4),    v4(240, 0, 0, 4)};
/// Of the global unicast addresses: protocols and tunnels, documentation, 6to4, documentation again.
constexpr std::array not_public_v6 = {v6(0x2001, 0, 23), v6(0x2001, 0x0db8, 32), v6(0x2002, 0, 16), v6(0x3fff, 0, 20)};

template <class Networks> bool in_one_of(const Networks& networks, const ip_address& one) {
  return std::any_of(networks.begin(), networks.end(), [&](const ip_network& each) { return each.holds(one); });
}

std::optional<ip_address> parse_address(const std::string& text, bool& is_v4) {
  in_addr four{};
  in6_addr six{};
  ip_address out = mapped_first;
  is_v4 = ::inet_pton(AF_INET, text.c_str(), &four) == 1;
  if (is_v4) {
    std::memcpy(out.data() + 12, &four, 4);
    return out;
  }
  if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return std::nullopt;
  std::memcpy(out.data(), &six, out.size());
  return out;
}

} // namespace

bool ip_network::holds(const ip_address& one) const {
  for (unsigned at = 0; at < bits; at += 8) {
    const unsigned left = std::min(8U, bits - at);
    const auto mask = static_cast<std::uint8_t>(0xffU << (8U - left));
    if (((first[at / 8] ^ one[at / 8]) & mask) != 0) return false;
  }
  return true;
}

result<ip_network> ip_network::parse(std::string_view text) {
  const auto wrong = fail(error_code::invalid_input, "a network such as 10.20.0.0/16 or fd00::/8");
  const auto slash = text.find('/');
  bool is_v4 = false;
  const auto address = parse_address(std::string(text.substr(0, slash)), is_v4);
  if (!address) return wrong;
  const unsigned bits_max = is_v4 ? 32 : 128;
  unsigned bits = bits_max;
  if (slash != std::string_view::npos) {
    const auto digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (error != std::errc() || end != digits.data() + digits.size() || bits > bits_max) return wrong;
  }
  const ip_network out{*address, (is_v4 ? mapped_bits : 0) + bits};
  for (unsigned at = out.bits; at < 128; ++at)
    if ((out.first[at / 8] & (0x80U >> (at % 8))) != 0) return wrong; // 10.20.1.0/16: which one was meant?
  return out;
}

bool is_public(const ip_address& one) {
  if (all_v4.holds(one)) return !in_one_of(not_public_v4, one);
  return global_v6.holds(one) && !in_one_of(not_public_v6, one);
}

bool dial_rule::allows(const ip_address& one) const { return is_public(one) || in_one_of(also_, one); }

std::optional<ip_address> address_of(int family, const void* socket_address) {
  ip_address out = mapped_first;
  if (family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, socket_address, sizeof four);
    std::memcpy(out.data() + 12, &four.sin_addr, 4);
    return out;
  }
  if (family != AF_INET6) return std::nullopt;
  sockaddr_in6 six{};
  std::memcpy(&six, socket_address, sizeof six);
  std::memcpy(out.data(), &six.sin6_addr, out.size());
  return out;
}

} // namespace tidings
