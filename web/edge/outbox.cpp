#include "web/edge/outbox.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace tidings::edge {
namespace files = std::filesystem;

std::vector<std::string> outbox::ready(const listing& now, std::chrono::steady_clock::time_point at) {
  std::vector<std::string> out;
  std::erase_if(not_before_, [&](const auto& one) { return !now.contains(one.first); });
  for (const auto& [name, file] : now) {
    const auto before = before_.find(name);
    const auto held = not_before_.find(name);
    const bool changed = before == before_.end() || before->second != file;
    if (!changed && (held == not_before_.end() || held->second <= at)) out.push_back(name);
  }
  std::sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
    return std::pair(now.at(a).modified, a) < std::pair(now.at(b).modified, b);
  });
  before_ = now;
  return out;
}

void outbox::refused(const std::string& name, std::chrono::steady_clock::time_point at) {
  not_before_[name] = at + outbox_retry_after;
}

result<outbox::listing> outbox::look() const {
  listing out;
  std::error_code failed;
  files::directory_iterator at(settings_.folder, failed), end;
  for (; !failed && at != end && out.size() < outbox_files_max; at.increment(failed)) {
    std::error_code gone;
    const auto name = at->path().filename().string();
    if (!is_file_name(name) || !at->is_regular_file(gone) || gone || at->is_symlink(gone)) continue;
    const auto size = at->file_size(gone);
    const auto modified = at->last_write_time(gone);
    if (!gone && size <= file_bytes_max) out.emplace(name, seen{size, modified});
  }
  if (failed) return fail(error_code::not_found, settings_.folder + " can't be read: " + failed.message());
  return out;
}

result<void> outbox::was_sent(const std::string& name, timestamp now) const {
  std::error_code failed;
  const auto sent = files::path(settings_.folder) / "sent";
  files::create_directories(sent, failed);
  files::rename(files::path(settings_.folder) / name, sent / (std::to_string(to_ms(now)) + '-' + name), failed);
  if (failed)
    return fail(error_code::not_configured, name + " can't be moved to " + sent.string() + ": " + failed.message());
  return {};
}

outgoing_file::~outgoing_file() {
  if (file_ >= 0) ::close(file_);
}

void outgoing_file::start(const outbox_settings& of, const std::string& name) {
  const auto path = (files::path(of.folder) / name).string();
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat about {};
  if (file_ < 0 || ::fstat(file_, &about) != 0 || !S_ISREG(about.st_mode))
    return finish(std::string("it can't be opened: ") + std::strerror(errno));
  left_ = static_cast<std::uint64_t>(about.st_size);
  const auto on = link_.lock();
  if (!on) return finish("the link is gone");
  const auto stream = on->open(text_of(target(file_offer{of.practice, left_, name})), shared_from_this());
  if (!stream) return finish(stream.error().detail);
  stream_ = *stream;
}

void outgoing_file::send_on() {
  const auto on = link_.lock();
  std::array<char, data_bytes_max> buffer;
  while (on && !closed_ && file_ >= 0) {
    if (left_ == 0) {
      closed_ = true;
      return on->close(stream_);
    }
    const auto room = std::min<std::uint64_t>({on->room(stream_), buffer.size(), left_});
    if (room == 0) return;
    const auto some = ::read(file_, buffer.data(), room);
    if (some <= 0) {
      on->reset(stream_, reset_code::lost, "the file grew shorter");
      return finish("it grew shorter meanwhile");
    }
    left_ -= static_cast<std::uint64_t>(some);
    on->send(stream_, {buffer.data(), static_cast<std::size_t>(some)});
  }
}

void outgoing_file::on_bytes(std::string bytes) {
  if (const auto on = link_.lock()) on->used(stream_, bytes.size()); // there is nothing to hear
}

void outgoing_file::on_broken(reset_code, const std::string& reason) {
  finish(reason.empty() ? "it was refused" : reason);
}

void outgoing_file::finish(const std::string& why) {
  if (const auto told = std::exchange(over_, {})) told(why);
}

} // namespace tidings::edge
