#pragma once
// What the doctor looks at, what it saw there, and what it says of it. Plain data: `plan` makes checks, `look` sees,
// `judge` makes findings.
#include "schemas/errors.hpp"
#include "schemas/providers/smpp_account.hpp"
#include "schemas/settings.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace tidings::doctor {

enum class verdict : std::uint8_t { ok, warn, fail };

/// One line of the answer.
struct finding {
  verdict how = verdict::ok;
  std::string what, where; ///< `sms firetext`, `www.firetext.co.uk:443`
  std::string found;       ///< in plain English
  std::string mend;        ///< empty when nothing needs mending
  bool operator==(const finding&) const = default;
};

// -- what there is to look at

/// How an HTTP provider's answer shows that it knows us.
enum class http_question : std::uint8_t { nothing, firetext_credit, notify_template };
struct http_target {
  std::string url, method = "HEAD";
  std::vector<secret_text> headers;
  secret_text body;
  std::string proxy, ca_file;
  http_question asks = http_question::nothing;
};
struct mail_target {
  bool mailbox = false; ///< POP3 with TLS from the first byte; else SMTP with STARTTLS
  std::string host;
  int port = 0;
  std::string user;
  secret_text password;
  std::string ca_file;
};
struct smpp_target {
  smpp_account account;
  std::string ca_file;
};
/// Only whether somebody listens there.
struct tcp_target {
  std::string host;
  int port = 0;
};
/// The endpoint's own address.
struct listening_target {
  std::string address;
  int port = 0;
};
struct certificate_target {
  std::string certificate, private_key;
  std::string host; ///< a name it shall be for; empty: not looked at
};
struct folder_target {
  std::string path;
  std::uint64_t bytes_free_min = 0;
  bool made_when_missing = false; ///< the broker makes it
};
struct key_target {
  master_key_source from;
  std::string data_dir; ///< what it has to open, when something is there
};
/// Settled when it was planned, or not to be looked at from here.
struct told_target {
  verdict how = verdict::ok;
  std::string found, mend;
};
/// A clinical system that is asked by its connector's own probe.
struct clinical_target {
  practice_settings_ptr practice;
};
using target = std::variant<told_target, http_target, mail_target, smpp_target, tcp_target, listening_target,
                            certificate_target, folder_target, key_target, clinical_target>;

struct check {
  std::string what, where;
  target at;
  std::string setting; ///< where its options stand, e.g. `providers.firetext in broker.yaml`
  std::string unseen;  ///< what this check can't see, said with its finding
};

// -- what was seen

/// The steps on the way to a server, in order.
enum class stage : std::uint8_t { name, connect, tls, sign_in, answer, done };
struct peer_seen {
  stage reached = stage::name;                ///< the step that failed; `done`: none did
  std::string trouble;                        ///< of that step
  std::optional<timestamp> certificate_until; ///< the first of the chain to expire
  std::optional<millis> clock_ahead;          ///< of the server's clock before ours
  int status = 0;                             ///< HTTP's, or SMPP's command_status
  std::string body;
  bool busy = false; ///< somebody else has the mailbox or is bound: the broker, perhaps
};
struct listening_seen {
  bool free = false;
  bool taken = false; ///< somebody listens there
  std::string trouble;
};
struct certificate_seen {
  std::string trouble; ///< why it can't be read at all
  bool fits_key = false;
  bool key_is_private = false; ///< nobody but its owner may read it
  bool is_for_host = true;
  timestamp valid_from{}, valid_until{};
};
struct folder_seen {
  bool exists = false;
  std::string looked_at; ///< itself, or the nearest folder above it that is there
  std::string trouble;   ///< why nothing can be written there
  std::uint64_t bytes_free = 0;
  bool others_read = false, others_write = false;
};
struct key_seen {
  std::string trouble;
  std::string name;      ///< the key's, which tells nothing of it
  bool has_keys = false; ///< there are keys below data_dir
  std::string of_no_use; ///< why it doesn't open them
};
struct clinical_seen {
  error_code trouble = error_code::none;
  std::string detail; ///< what is missing, where, and how to mend it
};
using seen =
    std::variant<std::monostate, peer_seen, listening_seen, certificate_seen, folder_seen, key_seen, clinical_seen>;

// -- limits

constexpr millis probe_limit{10'000};      ///< of one check: a mail server may greet slowly, an operator waits
constexpr millis connect_limit{5'000};     ///< of DNS and TCP together, as the broker's own clients have it
constexpr std::size_t probes_at_once = 16; ///< enough that a hundred dead gateways take half a minute
constexpr std::size_t answer_bytes_max = 64 * 1024;
constexpr std::chrono::days certificate_warn{30}; ///< long enough to have one renewed by a supplier
constexpr millis clock_off_warn{5'000}; ///< a token of GOV.UK Notify is good for 30 s; reminders go by the minute
/// The log refuses new events when the disk is full. Its compaction writes tables anew before it drops the old ones.
constexpr std::uint64_t bytes_free_min = 2ULL << 30U;

} // namespace tidings::doctor
