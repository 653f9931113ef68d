// Looking at a folder: list, verify, restore. Changes nothing in it.
#include "actors/backup/data_files.hpp"
#include "actors/backup/folder.hpp"
#include "actors/backup/sealed_file.hpp"
#include "actors/backup/store.hpp"
#include "actors/event_log/log_backups.hpp"
#include "schemas/codec.hpp"

#include <algorithm>
#include <fstream>
#include <map>

namespace tidings::backup {
namespace {

namespace fs = std::filesystem;

template <class T> result<T> read_described(const store_options& from, const std::string& name) {
  auto plain = read_sealed(from.folder, name, from.key);
  if (!plain) return pass_on(plain.error());
  return codec::decode<T>(*plain);
}

std::string numbered(std::uint32_t number) { return "backup " + std::to_string(number); }

std::uint64_t bytes_of(const std::vector<file_line>& files) {
  std::uint64_t sum = 0;
  for (const auto& one : files) sum += one.size;
  return sum;
}

} // namespace

result<void> check_format(const fs::path& folder) {
  std::ifstream in(folder / "FORMAT_VERSION");
  std::error_code error;
  if (!in && (!fs::exists(folder, error) || fs::is_empty(folder, error)))
    return fail(error_code::not_found, "there are no backups in " + folder.string());
  int version = 0;
  if (!(in >> version) || version < 1)
    return fail(error_code::invalid_input,
                folder.string() + " holds other things than backups: give a folder of its own");
  if (version > folder_format_version)
    return fail(error_code::invalid_input, "the backups in " + folder.string() + " have format " +
                                               std::to_string(version) + "; this version of Tidings reads up to " +
                                               std::to_string(folder_format_version) + ": use a newer one");
  return {};
}

result<catalog> store::list() const {
  const auto checked = check_format(options_.folder);
  if (!checked && checked.error().code == error_code::not_found) return catalog{};
  if (!checked) return pass_on(checked.error());
  auto all = read_described<catalog>(options_, "catalog");
  if (all || all.error().code != error_code::not_found) return all;
  // No catalog is an untouched folder or one in which the first backup was killed. With a manifest it was taken away.
  std::error_code error;
  if (fs::exists(options_.folder / "manifests", error) && !fs::is_empty(options_.folder / "manifests", error))
    return fail(error_code::log_damaged, (options_.folder / "catalog").string() + " is missing");
  return catalog{};
}

result<manifest> store::read_manifest(const catalog_line& of) const {
  const auto name = "manifests/" + std::to_string(of.number);
  const auto hash = hash_file(options_.folder / name);
  if (!hash) return pass_on(hash.error());
  if (hash->sha256 != of.manifest_sha256)
    return fail(error_code::log_damaged, (options_.folder / name).string() + " isn't the one that the catalog names");
  return read_described<manifest>(options_, name);
}

result<std::optional<claim>> store::read_claim() const {
  auto found = read_described<claim>(options_, "claim");
  if (!found && found.error().code == error_code::not_found) return std::nullopt;
  if (!found) return pass_on(found.error());
  return std::optional(std::move(*found));
}

result<void> store::verify_files(const std::vector<file_line>& files, verification& so_far) const {
  for (const auto& file : files) {
    if (!so_far.seen.insert(file.path).second) continue;
    so_far.tell("reading", so_far.done, so_far.total);
    const auto hash = hash_file(options_.folder / file.path);
    so_far.done += file.size;
    if (!hash && hash.error().code != error_code::not_found) return pass_on(hash.error());
    if (!hash)
      so_far.found.push_back(file.path + ": it is missing");
    else if (hash->sha256 != file.sha256)
      so_far.found.push_back(file.path + ": it was changed or exchanged");
  }
  return {};
}

result<complaints> store::verify(std::optional<std::uint32_t> number, const progress& tell) const {
  if (auto checked = check_format(options_.folder); !checked) return pass_on(checked.error());
  const auto all = list();
  if (!all) return pass_on(all.error());
  verification so_far{tell};
  std::vector<manifest> manifests;
  for (const auto& line : all->backups) {
    if (number && line.number != *number) continue;
    auto one = read_manifest(line);
    if (one)
      manifests.push_back(std::move(*one));
    else
      so_far.found.push_back(numbered(line.number) + ": " + one.error().detail);
  }
  if (number && manifests.empty() && so_far.found.empty())
    return fail(error_code::not_found, "there is no " + numbered(*number) + " in " + options_.folder.string());
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& one : manifests)
    for (const auto& file : one.files) sizes[file.path] = file.size;
  for (const auto& [path, size] : sizes) so_far.total += size;
  so_far.total += bytes_of(all->keys);
  if (auto read = verify_files(all->keys, so_far); !read) return pass_on(read.error());
  for (const auto& one : manifests) {
    const auto before = so_far.found.size();
    if (auto read = verify_files(one.files, so_far); !read) return pass_on(read.error());
    if (so_far.found.size() == before) verify_heads(*all, one, so_far.found);
  }
  return so_far.found;
}

std::set<std::uint32_t> store::changed_descriptions(const catalog& all) const {
  std::set<std::uint32_t> changed;
  for (const auto& line : all.backups) {
    const auto name = "log/meta/" + std::to_string(line.number);
    const auto known = read_manifest(line);
    const auto hash = hash_file(options_.folder / name);
    if (!known || !hash || std::none_of(known->files.begin(), known->files.end(), [&](const file_line& file) {
          return file.path == name && file.sha256 == hash->sha256;
        }))
      changed.insert(line.number);
  }
  return changed;
}

result<std::unique_ptr<log_backups>> store::read_copies(const catalog& all) const {
  return read_log_backups({options_.folder / "log", options_.key, 0, changed_descriptions(all)});
}

/// The log in it ends where it ended when it was taken.
void store::verify_heads(const catalog& all, const manifest& of, complaints& found) const {
  const auto complain = [&](const std::string& why) { found.push_back(numbered(of.number) + ": " + why); };
  const auto copies = read_copies(all);
  if (!copies) return complain(copies.error().detail);
  const auto reader = (*copies)->read(of.number);
  if (!reader) return complain(reader.error().detail);
  const auto heads = heads_of(**reader);
  if (!heads) return complain(heads.error().detail);
  if (!ends_at(heads->heads, of.heads)) complain("its log doesn't end where it ended when it was taken");
}

bool ends_at(const stream_heads& heads, const std::vector<head_line>& expected) {
  return heads.size() == expected.size() && std::all_of(expected.begin(), expected.end(), [&](const head_line& one) {
           const auto found = heads.find(one.practice);
           return found != heads.end() && found->second.last == one.last &&
                  std::equal(found->second.hash.begin(), found->second.hash.end(), one.hash.begin(), one.hash.end(),
                             [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); });
         });
}

} // namespace tidings::backup
