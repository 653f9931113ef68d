#include "actors/provider/nhsmail/smtp_transfer.hpp"

#include "actors/provider/nhsmail/curl_mail.hpp"

#include <cstring>
#include <string_view>

namespace tidings::nhsmail {
namespace {

constexpr std::size_t queued_bytes_max = 120;

bool digit(char c) { return c >= '0' && c <= '9'; }

/// `5.1.1` at the start of a reply's text; empty when there is none.
std::string enhanced(std::string_view text) {
  const auto status = text.substr(0, text.find(' '));
  const auto first = status.find('.');
  const auto second = first == status.npos ? first : status.find('.', first + 1);
  if (first != 1 || second == status.npos || second - first > 4 || status.size() - second > 4) return {};
  for (const char c : status)
    if (!digit(c) && c != '.') return {};
  return second + 1 < status.size() && second > first + 1 ? std::string(status) : std::string();
}

/// Follows the dialogue by what libcurl shows of it.
struct dialogue {
  const submission& what;
  const std::atomic<bool>& stopping;
  smtp_report report;
  std::size_t given = 0;
  bool over = false;

  void sent(std::string_view line) {
    over = over || line.starts_with("QUIT"); // what it refused stands
    if (over || report.phase == smtp_phase::content) return;
    struct step {
      std::string_view verb;
      smtp_phase phase;
    };
    constexpr step steps[] = {
        {"EHLO", smtp_phase::hello},    {"HELO", smtp_phase::hello},        {"STARTTLS", smtp_phase::tls},
        {"AUTH ", smtp_phase::login},   {"MAIL FROM:", smtp_phase::sender}, {"RCPT TO:", smtp_phase::recipient},
        {"DATA\r\n", smtp_phase::data},
    };
    for (const auto& one : steps)
      if (line.starts_with(one.verb)) report.phase = one.phase;
    report.code = 0; // also for a login's further lines
    report.status.clear();
  }
  void heard(std::string_view line) {
    if (over || line.size() < 3 || !digit(line[0]) || !digit(line[1]) || !digit(line[2])) return;
    if (line.size() > 3 && line[3] == '-') return; // more lines follow
    report.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    auto text = line.size() > 4 ? line.substr(4) : std::string_view();
    while (!text.empty() && (text.back() == '\r' || text.back() == '\n')) text.remove_suffix(1);
    report.status = enhanced(text);
    if (report.phase == smtp_phase::content && report.code / 100 == 2)
      report.queued = std::string(text.substr(0, queued_bytes_max));
  }

  static int on_debug(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self) {
    auto& my = *static_cast<dialogue*>(self);
    if (kind == CURLINFO_HEADER_OUT) my.sent({bytes, size});
    if (kind == CURLINFO_HEADER_IN) my.heard({bytes, size});
    return 0;
  }
  // When it is told that nothing follows, libcurl writes the final dot: from here on the server may have it all.
  static std::size_t on_read(char* to, std::size_t size, std::size_t count, void* self) {
    auto& my = *static_cast<dialogue*>(self);
    const auto some = std::min(size * count, my.what.bytes.size() - my.given);
    if (some == 0) {
      if (my.stopping) return CURL_READFUNC_ABORT;
      my.report.phase = smtp_phase::content;
      my.report.code = 0;
      my.report.status.clear();
      return 0;
    }
    std::memcpy(to, my.what.bytes.data() + my.given, some);
    my.given += some;
    return some;
  }
};

struct performed {
  smtp_report report;
  bool used_again = false; ///< the connection had been there
};

performed perform(CURL* handle, const submission& what, const std::atomic<bool>& stopping, bool fresh) {
  dialogue talk{what, stopping, {}};
  mail_call call(handle, what.server, "smtp", what.timeout, stopping);
  const std::string sender = "<" + what.from + ">", recipient = "<" + what.to + ">";
  const curl_list recipients(curl_slist_append(nullptr, recipient.c_str()));
  set(handle, CURLOPT_URL, ("smtp://" + what.server.host + ":" + std::to_string(what.server.port)).c_str());
  set(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL)); // no STARTTLS: no name, no password, no mail
  set(handle, CURLOPT_MAIL_FROM, sender.c_str());
  set(handle, CURLOPT_MAIL_RCPT, recipients.get());
  set(handle, CURLOPT_UPLOAD, 1L);
  set(handle, CURLOPT_READFUNCTION, &dialogue::on_read);
  set(handle, CURLOPT_READDATA, &talk);
  set(handle, CURLOPT_VERBOSE, 1L);
  set(handle, CURLOPT_DEBUGFUNCTION, &dialogue::on_debug);
  set(handle, CURLOPT_DEBUGDATA, &talk);
  set(handle, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  const auto code = curl_easy_perform(handle);
  auto& out = talk.report;
  curl_off_t took = 0;
  long connects = 0;
  curl_easy_getinfo(handle, CURLINFO_TOTAL_TIME_T, &took);
  curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &connects);
  out.took = millis(took / 1'000);
  out.no_tls = code == CURLE_USE_SSL_FAILED && out.phase == smtp_phase::hello;
  if (code != CURLE_OK) out.detail = call.why(code);
  if (code != CURLE_OK && out.phase == smtp_phase::content && out.code / 100 == 2)
    out.code = 0; // not what it looks like
  return {std::move(out), connects == 0};
}

} // namespace

smtp_report submit_on(CURL* handle, const submission& what, const std::atomic<bool>& stopping) {
  auto [report, used_again] = perform(handle, what, stopping, false);
  // The server has hung up, or says so now (421), on a connection that had waited for its next mail.
  const bool stale = used_again && report.phase != smtp_phase::content && (report.code == 0 || report.code == 421);
  return stale && !stopping ? perform(handle, what, stopping, true).report : report;
}

} // namespace tidings::nhsmail
