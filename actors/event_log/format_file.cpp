#include "actors/event_log/format_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

namespace tidings {
namespace {

namespace fs = std::filesystem;

tl::unexpected<failure> system_failure(std::string_view doing, const fs::path& what, int error) {
  const auto code = error == ENOSPC || error == EDQUOT ? error_code::disk_full : error_code::log_unavailable;
  return fail(code, std::string(doing) + " " + what.string() + ": " + std::strerror(error));
}

/// 0, or why the disk may not have it.
int sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  const int error = ::fsync(file) == 0 ? 0 : errno;
  ::close(file);
  return error;
}

/// A new directory's name is safe when the one above it is synced, and so on up to the first that was there.
int make_durable(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::path> above;
  auto at = fs::absolute(directory, error);
  for (; !error && !fs::exists(at, error); at = at.parent_path()) above.push_back(at.parent_path());
  if (error || fs::create_directories(directory, error); error) return error.value();
  for (const auto& one : above)
    if (const int failed = sync(one); failed != 0) return failed;
  return 0;
}

/// Without CURRENT, RocksDB would begin a log of its own and clear the old one's files away.
result<void> check_current(const fs::path& files) {
  std::error_code error;
  if (fs::exists(files / "CURRENT", error)) return {};
  for (fs::directory_iterator at(files, error), end; !error && at != end; at.increment(error)) {
    const auto kind = at->path().extension();
    if (kind == ".sst" || (kind == ".log" && at->file_size(error) > 0))
      return fail(error_code::log_damaged, "a file is missing: " + (files / "CURRENT").string());
  }
  return {};
}

/// The log's version, if this broker can read it.
result<int> version_of(const fs::path& directory) {
  const auto file = directory / "FORMAT_VERSION";
  std::ifstream in(file);
  if (!in) {
    std::error_code ignored;
    if (fs::exists(directory / "rocksdb" / "CURRENT", ignored))
      return fail(error_code::log_damaged, directory.string() + " holds a log without its FORMAT_VERSION file");
    return fail(error_code::not_found, "there is no log in " + directory.string());
  }
  if (auto whole = check_current(directory / "rocksdb"); !whole) return tl::unexpected<failure>(whole.error());
  int version = 0;
  if (!(in >> version) || version < 1)
    return fail(error_code::log_damaged, file.string() + " doesn't hold a version number");
  if (version > log_format_version)
    return fail(error_code::log_unavailable, "the log in " + directory.string() + " has format version " +
                                                 std::to_string(version) + "; this version of Tidings reads up to " +
                                                 std::to_string(log_format_version) +
                                                 ": start the version that wrote it, or a later one. Nothing was "
                                                 "changed");
  return version;
}

result<void> write_version(const fs::path& directory) {
  const auto file = directory / "FORMAT_VERSION";
  const auto fresh = directory / "FORMAT_VERSION.new";
  std::ofstream(fresh) << log_format_version << '\n';
  std::error_code error;
  if (!fs::exists(fresh, error) || fs::file_size(fresh, error) == 0) return system_failure("writing", fresh, ENOSPC);
  int failed = sync(fresh);
  if (failed == 0) fs::rename(fresh, file, error);
  if (failed == 0) failed = error.value();
  if (failed == 0) failed = sync(directory);
  if (failed != 0) return system_failure("writing", file, failed);
  return {};
}

} // namespace

result<void> check_directory(const fs::path& directory) {
  return version_of(directory).map([](int) {});
}

result<void> claim_directory(const fs::path& directory) {
  const auto found = version_of(directory);
  if (found) return *found == log_format_version ? result<void>() : write_version(directory);
  if (found.error().code != error_code::not_found) return tl::unexpected<failure>(found.error());
  // RocksDB would make its own folder, but sync only what is in it.
  if (const int failed = make_durable(directory / "rocksdb"); failed != 0)
    return system_failure("creating", directory, failed);
  return write_version(directory);
}

} // namespace tidings
