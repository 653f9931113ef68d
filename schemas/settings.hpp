#pragma once
// The configuration as data, after every check. What each option means and its default: config/broker.yaml.
#include "schemas/ids.hpp"
#include "schemas/key_scopes.hpp"
#include "schemas/reply_settings.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tidings {

using minutes = std::chrono::minutes;

struct template_history; // schemas/template_history.hpp

struct template_settings {
  template_id id;
  std::string body;                          ///< `((field))` personalisation, GOV.UK Notify's rules
  std::string title{};                       ///< what people call it; empty: its id
  std::vector<std::string> fields{};         ///< besides those of a reminder: a program brings them
  std::vector<std::string> earlier{};        ///< its bodies before, oldest first: versions 1, 2, … for programs
  std::vector<std::string> earlier_titles{}; ///< what those versions were called; those that it leaves out: `title`
  std::string subject{}; ///< of an e-mail, with `((field))`; not empty: an e-mail template for programs
  std::vector<std::string> attachments{};            ///< files in `attachments_dir` that go with it by e-mail
  sms_alphabet alphabet = sms_alphabet::by_default;  ///< of it as a text message; by default the practice's
  std::shared_ptr<const template_history> history{}; ///< of one made in the browser; null: it stands in a file
};

/// A program's way in by the GOV.UK Notify API.
struct api_key_settings {
  std::string name;
  api_key_type type = api_key_type::normal;
  secret_text secret;              ///< a UUID
  std::vector<std::string> guests; ///< of a team key: the only numbers it may send to, E.164 digits
  key_scopes scopes = every_key_scope();
};

/// Of one kind of messages, in place of all of the practice's.
struct opening_hours {
  int opens = 9 * 60;
  int closes = 19 * 60;
  bool saturdays = true;
  bool sundays = false;
};

/// Local time of day in Europe/London, minutes after midnight; `closes` may be 1440.
struct sending_hours {
  int opens = 9 * 60;
  int closes = 19 * 60;
  bool saturdays = true;
  bool sundays = false;
  std::vector<message_kind> kinds = {message_kind::reminder,   message_kind::campaign,
                                     message_kind::fft,        message_kind::survey,
                                     message_kind::newsletter, message_kind::follow_up}; ///< that keep them
  std::vector<channel> channels = {channel::sms, channel::voice, channel::smart}; ///< that keep them: mail wakes nobody
  std::map<message_kind, opening_hours> own{}; ///< kinds that keep hours of their own, whether named above or not
};

struct reminder_rule {
  rule_id id;
  minutes before{48 * 60};               ///< how long before the start it is due
  std::vector<std::string> sessions;     ///< empty: all
  std::vector<std::string> clinicians;   ///< empty: all
  std::vector<std::string> slot_types;   ///< empty: all
  std::vector<std::string> not_sessions; ///< never these
  template_id text;
  question_kind question = question_kind::confirm_cancel;
  minutes cut_off{60};                      ///< an answer later than this before the start goes to staff
  minutes notice_min{60};                   ///< no reminder is sent later than this before the start
  std::vector<channel> by = {channel::sms}; ///< most wanted first: the first by which the patient can be reached
};

struct system_one_settings {
  std::string host = "127.0.0.1";
  int port = 40700;
  secret_text api_key;
  std::string device_file;          ///< where the approved DeviceID is kept
  double requests_per_second = 1.0; ///< published limit: 1 a second per client
  millis record_interval{30'000};   ///< published limit: 1 GetPatientRecord per 30 s (with its exemptions)
  millis answer_timeout{20'000};    ///< silence longer than this counts as no answer
};

// Options of one clinical system each, in headers of their own: a change there rebuilds that connector alone.
struct emis_settings;      // schemas/connectors/emis.hpp
struct microtest_settings; // schemas/connectors/microtest.hpp
struct file_drop_settings; // schemas/connectors/file_drop.hpp
struct fhir_settings;      // schemas/connectors/fhir.hpp

struct connector_settings {
  std::string system = "systmone"; ///< systmone, emis, microtest, file_drop
  system_one_settings systmone;
  std::shared_ptr<const emis_settings> emis;           ///< of `system: emis`
  std::shared_ptr<const microtest_settings> microtest; ///< of `system: microtest`
  std::shared_ptr<const file_drop_settings> file_drop; ///< of `system: file_drop`
  std::shared_ptr<const fhir_settings> fhir;           ///< a second way for cancellations; null: none
  std::string edge; ///< the agent on the practice's site that carries it; empty: none
  millis poll_every{5 * 60'000};
  int days_ahead = 14;
  millis demographics_keep{24 * 3'600'000};
};

struct code_settings {
  std::string reminder_sent, confirmed, cancelled; ///< SNOMED CT ids; empty: nothing is filed
};

struct callback_settings; // schemas/callbacks.hpp
struct document_settings; // schemas/documents.hpp

struct practice_settings {
  practice_id id;
  std::string name;
  std::string phone;                      ///< for ((practice_phone))
  std::string sender;                     ///< what the patient sees as From
  std::vector<std::string> reply_numbers; ///< numbers patients answer to, digits
  std::vector<provider_id> sms_route;     ///< most wanted first
  bool route_by_weight = false;           ///< spread over the route by its providers' weights; false: in order
  double budget_pence_a_day = 0;          ///< 0: none; held until midnight once it is spent
  double budget_warn_share = 0.8;         ///< of it: staff are warned
  std::vector<message_kind> beyond_budget = {message_kind::now, message_kind::reminder, message_kind::confirmation,
                                             message_kind::auto_response}; ///< sent all the same
  connector_settings connector;
  sending_hours hours;
  std::vector<reminder_rule> reminders;
  std::map<template_id, template_settings> templates; ///< host's, overridden by the practice's own
  code_settings codes;
  millis attempt_in_doubt_wait{30'000}; ///< before a look-up, so that the provider has finished
  int attempts_max = 10;
  std::vector<message_kind> resend_when_unknown; ///< sent again when no look-up can tell; others go to a person
  reply_settings replies;
  std::string service_id; ///< a UUID: who the practice is for programs (GOV.UK Notify API)
  std::vector<api_key_settings> api_keys;
  int api_requests_per_minute = 3'000;                ///< of each key; more are answered 429
  std::vector<provider_id> email_route, voice_route;  ///< as `sms_route`; empty: this practice hasn't that channel
  sms_alphabet alphabet = sms_alphabet::gsm;          ///< of its text messages, unless one has its own
  std::vector<std::string> test_numbers{};            ///< of its staff, E.164 digits: offered where a text is tried out
  std::shared_ptr<const callback_settings> callbacks; ///< programs that are told of messages and texts; null: none
  std::shared_ptr<const document_settings> documents; ///< PDFs that are filed in the record; null: none
  bool templates_self_approval = false; ///< who drafted a template may approve it: for a practice of one administrator
};
/// Of a text message of this practice that wishes for `own`.
inline sms_alphabet alphabet_of(const practice_settings& settings, sms_alphabet own) {
  return own == sms_alphabet::by_default ? settings.alphabet : own;
}
using practice_settings_ptr = std::shared_ptr<const practice_settings>;

/// An NHSmail account: SMS and e-mail go out by SMTP and come back by POP3.
struct mail_settings {
  std::string address; ///< what mails are sent from and answered to
  std::string user;    ///< empty: `address`
  secret_text password;
  std::string smtp_host = "send.nhs.net";
  int smtp_port = 587; ///< submission, with STARTTLS
  std::string pop3_host = "pop.nhs.net";
  int pop3_port = 995; ///< TLS from the first byte; 0: replies are not fetched
  std::string sms_domain = "sms.nhs.net";
  std::string sms_number = "national"; ///< 07700900123, or `international`: +447700900123
  std::string sms_text = "body";       ///< where the text stands: `body` or `subject`
  millis poll_every{60'000};
  std::string attachments_dir{}; ///< the broker's
};

// Options of one type of provider each, in headers of their own: a change there rebuilds that provider alone.
struct http_contract;  // schemas/providers/http_contract.hpp
struct notify_account; // schemas/providers/notify_account.hpp
struct smpp_account;   // schemas/providers/smpp_account.hpp
struct voice_account;  // schemas/providers/voice_account.hpp

struct provider_settings {
  provider_id id;
  std::string type = "firetext"; ///< firetext, nhsmail, null (benchmarks), and those whose options stand below
  std::string url = "https://www.firetext.co.uk/api";
  secret_text api_key;
  std::string receipt_url; ///< where receipts shall be posted; the practice id is appended as a last segment
  std::string proxy;
  std::string ca_file;                        ///< empty: the system's
  secret_text webhook_user, webhook_password; ///< Basic auth of receipts and replies
  int window = 20;                            ///< calls under way at once
  double per_second = 50;
  millis timeout{10'000};
  millis look_up_after{5'000};
  int look_ups_max = 5;
  mail_settings mail;                            ///< of `type: nhsmail`
  std::shared_ptr<const http_contract> contract; ///< of `type: http`
  std::shared_ptr<const notify_account> notify;  ///< of `type: notify`
  std::shared_ptr<const smpp_account> smpp;      ///< of `type: smpp`
  double pence_per_segment = 0;                  ///< what one segment costs, for budgets and reports
  int breaker_failures = 5;                      ///< failures in a row after which its messages go elsewhere or wait
  millis breaker_probe_every{10'000};            ///< then one message is let through this often, to see if it is back
  double provider_weight = 1;                    ///< its share, where a route spreads by weight
  std::shared_ptr<const voice_account> voice;    ///< of `type: voice`
  millis poll_every{0}; ///< of `type: firetext`: receipts and replies are also fetched this often; 0: only posted
  std::string unicode_parameter{}; ///< of `type: firetext`: `name=value`, added when a text is UCS-2; empty: nothing
};

struct endpoint_settings {
  std::string address = "127.0.0.1";
  int port = 8443; ///< 0: any free one, written to port_file
  std::string port_file;
  std::string certificate, private_key;
  std::string web_root;
  std::string public_url;
  int connections_max = 2'000;
  std::size_t body_bytes_max = 64 * 1024;
  std::size_t header_bytes_max = 8 * 1024;
  millis read_timeout{15'000};
  int streams_max = 500;           ///< live feeds at once
  int messages_per_minute = 3'000; ///< new ones of one practice, whoever asks for them; more are answered 429
  millis session_lasts{12 * 3'600'000};
};

/// Where the master key comes from: exactly one of these is given.
struct master_key_source {
  std::string file;
  std::string env;     ///< a variable's name
  std::string command; ///< for /bin/sh; prints the key
};
struct key_settings {
  master_key_source master;
};

struct audit_settings {
  std::string anchor;         ///< file outside data_dir; empty: none
  millis every{60'000};       ///< between two of its lines, when something happened
  std::string command;        ///< gets each line on its standard input; empty: none
  bool reason_needed = false; ///< nobody is shown patients' data without saying why
};

struct backup_settings {
  std::string folder; ///< empty: no backups
  millis every{10 * 60'000};
  millis keep{30LL * 24 * 3'600'000};
  std::size_t bytes_per_second_max = 32 * 1024 * 1024;
};

struct alert_settings;         // schemas/alerts.hpp
struct callback_host_settings; // schemas/callbacks.hpp
struct oidc_settings;          // schemas/oidc.hpp

struct broker_settings {
  std::string data_dir = "data";
  std::string practices_dir = "practices"; ///< watched
  std::string templates_dir = "templates"; ///< every file in it adds to `templates`
  key_settings keys;
  endpoint_settings endpoint;
  std::vector<provider_settings> providers;
  audit_settings audit;
  std::map<template_id, template_settings> templates;
  millis passivate_after{10 * 60'000};
  millis shutdown_limit{10'000};
  int queue_max = 10'000;        ///< commands waiting for one practice
  double budget_pence_a_day = 0; ///< of all practices together; 0: none
  backup_settings backup;
  std::string attachments_dir = "attachments";                ///< PDF files that templates name
  vocabulary_settings vocabulary;                             ///< for all practices
  std::shared_ptr<const conversation_settings> conversations; ///< for all practices; null: defaults
  std::shared_ptr<const alert_settings> alerts;               ///< null: none
  std::shared_ptr<const oidc_settings> oidc;                  ///< sign-in by another's word; null: none
  std::shared_ptr<const callback_host_settings> callbacks;    ///< whom practices' callbacks may go to; null: defaults
  bool templates_self_approval = false; ///< as a practice's, of the templates that all practices share
};

} // namespace tidings
