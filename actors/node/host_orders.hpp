#pragma once
// Everything that operators ask of the node itself, in one: each hands on what isn't its own.
#include "actors/node/alert_orders.hpp"
#include "actors/node/backup_orders.hpp"
#include "actors/provider/http_port.hpp"

namespace tidings {

struct host_orders_parts {
  const broker_settings& settings;
  std::shared_ptr<backup::keeper> backups;
  std::shared_ptr<const practice_list> practices;
  backup_orders::connector_tester test;
  backup_orders::other_orders others;
  std::shared_ptr<http_port> http;
  std::function<void(std::string)> say;
};

/// Alerts are the outermost: their keeper is set once there is a broker to ask.
std::shared_ptr<alert_orders> make_host_orders(host_orders_parts from);

} // namespace tidings
