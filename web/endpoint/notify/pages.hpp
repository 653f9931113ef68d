#pragma once
// The addresses in GOV.UK Notify's answers. Pure.
#include "web/endpoint/http_types.hpp"

#include <string>

namespace tidings::web::notify {

/// `https://host/`: `public_url` without its path, since clients ask at the root; else the host that was asked.
std::string root_url(std::string_view public_url, const request& asked);

/// {"current": url, "next": url}. `next` stands on every page with rows, as Notify's: clients ask until one is empty.
/// `older_than` comes first: the Python client takes the first UUID it finds.
std::string links_json(const std::string& root, const request& asked, const std::string& last_id);

} // namespace tidings::web::notify
