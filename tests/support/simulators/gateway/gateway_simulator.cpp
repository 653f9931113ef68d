#include "gateway/gateway_simulator.hpp"

#include <boost/json.hpp>
#include <thread>

namespace tidings::sim {

struct gateway_simulator::impl {
  impl(std::unique_ptr<gateway_dialect> speaks, gateway_options from)
      : options{std::move(from)}, dialect{std::move(speaks)} {}
  ~impl() {
    io.stop();
    if (thread.joinable()) thread.join();
  }

  gateway_options options;
  std::unique_ptr<gateway_dialect> dialect;
  std::uint16_t port = 0, control_port = 0;
  boost::asio::io_context io{1};
  gateway_service service{io, *dialect, options.hooks, options.rules, options.now};
  http_server api{io, [this](const http_request& request, const http_reply& to) { service.answer(request, to); }};
  http_server control{io, [this](const http_request& request, const http_reply& to) { service.answer(request, to); }};
  std::thread thread;
};

gateway_simulator::gateway_simulator(std::unique_ptr<impl> from) : impl_{std::move(from)} {}
gateway_simulator::~gateway_simulator() = default;

tl::expected<std::unique_ptr<gateway_simulator>, std::string>
gateway_simulator::start(std::unique_ptr<gateway_dialect> dialect, gateway_options options) {
  auto inside = std::make_unique<impl>(std::move(dialect), std::move(options));
  auto listening = inside->api.listen(inside->options.port, inside->options.tls);
  if (!listening) return tl::unexpected(listening.error());
  inside->port = *listening;
  listening = inside->control.listen(0); // plain, whatever the API speaks
  if (!listening) return tl::unexpected(listening.error());
  inside->control_port = *listening;
  inside->thread = std::thread{[my = inside.get()] { my->io.run(); }};
  return std::unique_ptr<gateway_simulator>{new gateway_simulator{std::move(inside)}};
}

std::uint16_t gateway_simulator::port() const { return impl_->port; }

std::string gateway_simulator::ready_line() const {
  return boost::json::serialize(
      boost::json::object{{"ready", true}, {"port", impl_->port}, {"control", impl_->control_port}});
}

} // namespace tidings::sim
