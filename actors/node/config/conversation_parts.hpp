#pragma once
// What the options of conversations have in common.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"

#include <boost/json/object.hpp>

#include <map>
#include <string>
#include <vector>

namespace tidings::config {

namespace talk_rules {

inline constexpr double minute = 60'000, hour = 60 * minute, day = 24 * hour; ///< as durations are counted, in ms
inline constexpr double text_max = 918;                                       ///< the six parts that networks join

inline const rule words_or_nothing{.what = shape::body, .low = 0, .high = text_max, .may_be_empty = true};
inline const rule code_or_nothing{.what = shape::snomed, .may_be_empty = true};

/// Fields that a text may have.
inline const std::vector<std::string_view> of_practice{"practice_name", "practice_phone"};
inline const std::vector<std::string_view> of_appointment{
    "practice_name", "practice_phone", "appointment_date", "appointment_time", "clinician", "session", "site"};
inline const std::vector<std::string_view> of_patient{"practice_name", "practice_phone", "title", "first_name",
                                                      "last_name"};
inline const std::vector<std::string_view> of_invitation{"practice_name", "practice_phone", "title",     "first_name",
                                                         "last_name",     "link",           "link_until"};

} // namespace talk_rules

/// A text that would lack a field when it is wanted is told now.
void check_fields(reader& in, const node& map, std::string_view key, const std::string& text,
                  const std::vector<std::string_view>& known, std::string_view also = {});
/// `name: text`, each text one line of a rule.
void read_names(reader& in, const node& what, const rule& each, std::size_t most,
                std::map<std::string, std::string>& into);
boost::json::object schema_of_names(const rule& each, std::size_t most);

} // namespace tidings::config
