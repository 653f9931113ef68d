#include "firetext/firetext_simulator.hpp"

#include "support/state_saver.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <thread>

namespace tidings::sim {

struct firetext_simulator::impl {
  explicit impl(firetext_options from) : options{std::move(from)} {}

  ~impl() {
    io.stop();
    if (thread.joinable()) thread.join();
    saver.save_now();
  }

  tl::expected<void, std::string> begin() {
    if (auto loaded = load(); !loaded) return loaded;
    const auto prefer = [](std::string& kept, const std::string& given) {
      if (!given.empty()) kept = given;
    };
    prefer(account.hooks.receipt_url, options.hooks.receipt_url);
    prefer(account.hooks.inbound_url, options.hooks.inbound_url);
    prefer(account.hooks.ca, options.hooks.ca);
    auto listening = api.listen(options.port, options.tls);
    if (!listening) return tl::unexpected(listening.error());
    port = control_port = *listening;
    if (options.control_port) {
      listening = control.listen(*options.control_port);
      if (!listening) return tl::unexpected(listening.error());
      control_port = *listening;
    }
    carrier.resume();
    thread = std::thread{[this] { io.run(); }};
    return {};
  }

  tl::expected<void, std::string> load() {
    if (options.state.empty()) return {};
    const auto text = read_whole(options.state);
    if (!text) return tl::unexpected(text.error());
    return *text ? account.read_state(**text) : tl::expected<void, std::string>{};
  }

  firetext_options options;
  sms_account account;
  std::uint16_t port = 0, control_port = 0;
  boost::asio::io_context io{1};
  state_saver saver{io, options.state, [this] { return account.write_state(); }};
  postman carrier{io, account, options.now, options.post, [this] { saver.changed(); }};
  firetext_service service{io, account, carrier, options.rules, options.now, [this] { saver.changed(); }};
  http_server api{io, [this](const http_request& request, const http_reply& to) { service.answer(request, to); }};
  http_server control{io, [this](const http_request& request, const http_reply& to) { service.answer(request, to); }};
  std::thread thread;
};

firetext_simulator::firetext_simulator(std::unique_ptr<impl> from) : impl_{std::move(from)} {}
firetext_simulator::~firetext_simulator() = default;

tl::expected<std::unique_ptr<firetext_simulator>, std::string> firetext_simulator::start(firetext_options options) {
  auto inside = std::make_unique<impl>(std::move(options));
  if (auto begun = inside->begin(); !begun) return tl::unexpected(begun.error());
  return std::unique_ptr<firetext_simulator>{new firetext_simulator{std::move(inside)}};
}

std::uint16_t firetext_simulator::port() const { return impl_->port; }
std::uint16_t firetext_simulator::control_port() const { return impl_->control_port; }

std::string firetext_simulator::ready_line() const {
  return boost::json::serialize(boost::json::object{{"ready", true}, {"port", port()}, {"control", control_port()}});
}

} // namespace tidings::sim
