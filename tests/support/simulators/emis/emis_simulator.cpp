#include "emis/emis_simulator.hpp"

#include <boost/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <thread>

namespace tidings::sim {

struct emis_simulator::impl {
  explicit impl(emis_options from) : options{std::move(from)} {}
  ~impl() {
    io.stop();
    if (thread.joinable()) thread.join();
  }

  emis_options options;
  std::uint16_t port = 0, control_port = 0;
  boost::asio::io_context io{1};
  emis_service service{io, options.account,
                       make_emis_book(options.practice, options.patients, options.appointments, options.now()),
                       options.now};
  http_server api{io, [this](const http_request& asked, const http_reply& to) { service.answer(asked, to); }};
  http_server control{io, [this](const http_request& asked, const http_reply& to) { service.control(asked, to); }};
  std::thread thread;
};

emis_simulator::emis_simulator(std::unique_ptr<impl> from) : impl_{std::move(from)} {}
emis_simulator::~emis_simulator() = default;

tl::expected<std::unique_ptr<emis_simulator>, std::string> emis_simulator::start(emis_options options) {
  auto inside = std::make_unique<impl>(std::move(options));
  auto listening = inside->api.listen(inside->options.port, inside->options.tls);
  if (!listening) return tl::unexpected(listening.error());
  inside->port = *listening;
  listening = inside->control.listen(0);
  if (!listening) return tl::unexpected(listening.error());
  inside->control_port = *listening;
  inside->thread = std::thread{[my = inside.get()] { my->io.run(); }};
  return std::unique_ptr<emis_simulator>{new emis_simulator{std::move(inside)}};
}

std::string emis_simulator::ready_line() const {
  const auto& account = impl_->options.account;
  const auto base = fmt::format("{}://127.0.0.1:{}", impl_->options.tls ? "https" : "http", impl_->port);
  return boost::json::serialize(boost::json::object{{"ready", true},
                                                    {"control", impl_->control_port},
                                                    {"practice", impl_->options.practice},
                                                    {"url", base + "/partner"},
                                                    {"token_url", base + "/oauth2/token"},
                                                    {"client_id", account.client_id},
                                                    {"client_secret", account.client_secret},
                                                    {"application_id", account.application_id}});
}

} // namespace tidings::sim
