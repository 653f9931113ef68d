#pragma once
// What operators ask of alerts: GET alerts, POST alerts/acknowledge. Everything else is others'.
#include "actors/alert/keeper.hpp"
#include "actors/node/broker_bridge.hpp"

namespace tidings {

class alert_orders final : public node_orders {
public:
  explicit alert_orders(std::shared_ptr<node_orders> others) : others_(std::move(others)) {}
  /// Null: there are no alerts. Before anybody asks: the keeper itself asks through what these orders stand behind.
  void set(const std::shared_ptr<alert::keeper>& keeper) { keeper_ = keeper; }

  void run(const std::string& what, const std::map<std::string, std::string>& parameters, audit_mark_ptr by,
           broker_port& through, std::function<void(http_answer)> done) override;

private:
  std::shared_ptr<node_orders> others_;
  std::weak_ptr<alert::keeper> keeper_;
};

} // namespace tidings
