#include "systmone/devices.hpp"

#include "support/dice.hpp"

#include <algorithm>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {

device_verdict device_register::check(std::string& id, bool require_approval, std::uint64_t seed,
                                      std::string_view ods) {
  if (is_blocked) return device_verdict::blocked;
  if (!id.empty() && std::ranges::find(known, id) != known.end()) return device_verdict::known;
  if (require_approval && approvals == 0) {
    is_pending = true;
    return device_verdict::pending;
  }
  if (approvals > 0) --approvals;
  is_pending = false;
  id = fmt::format("{:016x}", dice{seed, {"device", ods, std::to_string(++given)}}.next());
  known.push_back(id);
  return device_verdict::approved_now;
}

void device_register::approve() {
  is_blocked = false;
  ++approvals;
}

void device_register::block() {
  is_blocked = true;
  is_pending = false;
  approvals = 0;
}

} // namespace tidings::sim
