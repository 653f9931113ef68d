#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace tidings::sim {

/// Repeatable chance: the same seed and words give the same throws on every machine, in whatever order the dice are
/// made. That is why simulators derive one die per subject (a patient, an appointment) and never share a running
/// generator.
class dice {
public:
  dice(std::uint64_t seed, std::initializer_list<std::string_view> subject) : state_{seed * 0x9e3779b97f4a7c15U + 1} {
    for (const auto word : subject) {
      std::uint64_t hash = 0xcbf29ce484222325U; // FNV-1a
      for (const char letter : word) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
      state_ ^= hash;
      next();
    }
  }

  /// splitmix64.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

  /// 0 <= x < 1.
  double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
  bool chance(double probability) { return unit() < probability; }
  /// 0 <= n < bound; 0 when the bound is 0.
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound); }
  /// Both ends included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return high <= low ? low : low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
  }
  template <class T, std::size_t Size> const T& pick(const std::array<T, Size>& from) { return from[below(Size)]; }

private:
  std::uint64_t state_;
};

} // namespace tidings::sim
