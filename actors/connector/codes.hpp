#pragma once
// Codes of one scheme for those of another. Pure. A map is read from its file, and its SNOMED CT ids are checked, by
// actors/node/config.
#include "schemas/connectors/code_map.hpp"
#include "schemas/errors.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidings::codes {

enum class scheme : std::uint8_t { snomed, read2, ctv3 };
std::string_view name_of(scheme what); ///< `SNOMED CT`, `Read v2`, `CTV3`

/// A Read code with its dots, `9NdP.` for `9NdP`; empty when it can't be one.
std::string padded_read(std::string_view text);

/// `snomed` in another scheme. An empty answer never comes back: a failure says which line of the map lacks it.
result<std::string> translated(const code_map& map, std::string_view snomed, scheme into);

/// Is `code` one of the meaning's, whatever the scheme it is written in?
bool means(const code_map& map, std::string_view meaning, std::string_view code);

/// `sms_declined: no CTV3 code`, a line for each gap, so that whoever runs the broker knows what can't be filed.
std::vector<std::string> gaps(const code_map& map);

/// Meanings that the connectors know by name.
constexpr std::string_view sms_consent_given = "sms_consent_given", sms_consent_declined = "sms_consent_declined";
constexpr std::string_view email_consent_given = "email_consent_given",
                           email_consent_declined = "email_consent_declined",
                           voice_consent_given = "voice_consent_given",
                           voice_consent_declined = "voice_consent_declined";

} // namespace tidings::codes
