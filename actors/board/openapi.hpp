#pragma once
// The rows as schemas of schemas/openapi.yaml, made from schemas/views.hpp and schemas/words.hpp.
#include <string>

namespace tidings {

/// What stands below `components.schemas` between the lines `# generated` and `# end of generated`.
std::string openapi_of_views();

} // namespace tidings
