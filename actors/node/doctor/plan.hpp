#pragma once
// Which checks a configuration asks for. Pure.
#include "actors/connector/web/address.hpp"
#include "actors/node/doctor/check.hpp"

#include <map>
#include <span>

namespace tidings::doctor {

struct plan_input {
  const broker_settings& broker;
  const std::map<practice_id, practice_settings_ptr>& practices; ///< those that load
  timestamp now{};                                               ///< goes into tokens
  std::optional<practice_id> only{};                             ///< this practice, its providers and the host alone
};

/// In the order in which they are told: the host's own, providers as broker.yaml has them, proxies, practices.
std::vector<check> plan(const plan_input& of);

/// Everything that must not be printed, longest first.
std::vector<std::string> secrets_of(const plan_input& of);

using wire::http_place;
using wire::place_of;

// plan_practices.cpp
void plan_connector(const practice_settings_ptr& of, std::vector<check>& into);
void plan_callbacks(const practice_settings& practice, const broker_settings& broker, std::vector<check>& into);

} // namespace tidings::doctor
