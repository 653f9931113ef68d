#include "actors/node/alert_start.hpp"

#include "actors/node/doctor/look.hpp"

#include <filesystem>

namespace tidings {
namespace {

std::optional<double> days_left(const endpoint_settings& of) {
  const auto seen = doctor::probe(doctor::certificate_target{of.certificate, of.private_key, {}});
  if (!seen.trouble.empty()) return std::nullopt;
  return static_cast<double>((seen.valid_until - system_now()).count()) / (24.0 * 3'600'000);
}

std::optional<double> percent_used(const std::string& folder) {
  std::error_code failed;
  const auto space = std::filesystem::space(folder, failed);
  if (failed || space.capacity == 0) return std::nullopt;
  return 100.0 * (1.0 - static_cast<double>(space.available) / static_cast<double>(space.capacity));
}

std::string page_of(std::string public_url) {
  if (public_url.empty()) return {};
  if (public_url.back() == '/') public_url.pop_back();
  return public_url + "/ops/alerts";
}

} // namespace

std::shared_ptr<alert::keeper> make_alerts(const broker_settings& settings, broker_port& through,
                                           std::function<void(std::string)> say) {
  if (!settings.alerts) return nullptr;
  return std::make_shared<alert::keeper>(
      alert::keeper_options{.settings = *settings.alerts,
                            .broker = through,
                            .now = system_now,
                            .to = alert::make_outlet(*settings.alerts, page_of(settings.endpoint.public_url)),
                            .certificate_days = [of = settings.endpoint] { return days_left(of); },
                            .disk_percent = [folder = settings.data_dir] { return percent_used(folder); },
                            .say = std::move(say)});
}

} // namespace tidings
