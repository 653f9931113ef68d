#pragma once
// Small objects of JSON from an identity provider: what isn't one, or is nested as none of its is, is nothing.
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tidings::web::oidc {

std::optional<boost::json::object> object_of(std::string_view text);
/// Empty: it isn't there, or no text.
std::string text_in(const boost::json::object& from, std::string_view name);

} // namespace tidings::web::oidc
