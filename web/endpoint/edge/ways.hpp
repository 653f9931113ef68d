#pragma once
// The broker's ends of the ways to practices' sites: a loopback port for each practice and address, behind which the
// practice's agent is. Thread-safe. Only this machine's own processes can connect to it.
#include "schemas/errors.hpp"
#include "schemas/ids.hpp"
#include "schemas/time.hpp"
#include "web/edge/target.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace tidings::web::edge {

struct way {
  practice_id practice;
  std::string agent;
  tidings::edge::tcp_place to; ///< on the site
  int listener = -1;           ///< a listening socket; whoever accepts from it makes a copy of its own
  std::uint16_t port = 0;      ///< on 127.0.0.1
};

/// What has gone by a way. The hub counts an end before whoever is at the loopback port can hear of it, so that this
/// tells whether anything can have reached the site.
struct traffic {
  std::uint64_t begun = 0;     ///< connections
  std::uint64_t ended = 0;     ///< of these
  std::uint64_t untouched = 0; ///< of these: no byte of theirs left for the site
  std::string last_trouble;    ///< why one ended early
};

class ways {
public:
  ways() = default;
  ~ways();
  ways(const ways&) = delete;
  ways& operator=(const ways&) = delete;

  /// Where to connect to on 127.0.0.1. `unreachable`: the agent isn't there, so certainly nobody heard anything;
  /// `invalid_input`: no such address. A practice's new agent has a port of its own: connections that are kept open to
  /// the old one's are of no more use.
  result<std::uint16_t> port_to(const practice_id& practice, const std::string& agent, const std::string& host,
                                int port);
  std::vector<way> all() const;
  /// The agent of the way that this port is of, and where it leads.
  bool find(std::uint16_t port, way& into) const;

  traffic traffic_of(std::uint16_t port) const;

  /// From the hub: who is connected now, and that it wants to hear of new ways.
  void set_present(const std::string& agent, bool present, timestamp now);
  bool is_present(const std::string& agent) const;
  void on_new(std::function<void()> tell);
  void begun(std::uint16_t port);
  /// @param touched some byte of its has left for the site
  void ended(std::uint16_t port, bool touched, const std::string& why);

private:
  std::string away(const std::string& agent) const;
  mutable std::mutex lock_;
  std::map<std::tuple<practice_id, std::string, std::uint16_t>, way> ways_;
  std::map<std::uint16_t, traffic> traffic_;
  std::set<std::string> present_;
  std::map<std::string, timestamp> left_; ///< since this broker started
  std::function<void()> tell_;
};

} // namespace tidings::web::edge
