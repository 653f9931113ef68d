#include "actors/node/host_orders.hpp"

#include "actors/node/oidc_orders.hpp"
#include "actors/node/onboarding_orders.hpp"

namespace tidings {
namespace {

backup_orders::host_words host_words_of(const broker_settings& settings) {
  backup_orders::host_words host{
      .pence_per_segment = {}, .templates_dir = settings.templates_dir, .attachments_dir = settings.attachments_dir};
  for (const auto& one : settings.providers) host.pence_per_segment[one.id] = one.pence_per_segment;
  return host;
}

} // namespace

std::shared_ptr<alert_orders> make_host_orders(host_orders_parts from) {
  std::shared_ptr<node_orders> orders =
      std::make_shared<backup_orders>(std::move(from.backups), from.practices, std::move(from.test),
                                      host_words_of(from.settings), std::move(from.others));
  orders = std::make_shared<onboarding_orders>(std::move(orders), from.settings, std::move(from.practices));
  orders = std::make_shared<oidc_orders>(std::move(orders), from.settings.oidc, std::move(from.http), system_now,
                                         std::move(from.say));
  return std::make_shared<alert_orders>(std::move(orders));
}

} // namespace tidings
