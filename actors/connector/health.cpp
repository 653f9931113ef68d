#include "actors/connector/health.hpp"

#include <fmt/format.h>

namespace tidings {
void connector_health::set(connector_state state, std::string reason) {
  state_ = state;
  reason_ = std::move(reason);
  if (state_ != connector_state::up) poll_fine_ = false;
}

void connector_health::start(std::string address) {
  *this = {};
  address_ = std::move(address);
  set(connector_state::degraded, fmt::format("The first reading from SystmOne at {} is under way.", address_));
}

void connector_health::appointments_read(std::uint64_t without_patient) {
  poll_fine_ = true;
  poll_note_ =
      without_patient == 0
          ? std::string()
          : fmt::format("{} appointments belong to patients without NHS number and are left out.", without_patient);
  answered();
}

void connector_health::answered() {
  silences_ = 0;
  if (!device_trouble_.empty()) {
    const bool fine = poll_fine_; // the trouble lies with us, not with what was read
    set(connector_state::degraded, device_trouble_);
    poll_fine_ = fine;
  } else if (poll_fine_) {
    set(connector_state::up, poll_note_);
  } else if (state_ != connector_state::degraded) {
    set(connector_state::degraded,
        fmt::format("SystmOne at {} answers again; the appointments are about to be read.", address_));
  }
}

void connector_health::poll_refused(const systmone::refusal& why, bool has_device) {
  silences_ = 0;
  if (why.permanent) return no_access(why);
  if (!has_device)
    return set(connector_state::awaiting_approval,
               fmt::format("Approve the device \"Tidings\" in the dialog on the SystmOne gateway PC at {} (SystmOne "
                           "says: \"{}\").",
                           address_, why.text));
  set(connector_state::degraded,
      fmt::format("SystmOne at {} doesn't show the appointments for now: \"{}\". Tidings keeps asking.", address_,
                  why.text));
}

void connector_health::no_access(const systmone::refusal& why) {
  silences_ = 0;
  set(connector_state::deactivated,
      fmt::format("SystmOne at {} refuses Tidings: \"{}\". In SystmOne look under Setup > Mobile Working & "
                  "Integration > Device Manager, unblock the device, and check the practice's API key.",
                  address_, why.text));
}

void connector_health::unreadable(const std::string& what) {
  silences_ = 0;
  set(connector_state::degraded,
      fmt::format("SystmOne at {} answers something that can't be read ({}). The last good reading stays in force.",
                  address_, what));
}

void connector_health::no_answer(const failure& why, bool has_device) {
  if (why.code == error_code::unreachable) {
    silences_ = 0;
    return set(
        connector_state::down,
        fmt::format("The SystmOne gateway can't be reached ({}): log in to SystmOne on the gateway PC.", why.detail));
  }
  ++silences_;
  if (!has_device)
    return set(connector_state::awaiting_approval,
               fmt::format("SystmOne at {} doesn't answer: see whether it asks on the gateway PC to approve the device "
                           "\"Tidings\".",
                           address_));
  const auto how = silences_ < silences_max ? connector_state::degraded : connector_state::down;
  set(how, fmt::format("SystmOne took {} without an answer ({}): see on the gateway PC whether SystmOne hangs or shows "
                       "a dialog.",
                       silences_ == 1 ? "a request" : fmt::format("{} requests", silences_), why.detail));
}

void connector_health::device_not_kept(const std::string& why) {
  device_trouble_ = why.empty() ? why : fmt::format("The approved DeviceID can't be kept: {}.", why);
}

} // namespace tidings
