#pragma once
// In which language somebody wants the page behind a link. Pure.
#include "schemas/page_language.hpp"
#include "web/endpoint/http_types.hpp"

#include <optional>

namespace tidings::web::questions {

/// What they chose on the page (`show`), or had it in (`language`, of the form, then of the address); else Welsh for a
/// browser that wants it more than English. Nothing: no wish, the practice's. English in a browser is no wish: that is
/// how phones come.
/// @param form  null: none was sent
std::optional<page_language> wanted_language(const request& asked, const parameters* form);

} // namespace tidings::web::questions
