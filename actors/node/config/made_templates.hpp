#pragma once
// Templates that were made in the browser, as far as a practice's file may name them. actors/node/templates keeps them.
#include "schemas/settings.hpp"

#include <functional>
#include <map>

namespace tidings {

enum class made_state : std::uint8_t {
  in_force,
  retired,
  draft ///< nobody has approved it yet
};
BOOST_DESCRIBE_ENUM(made_state, in_force, retired, draft)

struct made_template {
  made_state state = made_state::draft;
  template_settings what{}; ///< of one that is in force
};

/// What was made for one practice, by itself or for all.
struct made_templates {
  std::map<template_id, made_template> all;
  bool readable = true; ///< false: there may be others
};
/// Empty: none are made here.
using templates_made = std::function<made_templates(const practice_id&)>;

} // namespace tidings
