#pragma once
// Delivery receipts and received texts as GOV.UK Notify posts them to a service's callbacks (JSON with a bearer token),
// and its statuses. Pure. Source: docs.notifications.service.gov.uk, "Delivery receipts" and "Received text messages".
#include "actors/receipt/fields.hpp"
#include "schemas/commands.hpp"

#include <optional>
#include <string_view>

namespace tidings {

/// `delivered`, `permanent-failure`, … Nothing: no status of a text message.
std::optional<receipt_status> notify_status(std::string_view word);

/// `2017-05-14T12:15:30.000000Z`.
std::optional<timestamp> notify_time(std::string_view text);

/// Nothing in the result's optional: the reference is not one of our ids. Fails with `invalid_input` when `reference`
/// or `status` is missing or isn't one.
result<std::optional<receipt_arrived>> read_notify_receipt(const provider_id& provider, const form_fields& fields,
                                                           timestamp now);

/// Fails with `invalid_input` when `id`, `source_number` or `message` is missing. The same id is the same reply.
result<reply_arrived> read_notify_reply(const provider_id& provider, const form_fields& fields, timestamp now);

} // namespace tidings
