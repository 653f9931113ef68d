#pragma once
// codes.yaml: what a clinical meaning is called in each coding scheme.
#include "actors/node/config/config_error.hpp"
#include "actors/node/config/option.hpp"
#include "schemas/connectors/code_map.hpp"

#include <filesystem>

namespace tidings::config {

/// One entry: `sms_declined: {snomed: …, read2: …, ctv3: …}`.
const options<coded_meaning>& coded_meaning_options();

/// Every SNOMED CT id with its check digit, every Read code with its dots. What is wrong goes into `found`.
code_map read_codes_file(const std::filesystem::path& file, findings& found);

} // namespace tidings::config
