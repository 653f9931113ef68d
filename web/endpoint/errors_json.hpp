#pragma once
// Refusals and failures as answers: {"errors":[{"code","reason","field"}]}. The one table from error_code to HTTP.
#include "schemas/errors.hpp"
#include "web/endpoint/http_types.hpp"

#include <string>
#include <vector>

namespace tidings::web {

struct api_error {
  std::string code;
  std::string reason;
  std::string field; ///< empty: the request as a whole
};

std::string errors_body(const std::vector<api_error>& errors);
response refusal(int status, std::vector<api_error> errors);
response refusal(int status, std::string code, std::string reason, std::string field = {});
int status_of(error_code code);
/// A failure by that table; 429 and 503 carry Retry-After.
response refusal(const failure& why);
std::string json_quoted(std::string_view text); ///< with its quotes; not UTF-8: as Latin-1

} // namespace tidings::web
