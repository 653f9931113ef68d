#pragma once
// The server's side of TLS: 1.2 and 1.3 as Mozilla's "intermediate" guideline 5.7 has them, HTTP/1.1 only.
#include "schemas/errors.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace tidings::web {

using tls_context = std::shared_ptr<boost::asio::ssl::context>;

/// From PEM files: the certificate with its chain, and its key. `not_configured` with the file and the reason.
result<tls_context> load_tls(const std::string& certificate, const std::string& private_key,
                             const std::string& client_authority = {});

} // namespace tidings::web
