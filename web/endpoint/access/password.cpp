#include "web/endpoint/access/password.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <openssl/evp.h>

#include <charconv>

namespace tidings::web::access {
namespace {

constexpr std::size_t salt_bytes = 16, hash_bytes = 32;
constexpr unsigned log_n_max = 20, r_max = 16, p_max = 4; ///< a gibibyte: no verifier of ours asks for more

std::optional<std::string> scrypt(const secret_text& password, std::string_view salt, const password_cost& cost) {
  const auto n = std::uint64_t{1} << cost.log_n;
  const auto memory = (n + cost.p + 4) * 128 * cost.r + 1024;
  std::string hash(hash_bytes, '\0');
  const auto& given = password.reveal();
  if (EVP_PBE_scrypt(given.data(), given.size(), reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), n,
                     cost.r, cost.p, memory, reinterpret_cast<unsigned char*>(hash.data()), hash.size()) != 1)
    return std::nullopt;
  return hash;
}

struct parts {
  password_cost cost;
  std::string salt, hash;
};

bool read(std::string_view text, unsigned max, unsigned& into) {
  const auto end = text.data() + text.size();
  const auto got = std::from_chars(text.data(), end, into);
  return got.ec == std::errc() && got.ptr == end && into >= 1 && into <= max;
}

std::optional<parts> parts_of(const secret_text& verifier) {
  const auto all = split(verifier.reveal(), '$');
  parts found;
  if (all.size() != 6 || all[0] != "scrypt" || !read(all[1], log_n_max, found.cost.log_n) ||
      !read(all[2], r_max, found.cost.r) || !read(all[3], p_max, found.cost.p))
    return std::nullopt;
  auto salt = from_base64url(all[4]), hash = from_base64url(all[5]);
  if (!salt || !hash || hash->size() != hash_bytes) return std::nullopt;
  found.salt = std::move(*salt);
  found.hash = std::move(*hash);
  return found;
}

} // namespace

result<secret_text> make_verifier(const secret_text& password, const password_cost& cost) {
  const auto salt = random_bytes(salt_bytes);
  const auto hash = scrypt(password, salt, cost);
  if (!hash) return fail(error_code::refused, "there is no memory for a password's hash just now");
  return secret_text("scrypt$" + std::to_string(cost.log_n) + "$" + std::to_string(cost.r) + "$" +
                     std::to_string(cost.p) + "$" + base64url(salt) + "$" + base64url(*hash));
}

bool is_password(const secret_text& verifier, const secret_text& given, const password_cost& cost) {
  const auto known = parts_of(verifier);
  const auto hash = known ? scrypt(given, known->salt, known->cost) : scrypt(given, "nobody has this", cost);
  return known && hash && same_in_constant_time(*hash, known->hash);
}

} // namespace tidings::web::access
