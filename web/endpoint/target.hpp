#pragma once
// The request's target and form bodies: `a=b&c=d` in both. Pure.
#include "schemas/errors.hpp"
#include "web/endpoint/http_types.hpp"

#include <string>
#include <string_view>

namespace tidings::web {

constexpr std::size_t parameters_max = 64;

struct target_parts {
  std::string path;
  parameters query;
};

/// RFC 3986 origin-form, or absolute-form (RFC 9112 §3.2.2), of which path and query count. Refused (`invalid_input`):
/// fragments, bad escapes, dot segments, empty segments inside, escaped slashes, backslashes, control characters,
/// bytes that aren't UTF-8, and a parameter given twice, save below /v2: GOV.UK Notify's clients do so, and the values
/// are joined by commas.
result<target_parts> parse_target(std::string_view target);

enum class repeats { refused, first_wins, joined };
/// application/x-www-form-urlencoded. Values are made UTF-8.
result<parameters> parse_form(std::string_view body, repeats twice);

} // namespace tidings::web
