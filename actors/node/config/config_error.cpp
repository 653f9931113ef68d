#include "actors/node/config/config_error.hpp"

#include <fmt/format.h>

namespace tidings {

std::string print(const config_error& what) {
  std::string text = what.file;
  if (what.line > 0) text += fmt::format(":{}:{}", what.line, what.column);
  text += ": " + what.reason;
  if (!what.found.empty()) text += ": found " + what.found;
  if (!what.allowed.empty()) text += "; allowed: " + what.allowed;
  return text;
}

} // namespace tidings
