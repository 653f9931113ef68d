#pragma once
// Which practice files came, changed or went. A pure comparison of two looks at the folder, so that the watcher needs
// no more than a timer: looking once a second, a file that is dropped in is told at the second look after its last
// write.
#include "schemas/errors.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidings::config {

struct listed_file {
  std::filesystem::path path;
  std::uintmax_t size = 0;
  std::int64_t modified = 0; ///< file clock, any unit
};

/// What is known of a file.
struct seen_file {
  std::uintmax_t size = 0;
  std::int64_t modified = 0;
  bool settled = false;            ///< told in this form, or found to be unchanged
  bool missing = false;            ///< gone at the last look: told when it is gone at the next one, too
  std::optional<std::string> hash; ///< of the content told last; nothing: never told
};
using folder_state = std::map<std::filesystem::path, seen_file>;

struct folder_changes {
  std::vector<std::filesystem::path> added, changed, removed;
  bool empty() const { return added.empty() && changed.empty() && removed.empty(); }
};

/// The content's hash, or nothing when the file can't be read (then it is asked for again at the next look).
using hash_port = std::function<std::optional<std::string>(const std::filesystem::path&)>;

/// Compares a look with the state and brings the state up to date. A file is told once it has the same size and time at
/// two looks and other content than was told before; a vanished one when two looks in a row don't find it, as editors
/// write a new file and rename it. A look that failed must not be given: it doesn't mean that files are gone.
folder_changes compare(folder_state& state, const std::vector<listed_file>& look, const hash_port& hash);

/// What `compare` shall take as told already, such as after a start that has loaded these files.
void remember(folder_state& state, const std::vector<listed_file>& look, const hash_port& hash);

/// `*.yaml` and `*.yml` (told, so that the wrong ending is an error somebody sees) without editors' own files (`.x`,
/// `#x`).
bool is_config_file(const std::filesystem::path& name);

/// The folder's configuration files. From the disk.
result<std::vector<listed_file>> list_folder(const std::filesystem::path& folder);
/// One file alone, as it would be listed. Nothing: it isn't there, or can't be looked at.
std::optional<listed_file> list_file(const std::filesystem::path& file);
/// SHA-256 of a file's first `file_bytes_max` + 1 bytes. From the disk.
std::optional<std::string> content_hash(const std::filesystem::path& file);

} // namespace tidings::config
