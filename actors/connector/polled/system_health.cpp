#include "actors/connector/polled/system_health.hpp"

#include <fmt/format.h>

namespace tidings {

void system_health::set(connector_state state, std::string reason) {
  state_ = state;
  reason_ = std::move(reason);
}

void system_health::start(std::string title, std::string address) {
  *this = {};
  title_ = std::move(title);
  address_ = std::move(address);
  set(connector_state::degraded, fmt::format("The first reading from {} ({}) is under way.", title_, address_));
}

void system_health::appointments_read(const std::string& remark) {
  failures_ = 0;
  set(connector_state::up, remark.empty() ? remark : fmt::format("The appointments are read. But {}.", remark));
}

void system_health::failed(const failure& why) {
  ++failures_;
  switch (why.code) {
  case error_code::unreachable:
    return set(connector_state::down,
               fmt::format("{} ({}) can't be reached: {}. See whether it runs and whether this host may connect to it.",
                           title_, address_, why.detail));
  case error_code::refused:
    return set(connector_state::deactivated, fmt::format("{} ({}) refuses Tidings: {}.", title_, address_, why.detail));
  case error_code::not_configured:
    return set(connector_state::down,
               fmt::format("{} ({}) can't be read as it is set up: {}.", title_, address_, why.detail));
  default:
    break;
  }
  const auto how = failures_ < failures_max ? connector_state::degraded : connector_state::down;
  set(how,
      fmt::format("{} ({}) could not be read ({}): {}. The last good reading stays in force; Tidings keeps asking.",
                  title_, address_, failures_ == 1 ? "once" : fmt::format("{} times in a row", failures_), why.detail));
}

void system_health::hangs(millis since) {
  set(connector_state::down,
      fmt::format(
          "{} ({}) hasn't come back from a request for {} s. Nothing else is asked until it does: see whether it "
          "hangs, or restart it.",
          title_, address_, since.count() / 1'000));
}

void system_health::trouble(const failure& why) {
  set(connector_state::degraded, fmt::format("{} was read, but it can't be told: {}.", title_, why.detail));
}

} // namespace tidings
