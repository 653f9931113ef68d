#pragma once
// Who is connected, from where, and who has kept us waiting longest. A slow or silent client holds its place only until
// somebody else wants it: then the one that has been longest without a complete request gives way. Pure: no sockets.
#include "web/endpoint/fairness.hpp"

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>

namespace tidings::web {

/// A connection, as the list knows it.
struct guest {
  std::string address;
  bool refuse = false; ///< above the bound: hears 503 and goes
  steady_time waiting_since{};
  std::optional<std::list<guest*>::iterator> waiting; ///< its place among those without a whole request
};

class guest_list {
public:
  guest_list(int connections_max, const endpoint_limits& limits) : connections_max_(connections_max), limits_(limits) {}

  enum class entry {
    welcome,
    refuse, ///< let in to hear 503
    shut,   ///< close at once
  };
  struct verdict {
    entry how = entry::welcome;
    guest* gives_way = nullptr; ///< to be closed now
  };
  /// May one more come from this address?
  verdict judge(const std::string& address, steady_time now);
  /// The longest waiting, if its patience is over; null: nobody. `of_address` null: of all.
  guest* longest_waiting(const std::string* of_address, steady_time now);

  void arrive(guest& one, steady_time now);
  void leave(guest& one);
  /// From now on it owes us a request; told twice, the first counts.
  void begin_waiting(guest& one, steady_time now);
  void stop_waiting(guest& one);

  int count() const { return count_; }

private:
  const int connections_max_;
  const endpoint_limits& limits_;
  int count_ = 0;
  int refusing_ = 0;
  std::unordered_map<std::string, int> by_address_;
  std::list<guest*> waiting_; ///< longest first
};

} // namespace tidings::web
