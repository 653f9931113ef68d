#include "actors/event_log/replace_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace tidings {
namespace {

/// 0, or the system's error.
int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return errno;
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0 ? 0 : errno;
}

int sync_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error;
}

} // namespace

result<void> replace_file(const std::filesystem::path& file, std::string_view bytes) {
  auto fresh = file;
  fresh += ".new";
  int error = 0;
  const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (out < 0) error = errno;
  if (error == 0) error = write_all(out, bytes);
  if (out >= 0 && ::close(out) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(fresh.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) error = sync_folder(file.parent_path());
  if (error == 0) return {};
  const auto code = error == ENOSPC || error == EDQUOT ? error_code::disk_full : error_code::log_unavailable;
  return fail(code, "writing " + file.string() + ": " + std::strerror(error));
}

} // namespace tidings
