#pragma once
// One practice's EMIS Web. Blocking, for one thread. Start here; what is asked and read is in the files beside it.
#include "actors/connector/clinical_system.hpp"
#include "actors/connector/web/web_port.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/moment.hpp"

#include <functional>
#include <memory>

namespace tidings::emis {

/// @param practice  EMIS must say that the account is this practice's before anything else is asked
/// @param to        its `codes` aren't null
/// @param clocks    the time of day, and the clock that spans are measured on
std::unique_ptr<clinical_system> make_system(practice_id practice, emis_settings to, std::shared_ptr<wire::port> wire,
                                             std::function<moment()> clocks);

} // namespace tidings::emis
