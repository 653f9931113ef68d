#pragma once
// An answer's header as bytes, with what belongs on every answer. Pure.
#include "web/endpoint/http_types.hpp"

#include <string>

namespace tidings::web {

std::string_view reason_phrase(int status);

/// Status line and header, up to and with the empty line. Adds the security headers (CSP and friends, HSTS), `Date`,
/// `Content-Length` (or chunked for a stream) and `Connection`. Says nothing about the server's name or version.
std::string header_bytes(const response& answer, timestamp now, bool keep_alive);

/// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 5.6.7).
std::string http_date(timestamp at);

} // namespace tidings::web
