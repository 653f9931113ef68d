#pragma once
// FireText's delivery receipts and replies: form fields in, our commands out. Pure.
// Fields of a receipt: status (0 delivered, 1 declined, 2 buffered), reference (our message id), code (why declined),
// time, mobile. Fields of a reply: source, destination, message, time. Codes and their reading: GOV.UK Notify's
// `firetext.py`, which has met all of them.
#include "actors/receipt/fields.hpp"
#include "schemas/commands.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tidings {

/// The reading of `status` and `code`. A decline whose code is absent or unknown is permanent: FireText gives no code
/// to numbers that don't exist. A status that isn't known is a technical failure.
receipt_status firetext_status(std::string_view status, std::string_view code);
/// Whether a decline's code says why. One that doesn't is permanent only of a message that wasn't buffered before.
bool firetext_explains(std::string_view code);

/// `2016-03-10 14:17:00`, Europe/London; or with `T`, and then with `Z` or an offset (`+01:00`, `+0100`), as that says.
/// The hour that comes twice in October is read as its first; one that doesn't exist in March as the moment of change.
std::optional<timestamp> firetext_time(std::string_view text);

/// Nothing in the result's optional: the reference is not one of our ids, so no message of ours is meant.
/// Fails with `invalid_input` when `status` or `reference` is missing. A time that can't be read is `now`.
result<std::optional<receipt_arrived>> read_firetext_receipt(const provider_id& provider, const form_fields& fields,
                                                             timestamp now);

/// Fails with `invalid_input` when `source` or `message` is missing (an empty message is a reply). FireText posts
/// replies without an id: the same numbers, second and text are the same reply, whichever way numbers and time are
/// written, so that one that was posted and one that is listed (`firetext_poll`) are one. Without a time, within the
/// same ten minutes.
result<reply_arrived> read_firetext_reply(const provider_id& provider, const form_fields& fields, timestamp now);

} // namespace tidings
