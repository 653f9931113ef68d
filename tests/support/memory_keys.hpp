#pragma once
// Keys for tests: real ones, kept in memory.
#include "actors/key_ring/key_ring.hpp"

namespace tidings::test {

inline std::shared_ptr<key_ring>
memory_keys(wall_clock now, std::shared_ptr<memory_key_store> store = std::make_shared<memory_key_store>(),
            key_limits limits = {}) {
  return std::make_shared<key_ring>(key_bytes("the master key of every test, 32"), std::move(store),
                                    key_ring_options{.now = std::move(now), .limits = limits});
}

} // namespace tidings::test
