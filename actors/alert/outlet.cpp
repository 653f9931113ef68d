#include "actors/alert/outlet.hpp"

#include "schemas/json.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>

namespace tidings::alert {
namespace {

constexpr millis patience{20'000}; ///< for one mail or one POST, from dialling to the answer

struct handle_end {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct list_end {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using handle_ptr = std::unique_ptr<CURL, handle_end>;
using list_ptr = std::unique_ptr<curl_slist, list_end>;

template <class T> void set(CURL* handle, CURLoption option, T value) { curl_easy_setopt(handle, option, value); }

/// Letters that can't end a header or leave ASCII.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char c : text) safe += c >= 0x20 && c < 0x7f ? c : '?';
  return safe;
}

std::string measure_of(const notice& what) { return boost::describe::enum_to_string(what.what.which.measure, ""); }

std::string date_of(timestamp now) {
  const auto seconds = std::chrono::system_clock::to_time_t(std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(now.time_since_epoch())));
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  constexpr std::array<const char*, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days.at(static_cast<std::size_t>(parts.tm_wday)),
                     parts.tm_mday, months.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// What is left to send, for libcurl to take in pieces.
struct upload {
  std::string_view left;
  static std::size_t read(char* into, std::size_t size, std::size_t count, void* self) {
    auto& my = *static_cast<upload*>(self);
    const auto taken = my.left.copy(into, size * count);
    my.left.remove_prefix(taken);
    return taken;
  }
};

/// Asked about once a second, also while nothing moves.
int is_stopping(void* flag, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(flag)->load() ? 1 : 0;
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) { return size * count; }

void set_common(CURL* handle, const char* protocols, const std::string& ca_file, std::atomic<bool>& stopping) {
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, &is_stopping);
  set(handle, CURLOPT_XFERINFODATA, &stopping);
  set(handle, CURLOPT_PROTOCOLS_STR, protocols);
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(handle, CURLOPT_PROXY, ""); // not even the environment's
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!ca_file.empty()) set(handle, CURLOPT_CAINFO, ca_file.c_str());
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
  set(handle, CURLOPT_WRITEFUNCTION, &ignore);
}

class curl_outlet final : public outlet {
public:
  curl_outlet(alert_settings settings, std::string page) : settings_(std::move(settings)), page_(std::move(page)) {}

  result<void> mail(const notice& what, timestamp now) override {
    const auto& to = settings_.mail;
    const handle_ptr handle(curl_easy_init());
    if (!handle) return fail(error_code::timed_out, "the mail could not be begun");
    const auto text = mail_of(what, to, page_, now);
    upload body{text};
    const auto url = "smtp://" + to.host + ":" + std::to_string(to.port);
    const auto sender = "<" + to.from + ">";
    curl_slist* list = nullptr;
    for (const auto& address : to.to) list = curl_slist_append(list, ("<" + address + ">").c_str());
    const list_ptr recipients(list);
    set_common(handle.get(), "smtp", to.ca_file, stopping_);
    set(handle.get(), CURLOPT_URL, url.c_str());
    set(handle.get(), CURLOPT_USE_SSL, static_cast<long>(to.starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!to.user.empty()) {
      set(handle.get(), CURLOPT_USERNAME, to.user.c_str());
      set(handle.get(), CURLOPT_PASSWORD, to.password.reveal().c_str());
    }
    set(handle.get(), CURLOPT_MAIL_FROM, sender.c_str());
    set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    set(handle.get(), CURLOPT_UPLOAD, 1L);
    set(handle.get(), CURLOPT_READFUNCTION, &upload::read);
    set(handle.get(), CURLOPT_READDATA, &body);
    const auto ended = curl_easy_perform(handle.get());
    if (ended == CURLE_OK) return {};
    return fail(error_code::timed_out, std::string("the mail did not go: ") + curl_easy_strerror(ended));
  }

  result<void> post(const notice& what, timestamp now) override {
    const auto& to = settings_.webhook;
    const handle_ptr handle(curl_easy_init());
    if (!handle) return fail(error_code::timed_out, "the call could not be begun");
    const auto body = json_of(what, page_, now);
    curl_slist* list = curl_slist_append(nullptr, "Content-Type: application/json");
    list = curl_slist_append(list, "Expect:");
    if (!to.token.reveal().empty())
      list = curl_slist_append(list, ("Authorization: Bearer " + to.token.reveal()).c_str());
    const list_ptr headers(list);
    set_common(handle.get(), "https,http", to.ca_file, stopping_);
    set(handle.get(), CURLOPT_URL, to.url.c_str());
    set(handle.get(), CURLOPT_FOLLOWLOCATION, 0L); // a redirected POST would carry the token to somebody else
    set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    set(handle.get(), CURLOPT_POST, 1L);
    set(handle.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(handle.get(), CURLOPT_POSTFIELDS, body.data());
    const auto ended = curl_easy_perform(handle.get());
    if (ended != CURLE_OK)
      return fail(error_code::timed_out, std::string("the webhook was not reached: ") + curl_easy_strerror(ended));
    long status = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return {};
    return fail(error_code::refused, "the webhook answered " + std::to_string(status));
  }

  void stop() override { stopping_ = true; }

private:
  alert_settings settings_;
  std::string page_;
  std::atomic<bool> stopping_{false};
};

} // namespace

std::string mail_of(const notice& what, const alert_mail& to, const std::string& page, timestamp now) {
  std::string list;
  for (const auto& address : to.to) {
    if (!list.empty()) list += ", ";
    list += plain(address);
  }
  auto about = measure_of(what);
  std::replace(about.begin(), about.end(), '_', ' ');
  if (!what.what.which.subject.empty()) about += " (" + plain(what.what.which.subject) + ")";
  const auto id = id_of(what.what.which);
  auto text = fmt::format(
      "From: Tidings <{}>\r\nTo: {}\r\nSubject: [Tidings] {}: {}\r\nDate: {}\r\nMessage-ID: <{}.{}@tidings>\r\n",
      plain(to.from), list, word_of(what.how), about, date_of(now), id, to_ms(now));
  text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n"
          "Auto-Submitted: auto-generated\r\n\r\n";
  std::string said = what.what.said;
  std::replace_if(
      said.begin(), said.end(), [](unsigned char c) { return c < 0x20; }, ' ');
  text += what.how == turn::resolved ? "This is over: " : "";
  text += said;
  text += fmt::format("\r\n\r\nSince {}.\r\n", iso8601(what.what.since));
  if (!page.empty()) text += page + "\r\n";
  return text;
}

std::string json_of(const notice& what, const std::string& page, timestamp now) {
  return boost::json::serialize(boost::json::object{{"alert", id_of(what.what.which)},
                                                    {"turn", word_of(what.how)},
                                                    {"measure", measure_of(what)},
                                                    {"subject", what.what.which.subject},
                                                    {"what", what.what.said},
                                                    {"since", iso8601(what.what.since)},
                                                    {"at", iso8601(now)},
                                                    {"page", page}});
}

std::unique_ptr<outlet> make_outlet(const alert_settings& settings, std::string page) {
  return std::make_unique<curl_outlet>(settings, std::move(page));
}

} // namespace tidings::alert
