#pragma once
// How long things take, in fixed space: a histogram with logarithmic buckets that forgets.
#include <array>
#include <bitset>
#include <boost/describe/class.hpp>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

namespace tidings {

/// What a histogram or a window holds, to be kept over a restart.
struct latency_memory {
  std::vector<std::uint32_t> counts;
  std::uint64_t held = 0, added = 0;
  std::int64_t sum_ms = 0;
};
BOOST_DESCRIBE_STRUCT(latency_memory, (), (counts, held, added, sum_ms))
struct success_memory {
  std::string well; ///< a `1` or `0` a call, as std::bitset prints it
  std::uint64_t next = 0, held = 0;
};
BOOST_DESCRIBE_STRUCT(success_memory, (), (well, next, held))

/// Buckets are a quarter of an octave wide (19 %), from 1 ms to 4.6 hours. Recent times count most: whenever 2,048
/// times are held, every bucket is halved.
class latency_histogram {
public:
  static constexpr std::size_t buckets = 96;
  static constexpr std::uint64_t held_max = 2'048;

  void add(std::int64_t ms);
  /// @param part 0..1, e.g. 0.99
  /// @return milliseconds (a bucket's upper edge), or -1 when nothing was added
  std::int64_t percentile(double part) const;

  std::uint64_t added() const { return added_; } ///< ever, never forgotten
  double sum_ms() const { return sum_ms_; }

  latency_memory memory() const;
  void recall(const latency_memory& what); ///< leaves all as it is when that is of another shape

private:
  std::array<std::uint32_t, buckets> counts_{};
  std::uint64_t held_ = 0;
  std::uint64_t added_ = 0;
  double sum_ms_ = 0;
};

/// The last few times, for what goes on now; not kept over a restart.
class recent_times {
public:
  static constexpr std::size_t held_max = 50;
  static constexpr std::size_t least = 20; ///< fewer say nothing

  void add(std::int64_t ms);
  std::int64_t median() const; ///< milliseconds, or -1 while there are too few

private:
  std::deque<std::int64_t> held_;
};

/// How many of the last 1,000 calls went well.
class success_window {
public:
  static constexpr std::size_t calls = 1'000;

  void add(bool well);
  double rate() const { return held_ == 0 ? 1.0 : static_cast<double>(well_.count()) / static_cast<double>(held_); }

  success_memory memory() const;
  void recall(const success_memory& what);

private:
  std::bitset<calls> well_;
  std::size_t next_ = 0;
  std::size_t held_ = 0;
};

} // namespace tidings
