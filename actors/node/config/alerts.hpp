#pragma once
// `alerts` of broker.yaml (options_alerts.cpp).
#include "actors/node/config/option.hpp"
#include "schemas/alerts.hpp"

namespace tidings::config {

const options<alert_settings>& alert_options();
const options<alert_mail>& alert_mail_options();
const options<alert_webhook>& alert_webhook_options();

void read_alerts(reader& in, const node& what, broker_settings& into);
boost::json::object schema_of_alerts();

} // namespace tidings::config
