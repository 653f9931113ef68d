#include "actors/node/config/alerts.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

namespace tidings::config {
namespace {

namespace json = boost::json;

constexpr double second = 1'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

void read_mail(reader& in, const node& what, alert_settings& into) {
  const node* map = in.map(what, "a map of where alerts are mailed");
  if (map == nullptr) return;
  in.fill(*map, alert_mail_options(), into.mail);
  if (!into.mail.host.empty() && (into.mail.from.empty() || into.mail.to.empty()))
    in.wrong(map->at, "a mail without a sender or without a recipient", "`host` alone", "`from` and `to` beside it");
  if (!into.mail.user.empty() && !into.mail.starttls)
    in.wrong(map->at, "a password over a connection that anybody can read", "`user` without STARTTLS",
             "`starttls: true`, or no user");
}
json::object schema_of_mail() { return schema_of(alert_mail_options()); }

void read_webhook(reader& in, const node& what, alert_settings& into) {
  const node* map = in.map(what, "a map of where alerts are posted");
  if (map == nullptr) return;
  in.fill(*map, alert_webhook_options(), into.webhook);
  if (!into.webhook.url.empty() && !is_protected(into.webhook.url))
    in.wrong(reader::at(*map, "url"), "alerts would travel unprotected", "`http://` to another machine",
             "an address that starts with https://");
}
json::object schema_of_webhook() { return schema_of(alert_webhook_options()); }

} // namespace

const options<alert_settings>& alert_options() {
  using s = alert_settings;
  static const options<s> table{
      {"look_every", {shape::duration, 5 * second, hour}, &s::look_every, "How often the figures are looked at."},
      {"repeat_every",
       {shape::duration, 5 * minute, 7 * day},
       &s::repeat_every,
       "What still fires is told again this often, until somebody acknowledges it."},
      {"connector_down",
       {shape::duration, 0, day},
       &s::connector_down,
       "A practice's connector is down for this long. 0: never."},
      {"documents_held",
       {shape::duration, 0, day},
       &s::documents_held,
       "Nothing can be put into a practice's folder for documents for this long. 0: never."},
      {"provider_out",
       {shape::duration, 0, day},
       &s::provider_out,
       "A provider is down or its account needs a person for this long, and nobody has paused it. 0: never."},
      {"queue_age",
       {shape::duration, 0, 7 * day},
       &s::queue_age,
       "A message that could go waits for its provider, or a restored practice for its release, for this long. "
       "0: never."},
      {"in_doubt", {shape::whole, 0, 1'000'000}, &s::in_doubt, "So many messages are in doubt. 0: never."},
      {"parked", {shape::whole, 0, 1'000'000}, &s::parked, "So many items are parked. 0: never."},
      {"backup_age", {shape::duration, 0, 30 * day}, &s::backup_age, "The newest backup is this old. 0: never."},
      {"certificate_ends",
       {shape::duration, 0, 365 * day},
       &s::certificate_ends,
       "The endpoint's certificate ends within this time. 0: never."},
      {"disk_used", {shape::whole, 0, 100}, &s::disk_used, "The disk with data_dir is so full, in percent. 0: never."},
      {"budget_used",
       {shape::whole, 0, 1'000},
       &s::budget_used,
       "A practice has spent so much of the day's budget, in percent. 0: never."},
      {"mail", {.what = shape::section}, custom<s>{read_mail, schema_of_mail}, "By e-mail."},
      {"webhook", {.what = shape::section}, custom<s>{read_webhook, schema_of_webhook}, "By a POST of JSON."},
  };
  return table;
}

const options<alert_mail>& alert_mail_options() {
  using s = alert_mail;
  static const options<s> table{
      {"host", {.what = shape::host, .may_be_empty = true}, &s::host, "The mail server, SMTP. Empty: no mails."},
      {"port", {shape::whole, 1, 65535}, &s::port, "Its port."},
      {"user",
       {.what = shape::text, .low = 0, .high = 254, .may_be_empty = true},
       &s::user,
       "The name to sign in with. Empty: none."},
      {"password", {.what = shape::secret, .may_be_empty = true}, &s::password, "Its password."},
      {"from", {.what = shape::mail_address, .may_be_empty = true}, &s::from, "Whom the mails come from."},
      {"to", {shape::mail_address}, &s::to, "Who gets them."},
      {"starttls", {shape::boolean}, &s::starttls, "Insist on STARTTLS. false: for a server on this machine."},
      {"ca_file",
       {.what = shape::path, .may_be_empty = true},
       &s::ca_file,
       "Certificates that its own must be signed by, PEM. Empty: the system's."},
  };
  return table;
}

const options<alert_webhook>& alert_webhook_options() {
  using s = alert_webhook;
  static const options<s> table{
      {"url", {.what = shape::url, .may_be_empty = true}, &s::url, "Where each notice is posted. Empty: nowhere."},
      {"token", {.what = shape::secret, .may_be_empty = true}, &s::token, "Sent as a bearer token. Empty: none."},
      {"ca_file",
       {.what = shape::path, .may_be_empty = true},
       &s::ca_file,
       "Certificates that its own must be signed by, PEM. Empty: the system's."},
  };
  return table;
}

void read_alerts(reader& in, const node& what, broker_settings& into) {
  const node* map = in.map(what, "a map of the alerts' options");
  if (map == nullptr) return;
  alert_settings all;
  in.fill(*map, alert_options(), all);
  into.alerts = std::make_shared<const alert_settings>(std::move(all));
}
json::object schema_of_alerts() { return schema_of(alert_options()); }

} // namespace tidings::config
