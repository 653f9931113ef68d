#pragma once
// A practice's file that somebody gave in the browser: is it right, what would change, what would it reach? Reads the
// file in force and what the new one names; writes only when it is told to apply.
#include "actors/node/config/config.hpp"
#include "actors/node/config/yaml_tree.hpp"
#include "schemas/errors.hpp"
#include "schemas/onboarding_views.hpp"

#include <string>

namespace tidings::onboarding {

/// What of the server's files a practice's file may name anew when it comes by the browser: those in this folder beside
/// the practices'. Whoever may use the dashboard isn't thereby let into the rest of the server.
constexpr std::string_view secrets_folder = "secrets";

struct surroundings {
  const broker_settings& host; ///< with the templates of the moment
  const practice_map& in_force;
  templates_made made{}; ///< what rules may name that was made in the browser
};

struct looked {
  view::onboarding_check says;
  practice_settings_ptr practice; ///< null: there are errors
  std::filesystem::path file;     ///< which it is to become
};

/// A file's tree, whatever else is wrong with it. Nothing: it can't be read at all.
std::optional<config::node> tree_of(const std::filesystem::path& file, const std::string& text);
/// Empty when it can't be read.
std::string content_of(const std::filesystem::path& file);

/// The same rules as `tidings check-config`, and those of `secrets_folder`.
looked look_at(const std::string& yaml, const surroundings& around);

/// What the doctor finds at the practice's clinical system and its providers. Blocks for some ten seconds.
view::onboarding_doctor examine(const looked& what, const surroundings& around);

/// What a check said of the file that is applied.
struct checked_before {
  std::string practice, base;
};
/// Puts the file into the watched folder in one step. `refused`: it isn't right, it is another practice's, or the file
/// in force is no longer the one it was looked at beside.
result<void> apply(const std::string& yaml, const checked_before& as, const surroundings& around);

} // namespace tidings::onboarding
