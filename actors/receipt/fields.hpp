#pragma once
// What a provider posts as names and values, whichever notation it used.
#include "schemas/errors.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tidings {

using form_fields = std::map<std::string, std::string>;

/// The texts, numbers and booleans of a JSON object or list by their JSON pointers (RFC 6901): `/a/0/b`. Those of the
/// top level also by their bare names. Null and empty lists have no value. Bounded: 16 deep, 512 values.
result<form_fields> read_json_fields(std::string_view body);

/// An empty one counts as absent.
std::optional<std::string> field_of(const form_fields& fields, const std::string& name);

} // namespace tidings
