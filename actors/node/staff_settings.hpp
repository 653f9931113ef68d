#pragma once
// What a practice's file has put in force, as its staff are shown it. No secret and no whole number of anybody's. Pure.
#include "schemas/settings.hpp"

#include <optional>

namespace tidings {

using shared_template_map = std::map<template_id, template_settings>;

/// What is around a practice: prices are the host's, and so are templates that all practices share.
struct staff_surroundings {
  double pence_per_segment = 0;                ///< by the most wanted provider of text messages
  const shared_template_map* shared = nullptr; ///< null: they can't be read now, so whose one is isn't said
};

/// GET /send-options: what a message may be made of. Test numbers are whole: they are the staff's own.
std::string send_options_json(const practice_settings& settings, const staff_surroundings& around);
/// GET /practice-settings
std::string practice_settings_json(const practice_settings& settings, const staff_surroundings& around, timestamp now);
/// Rules by which a template is sent, in words.
std::vector<std::string> used_by(const practice_settings& settings, const template_id& text);
/// POST /reply-readings: what a reply would be taken for, after a question of that context (explain.hpp). Nothing:
/// there is no such context.
std::optional<std::string> reply_reading_json(const practice_settings& settings, std::string_view text,
                                              const std::string& context, timestamp now);

} // namespace tidings
