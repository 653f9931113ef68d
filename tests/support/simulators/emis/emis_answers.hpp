#pragma once
#include "emis/emis_book.hpp"
#include "support/http_server.hpp"

#include <string_view>

namespace tidings::sim {

/// One operation's work on the book, and its answer. After the Partner API's published description, v1.2.
http_response emis_operation(emis_book&, std::string_view name, const http_request&, instant now, bool own_guids);

/// EMIS's ErrorResponse.
http_response emis_error(unsigned status, std::string_view text, int legacy_outcome);

} // namespace tidings::sim
