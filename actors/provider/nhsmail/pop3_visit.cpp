#include "actors/provider/nhsmail/pop3_visit.hpp"

#include "actors/provider/nhsmail/curl_mail.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace tidings::nhsmail {
namespace {

/// A list of every mail in a mailbox; one with more lines than this holds is not ours to empty.
constexpr std::size_t list_bytes_max = 8U << 20;

class session {
public:
  session(const mail_visit& what, const std::atomic<bool>& stopping) : what_(what), stopping_(stopping) {}

  /// @param number of a message; 0: the whole mailbox. @param word empty: RETR
  bool say(const char* word, std::uint32_t number, bool has_lines, std::size_t bytes_max) {
    auto* handle = handle_.get();
    if (handle == nullptr) return trouble_ = "no handle to be had", false;
    const mail_call call(handle, what_.server, "pop3s", what_.timeout, stopping_);
    auto url = "pop3s://" + what_.server.host + ":" + std::to_string(what_.server.port) + "/";
    if (number > 0) url += std::to_string(number);
    lines_.clear();
    bytes_max_ = bytes_max;
    too_large_ = false;
    set(handle, CURLOPT_URL, url.c_str());
    if (*word != '\0') set(handle, CURLOPT_CUSTOMREQUEST, word);
    set(handle, CURLOPT_NOBODY, has_lines ? 0L : 1L);
    set(handle, CURLOPT_WRITEFUNCTION, &session::on_bytes);
    set(handle, CURLOPT_WRITEDATA, this);
    set(handle, CURLOPT_PREREQFUNCTION, &session::before_command);
    set(handle, CURLOPT_PREREQDATA, this);
    const auto code = curl_easy_perform(handle);
    if (code == CURLE_OK) return true;
    if (code == CURLE_LOGIN_DENIED)
      trouble_ = "the mail server doesn't accept this user and password";
    else if (new_connection_)
      trouble_ = "the connection was lost";
    else
      trouble_ = call.why(code);
    return false;
  }

  std::string lines_, trouble_;
  bool too_large_ = false;

private:
  static std::size_t on_bytes(char* bytes, std::size_t size, std::size_t count, void* self) {
    auto& my = *static_cast<session*>(self);
    if (my.lines_.size() + size * count > my.bytes_max_) {
      my.too_large_ = true;
      return 0;
    }
    my.lines_.append(bytes, size * count);
    return size * count;
  }
  static int before_command(void* self, char*, char*, int, int local_port) {
    auto& my = *static_cast<session*>(self);
    if (my.local_port_ == 0) my.local_port_ = local_port;
    my.new_connection_ = my.local_port_ != local_port;
    return my.new_connection_ ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
  }

  const mail_visit& what_;
  const std::atomic<bool>& stopping_;
  curl_handle handle_{curl_easy_init()};
  std::size_t bytes_max_ = 0;
  int local_port_ = 0;
  bool new_connection_ = false;
};

/// `3 abc` lines.
std::map<std::uint32_t, std::string> numbered(std::string_view text) {
  std::map<std::uint32_t, std::string> out;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc{} || number == 0 || end == line.data() + line.size() || *end != ' ') continue;
    out.emplace(number, std::string(end + 1, line.data() + line.size()));
  }
  return out;
}

} // namespace

visit_report visit_now(const mail_visit& what, const std::atomic<bool>& stopping) {
  visit_report out;
  session talk(what, stopping);
  // A connection that ends in the middle of a mail looks to libcurl like the mail's end. What was read last counts only
  // once the same connection has answered something more: half of a reply may say the opposite of the whole.
  std::optional<fetched_mail> last;
  const auto keep_last = [&] {
    if (last) out.mails.push_back(std::move(*last));
    last.reset();
  };
  const auto broken = [&] {
    out.trouble = talk.trouble_;
    return out;
  };
  if (!talk.say("UIDL", 0, true, list_bytes_max)) return broken();
  const auto names = numbered(talk.lines_);
  if (!talk.say("LIST", 0, true, list_bytes_max)) return broken();
  const auto sizes = numbered(talk.lines_);
  for (const auto& [number, uid] : names) out.present.insert(uid);
  out.listed = true;

  std::set<std::string> asked_to_go;
  for (const auto& [number, uid] : names) {
    if (!what.remove.contains(uid)) continue;
    if (!talk.say("DELE", number, false, 0)) return broken();
    asked_to_go.insert(uid);
  }
  for (const auto& [number, uid] : names) {
    if (what.remove.contains(uid) || what.skip.contains(uid)) continue;
    if (out.mails.size() + (last ? 1 : 0) == what.mails_max) {
      out.more = true;
      break;
    }
    const auto size = sizes.find(number);
    std::uint64_t bytes = 0;
    if (size != sizes.end()) std::from_chars(size->second.data(), size->second.data() + size->second.size(), bytes);
    if (bytes > what.bytes_max) {
      out.mails.push_back({uid, true, {}});
      continue;
    }
    if (talk.say("", number, true, what.bytes_max)) {
      keep_last();
      last = fetched_mail{uid, false, std::move(talk.lines_)};
      continue;
    }
    if (talk.too_large_)
      out.mails.push_back({uid, true, {}}); // its LIST said less; the session is lost, the mail known
    return broken();
  }
  // Only now does the server delete (RFC 1939 §6).
  if (!talk.say("QUIT", 0, false, 0)) return broken();
  keep_last();
  out.removed = std::move(asked_to_go);
  return out;
}

} // namespace tidings::nhsmail
