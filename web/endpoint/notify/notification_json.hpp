#pragma once
// The board's rows as GOV.UK Notify writes them. Pure.
#include "schemas/settings.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace tidings::web::notify {

/// One message (view::notification, as the board wrote it).
std::string notification_json(const practice_settings& practice, const std::string& root,
                              const boost::json::object& row);
/// One reply (view::received_text).
std::string received_text_json(const practice_settings& practice, const boost::json::object& row);

/// The board's milliseconds with the six decimals that clients expect.
std::string six_decimals(std::string moment);

} // namespace tidings::web::notify
