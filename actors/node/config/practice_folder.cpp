#include "actors/node/config/practice_folder.hpp"

#include "actors/node/config/yaml_tree.hpp"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <set>

namespace tidings::config {

folder_changes compare(folder_state& state, const std::vector<listed_file>& look, const hash_port& hash) {
  folder_changes changes;
  std::set<std::filesystem::path> present;
  for (const auto& file : look) {
    present.insert(file.path);
    seen_file& seen = state[file.path]; // new: size and time 0, so its first look can't settle it
    const bool same = seen.size == file.size && seen.modified == file.modified && !seen.missing;
    seen.missing = false;
    if (!same) {
      seen.size = file.size;
      seen.modified = file.modified;
      seen.settled = false;
      continue;
    }
    if (seen.settled) continue;
    const auto content = hash(file.path);
    if (!content) continue;
    if (!seen.hash)
      changes.added.push_back(file.path);
    else if (*seen.hash != *content)
      changes.changed.push_back(file.path);
    seen.hash = content;
    seen.settled = true;
  }
  for (auto each = state.begin(); each != state.end();) {
    seen_file& seen = each->second;
    if (present.contains(each->first)) {
      ++each;
    } else if (!seen.missing) {
      seen.missing = true;
      ++each;
    } else {
      if (seen.hash) changes.removed.push_back(each->first);
      each = state.erase(each);
    }
  }
  return changes;
}

void remember(folder_state& state, const std::vector<listed_file>& look, const hash_port& hash) {
  for (const auto& file : look)
    if (auto content = hash(file.path)) state[file.path] = {file.size, file.modified, true, false, std::move(content)};
}

bool is_config_file(const std::filesystem::path& name) {
  const std::string file = name.filename().string();
  const auto ending = name.extension();
  return (ending == ".yaml" || ending == ".yml") && file[0] != '.' && file[0] != '#';
}

result<std::vector<listed_file>> list_folder(const std::filesystem::path& folder) {
  std::vector<listed_file> files;
  std::error_code error;
  std::filesystem::directory_iterator each(folder, error);
  for (; !error && each != std::filesystem::directory_iterator(); each.increment(error)) {
    if (!is_config_file(each->path())) continue;
    std::error_code gone; // between the listing and the look: it isn't there, then
    const auto size = each->file_size(gone);
    const auto modified = each->last_write_time(gone);
    if (gone || !each->is_regular_file(gone)) continue;
    files.push_back({each->path(), size, modified.time_since_epoch().count()});
  }
  if (error) return fail(error_code::not_found, folder.string() + ": " + error.message());
  return files;
}

std::optional<listed_file> list_file(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  if (error) return std::nullopt;
  const auto modified = std::filesystem::last_write_time(file, error);
  if (error) return std::nullopt;
  return listed_file{file, size, modified.time_since_epoch().count()};
}

std::optional<std::string> content_hash(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text(file_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) return std::nullopt;
  std::array<unsigned char, 32> digest{};
  unsigned size = 0;
  if (EVP_Digest(text.data(), static_cast<std::size_t>(in.gcount()), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    return std::nullopt;
  return std::string(digest.begin(), digest.end());
}

} // namespace tidings::config
