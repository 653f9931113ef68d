// A data directory out of a backup.
#include "actors/backup/folder.hpp"
#include "actors/backup/sealed_file.hpp"
#include "actors/backup/store.hpp"
#include "actors/event_log/durable_marks.hpp"
#include "actors/event_log/format_file.hpp"
#include "actors/event_log/log_backups.hpp"
#include "actors/event_log/replace_file.hpp"
#include "actors/event_log/rocksdb_engine.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tidings::backup {
namespace {

namespace fs = std::filesystem;

result<void> check_empty(const fs::path& to) {
  std::error_code error;
  if (!fs::exists(to, error)) return {};
  if (!fs::is_directory(to, error) || !fs::is_empty(to, error))
    return fail(error_code::refused, to.string() + " isn't empty: a restore never writes into a directory in use");
  return {};
}

/// Everything written so far reaches the disk.
result<void> sync_all(const fs::path& directory) {
  const int file = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int error = file >= 0 && ::syncfs(file) == 0 ? 0 : errno;
  if (file >= 0) ::close(file);
  if (error == 0) return {};
  return fail(error_code::log_unavailable, "syncing " + directory.string() + ": " + std::strerror(error));
}

} // namespace

/// Sealed files back to what they were, `under` cut off their names.
result<void> store::take_out(const std::vector<file_line>& files, const std::string& under, const fs::path& to) const {
  for (const auto& file : files) {
    const auto name = fs::path(file.path).lexically_relative(under);
    if (name.empty() || *name.begin() == "..") continue;
    auto plain = read_sealed(options_.folder, file.path, options_.key);
    if (!plain) return pass_on(plain.error());
    std::error_code error;
    fs::create_directories((to / name).parent_path(), error);
    if (auto written = replace_file(to / name, *plain); !written) return written;
  }
  return {};
}

result<log_epoch> store::restore(std::optional<std::uint32_t> number, const fs::path& to, timestamp now,
                                 const progress& tell) const {
  if (auto empty = check_empty(to); !empty) return pass_on(empty.error());
  if (auto checked = check_format(options_.folder); !checked) return pass_on(checked.error());
  const auto all = list();
  if (!all) return pass_on(all.error());
  const auto line = number ? std::find_if(all->backups.begin(), all->backups.end(),
                                          [&](const auto& one) { return one.number == *number; })
                           : (all->backups.empty() ? all->backups.end() : std::prev(all->backups.end()));
  if (line == all->backups.end())
    return fail(error_code::not_found, "there is no such backup in " + options_.folder.string());
  const auto wanted = read_manifest(*line);
  if (!wanted) return pass_on(wanted.error());
  const auto wrong = verify(line->number, tell);
  if (!wrong) return pass_on(wrong.error());
  if (!wrong->empty())
    return fail(error_code::log_damaged, "backup " + std::to_string(line->number) +
                                             " isn't what was written: " + wrong->front() +
                                             ". `tidings backup verify` tells all; restore another one");

  const auto log = to / "log";
  tell("restoring the log", 0, line->bytes);
  const auto copies = read_copies(*all);
  if (!copies) return pass_on(copies.error());
  if (auto restored = (*copies)->restore(line->number, log); !restored) return pass_on(restored.error());
  tell("restoring the log", line->bytes, line->bytes);
  if (auto out = take_out(wanted->files, "files/" + std::to_string(line->number), to); !out)
    return pass_on(out.error());
  if (auto out = take_out(all->keys, key_folder(all->key_generation), to / "keys"); !out) return pass_on(out.error());

  log_epoch epoch;
  for (const auto& one : all->backups) epoch.number = std::max(epoch.number, one.epoch);
  const auto before = read_claim();
  if (!before) return pass_on(before.error());
  if (*before) epoch.number = std::max(epoch.number, (*before)->epoch);
  ++epoch.number;
  epoch.owner = uuid::print(uuid::random());
  epoch.backup = line->number;
  epoch.backed_up_at = line->at;
  epoch.restored_at = now;
  epoch.released = false;
  if (auto written = write_epoch(log, epoch); !written) return pass_on(written.error());
  {
    auto marks = durable_marks::open(log / "acknowledged");
    if (!marks) return pass_on(marks.error());
    for (const auto& head : wanted->heads)
      if (auto raised = marks->raise(head.practice, head.last); !raised) return pass_on(raised.error());
  }
  if (auto synced = sync_all(to); !synced) return pass_on(synced.error());
  // Last: without this file no broker opens the log.
  if (auto written = replace_file(log / "FORMAT_VERSION", std::to_string(log_format_version) + '\n'); !written)
    return pass_on(written.error());
  const auto reader = read_rocksdb(log);
  if (!reader) return pass_on(reader.error());
  const auto heads = heads_of(**reader);
  if (!heads) return pass_on(heads.error());
  if (!ends_at(heads->heads, wanted->heads))
    return fail(error_code::log_damaged, "the restored log doesn't end where it ended when it was taken");
  return epoch;
}

} // namespace tidings::backup
