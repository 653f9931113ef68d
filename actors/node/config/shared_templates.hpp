#pragma once
// The templates that all practices share, read anew while the broker runs.
#include "actors/node/config/config_error.hpp"
#include "schemas/settings.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <map>
#include <vector>

namespace tidings {

/// Every file of the folder, or all their errors at once.
/// @param attachments the folder of the files that they send along
tl::expected<std::map<template_id, template_settings>, std::vector<config_error>>
load_shared_templates(const std::filesystem::path& folder, const std::string& attachments);

} // namespace tidings
