#include "fhir/command.hpp"

#include "fhir/fhir_service.hpp"
#include "support/wait_for_stop.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <spdlog/spdlog.h>
#include <thread>

namespace tidings::sim {
namespace {

int run(const fhir_rules& rules) {
  hold_stop_signals();
  boost::asio::io_context io{1};
  fhir_service service{rules, system_now};
  http_server api{io, [&](const http_request& asked, const http_reply& to) { service.answer(asked, to); }};
  http_server control{io, [&](const http_request& asked, const http_reply& to) { service.control(asked, to); }};
  const auto port = api.listen(0), control_port = control.listen(0);
  if (!port || !control_port) {
    spdlog::error("{}", port ? control_port.error() : port.error());
    return 1;
  }
  std::thread thread{[&] { io.run(); }};
  std::cout << boost::json::serialize(
                   boost::json::object{{"ready", true},
                                       {"control", *control_port},
                                       {"url", "http://127.0.0.1:" + std::to_string(*port) + "/fhir"}})
            << std::endl;
  wait_for_stop();
  io.stop();
  thread.join();
  return 0;
}

} // namespace

void add_fhir_command(CLI::App& app, int& exit_code) {
  const auto rules = std::make_shared<fhir_rules>();
  auto* fhir = app.add_subcommand("fhir", "A practice's FHIR server: GP Connect (stu3) or R4, appointments only");
  fhir->add_option("--fhir-version", rules->version, "stu3 or r4")
      ->check(CLI::IsMember({"stu3", "r4"}))
      ->capture_default_str();
  fhir->add_option("--token", rules->token, "R4: the bearer token that is asked for")->capture_default_str();
  fhir->callback([rules, &exit_code] { exit_code = run(*rules); });
}

} // namespace tidings::sim
