#pragma once
// The web app's types, made from schemas/views.hpp so that neither side can drift.
#include <string>

namespace tidings {

/// The whole text of web/src/api/types.ts: one interface a row, in the order of views.hpp.
std::string typescript_of_views();

} // namespace tidings
