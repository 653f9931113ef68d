#include "web/endpoint/sessions.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <charconv>

namespace tidings::web {
namespace {
constexpr std::string_view purpose = "session";
constexpr std::string_view attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";

std::optional<session> read_value(const session_keys& keys, std::string_view value, timestamp now) {
  const auto dot = value.find('.');
  if (value.size() > 512 || dot == std::string_view::npos) return std::nullopt;
  const auto text = from_base64url(value.substr(0, dot));
  if (!text || !keys.verify(purpose, *text, value.substr(dot + 1))) return std::nullopt;
  const auto parts = split(*text, '|');
  if (parts.size() < 4 || parts.size() > 5 || parts[0] != "c1" || !is_user_name(parts[1])) return std::nullopt;
  std::int64_t expires = 0;
  const auto end = parts[2].data() + parts[2].size();
  if (std::from_chars(parts[2].data(), end, expires).ptr != end || from_ms(expires) <= now) return std::nullopt;
  std::uint64_t revision = 0;
  if (parts.size() == 5) {
    const auto last = parts[4].data() + parts[4].size();
    if (std::from_chars(parts[4].data(), last, revision).ptr != last) return std::nullopt;
  }
  return session{std::string(parts[1]), std::string(parts[3]), from_ms(expires), revision};
}
} // namespace

std::string write_session(const session_keys& keys, const session& who) {
  auto text = "c1|" + who.user + "|" + std::to_string(to_ms(who.expires)) + "|" + who.id;
  if (who.revision != 0) text += "|" + std::to_string(who.revision);
  return base64url(text) + "." + keys.sign(purpose, text);
}

session new_session(std::string user, timestamp now, millis lasts, std::uint64_t revision) {
  return {std::move(user), base64url(random_bytes(16)), now + lasts, revision};
}

std::optional<session> read_session(const session_keys& keys, std::string_view cookie_field, timestamp now) {
  for (const auto pair : split(cookie_field, ';')) {
    const auto one = trimmed(pair);
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || one.substr(0, equals) != session_cookie) continue;
    if (auto who = read_value(keys, one.substr(equals + 1), now)) return who;
  }
  return std::nullopt;
}

std::string csrf_token(const session_keys& keys, const session& who) { return keys.sign("csrf", who.id); }

std::string set_cookie(const session_keys& keys, const session& who, timestamp now) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(who.expires - now).count();
  return std::string(session_cookie) + "=" + write_session(keys, who) + std::string(attributes) +
         "; Max-Age=" + std::to_string(seconds);
}

std::string clear_cookie() { return std::string(session_cookie) + "=" + std::string(attributes) + "; Max-Age=0"; }

void signed_out::add(const session& who, timestamp now) {
  std::erase_if(until_, [&](const auto& one) { return one.second <= now; });
  until_[who.id] = who.expires;
}

} // namespace tidings::web
