#pragma once
// What GOV.UK Notify's v2 API answers. Pure. Source: docs.notifications.service.gov.uk/rest-api.html, "Error codes".
#include "actors/provider/http_provider.hpp"

namespace tidings::notify {

attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp now);

/// Of `GET /v2/notifications?reference=…`. Notify keeps notifications for a week by default: what is looked up later
/// than that was never seen, as far as it can tell.
found read_look_up(const provider_id& provider, message_id message, std::uint32_t attempt, const http_outcome& answer);

} // namespace tidings::notify
