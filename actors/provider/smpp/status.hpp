#pragma once
// What a command_status means for the attempt (SMPP 3.4 §5.1.3).
#include "schemas/words.hpp"

#include <cstdint>
#include <string>

namespace tidings::smpp {

constexpr std::uint32_t status_ok = 0x00;
constexpr std::uint32_t status_already_bound = 0x05;
constexpr std::uint32_t status_invalid_command = 0x03;
constexpr std::uint32_t status_invalid_bind_state = 0x04;
constexpr std::uint32_t status_queue_full = 0x14;
constexpr std::uint32_t status_throttled = 0x58;
constexpr std::uint32_t status_later = 0x64;   ///< ESME_RX_T_APPN: keep it and come again
constexpr std::uint32_t status_refused = 0x65; ///< ESME_RX_P_APPN: nobody will ever read it

/// An answer with any status but 0 says that the message was not taken, with two exceptions: a system error and codes
/// whose meaning is the message centre's own secret may have come after it was. They stay in doubt.
attempt_result meaning_of(std::uint32_t status);

/// `ESME_RTHROTTLED`, or `0x00000401` for a code of the message centre's own.
std::string name_of_status(std::uint32_t status);

/// It says that we are too fast.
constexpr bool is_throttling(std::uint32_t status) { return status == status_throttled || status == status_queue_full; }

} // namespace tidings::smpp
