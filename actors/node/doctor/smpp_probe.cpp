// Binds as transmitter, which gets no patients' replies, and unbinds.
#include "actors/node/doctor/curl_peer.hpp"
#include "actors/node/doctor/look.hpp"
#include "actors/node/doctor/plan.hpp"
#include "actors/provider/smpp/pdu.hpp"
#include "actors/provider/smpp/status.hpp"

#include <poll.h>

namespace tidings::doctor {
namespace {

constexpr auto bind_transmitter = static_cast<smpp::command_id>(0x00000002); // SMPP 3.4 §5.1.2.1

class dialogue {
public:
  explicit dialogue(CURL* handle) : handle_(handle), over_(std::chrono::steady_clock::now() + probe_limit) {
    curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket_);
  }
  bool say(const smpp::pdu& what) {
    const auto bytes = smpp::encode(what);
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      std::size_t some = 0;
      const auto code = curl_easy_send(handle_, bytes.data() + sent, bytes.size() - sent, &some);
      if (code == CURLE_AGAIN ? !wait(POLLOUT) : code != CURLE_OK) return false;
      sent += some;
    }
    return true;
  }
  /// The next PDU with this sequence; others are passed over.
  result<smpp::pdu> answer_to(std::uint32_t sequence) {
    for (;;) {
      auto next = stream_.next();
      if (!next) return tl::unexpected(next.error());
      if (*next && (*next)->sequence == sequence) return std::move(**next);
      if (*next) continue;
      std::array<char, 4'096> buffer;
      std::size_t some = 0;
      const auto code = curl_easy_recv(handle_, buffer.data(), buffer.size(), &some);
      if (code == CURLE_AGAIN) {
        if (!wait(POLLIN)) return fail(error_code::timed_out, "it connects and then says nothing");
      } else if (code != CURLE_OK || some == 0) {
        return fail(error_code::unreachable, "it closes the connection instead of answering the bind");
      } else {
        stream_.push({buffer.data(), some});
      }
    }
  }

private:
  bool wait(short events) const {
    const auto left = std::chrono::ceil<millis>(over_ - std::chrono::steady_clock::now()).count();
    pollfd one{socket_, events, 0};
    return left > 0 && ::poll(&one, 1, static_cast<int>(left)) == 1;
  }

  CURL* handle_;
  std::chrono::steady_clock::time_point over_;
  curl_socket_t socket_ = CURL_SOCKET_BAD;
  smpp::pdu_stream stream_;
};

} // namespace

peer_seen probe(const smpp_target& at) {
  const auto& account = at.account;
  curl_peer visit(http_place{account.tls ? "https" : "http", account.host, account.port}.origin(), "http,https");
  visit.trust(at.ca_file);
  visit.set(CURLOPT_SSL_ENABLE_ALPN, 0L);
  visit.set(CURLOPT_CONNECT_ONLY, 1L);
  auto out = visit.perform();
  if (out.reached != stage::done) return out;
  dialogue talk(visit.handle());
  const smpp::bind_request who{account.system_id, account.password.reveal(), account.system_type};
  out.reached = stage::answer;
  if (!talk.say({bind_transmitter, 0, 1, smpp::encode_body(who)})) {
    out.trouble = "the connection was lost";
    return out;
  }
  const auto answer = talk.answer_to(1);
  if (!answer) {
    out.trouble = answer.error().detail;
    return out;
  }
  out.status = static_cast<int>(answer->status);
  if (answer->command != smpp::response_to(bind_transmitter)) {
    out.trouble = "it doesn't take a transmitter: " + smpp::name_of_status(answer->status);
    return out;
  }
  if (answer->status != smpp::status_ok) {
    out.reached = stage::sign_in;
    out.busy = answer->status == smpp::status_already_bound;
    out.trouble = smpp::name_of_status(answer->status);
    return out;
  }
  out.reached = stage::done;
  if (talk.say({smpp::command_id::unbind, 0, 2, {}})) (void)talk.answer_to(2);
  return out;
}

} // namespace tidings::doctor
