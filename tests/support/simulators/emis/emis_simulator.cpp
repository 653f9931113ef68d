#include "emis/emis_simulator.hpp"

#include "emis/emis_fhir.hpp"
#include "support/state_saver.hpp"

#include <boost/json.hpp>
#include <spdlog/fmt/fmt.h>
#include <thread>

namespace tidings::sim {
namespace {

/// The FHIR server's control pages stand under this path of EMIS's.
constexpr std::string_view fhir_pages = "/fhir";

tl::expected<emis_book, std::string> open_book(const emis_options& options) {
  if (!options.state.empty()) {
    const auto text = read_whole(options.state);
    if (!text) return tl::unexpected(text.error());
    if (*text) return read_emis_state(**text, options.practice);
  }
  return make_emis_book(options.practice, options.patients, options.appointments, options.now());
}

} // namespace

struct emis_simulator::impl {
  impl(emis_options from, emis_book with) : options{std::move(from)}, book{std::move(with)} {}
  ~impl() {
    io.stop();
    if (thread.joinable()) thread.join();
    saver.save_now();
  }

  tl::expected<void, std::string> begin() {
    const auto listen = [](http_server& on, std::uint16_t& at, const std::optional<tls_files>& tls) {
      const auto listening = on.listen(at, tls);
      if (!listening) return tl::expected<void, std::string>{tl::unexpected(listening.error())};
      at = *listening;
      return tl::expected<void, std::string>{};
    };
    port = options.port;
    auto listening = listen(api, port, options.tls).and_then([&] { return listen(control, control_port, {}); });
    if (listening && !options.fhir_version.empty()) listening = listen(fhir_api, fhir_port, {});
    if (!listening) return listening;
    saver.changed();
    thread = std::thread{[this] { io.run(); }};
    return {};
  }

  fhir_rules second_door() {
    fhir_rules rules;
    if (!options.fhir_version.empty()) rules.version = options.fhir_version;
    rules.is_good = [this](std::string_view token) { return service.is_good(token); };
    return rules;
  }

  void answer_control(http_request asked, const http_reply& to) {
    if (!asked.path.starts_with(fhir_pages)) return service.control(asked, to);
    asked.path.erase(0, fhir_pages.size());
    fhir.control(asked, to);
  }

  emis_options options;
  emis_book book;
  std::uint16_t port = 0, control_port = 0, fhir_port = 0;
  boost::asio::io_context io{1};
  state_saver saver{io, options.state, [this] { return write_state(book); }};
  std::function<void()> changed = [this] { saver.changed(); };
  emis_service service{io, options.account, book, options.now, changed};
  emis_fhir_book shared{book, changed};
  fhir_service fhir{second_door(), options.now, shared};
  http_server api{io, [this](const http_request& asked, const http_reply& to) { service.answer(asked, to); }};
  http_server fhir_api{io, [this](const http_request& asked, const http_reply& to) { fhir.answer(asked, to); }};
  http_server control{io, [this](const http_request& asked, const http_reply& to) { answer_control(asked, to); }};
  std::thread thread;
};

emis_simulator::emis_simulator(std::unique_ptr<impl> from) : impl_{std::move(from)} {}
emis_simulator::~emis_simulator() = default;

tl::expected<std::unique_ptr<emis_simulator>, std::string> emis_simulator::start(emis_options options) {
  auto book = open_book(options);
  if (!book) return tl::unexpected(book.error());
  auto inside = std::make_unique<impl>(std::move(options), std::move(*book));
  if (auto begun = inside->begin(); !begun) return tl::unexpected(begun.error());
  return std::unique_ptr<emis_simulator>{new emis_simulator{std::move(inside)}};
}

std::string emis_simulator::ready_line() const {
  const auto& account = impl_->options.account;
  const auto base = fmt::format("{}://127.0.0.1:{}", impl_->options.tls ? "https" : "http", impl_->port);
  boost::json::object out{{"ready", true},
                          {"control", impl_->control_port},
                          {"practice", impl_->options.practice},
                          {"url", base + "/partner"},
                          {"token_url", base + "/oauth2/token"},
                          {"client_id", account.client_id},
                          {"client_secret", account.client_secret},
                          {"application_id", account.application_id}};
  if (impl_->fhir_port != 0) out["fhir_url"] = fmt::format("http://127.0.0.1:{}/fhir", impl_->fhir_port);
  return boost::json::serialize(out);
}

} // namespace tidings::sim
