#pragma once
#include "systmone/practice_service.hpp"

#include <boost/json/fwd.hpp>
#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>

namespace tidings::sim {

using service_map = std::map<std::string, std::unique_ptr<practice_service>, std::less<>>;

/// The state file: `{"version":1,"practices":{"A99001":{…}}}`.
std::string write_state(const service_map&);
/// Fills the services the text knows; others stay new. The error is a sentence.
tl::expected<void, std::string> read_state(std::string_view text, service_map&);

/// What the control port tells of one practice. Times are UTC; `starts_at_local` is London.
boost::json::object ledger_of(const practice_service&);
boost::json::array patients_of(const practice_book&);
boost::json::array audit_of(const practice_service&);

} // namespace tidings::sim
