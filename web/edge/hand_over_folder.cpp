#include "web/edge/hand_over_folder.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace tidings::edge {
namespace {

namespace fs = std::filesystem;

tl::unexpected<failure> failed(const fs::path& where, std::string_view doing) {
  return fail(error_code::unreachable, "the folder for documents, " + where.string() + ": can't " + std::string(doing) +
                                           ": " + std::strerror(errno));
}

bool settle(const fs::path& folder) {
  const int dir = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return false;
  const bool done = ::fsync(dir) == 0;
  ::close(dir);
  return done;
}

/// Whole and, when it is to last, on disk. Group-readable: the practice's import is another user.
bool write(const fs::path& file, std::string_view bytes, bool to_last = true) {
  constexpr mode_t mode = 0640;
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (out < 0) return false;
  bool good = true;
  while (good && !bytes.empty()) {
    const auto sent = ::write(out, bytes.data(), bytes.size());
    if (sent > 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (sent < 0 && errno != EINTR)
      good = false;
  }
  good = good && (!to_last || ::fsync(out) == 0);
  const int why = errno;
  const bool closed = ::close(out) == 0; // where a share says that it is full
  if (good) return closed;
  errno = why;
  return false;
}

bool is_there(const fs::path& file) { return ::access(file.c_str(), F_OK) == 0; }

} // namespace

bool is_reference(std::string_view text) {
  constexpr std::size_t size = 36;
  return text.size() == size && std::all_of(text.begin(), text.end(), [](char c) {
           return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

result<void> hand_over_folder::probe() const {
  std::error_code code;
  if (!fs::is_directory(folder_, code))
    return fail(error_code::unreachable, "the folder for documents, " + folder_.string() +
                                             ", isn't there: make it, or bring its share or disk back");
  if (::access(folder_.c_str(), W_OK | X_OK) != 0) return failed(folder_, "write to it");
  return {};
}

result<void> hand_over_folder::look(std::uint64_t room_wanted) const {
  if (auto ready = probe(); !ready) return ready;
  std::error_code code;
  fs::create_directory(journal(), code);
  if (code) return fail(error_code::unreachable, "the folder for documents: can't make " + journal().string());
  struct statvfs room {};
  if (::statvfs(folder_.c_str(), &room) == 0 && room.f_frsize * room.f_bavail < room_wanted)
    return fail(error_code::unreachable,
                "the folder for documents, " + folder_.string() + ", is full: make room on its disk");
  const auto file = journal() / "look";
  if (!write(file, "can anything be put here?\n", false)) {
    auto why = failed(folder_, "write to it");
    fs::remove(file, code);
    return why;
  }
  if (::unlink(file.c_str()) != 0) return failed(folder_, "take a file away from it");
  return {};
}

result<bool> hand_over_folder::has(std::string_view reference) const {
  if (auto ready = probe(); !ready) return tl::unexpected(ready.error());
  const std::string name(reference);
  if (!is_there(journal() / (name + ".done"))) return false;
  const auto draft = journal() / (name + ".pdf");
  if (!is_there(draft)) return true;
  if (::rename(draft.c_str(), (folder_ / ("tidings-" + name + ".pdf")).c_str()) != 0 || !settle(folder_))
    return failed(folder_, "put a document there");
  return true;
}

result<void> hand_over_folder::put(const handed_document& what) const {
  if (!is_reference(what.reference) || what.pdf.reveal().empty() || what.pdf.reveal().size() > document_bytes_max ||
      what.card.reveal().size() > card_bytes_max)
    return fail(error_code::refused, "it is no document that can be handed over");
  const auto before = has(what.reference);
  if (!before) return tl::unexpected(before.error());
  if (*before) return {};
  std::error_code code;
  fs::create_directory(journal(), code);
  if (code) return fail(error_code::unreachable, "the folder for documents: can't make " + journal().string());
  forget_old();
  const auto card = journal() / (what.reference + ".json");
  const auto draft = journal() / (what.reference + ".pdf");
  if (!write(card, what.card.reveal()) || !write(draft, what.pdf.reveal()) ||
      ::rename(card.c_str(), (folder_ / ("tidings-" + what.reference + ".json")).c_str()) != 0 || !settle(folder_))
    return failed(folder_, "write a document");
  if (!write(journal() / (what.reference + ".done"), {}) || !settle(journal()))
    return failed(folder_, "note a document");
  const auto there = has(what.reference);
  return there ? result<void>() : tl::unexpected(there.error());
}

void hand_over_folder::forget_old() const {
  std::error_code code;
  const auto now = fs::file_time_type::clock::now();
  for (const auto& one : fs::directory_iterator(journal(), code)) {
    const auto at = one.last_write_time(code);
    if (!code && at + handed_over_known < now) fs::remove(one.path(), code);
  }
}

} // namespace tidings::edge
