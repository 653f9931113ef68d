#pragma once
// What of an ODBC connection string may be shown, and how another place is put into it. Pure.
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tidings::odbc {

/// Server, port and database, or the data source's name: `gp-server:5432/evolution`. Never user or password.
std::string address_in(std::string_view connection);

/// Its Server (or Servername) and Port; nothing when one of them is missing or is none, e.g. with a DSN alone.
std::optional<std::pair<std::string, int>> place_in(std::string_view connection);
/// The same string with another server and port in the places of its own; everything else stays as it is.
std::string with_place(std::string_view connection, std::string_view host, int port);

} // namespace tidings::odbc
