// A mail account as far as signing in: EHLO, STARTTLS and AUTH, or TLS and USER/PASS. Nothing is sent or fetched.
#include "actors/node/doctor/curl_peer.hpp"
#include "actors/node/doctor/look.hpp"

namespace tidings::doctor {

peer_seen probe(const mail_target& at) {
  const auto* const protocol = at.mailbox ? "pop3s" : "smtp";
  const bool is_v6 = at.host.find(':') != at.host.npos;
  const auto host = is_v6 ? '[' + at.host + ']' : at.host;
  curl_peer visit(std::string(protocol) + "://" + host + ':' + std::to_string(at.port), protocol);
  visit.trust(at.ca_file);
  visit.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL)); // no STARTTLS: no name, no password
  visit.set(CURLOPT_USERNAME, at.user.c_str());
  visit.set(CURLOPT_PASSWORD, at.password.reveal().c_str());
  visit.set(CURLOPT_CONNECT_ONLY, 1L);
  auto out = visit.perform();
  // RFC 3206, RFC 2449 §8.1.1: another session has the mailbox.
  out.busy = at.mailbox && visit.said_no().find("[IN-USE]") != std::string::npos;
  if (!at.mailbox && out.reached == stage::done) out.status = 0;
  return out;
}

} // namespace tidings::doctor
