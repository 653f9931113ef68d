#pragma once
// How one connector is, from what its requests came to; and what a person can do about it, in plain English.
#include "actors/connector/systmone_answers.hpp"
#include "schemas/words.hpp"

#include <string>

namespace tidings {

class connector_health {
public:
  /// This many requests in a row without an answer: down. One may have been dropped for coming too soon.
  static constexpr unsigned silences_max = 3;

  connector_state state() const { return state_; }
  const std::string& reason() const { return reason_; }

  /// `address`: host and port, for the sentences.
  void start(std::string address);
  /// The appointments were read, all of them. `without_patient`: so many rows had nobody to ask about.
  void appointments_read(std::uint64_t without_patient);
  /// Some request was answered; SystmOne's no to that one thing counts too.
  void answered();
  void poll_refused(const systmone::refusal& why, bool has_device);
  void no_access(const systmone::refusal& why);
  void unreadable(const std::string& what);
  /// What the wire said. A silent gateway that hasn't approved us yet may be waiting for somebody to do so.
  void no_answer(const failure& why, bool has_device);
  void device_not_kept(const std::string& why);

private:
  void set(connector_state state, std::string reason);

  std::string address_;
  connector_state state_ = connector_state::degraded;
  std::string reason_;
  std::string device_trouble_;
  std::string poll_note_;
  bool poll_fine_ = false;
  unsigned silences_ = 0;
};

} // namespace tidings
