#include "schemas/ids.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

namespace tidings {

std::optional<practice_id> practice_id::parse(std::string_view text) {
  const auto allowed = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  if (text.size() < 3 || text.size() > size_max || !std::all_of(text.begin(), text.end(), allowed)) return std::nullopt;
  return unchecked(text);
}

practice_id practice_id::host() { return unchecked("host"); }

practice_id practice_id::unchecked(std::string_view text) {
  practice_id id;
  std::copy(text.begin(), text.end(), id.bytes_.begin());
  id.size_ = static_cast<std::uint8_t>(text.size());
  return id;
}

namespace uuid {

std::string print(const raw& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

std::optional<raw> parse(std::string_view text) {
  const auto value = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  if (text.size() != 36) return std::nullopt;
  raw bytes{};
  std::size_t at = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (at == 8 || at == 13 || at == 18 || at == 23)
      if (text[at++] != '-') return std::nullopt;
    const int high = value(text[at]);
    const int low = value(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return bytes;
}

raw from_name(std::string_view space, std::string_view name) {
  std::string input;
  input.reserve(space.size() + name.size() + 1);
  input.append(space).push_back('\0');
  input.append(name);
  std::array<std::uint8_t, 32> digest{};
  unsigned size = 0;
  EVP_Digest(input.data(), input.size(), digest.data(), &size, EVP_sha256(), nullptr);
  raw bytes{};
  std::copy_n(digest.begin(), bytes.size(), bytes.begin());
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x50);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return bytes;
}

raw random() {
  raw bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
  return bytes;
}

} // namespace uuid

namespace {

// What people and their word processors put between digits, in UTF-8: no-break, zero width and thin spaces, dashes, a
// byte order mark.
constexpr std::array<std::string_view, 21> separators = {" ",
                                                         "\t",
                                                         "\r",
                                                         "\n",
                                                         "-",
                                                         "(",
                                                         ")",
                                                         ".",
                                                         "\xC2\xA0",
                                                         "\xE2\x80\x8B",
                                                         "\xE2\x80\x8C",
                                                         "\xE2\x80\x8D",
                                                         "\xE2\x80\x8E",
                                                         "\xE2\x80\x90",
                                                         "\xE2\x80\x91",
                                                         "\xE2\x80\x92",
                                                         "\xE2\x80\x93",
                                                         "\xE2\x80\x94",
                                                         "\xE2\x80\xAF",
                                                         "\xE2\x81\xA0",
                                                         "\xEF\xBB\xBF"};

std::size_t separator_at(std::string_view text) {
  const auto found =
      std::find_if(separators.begin(), separators.end(), [&](auto one) { return text.starts_with(one); });
  return found == separators.end() ? 0 : found->size();
}

} // namespace

std::optional<msisdn> msisdn::parse_uk_mobile(std::string_view text) {
  std::string digits;
  bool plus = false;
  while (!text.empty()) {
    const char c = text.front();
    std::size_t size = 1;
    if (c >= '0' && c <= '9')
      digits += c;
    else if (c == '+' && digits.empty())
      plus = true;
    else if (size = separator_at(text); size == 0)
      return std::nullopt;
    text.remove_prefix(size);
  }
  if (!plus && digits.starts_with("00")) digits.erase(0, 2);
  if (digits.starts_with("440")) digits.erase(2, 1); // +44 (0)7700 …
  if (digits.starts_with("07")) digits.replace(0, 1, "44");
  if (digits.starts_with("7") && digits.size() == 10 && !plus) digits.insert(0, "44");
  if (digits.size() != 12 || !digits.starts_with("447")) return std::nullopt;
  if (digits[3] == '0') return std::nullopt;                                  // 070: personal numbers
  if (digits[3] == '6' && !digits.starts_with("447624")) return std::nullopt; // 076: pagers, save the Isle of Man
  return msisdn{std::move(digits)};
}

} // namespace tidings
