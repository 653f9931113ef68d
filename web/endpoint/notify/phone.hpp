#pragma once
// A recipient's number as GOV.UK Notify judges it. Pure.
#include "web/endpoint/notify/errors.hpp"

#include <string>
#include <string_view>

namespace tidings::web::notify {

/// E.164 digits of a UK mobile, or what Notify says of it, without the number.
checked<std::string> recipient(std::string_view text);

} // namespace tidings::web::notify
