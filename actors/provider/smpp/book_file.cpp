#include "actors/provider/smpp/book_file.hpp"

#include "actors/provider/smpp/book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>
#include <vector>

namespace tidings::smpp {
namespace {
namespace fs = std::filesystem;

constexpr std::string_view ending = ".lines";

std::int64_t day_of(timestamp at) { return std::chrono::floor<std::chrono::days>(at).time_since_epoch().count(); }

std::string file_name(std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  return fmt::format("{:04}-{:02}-{:02}{}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), ending);
}

tl::unexpected<failure> cannot(std::string_view what, const fs::path& file) {
  return fail(errno == ENOSPC ? error_code::disk_full : error_code::log_unavailable,
              fmt::format("{} {}: {}", what, file.string(), std::strerror(errno)));
}

/// The folder's own entry is made durable too: a file that isn't found after a power cut is no file.
bool sync_folder(const fs::path& folder) {
  const int at = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (at < 0) return false;
  const bool done = ::fsync(at) == 0;
  ::close(at);
  return done;
}

class book_folder final : public book_port {
public:
  explicit book_folder(fs::path folder) : folder_(std::move(folder)) {}
  ~book_folder() override { close(); }
  book_folder(const book_folder&) = delete;
  book_folder& operator=(const book_folder&) = delete;

  result<void> load(timestamp now, const std::function<void(std::string_view)>& each) override {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return fail(error_code::log_unavailable, "making " + folder_.string() + ": " + error.message());
    for (const auto& name : names()) {
      std::ifstream in(folder_ / name, std::ios::binary);
      std::string line;
      // A last line without its end was cut by a crash: nothing followed from it.
      while (std::getline(in, line) && !in.eof()) each(line);
      if (in.bad()) return cannot("reading", folder_ / name);
    }
    remove_old(now);
    return {};
  }

  result<void> append(std::string_view lines, timestamp now) override {
    if (auto opened = open(day_of(now)); !opened) return opened;
    const auto before = ::lseek(file_, 0, SEEK_END);
    for (std::size_t at = 0; at < lines.size();) {
      const auto wrote = ::write(file_, lines.data() + at, lines.size() - at);
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) {
        auto why = cannot("writing", folder_ / file_name(day_));
        // Half a line would run into the next one.
        if (before < 0 || ::ftruncate(file_, before) != 0) close();
        return why;
      }
      at += static_cast<std::size_t>(wrote);
    }
    if (::fdatasync(file_) != 0) return cannot("syncing", folder_ / file_name(day_));
    return {};
  }

private:
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    std::error_code error;
    for (fs::directory_iterator at(folder_, error), end; !error && at != end; at.increment(error))
      if (auto name = at->path().filename().string(); name.ends_with(ending)) out.push_back(std::move(name));
    std::sort(out.begin(), out.end());
    return out;
  }

  /// Files of days that are kept no more. Names sort as their days do.
  void remove_old(timestamp now) const {
    const auto first = file_name(day_of(now - book_keeps));
    std::error_code ignored; // it is tried again tomorrow
    for (const auto& name : names())
      if (name < first) fs::remove(folder_ / name, ignored);
  }

  result<void> open(std::int64_t day) {
    if (file_ >= 0 && day == day_) return {};
    close();
    const auto path = folder_ / file_name(day);
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0) return cannot("opening", path);
    if (const auto size = ::lseek(file_, 0, SEEK_END); size > 0) {
      char last = 0;
      if (::pread(file_, &last, 1, size - 1) == 1 && last != '\n' && ::write(file_, "\n", 1) != 1)
        return cannot("mending", path);
    }
    if (!sync_folder(folder_)) return cannot("syncing", folder_);
    day_ = day;
    remove_old(timestamp(std::chrono::days(day)));
    return {};
  }

  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

  fs::path folder_;
  int file_ = -1;
  std::int64_t day_ = 0;
};

} // namespace

std::unique_ptr<book_port> book_in(std::filesystem::path folder) {
  return std::make_unique<book_folder>(std::move(folder));
}

} // namespace tidings::smpp
