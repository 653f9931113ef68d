// HTTP, and plain TCP, which libcurl connects as if HTTP were to follow.
#include "actors/node/doctor/curl_peer.hpp"
#include "actors/node/doctor/look.hpp"
#include "actors/node/doctor/plan.hpp"

namespace tidings::doctor {

peer_seen probe(const http_target& at) {
  curl_peer visit(at.url, "http,https");
  visit.trust(at.ca_file);
  visit.set(CURLOPT_PROXY, at.proxy.c_str());
  visit.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  visit.header("Expect:");
  for (const auto& line : at.headers) visit.header(line.reveal());
  if (at.method == "HEAD") {
    visit.set(CURLOPT_NOBODY, 1L);
  } else if (at.method == "POST") {
    visit.set(CURLOPT_POST, 1L);
    visit.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(at.body.reveal().size()));
    visit.set(CURLOPT_POSTFIELDS, at.body.reveal().c_str());
  }
  return visit.perform();
}

peer_seen probe(const tcp_target& at) {
  curl_peer visit(http_place{"http", at.host, at.port}.origin(), "http");
  visit.set(CURLOPT_CONNECT_ONLY, 1L);
  return visit.perform();
}

} // namespace tidings::doctor
