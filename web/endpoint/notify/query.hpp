#pragma once
// What a program may ask a list for, checked as GOV.UK Notify does. Pure.
#include "web/endpoint/notify/errors.hpp"

#include <string>
#include <vector>

namespace tidings::web::notify {

/// Parameters for the board: `channels`, `statuses` and `reference`, `older_than` as they are given.
struct list_query {
  parameters board;
  bool none = false; ///< only letters: there are none
};
checked<list_query> read_list_query(const parameters& query);
checked<parameters> read_received_query(const parameters& query); ///< `older_than` only
/// `sms`, `email` or `letter`; empty: all.
checked<std::string> read_template_query(const parameters& query);

/// A value of a path, e.g. `notification_id`.
checked<std::string> read_uuid(std::string_view name, std::string_view text);

} // namespace tidings::web::notify
