#pragma once
// What of an ODBC connection string may be shown. Pure.
#include <string>
#include <string_view>

namespace tidings::odbc {

/// Server, port and database, or the data source's name: `gp-server:5432/evolution`. Never user or password.
std::string address_in(std::string_view connection);

} // namespace tidings::odbc
