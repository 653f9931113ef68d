#pragma once
// schemas/openapi.yaml, which is part of the program, as the JSON that GET /openapi.json serves.
#include "schemas/errors.hpp"

#include <string>
#include <string_view>

namespace tidings {

/// The file's text, as it was when the program was built.
std::string_view openapi_yaml();

/// YAML 1.2's core schema: quoted is text, plain may be a number, a truth or nothing. Fails with what yaml-cpp says.
result<std::string> json_of_yaml(std::string_view yaml);

} // namespace tidings
