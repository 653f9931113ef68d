#pragma once
// The endpoint's way into the actor system and back. No CAF in this header: the endpoint's side may see it.
#include "schemas/sealing.hpp"
#include "web/endpoint/broker_port.hpp"

#include <memory>

namespace caf {
class actor_system;
}

namespace tidings {

class station_directory;

/// What the bridge knows of the configuration; kept up to date by whoever reads it.
class practice_register {
public:
  virtual ~practice_register() = default;
  /// Whether every file of the start was looked at: before, a practice that isn't known may be only not known yet.
  virtual bool is_read() const { return true; }
  virtual bool knows(const practice_id& practice) const = 0;
  virtual std::optional<practice_id> practice_of_number(std::string_view digits) const = 0;
  virtual practice_settings_ptr practice_of_service(const std::string&) const { return nullptr; }
};

/// Asks are answered by the board, commands by the practices. `stop` ends what waits with `stopping`.
class stoppable_broker_port : public broker_port {
public:
  virtual void stop() = 0;
};

/// Who does what operators ask of the node itself.
class node_orders {
public:
  virtual ~node_orders() = default;
  /// As `broker_port::operate`. `through`: for commands to practices.
  virtual void run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
                   broker_port& through, std::function<void(http_answer)> done) = 0;
};

/// @param orders may be null: then there is nothing to ask or to order
/// @param keys of the log: users have secrets
std::unique_ptr<stoppable_broker_port> make_broker_bridge(caf::actor_system& system,
                                                          std::shared_ptr<station_directory> stations,
                                                          std::shared_ptr<const practice_register> practices,
                                                          std::shared_ptr<node_orders> orders = nullptr,
                                                          sealer_ptr keys = nullptr);

} // namespace tidings
