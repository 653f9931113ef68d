#pragma once
#include <boost/describe.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::sim {

enum class device_verdict { known, approved_now, pending, blocked };

/// The device manager of one practice: an unknown device waits for a person, unless approval is automatic.
/// Client Integration specification v33.4, "Device ID Allocation".
struct device_register {
  std::vector<std::string> known;
  bool is_blocked = false;
  bool is_pending = false;
  /// Clicks on "approve" not yet used; each lets one device in.
  std::uint64_t approvals = 0;
  std::uint64_t given = 0;

  /// `id` is what the request carried; on `approved_now` it is replaced by the new one.
  device_verdict check(std::string& id, bool require_approval, std::uint64_t seed, std::string_view ods);
  void approve();
  void block();
};

BOOST_DESCRIBE_STRUCT(device_register, (), (known, is_blocked, is_pending, approvals, given))

} // namespace tidings::sim
