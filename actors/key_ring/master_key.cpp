#include "actors/key_ring/master_key.hpp"

#include "actors/key_ring/printed_by.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace tidings {
namespace {

constexpr std::string_view form = "tidings-master-1:";
constexpr std::size_t key_digits = 2 * key_bytes::size, check_digits = 8;

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += digits[static_cast<unsigned char>(c) >> 4U];
    text += digits[static_cast<unsigned char>(c) & 15U];
  }
  return text;
}

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string sha256(std::string_view text) {
  std::string digest(32, '\0');
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(), nullptr);
  return digest;
}

std::string check_of(const key_bytes& key) { return hex(sha256(key.view())).substr(0, check_digits); }

tl::unexpected<failure> unusable(std::string why) {
  return fail(error_code::not_configured, "the master key can't be used: " + std::move(why));
}

struct descriptor {
  int number;
  ~descriptor() {
    if (number >= 0) ::close(number);
  }
};

result<std::string> read_private_file(const std::string& path) {
  const descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) {
    if (errno == ENOENT)
      return unusable("there is no file " + path + "; `tidings keys new-master " + path + "` makes one");
    return unusable(path + " can't be read: " + std::strerror(errno));
  }
  struct stat about {};
  if (::fstat(file.number, &about) != 0 || !S_ISREG(about.st_mode)) return unusable(path + " is not a file");
  if ((about.st_mode & 077U) != 0)
    return unusable("others than its owner may read or write " + path + "; `chmod 0600 " + path + "` mends that");
  std::string text(master_key_text_max, '\0');
  const auto size = ::read(file.number, text.data(), text.size());
  if (size < 0) return unusable(path + " can't be read: " + std::strerror(errno));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

} // namespace

master_key master_key::generate() { return master_key(cipher::random_key()); }

result<master_key> master_key::parse(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto bad = [](std::string why) { return fail(error_code::invalid_input, std::move(why)); };
  const auto first = text.find_first_not_of(space);
  if (first == text.npos) return bad("it is empty");
  text = text.substr(first, text.find_last_not_of(space) - first + 1);
  if (!text.starts_with(form) || text.size() != form.size() + key_digits + 1 + check_digits ||
      text[form.size() + key_digits] != ':')
    return bad("it is not a line as `tidings keys new-master` writes it (tidings-master-1:…)");
  key_bytes key;
  for (std::size_t i = 0; i < key_bytes::size; ++i) {
    const int high = digit(text[form.size() + 2 * i]), low = digit(text[form.size() + 2 * i + 1]);
    if (high < 0 || low < 0) return bad("it holds something that is no hex digit");
    key.data()[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  if (text.substr(text.size() - check_digits) != check_of(key))
    return bad("its check digits don't fit: it was copied wrongly");
  return master_key(key);
}

std::string master_key::text() const { return std::string(form) + hex(key_.view()) + ':' + check_of(key_); }

std::string master_key::name() const { return hex(derived("master key's name").view()).substr(0, 16); }

result<master_key> load_master_key(const master_key_source& from) {
  result<std::string> text;
  std::string where;
  if (!from.file.empty()) {
    where = "file " + from.file;
    text = read_private_file(from.file);
  } else if (!from.env.empty()) {
    where = "environment variable " + from.env;
    const char* value = std::getenv(from.env.c_str());
    if (!value) return unusable("the environment variable " + from.env + " isn't set");
    text = std::string(value);
  } else if (!from.command.empty()) {
    where = "what keys.master.command prints";
    text = printed_by(from.command, master_key_command_limit, master_key_text_max);
    if (!text) return unusable(text.error().detail);
  } else {
    return unusable("broker.yaml has no `keys: {master: {file: PATH}}`; `tidings keys new-master PATH` makes the key");
  }
  if (!text) return tl::unexpected(text.error());
  auto key = master_key::parse(*text);
  OPENSSL_cleanse(text->data(), text->size());
  if (!key) return unusable(where + ": " + key.error().detail);
  return key;
}

result<master_key> new_master_key(const std::filesystem::path& path) {
  const auto key = master_key::generate();
  const descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (file.number < 0)
    return fail(error_code::invalid_input,
                errno == EEXIST ? path.string() + " is there already and is left as it is: a master key that is "
                                                  "overwritten takes everything sealed under it along"
                                : path.string() + " can't be made: " + std::strerror(errno));
  auto line = key.text() + '\n';
  const bool whole =
      ::write(file.number, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && ::fsync(file.number) == 0;
  OPENSSL_cleanse(line.data(), line.size());
  if (!whole) return fail(error_code::disk_full, path.string() + " can't be written: " + std::strerror(errno));
  return key;
}

} // namespace tidings
