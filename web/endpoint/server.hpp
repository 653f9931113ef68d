#pragma once
// The HTTPS endpoint: one thread of its own, everything bounded. Neither Asio nor Beast show here.
#include "schemas/settings.hpp"
#include "web/endpoint/broker_port.hpp"
#include "web/endpoint/limits.hpp"
#include "web/endpoint/sign_in.hpp"
#include "web/endpoint/webhooks.hpp"

#include <functional>
#include <map>
#include <memory>

namespace tidings {

namespace web::edge {
class office; // web/endpoint/edge/office.hpp
}

struct endpoint_parts {
  endpoint_settings settings;
  webhook_accounts accounts; ///< of every provider that posts here
  session_keys keys;
  wall_clock now = system_now;
  endpoint_limits limits;
  live_limits live;
  bool reason_needed = false; ///< for being shown patients' data (`audit.reason_needed`)
  std::string description;    ///< for GET /openapi.json, JSON; empty: there is none
  /// Told in plain English what an operator should know; from any thread of ours. May be empty.
  std::function<void(std::string)> log;
  std::shared_ptr<web::edge::office> edges{};     ///< agents on practices' sites; null: none are let in
  std::map<std::string, practice_scope> groups{}; ///< of practices, for users' scopes
  /// Where files that this agent hands over for this practice belong; empty: nowhere. From the endpoint's thread.
  std::function<std::string(const practice_id&, const std::string& agent)> edge_folder{};
};

/// The account of each provider, as broker.yaml names them.
webhook_accounts webhook_accounts_of(const std::vector<provider_settings>& providers);

class endpoint {
public:
  /// `broker` outlives the endpoint. Its answers may come later than that: they are dropped then.
  endpoint(endpoint_parts parts, broker_port& broker);
  /// Stops at once when `stop` wasn't called.
  ~endpoint();
  endpoint(const endpoint&) = delete;
  endpoint& operator=(const endpoint&) = delete;

  /// Reads certificate and web app, listens, writes `port_file`. The port, or why not (`not_configured`).
  result<int> start();
  /// What is published here reaches every open live feed. Usable from construction to destruction, by any thread.
  live_feed& feed();
  /// Groups of practices for users' scopes, from the next request and the live feeds' next event on. Any thread.
  void set_groups(std::map<std::string, practice_scope> groups);
  /// Reads certificate and key again, for connections from now on. On failure the old ones stay. Any thread.
  result<void> reload_certificate();
  /// Accepts no more, ends live feeds, answers 503 to new requests, waits for those under way up to `limit`, then
  /// closes what is left. Returns when the thread has ended.
  void stop(millis limit);

private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

} // namespace tidings
