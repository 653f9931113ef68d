#pragma once
// JSON bodies of the API, read strictly: every mistake is named, not only the first. Pure.
#include "schemas/commands.hpp"
#include "web/endpoint/errors_json.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace tidings::web {

constexpr std::size_t idempotency_key_max = 200; ///< characters, printable ASCII
constexpr std::size_t text_max = 918;            ///< six segments: what GOV.UK Notify allows
constexpr std::size_t email_text_max = 10'000;   ///< of an e-mail: some five pages
constexpr std::size_t subject_max = 150;         ///< longer ones are cut off by what shows them
constexpr std::size_t address_max = 254;         ///< RFC 5321 §4.5.3.1.3
constexpr std::size_t name_max = 100;            ///< of a template or a field of one
constexpr std::size_t value_max = 1'000;         ///< of one field's value
constexpr std::size_t fields_of_template_max = 100;

struct wanted_message {
  practice_id practice;
  accept_message what;
};

/// POST /messages. `knows` says whether there is such a practice.
tl::expected<wanted_message, std::vector<api_error>>
read_wanted_message(std::string_view body, std::string_view idempotency_key, std::string_view user,
                    const std::function<bool(const practice_id&)>& knows);

/// POST /practices/{}/erase-patient.
tl::expected<erase_patient, std::vector<api_error>> read_wanted_erasure(std::string_view body, std::string_view user);

/// Bodies of requests that take none: empty, or `{}`.
bool is_empty_body(std::string_view body);

} // namespace tidings::web
