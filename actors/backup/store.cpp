// Taking backups, and what else changes a folder.
#include "actors/backup/store.hpp"

#include "actors/backup/data_files.hpp"
#include "actors/backup/folder.hpp"
#include "actors/backup/sealed_file.hpp"
#include "actors/event_log/log_backups.hpp"
#include "actors/event_log/replace_file.hpp"
#include "schemas/codec.hpp"
#include "schemas/crash_point.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace tidings::backup {
namespace {

namespace fs = std::filesystem;

result<void> claim_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(error_code::log_unavailable, "making " + folder.string() + ": " + error.message());
  fs::permissions(folder, fs::perms::owner_all, error); // nobody else's, though all in it is unreadable
  const auto checked = check_format(folder);
  if (checked || checked.error().code != error_code::not_found) return checked;
  return replace_file(folder / "FORMAT_VERSION", std::to_string(folder_format_version) + '\n');
}

std::map<fs::path, std::string> unlocks_of(const fs::path& keys, const std::vector<fs::path>& files) {
  std::map<fs::path, std::string> found;
  for (const auto& file : files)
    if (file.extension() == ".unlock") found[file] = read_whole(keys / file, data_file_bytes_max).value_or("gone");
  return found;
}

std::vector<head_line> lines_of(const stream_heads& heads) {
  std::vector<head_line> lines;
  for (const auto& [practice, head] : heads)
    lines.push_back({practice, head.last, std::string(head.hash.begin(), head.hash.end())});
  std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) { return a.practice < b.practice; });
  return lines;
}

} // namespace

store::store(store_options options) : options_(std::move(options)) {}

void store::stop() {
  const std::lock_guard guard(lock_);
  stopped_ = true;
  if (taking_) taking_->stop();
}

result<std::unique_ptr<log_backups>> store::open_copies(const catalog& all, std::uint64_t bytes_per_second_max) const {
  if (const auto changed = changed_descriptions(all); !changed.empty())
    return fail(error_code::log_damaged,
                (options_.folder / "log" / "meta" / std::to_string(*changed.begin())).string() +
                    " isn't what was written: move the folder aside, and the next backup begins a new one. The other "
                    "backups in it can still be restored");
  return open_log_backups({options_.folder / "log", options_.key, bytes_per_second_max, {}});
}

result<void> store::write_catalog(const catalog& all) {
  return write_sealed(options_.folder, "catalog", options_.key, codec::encode(all));
}

result<std::vector<file_line>> store::put_files(const fs::path& from, const std::vector<fs::path>& files,
                                                const std::string& under) {
  std::vector<file_line> lines;
  for (const auto& file : files) {
    auto plain = read_whole(from / file, data_file_bytes_max);
    if (!plain && plain.error().code == error_code::not_found) continue; // it went meanwhile
    if (!plain) return pass_on(plain.error());
    const auto name = (fs::path(under) / file).string();
    if (auto written = write_sealed(options_.folder, name, options_.key, *plain); !written)
      return pass_on(written.error());
    auto hash = hash_file(options_.folder / name);
    if (!hash) return pass_on(hash.error());
    lines.push_back({name, hash->size, std::move(hash->sha256)});
  }
  return lines;
}

/// Into a folder of their own, so that the catalog's exchange makes them the ones that count. A practice's keys are two
/// files that belong together: what unlocks them has to be the same before and after.
result<void> store::put_keys(const fs::path& data_dir, timestamp now, catalog& into) {
  constexpr int tries_max = 20;
  ++into.key_generation;
  const auto from = data_dir / "keys";
  for (int tries = 1;; ++tries) {
    std::error_code error;
    fs::remove_all(options_.folder / key_folder(into.key_generation), error); // of one that was killed, or the last try
    auto files = files_below(from);
    if (!files) return pass_on(files.error());
    std::erase_if(*files, [](const fs::path& file) { return file.extension() == ".new"; });
    const auto before = unlocks_of(from, *files);
    auto lines = put_files(from, *files, key_folder(into.key_generation));
    if (!lines) return pass_on(lines.error());
    if (unlocks_of(from, *files) == before) {
      into.keys = std::move(*lines);
      into.keys_at = now;
      return {};
    }
    if (tries == tries_max) return fail(error_code::log_unavailable, "the key files don't hold still to be copied");
  }
}

/// Whatever the catalog doesn't name: left by a backup that was killed, or key files that were replaced.
result<void> store::clean(const catalog& known) {
  std::set<std::string> numbers;
  for (const auto& one : known.backups) numbers.insert(std::to_string(one.number));
  std::error_code error;
  std::vector<fs::path> gone;
  for (const auto* part : {"manifests", "files"})
    for (fs::directory_iterator at(options_.folder / part, error), end; !error && at != end; at.increment(error))
      if (!numbers.contains(at->path().filename().string())) gone.push_back(at->path());
  const auto keys = key_folder(known.key_generation);
  for (fs::directory_iterator at(options_.folder, error), end; !error && at != end; at.increment(error))
    if (const auto name = at->path().filename().string(); name.starts_with("keys-") && name != keys)
      gone.push_back(at->path());
  for (const auto& one : gone) {
    fs::remove_all(one, error);
    if (error) return fail(error_code::log_unavailable, "removing " + one.string() + ": " + error.message());
  }
  return {};
}

result<catalog_line> store::take(const source& from, const progress& tell) {
  if (auto claimed = claim_folder(options_.folder); !claimed) return pass_on(claimed.error());
  auto all = list();
  if (!all) return pass_on(all.error());
  auto copies = open_copies(*all, options_.bytes_per_second_max);
  if (!copies) return pass_on(copies.error());
  for (const auto number : (*copies)->numbers())
    if (std::none_of(all->backups.begin(), all->backups.end(), [&](const auto& one) { return one.number == number; }))
      if (auto removed = (*copies)->remove(number); !removed) return pass_on(removed.error());
  if (auto cleaned = clean(*all); !cleaned) return pass_on(cleaned.error());
  {
    const std::lock_guard guard(lock_);
    if (stopped_) return fail(error_code::stopping, "the broker is stopping");
    taking_ = copies->get();
  }
  const auto began = std::chrono::steady_clock::now();
  auto copy = (*copies)->create(from.log, [&](std::uint64_t bytes) { tell("copying the log", bytes, 0); });
  {
    const std::lock_guard guard(lock_);
    taking_ = nullptr;
  }
  if (!copy) return pass_on(copy.error());

  manifest made{copy->number, from.now, from.epoch.number, TIDINGS_VERSION, {}, {}};
  std::map<std::string, file_line> known; // files of the forerunner: table files never change
  if (!all->backups.empty())
    if (auto before = read_manifest(all->backups.back()))
      for (auto& file : before->files) known[file.path] = file;
  catalog_line line{.number = made.number, .at = made.at, .epoch = made.epoch};
  for (const auto& file : copy->files) {
    const auto name = (fs::path("log") / file).string();
    if (const auto old = known.find(name); old != known.end()) {
      made.files.push_back(old->second);
      continue;
    }
    tell("reading back", line.added, 0);
    auto hash = hash_file(options_.folder / name);
    if (!hash) return pass_on(hash.error());
    line.added += hash->size;
    made.files.push_back({name, hash->size, std::move(hash->sha256)});
  }
  auto reader = (*copies)->read(made.number);
  if (!reader) return pass_on(reader.error());
  const auto heads = heads_of(**reader);
  if (!heads) return pass_on(heads.error());
  made.heads = lines_of(heads->heads);
  line.damaged = heads->damaged; // the others are worth a backup all the same

  // After the log: a key is on disk before the first event under it, so every event's key is among these.
  const auto others = data_files(from.data_dir);
  if (!others) return pass_on(others.error());
  auto files = put_files(from.data_dir, *others, "files/" + std::to_string(made.number));
  if (!files) return pass_on(files.error());
  for (auto& one : *files) {
    line.added += one.size;
    made.files.push_back(std::move(one));
  }
  if (auto put = put_keys(from.data_dir, from.now, *all); !put) return pass_on(put.error());
  crash_point("mid_backup");

  const auto name = "manifests/" + std::to_string(made.number);
  if (auto put = write_sealed(options_.folder, name, options_.key, codec::encode(made)); !put)
    return pass_on(put.error());
  auto hash = hash_file(options_.folder / name);
  if (!hash) return pass_on(hash.error());
  line.manifest_sha256 = std::move(hash->sha256);
  line.practices = made.heads.size();
  for (const auto& one : made.files) line.bytes += one.size;
  for (const auto& one : made.heads) line.records += one.last;
  line.took_ms = std::chrono::floor<millis>(std::chrono::steady_clock::now() - began).count();
  all->backups.push_back(line);
  if (auto put = write_catalog(*all); !put) return pass_on(put.error());
  if (auto cleaned = clean(*all); !cleaned) return pass_on(cleaned.error());
  return line;
}

result<void> store::refresh_keys(const fs::path& data_dir, timestamp now) {
  auto all = list();
  if (!all) return pass_on(all.error());
  if (all->backups.empty()) return {}; // the first backup brings them
  if (auto put = put_keys(data_dir, now, *all); !put) return put;
  if (auto put = write_catalog(*all); !put) return put;
  return clean(*all);
}

result<void> store::remove(const std::vector<std::uint32_t>& numbers) {
  if (numbers.empty()) return {};
  auto all = list();
  if (!all) return pass_on(all.error());
  auto copies = open_copies(*all, 0);
  if (!copies) return pass_on(copies.error());
  // The catalog first: what it doesn't name is left over, and removed at the next chance.
  std::erase_if(all->backups, [&](const auto& one) {
    return std::find(numbers.begin(), numbers.end(), one.number) != numbers.end();
  });
  if (auto put = write_catalog(*all); !put) return put;
  for (const auto number : numbers)
    if (auto removed = (*copies)->remove(number); !removed && removed.error().code != error_code::not_found)
      return removed;
  return clean(*all);
}

result<void> store::write_claim(const claim& mine) {
  if (auto claimed = claim_folder(options_.folder); !claimed) return claimed;
  return write_sealed(options_.folder, "claim", options_.key, codec::encode(mine));
}

} // namespace tidings::backup
