// The options of broker.yaml and of template files. config/broker.yaml explains them at length.
#include "actors/node/config/alerts.hpp"
#include "actors/node/config/callback_sections.hpp"
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/oidc.hpp"
#include "actors/node/config/practice_groups.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

#include <filesystem>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr double second = 1'000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

void read_endpoint(reader& in, const node& what, broker_settings& into) {
  const node* map = in.map(what, "a map of the endpoint's options");
  if (map == nullptr) return;
  in.fill(*map, endpoint_options(), into.endpoint);
  warn_if_absent(in, *map, "certificate", into.endpoint.certificate);
  warn_if_absent(in, *map, "private_key", into.endpoint.private_key);
  warn_if_absent(in, *map, "web_root", into.endpoint.web_root);
}

void read_backup(reader& in, const node& what, broker_settings& into) {
  const node* map = in.map(what, "a map of the backups' options");
  if (map == nullptr) return;
  in.fill(*map, backup_options(), into.backup);
  const auto inside = std::filesystem::path(into.backup.folder).lexically_relative(into.data_dir);
  if (!into.backup.folder.empty() && !inside.empty() && *inside.begin() != "..")
    in.wrong(reader::at(*map, "folder"), "backups inside of what they are made of", "a folder in data_dir",
             "a folder outside of data_dir, best on another disk or host");
}

json::object schema_of_backup() { return schema_of(backup_options()); }

json::object schema_of_keys() { return schema_of(key_options()); }

void read_audit(reader& in, const node& what, broker_settings& into) {
  if (const node* map = in.map(what, "a map of the audit trail's options")) in.fill(*map, audit_options(), into.audit);
}

json::object schema_of_audit() { return schema_of(audit_options()); }

void read_host_texts(reader& in, const node& what, broker_settings& into) {
  change(into.conversations, [&](auto& all) { read_automatic_texts(in, what, all.texts); });
}
void read_host_keywords(reader& in, const node& what, broker_settings& into) {
  change(into.conversations, [&](auto& all) { read_keywords(in, what, all.keywords); });
}
void read_host_exclusions(reader& in, const node& what, broker_settings& into) {
  change(into.conversations, [&](auto& all) { read_exclusions(in, what, all.exclusions); });
}
void read_host_vocabulary(reader& in, const node& what, broker_settings& into) {
  read_vocabulary(in, what, into.vocabulary);
}

json::object schema_of_endpoint() { return schema_of(endpoint_options()); }

void read_mail(reader& in, const node& what, provider_settings& into) {
  const node* map = in.map(what, "a map of the mail account's options");
  if (map != nullptr) in.fill(*map, mail_options(), into.mail);
}

json::object schema_of_mail() { return schema_of(mail_options()); }

json::object schema_of_providers() {
  return {{"type", "object"},
          {"minProperties", 1},
          {"propertyNames", {{"pattern", "^[a-z0-9][a-z0-9_-]{0,39}$"}}},
          {"additionalProperties", schema_of(provider_options())}};
}

} // namespace

const options<broker_settings>& broker_options() {
  using s = broker_settings;
  static const options<s> table{
      {"data_dir",
       {shape::path},
       &s::data_dir,
       "Where the event log and the devices' ids are kept. On a local disk; backed up."},
      {"practices_dir",
       {shape::path},
       &s::practices_dir,
       "The folder of the practices' files, one <ODS code>.yaml each. Watched: changes apply within 5 s."},
      {"templates_dir",
       {shape::path},
       &s::templates_dir,
       "The folder of the message templates that all practices share."},
      {"attachments_dir",
       {shape::path},
       &s::attachments_dir,
       "The folder of the PDF files that templates send along by e-mail."},
      {"keys",
       {.what = shape::section,
        .required = true,
        .mend = "`keys: {master: {file: PATH}}`; `tidings keys new-master PATH` makes the key"},
       custom<s>{read_keys, schema_of_keys},
       "The keys that patients' data are sealed under."},
      {"endpoint",
       {.what = shape::section, .required = true},
       custom<s>{read_endpoint, schema_of_endpoint},
       "The one door: API, webhooks, live feed and dashboard."},
      {"providers",
       {.what = shape::section, .required = true},
       custom<s>{read_providers, schema_of_providers},
       "Accounts with providers of SMS, e-mail and calls, each under a name of its own."},
      {"audit",
       {.what = shape::section},
       custom<s>{read_audit, schema_of_audit},
       "The audit trail: what people do and whose data they are shown."},
      {"practice_groups",
       {.what = shape::section},
       custom<s>{check_practice_groups, schema_of_practice_groups},
       "Groups of practices under names of your own: users can be given a group in place of each practice."},
      {"templates_self_approval",
       {shape::boolean},
       &s::templates_self_approval,
       "As a practice's, of templates for all practices: for a host with one operator."},
      {"passivate_after",
       {shape::duration, 1 * second, 7 * day},
       &s::passivate_after,
       "A practice without work for this long is put to sleep; its next message wakes it."},
      {"shutdown_limit",
       {shape::duration, 1 * second, 5 * minute},
       &s::shutdown_limit,
       "After SIGTERM, work under way has this long to finish."},
      {"queue_max",
       {shape::whole, 10, 1'000'000},
       &s::queue_max,
       "Commands that may wait for one practice; more are answered with 429."},
      {"budget_pence_a_day",
       {shape::number, 0, 100'000'000},
       &s::budget_pence_a_day,
       "What all practices together may spend in a day, London time; then messages that may wait are held. 0: no "
       "limit."},
      {"automatic_texts",
       {shape::section},
       custom<s>{read_host_texts, schema_of_automatic_texts},
       "What practices text by themselves unless their own files say otherwise."},
      {"keywords",
       {shape::section},
       custom<s>{read_host_keywords, schema_of_keywords},
       "Words that patients of every practice may text."},
      {"exclude",
       {shape::section},
       custom<s>{read_host_exclusions, schema_of_exclusions},
       "Appointments of every practice about which some messages are not sent."},
      {"vocabulary",
       {shape::section},
       custom<s>{read_host_vocabulary, schema_of_vocabulary},
       "What patients of all practices say that isn't understood yet. It can't change what is."},
      {"backup",
       {.what = shape::section},
       custom<s>{read_backup, schema_of_backup},
       "Backups of data_dir, made while the broker runs."},
      {"callbacks",
       {.what = shape::section},
       custom<s>{read_host_callbacks, schema_of_host_callbacks},
       "Where practices' callbacks may go."},
      {"alerts",
       {.what = shape::section},
       custom<s>{read_alerts, schema_of_alerts},
       "When the host's operators are called, and how."},
      {"oidc",
       {.what = shape::section},
       custom<s>{read_oidc, schema_of_oidc},
       "Signing in by an identity provider (OpenID Connect), beside passwords."},
  };
  return table;
}

const options<backup_settings>& backup_options() {
  using s = backup_settings;
  static const options<s> table{
      {"folder",
       {.what = shape::path, .may_be_empty = true},
       &s::folder,
       "Where backups are kept, encrypted. On another disk than data_dir. Empty: no backups."},
      {"every", {shape::duration, 10 * second, 7 * day}, &s::every, "How often one is made."},
      {"keep",
       {shape::duration, 1 * day, 3'650 * day},
       &s::keep,
       "One of each day is kept for this long; of the last day one an hour, of the last three hours all."},
      {"bytes_per_second_max",
       {shape::whole, 64 * 1024, 10'000'000'000},
       &s::bytes_per_second_max,
       "How fast one is written, so that the broker's own work doesn't wait for the disk."},
  };
  return table;
}

const options<audit_settings>& audit_options() {
  using s = audit_settings;
  static const options<s> table{
      {"anchor",
       {.what = shape::path, .may_be_empty = true},
       &s::anchor,
       "The file that says where every practice's stream ended, outside data_dir; `tidings audit verify` "
       "compares the two. Empty: none."},
      {"every", {shape::duration, 1 * second, 1 * day}, &s::every, "A line is added to the anchor this often."},
      {"command",
       {.what = shape::text, .low = 0, .high = 1'000, .may_be_empty = true},
       &s::command,
       "A shell command that gets each line on its standard input, to keep it on another machine. Empty: none."},
      {"reason_needed", {shape::boolean}, &s::reason_needed, "Nobody is shown patients' data without saying why."},
  };
  return table;
}

const options<endpoint_settings>& endpoint_options() {
  using s = endpoint_settings;
  static const options<s> table{
      {"address",
       {shape::host},
       &s::address,
       "The address to listen on. 127.0.0.1: this machine only; 0.0.0.0: everybody."},
      {"port", {shape::whole, 0, 65535}, &s::port, "The TCP port. 0: any free one, written to port_file."},
      {"port_file",
       {.what = shape::path, .may_be_empty = true},
       &s::port_file,
       "Where the port is written once the broker listens. Empty: nowhere."},
      {"certificate",
       {.what = shape::path, .required = true},
       &s::certificate,
       "The TLS certificate with its chain, PEM."},
      {"private_key", {.what = shape::path, .required = true}, &s::private_key, "The certificate's private key, PEM."},
      {"web_root",
       {.what = shape::path, .may_be_empty = true},
       &s::web_root,
       "The folder of the dashboard's files. Empty: those that came with the program."},
      {"public_url",
       {.what = shape::url, .may_be_empty = true},
       &s::public_url,
       "How the outside reaches this endpoint; links start with it. Empty: https://<address>:<port>."},
      {"connections_max",
       {shape::whole, 10, 100'000},
       &s::connections_max,
       "Connections at once; further ones are refused."},
      {"body_bytes_max",
       {shape::whole, 1'024, 16 * 1024 * 1024},
       &s::body_bytes_max,
       "The largest body of a request, in bytes; a larger one is answered with 413."},
      {"header_bytes_max",
       {shape::whole, 1'024, 64 * 1024},
       &s::header_bytes_max,
       "The largest head of a request, in bytes; a larger one is answered with 431."},
      {"read_timeout",
       {shape::duration, 1 * second, 5 * minute},
       &s::read_timeout,
       "A request has to arrive within this time."},
      {"streams_max", {shape::whole, 1, 10'000}, &s::streams_max, "Open dashboards (live feeds) at once."},
      {"messages_per_minute",
       {shape::whole, 1, 1'000'000},
       &s::messages_per_minute,
       "New messages of one practice a minute, whoever asks for them: a third of them at once. More are answered with "
       "429, so that one practice's flood isn't felt by the others. The default is GOV.UK Notify's."},
      {"session_lasts",
       {shape::duration, 5 * minute, 7 * day},
       &s::session_lasts,
       "Users sign in again after this time."},
  };
  return table;
}

const options<provider_settings>& provider_options() {
  using s = provider_settings;
  static const options<s> table{
      {"type",
       {.what = shape::one_of, .words = {"firetext", "nhsmail", "smpp", "http", "notify", "voice", "null"}},
       &s::type,
       "What the provider speaks. nhsmail: SMTP and POP3, see `mail`. smpp: SMPP 3.4, see `smpp`. http: what "
       "`contract` "
       "says. notify: GOV.UK Notify's API, see `notify`. voice: telephone calls, see `voice`. null: accepts everything "
       "and sends nothing (benchmarks)."},
      {"url", {shape::url}, &s::url, "Where its API starts."},
      {"api_key", {.what = shape::secret, .may_be_empty = true}, &s::api_key, "The account's key."},
      {"receipt_url",
       {.what = shape::url, .may_be_empty = true},
       &s::receipt_url,
       "Where the provider shall post delivery receipts. Empty: made from the endpoint's "
       "public_url, or its address and port."},
      {"proxy", {.what = shape::url, .may_be_empty = true}, &s::proxy, "An HTTP proxy on the way out. Empty: none."},
      {"ca_file",
       {.what = shape::path, .may_be_empty = true},
       &s::ca_file,
       "Certificates to trust, PEM. Empty: the system's."},
      {"webhook_user",
       {.what = shape::secret, .may_be_empty = true},
       &s::webhook_user,
       "The name that receipts and replies must bring (HTTP Basic)."},
      {"webhook_password",
       {.what = shape::secret, .may_be_empty = true},
       &s::webhook_password,
       "The password that receipts and replies must bring (HTTP Basic)."},
      {"window", {shape::whole, 1, 1'000}, &s::window, "Calls under way at once."},
      {"per_second", {shape::number, 0.01, 10'000}, &s::per_second, "Calls begun a second, at most."},
      {"timeout",
       {shape::duration, 100, 2 * minute},
       &s::timeout,
       "A call without an answer after this time is in doubt and looked up."},
      {"look_up_after",
       {shape::duration, 0, 1 * hour},
       &s::look_up_after,
       "Wait this long between two look-ups of an attempt in doubt."},
      {"look_ups_max",
       {shape::whole, 1, 100},
       &s::look_ups_max,
       "Look-ups of one attempt before the practice's own policy decides."},
      {"pence_per_segment",
       {shape::number, 0, 1'000},
       &s::pence_per_segment,
       "What one segment of a message costs, for budgets and reports."},
      {"weight",
       {shape::number, 0, 1'000},
       &s::provider_weight,
       "Its share where a practice has `route_by_weight: true`. 0: only while all others are out."},
      {"breaker_failures",
       {shape::whole, 1, 100},
       &s::breaker_failures,
       "After so many failed calls in a row, or silent ones at once, its messages go by another provider or wait."},
      {"breaker_probe_every",
       {shape::duration, 1 * second, 5 * minute},
       &s::breaker_probe_every,
       "Then one message is let through after this time to see if it is back; twice as long after each that fails, up "
       "to 5 minutes."},
      {"poll_every",
       {shape::duration, 0, 1 * day},
       &s::poll_every,
       "Of a provider of `type: firetext`: receipts and replies are also fetched this often, for when they can't be "
       "posted. 0s: they are only posted."},
      {"unicode_parameter",
       {.what = shape::text, .low = 0, .high = 100, .may_be_empty = true},
       &s::unicode_parameter,
       "Of a provider of `type: firetext`: added to the call when a text has letters beyond GSM, as `name=value`."},
      {"mail",
       {.what = shape::section},
       custom<s>{read_mail, schema_of_mail},
       "The mail account of a provider of `type: nhsmail`."},
      {"smpp",
       {.what = shape::section},
       custom<s>{read_smpp, schema_of_smpp},
       "The account at a message centre of a provider of `type: smpp`."},
      {"contract",
       {.what = shape::section},
       custom<s>{read_contract, schema_of_contract},
       "How the HTTP interface of a provider of `type: http` looks."},
      {"notify",
       {.what = shape::section},
       custom<s>{read_notify, schema_of_notify},
       "The service behind a provider of `type: notify`."},
      {"voice",
       {.what = shape::section},
       custom<s>{read_voice, schema_of_voice},
       "The telephone account of a provider of `type: voice`."},
  };
  return table;
}

const options<mail_settings>& mail_options() {
  using s = mail_settings;
  static const options<s> table{
      {"address",
       {.what = shape::mail_address, .may_be_empty = true},
       &s::address,
       "The account's own address: mails come from it, and replies go to it."},
      {"user",
       {.what = shape::text, .low = 0, .high = 254, .may_be_empty = true},
       &s::user,
       "The name to sign in with. Empty: the address."},
      {"password", {.what = shape::secret, .may_be_empty = true}, &s::password, "The password to sign in with."},
      {"smtp_host", {shape::host}, &s::smtp_host, "The server that takes mail. It must offer STARTTLS."},
      {"smtp_port", {shape::whole, 1, 65535}, &s::smtp_port, "Its port for submission."},
      {"pop3_host", {shape::host}, &s::pop3_host, "The server that has the mailbox."},
      {"pop3_port",
       {shape::whole, 0, 65535},
       &s::pop3_port,
       "Its port for POP3 with TLS from the first byte. 0: the mailbox is not read."},
      {"sms_domain", {shape::host}, &s::sms_domain, "What stands after the @ of an SMS."},
      {"sms_number",
       {.what = shape::one_of, .words = {"national", "international"}},
       &s::sms_number,
       "What stands before it: 07700900123 or +447700900123."},
      {"sms_text",
       {.what = shape::one_of, .words = {"body", "subject"}},
       &s::sms_text,
       "Where the gateway looks for an SMS's text."},
      {"poll_every", {shape::duration, 5 * second, 1 * hour}, &s::poll_every, "How often the mailbox is read."},
  };
  return table;
}

const options<template_settings>& template_options() {
  using s = template_settings;
  static const options<s> table{
      {"body",
       {.what = shape::body, .low = 1, .high = 918, .required = true},
       &s::body,
       "The message, with ((first_name)) and so on. 918 characters are the six parts that networks join."},
      {"name",
       {.what = shape::text, .low = 1, .high = 100, .may_be_empty = true},
       &s::title,
       "What programs are told it is called (GOV.UK Notify API). Empty: its name here."},
      {"fields",
       {.what = shape::text, .low = 1, .high = 100},
       &s::fields,
       "Fields that programs bring, besides those that a reminder knows. A reminder can't use such a template."},
      {"earlier",
       {.what = shape::body, .low = 1, .high = 918, .may_repeat = true},
       &s::earlier,
       "The bodies that it had before, oldest first: versions 1, 2, … for programs."},
      {"earlier_titles",
       {.what = shape::text, .low = 1, .high = 100, .may_repeat = true},
       &s::earlier_titles,
       "What programs are told those versions were called, oldest first. Those that it leaves out: as it is now."},
      {"subject",
       {.what = shape::text, .low = 1, .high = 150, .may_be_empty = true},
       &s::subject,
       "Its subject as an e-mail, with fields as in the body. With one it is an e-mail template for programs."},
      {"attachments",
       {.what = shape::text, .low = 5, .high = 100},
       &s::attachments,
       "PDF files of attachments_dir that go with it by e-mail, 2 MiB each at most."},
      {"alphabet",
       {.what = shape::one_of, .words = {"by_default", "gsm", "unicode"}},
       &s::alphabet,
       "The letters of its text messages, as sms_alphabet of a practice. by_default: as the practice has it."},
  };
  return table;
}

} // namespace tidings::config
