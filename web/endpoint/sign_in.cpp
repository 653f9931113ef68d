#include "web/endpoint/sign_in.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace tidings {
namespace {

class file {
public:
  explicit file(int number) : number_(number) {}
  ~file() {
    if (number_ >= 0) ::close(number_);
  }
  file(const file&) = delete;
  file& operator=(const file&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

private:
  int number_;
};

tl::unexpected<failure> trouble(const std::string& path, std::string_view what, int why) {
  return fail(error_code::not_configured,
              "session keys " + path + ": " + std::string(what) + (why ? ": " + std::string(std::strerror(why)) : ""));
}

result<std::string> read_key(const file& in, const std::string& path) {
  struct stat about {};
  if (::fstat(in.number(), &about) != 0) return trouble(path, "can't be looked at", errno);
  if ((about.st_mode & 077) != 0) return trouble(path, "is open to other users; its mode must be 0600", 0);
  std::string bytes(session_keys::size + 1, '\0');
  const auto got = ::read(in.number(), bytes.data(), bytes.size());
  if (got < 0) return trouble(path, "can't be read", errno);
  if (got != static_cast<ssize_t>(session_keys::size)) return trouble(path, "must hold exactly 32 bytes", 0);
  bytes.resize(session_keys::size);
  return bytes;
}

/// Written beside, then linked into place: two programs that start at once end up with one key.
result<void> write_key(const std::string& path, const std::string& bytes) {
  const auto draft = path + "." + std::to_string(::getpid()) + ".new";
  {
    const file out(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!out.open()) return trouble(path, "can't be made", errno);
    const bool written = ::write(out.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
                         ::fsync(out.number()) == 0;
    if (!written) {
      const int why = errno;
      ::unlink(draft.c_str());
      return trouble(path, "can't be written", why);
    }
  }
  const int linked = ::link(draft.c_str(), path.c_str());
  const int why = errno;
  ::unlink(draft.c_str());
  if (linked != 0 && why != EEXIST) return trouble(path, "can't be made", why);
  return {};
}

constexpr std::string_view link_purpose = "sign-in link";

} // namespace

result<session_keys> session_keys::load_or_create(const std::string& path) {
  for (int tries = 0; tries < 2; ++tries) {
    const file in(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (in.open())
      return read_key(in, path).map([](std::string bytes) { return session_keys(secret_text(std::move(bytes))); });
    if (errno != ENOENT) return trouble(path, "can't be opened", errno);
    if (auto made = write_key(path, web::random_bytes(size)); !made) return tl::unexpected(made.error());
  }
  return trouble(path, "vanished as soon as it was made", 0);
}

std::string session_keys::sign(std::string_view purpose, std::string_view text) const {
  const auto key = web::hmac_sha256(master_.reveal(), purpose);
  return web::base64url(
      web::hmac_sha256(std::string_view(reinterpret_cast<const char*>(key.data()), key.size()), text));
}

bool session_keys::verify(std::string_view purpose, std::string_view text, std::string_view signature) const {
  return web::same_in_constant_time(sign(purpose, text), signature);
}

bool is_user_name(std::string_view text) {
  constexpr std::string_view also = "._@+-";
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           also.find(c) != std::string_view::npos;
  });
}

std::string make_sign_in_token(const session_keys& keys, std::string_view user, timestamp now) {
  if (!is_user_name(user)) return {};
  const auto text = "s1|" + std::string(user) + "|" + std::to_string(to_ms(now + sign_in_lasts)) + "|" +
                    web::base64url(web::random_bytes(16));
  return web::base64url(text) + "." + keys.sign(link_purpose, text);
}

result<sign_in_claim> read_sign_in_token(const session_keys& keys, std::string_view token, timestamp now) {
  const auto refused = [] { return fail(error_code::invalid_input, "this is not a sign-in link of this server"); };
  const auto dot = token.find('.');
  if (token.size() > 512 || dot == std::string_view::npos) return refused();
  const auto text = web::from_base64url(token.substr(0, dot));
  if (!text || !keys.verify(link_purpose, *text, token.substr(dot + 1))) return refused();
  const auto parts = web::split(*text, '|');
  if (parts.size() != 4 || parts[0] != "s1" || !is_user_name(parts[1])) return refused();
  std::int64_t expires = 0;
  const auto end = parts[2].data() + parts[2].size();
  if (std::from_chars(parts[2].data(), end, expires).ptr != end) return refused();
  constexpr millis set_back_max{60'000}; // a link from further ahead was made under a clock that was wrong
  if (from_ms(expires) <= now || from_ms(expires) - now > sign_in_lasts + set_back_max)
    return fail(error_code::timed_out, "this sign-in link is older than 15 minutes");
  return sign_in_claim{std::string(parts[1]), std::string(parts[3]), from_ms(expires)};
}

} // namespace tidings
