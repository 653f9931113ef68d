#include "systmone/systmone_simulator.hpp"

#include "support/http_server.hpp"
#include "support/state_saver.hpp"
#include "systmone/control.hpp"
#include "systmone/population.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json.hpp>
#include <spdlog/spdlog.h>
#include <thread>

namespace tidings::sim {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

/// How often the reception desks look at what is due.
constexpr auto desk_interval = 50ms;

} // namespace

struct systmone_simulator::impl {
  explicit impl(systmone_options from)
      : options{std::move(from)}, saver{io, options.state, [this] { return write_state(services); }} {}

  ~impl() {
    io.stop();
    if (thread.joinable()) thread.join();
    saver.save_now();
  }

  tl::expected<void, std::string> begin() {
    for (const auto& ods : options.practices)
      services.emplace(ods, std::make_unique<practice_service>(ods, options.service));
    if (auto loaded = load(); !loaded) return loaded;
    const auto practices = options.practices.size();
    std::size_t index = 0;
    for (const auto& ods : options.practices) {
      auto& service = *services.find(ods)->second;
      auto plan = options.booking;
      plan.total = options.booking.total / practices + (index < options.booking.total % practices ? 1 : 0);
      populate(service.book, plan.seed, {index, practices}, std::max<std::size_t>(options.patients_min, plan.total));
      desks.emplace_back(service.book, plan, options.now());
      auto listener = std::make_shared<practice_listener>(io, service, options.now, [this] { saver.changed(); });
      const auto port = options.base_port == 0 ? 0 : options.base_port + static_cast<int>(index);
      if (auto opened = listener->open(static_cast<std::uint16_t>(port)); !opened) return opened;
      listeners.emplace(ods, std::move(listener));
      ++index;
    }
    auto listening = control.listen(options.control_port);
    if (!listening) return tl::unexpected(listening.error());
    control_port = *listening;
    saver.changed();
    work();
    thread = std::thread{[this] { io.run(); }};
    return {};
  }

  tl::expected<void, std::string> load() {
    if (options.state.empty()) return {};
    const auto text = read_whole(options.state);
    if (!text) return tl::unexpected(text.error());
    return *text ? read_state(**text, services) : tl::expected<void, std::string>{};
  }

  void work() {
    bool changed = false;
    for (auto& desk : desks) changed = desk.work(options.now()) || changed;
    if (changed) saver.changed();
    timer.expires_after(desk_interval);
    timer.async_wait([this](const boost::system::error_code& error) {
      if (!error) work();
    });
  }

  systmone_options options;
  /// Before everything that has a socket or timer, so that it goes last.
  asio::io_context io{1};
  service_map services;
  std::map<std::string, std::shared_ptr<practice_listener>, std::less<>> listeners;
  std::vector<reception> desks;
  std::uint16_t control_port = 0;
  asio::steady_timer timer{io};
  state_saver saver;
  http_server control{
      io, [this](const http_request& request, const http_reply& to) {
        to.send(answer_control({services, listeners, options.now, [this] { saver.changed(); }}, request));
      }};
  std::thread thread;
};

systmone_simulator::systmone_simulator(std::unique_ptr<impl> from) : impl_{std::move(from)} {}
systmone_simulator::~systmone_simulator() = default;

tl::expected<std::unique_ptr<systmone_simulator>, std::string> systmone_simulator::start(systmone_options options) {
  if (options.practices.empty()) return tl::unexpected(std::string{"at least one practice is wanted"});
  auto inside = std::make_unique<impl>(std::move(options));
  if (auto begun = inside->begin(); !begun) return tl::unexpected(begun.error());
  return std::unique_ptr<systmone_simulator>{new systmone_simulator{std::move(inside)}};
}

std::vector<systmone_simulator::practice_address> systmone_simulator::practices() const {
  std::vector<practice_address> out;
  for (const auto& ods : impl_->options.practices)
    out.push_back({ods, "demo-key-" + ods, impl_->listeners.find(ods)->second->port()});
  return out;
}

std::uint16_t systmone_simulator::control_port() const { return impl_->control_port; }

std::string systmone_simulator::ready_line() const {
  boost::json::array rows;
  for (const auto& one : practices())
    rows.push_back({{"ods", one.ods}, {"host", "127.0.0.1"}, {"port", one.port}, {"api_key", one.api_key}});
  return boost::json::serialize(
      boost::json::object{{"ready", true}, {"control", control_port()}, {"practices", std::move(rows)}});
}

} // namespace tidings::sim
