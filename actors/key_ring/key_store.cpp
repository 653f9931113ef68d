#include "actors/key_ring/key_store.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tidings {
namespace {

constexpr std::size_t key_file_max = 1ULL << 30U; ///< bytes; ten million keys

tl::unexpected<failure> cannot(std::string_view what, const std::filesystem::path& file) {
  const int why = errno;
  return fail(why == ENOSPC || why == EDQUOT ? error_code::disk_full : error_code::log_unavailable,
              "the key file " + file.string() + " can't be " + std::string(what) + ": " + std::strerror(why));
}

class descriptor {
public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

private:
  int number_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::write(file, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

class key_folder final : public key_store {
public:
  key_folder(std::filesystem::path folder, bool writable) : folder_(std::move(folder)), writable_(writable) {}

  bool writable() const override { return writable_; }

  result<std::optional<std::string>> read(const std::string& name) override {
    const auto path = folder_ / name;
    const descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok() && errno == ENOENT) return std::nullopt;
    struct stat about {};
    if (!file.ok() || ::fstat(file.number(), &about) != 0) return cannot("read", path);
    if (static_cast<std::size_t>(about.st_size) > key_file_max)
      return fail(error_code::log_damaged, "the key file " + path.string() + " is too large to be one");
    std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t there = 0;
    while (there < bytes.size()) {
      const auto size = ::read(file.number(), bytes.data() + there, bytes.size() - there);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return cannot("read", path);
      if (size == 0) break;
      there += static_cast<std::size_t>(size);
    }
    bytes.resize(there);
    return bytes;
  }

  result<void> replace(const std::string& name, std::string_view bytes) override {
    if (!writable_) return only_looking();
    const auto path = folder_ / name;
    const auto fresh = folder_ / (name + ".new");
    {
      const descriptor file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
      if (!file.ok() || !write_all(file.number(), bytes) || ::fsync(file.number()) != 0)
        return cannot("written", fresh);
    }
    if (::rename(fresh.c_str(), path.c_str()) != 0) return cannot("replaced", path);
    return settle();
  }

  result<void> append(const std::string& name, std::string_view bytes) override {
    if (!writable_) return only_looking();
    const auto path = folder_ / name;
    const descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
    if (!file.ok() || !write_all(file.number(), bytes)) return cannot("added to", path);
    return {};
  }

  result<void> sync(const std::string& name) override {
    if (!writable_) return only_looking();
    const auto path = folder_ / name;
    const descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    if (!file.ok() || ::fdatasync(file.number()) != 0) return cannot("synced", path);
    return {};
  }

  result<void> remove(const std::string& name) override {
    if (!writable_) return only_looking();
    const auto path = folder_ / name;
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) return cannot("removed", path);
    return settle();
  }

private:
  result<void> settle() {
    const descriptor folder(::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.ok() || ::fsync(folder.number()) != 0) return cannot("settled", folder_);
    return {};
  }

  static tl::unexpected<failure> only_looking() {
    return fail(error_code::not_configured, "the keys are only looked at here");
  }

  std::filesystem::path folder_;
  bool writable_;
};

} // namespace

result<std::unique_ptr<key_store>> open_key_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return cannot("made", folder);
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0 || !S_ISDIR(about.st_mode)) return cannot("used", folder);
  if ((about.st_mode & 077U) != 0 && ::chmod(folder.c_str(), 0700) != 0) return cannot("closed to others", folder);
  return std::make_unique<key_folder>(folder, true);
}

std::unique_ptr<key_store> look_into_key_folder(const std::filesystem::path& folder) {
  return std::make_unique<key_folder>(folder, false);
}

result<std::optional<std::string>> memory_key_store::read(const std::string& name) {
  const std::lock_guard guard(lock_);
  const auto found = files.find(name);
  return found == files.end() ? std::optional<std::string>() : std::optional(found->second);
}

result<void> memory_key_store::replace(const std::string& name, std::string_view bytes) {
  const std::lock_guard guard(lock_);
  if (!works()) return fail(error_code::log_unavailable, "the key store stopped");
  files[name] = std::string(bytes);
  replaced = name;
  return {};
}

result<void> memory_key_store::append(const std::string& name, std::string_view bytes) {
  const std::lock_guard guard(lock_);
  if (!works()) {
    files[name] += bytes.substr(0, bytes.size() / 2); // torn, as a crash may leave it
    return fail(error_code::log_unavailable, "the key store stopped");
  }
  files[name] += bytes;
  return {};
}

result<void> memory_key_store::sync(const std::string&) {
  const std::lock_guard guard(lock_);
  ++syncs;
  if (!works()) return fail(error_code::log_unavailable, "the key store stopped");
  return {};
}

result<void> memory_key_store::remove(const std::string& name) {
  const std::lock_guard guard(lock_);
  if (!works()) return fail(error_code::log_unavailable, "the key store stopped");
  files.erase(name);
  return {};
}

} // namespace tidings
