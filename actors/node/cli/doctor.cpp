#include "actors/node/doctor/doctor.hpp"

#include "actors/node/cli/commands.hpp"
#include "actors/node/doctor/report.hpp"

#include <csignal>
#include <iostream>

namespace tidings::cli {

int doctor(const doctor_arguments& arguments) {
  std::signal(SIGPIPE, SIG_IGN); // a server that hangs up in the middle is a finding, not our end
  const auto findings = tidings::doctor::examine(arguments.broker_yaml, arguments.practice);
  std::cout << (arguments.json ? tidings::doctor::json(findings) + '\n' : tidings::doctor::lines(findings));
  return tidings::doctor::exit_code(findings);
}

} // namespace tidings::cli
