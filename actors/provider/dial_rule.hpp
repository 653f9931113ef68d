#pragma once
// Which addresses may be dialled, where whoever configures an address isn't to be trusted with this host's own network.
// Asked of the very address that is about to be dialled, after the name was resolved. Pure.
#include "schemas/errors.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tidings {

/// An address of either family, IPv4 as `::ffff:a.b.c.d`.
using ip_address = std::array<std::uint8_t, 16>;

struct ip_network {
  ip_address first{};
  unsigned bits = 128; ///< of the 128
  bool holds(const ip_address& one) const;

  /// `10.20.0.0/16`, `fd00::/8`, or one address. Fails with `invalid_input`, also when bits beyond the mask are set.
  static result<ip_network> parse(std::string_view text);
};

/// Public by the registries of IANA (RFC 6890 and what it registers): not this host, no private, link-local,
/// documentation or test network, no group, no way into IPv4 by tunnels.
bool is_public(const ip_address& one);

class dial_rule {
public:
  explicit dial_rule(std::vector<ip_network> also = {}) : also_(std::move(also)) {}
  bool allows(const ip_address& one) const;

private:
  std::vector<ip_network> also_; ///< networks that aren't public and may be dialled
};

/// Of a `sockaddr_in` or `sockaddr_in6`. Nothing: of another family.
std::optional<ip_address> address_of(int family, const void* socket_address);

} // namespace tidings
