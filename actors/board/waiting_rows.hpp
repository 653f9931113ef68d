#pragma once
// What the board keeps of slots that came free and of who waits for one.
#include "schemas/events.hpp"

#include <map>
#include <optional>
#include <vector>

namespace tidings {

constexpr std::size_t board_slots_max = 500;      ///< of one practice: the one that came free longest ago goes first
constexpr std::size_t board_waiting_max = 10'000; ///< of one practice; more are told of by nobody

struct waiting_row {
  timestamp since{};
  patient_id patient;
  std::string session, clinician, by;
  std::uint32_t sequence = 0; ///< where the log has the patient's name
};
BOOST_DESCRIBE_STRUCT(waiting_row, (), (since, patient, session, clinician, by, sequence))

struct offer_row {
  message_id message;
  patient_id patient;
  timestamp at{}, ended_at{};
  std::optional<offer_end> how;
  reply_id reply;
  std::string why;
};
BOOST_DESCRIBE_STRUCT(offer_row, (), (message, patient, at, ended_at, how, reply, why))

struct slot_row {
  slot what;
  timestamp at{}, closed_at{};
  reply_id reply;
  std::vector<offer_row> offers;
  std::optional<slot_end> how;
  std::string by;
};
BOOST_DESCRIBE_STRUCT(slot_row, (), (what, at, closed_at, reply, offers, how, by))

struct waiting_rows {
  std::map<waiting_id, waiting_row> waiting;
  std::map<slot_id, slot_row> slots;
};
BOOST_DESCRIBE_STRUCT(waiting_rows, (), (waiting, slots))

} // namespace tidings
