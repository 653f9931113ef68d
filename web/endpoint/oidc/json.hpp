#pragma once
// Small objects of JSON from an identity provider: what isn't one, or is nested as none of its is, is nothing.
#include "schemas/json_fields.hpp"

#include <optional>
#include <string_view>

namespace tidings::web::oidc {

std::optional<boost::json::object> object_of(std::string_view text);
using json_fields::text_in;

} // namespace tidings::web::oidc
