#pragma once
// Everything the endpoint knows of agents: the authority, the roster on disk, the ways, and who is connected.
// Thread-safe.
#include "web/endpoint/edge/authority.hpp"
#include "web/endpoint/edge/roster.hpp"
#include "web/endpoint/edge/ways.hpp"

#include <atomic>

namespace tidings::web::edge {

/// What is seen of an agent's link. Kept when it is lost, so that people see since when and why.
struct link_state {
  bool connected = false;
  timestamp since{}; ///< of being connected, or of not being
  std::string version, address;
  std::size_t streams = 0;
  std::uint64_t streams_opened = 0, bytes_to_site = 0, bytes_from_site = 0, files = 0;
  std::string last_error;
  timestamp last_error_at{};
};

struct invitation {
  std::string code;
  timestamp until{};
};

class office {
public:
  /// @param folder made when it isn't there, its owner's alone
  static result<std::shared_ptr<office>> open(const std::filesystem::path& folder, wall_clock now);

  edge::ways ways; ///< public: it has its own lock

  // -- the operator's
  result<invitation> invite(const std::string& name);
  result<void> revoke(const std::string& name);
  /// GET /api/v1/edges: `{"edges":[…]}`
  std::string rows() const;

  // -- the agents'
  /// By its code. On disk before it returns.
  result<issued> enrol(std::string_view code, const std::string& request, std::string& name);
  result<void> admit(const std::string& name, const std::string& serial);
  result<issued> renew(const std::string& name, const std::string& request);
  /// Nobody is asked for a certificate before somebody was invited.
  bool has_agents() const;
  const std::string& authority_certificate() const { return authority_->certificate(); }

  // -- the hub's
  void came(const std::string& name, const std::string& address);
  void went(const std::string& name, const std::string& why);
  void note(const std::string& name, const std::function<void(link_state&)>& change);
  void trouble(const std::string& name, const std::string& what);
  /// Called, from any thread, when a link must end now.
  void on_cut(std::function<void(const std::string& name)> tell);
  /// Called, from any thread, when the first agent is invited: from now on certificates are asked for.
  void on_first(std::function<void()> tell);

private:
  office(std::filesystem::path folder, std::unique_ptr<edge::authority> authority, roster all, wall_clock now);
  result<void> keep(roster changed); ///< on disk, then in force
  void cut(const std::string& name);

  std::filesystem::path folder_;
  std::unique_ptr<edge::authority> authority_;
  wall_clock now_;
  mutable std::mutex lock_;
  roster roster_;
  std::map<std::string, link_state, std::less<>> links_;
  std::function<void(const std::string&)> tell_cut_;
  std::function<void()> tell_first_;
};

} // namespace tidings::web::edge
