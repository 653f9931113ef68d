#include "actors/backup/data_files.hpp"

#include <algorithm>

namespace tidings::backup {
namespace fs = std::filesystem;

result<std::vector<fs::path>> files_below(const fs::path& directory) {
  std::vector<fs::path> found;
  std::error_code error;
  if (!fs::exists(directory, error)) return found;
  for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone; // one that goes meanwhile isn't missed
    if (at->is_regular_file(gone) && !gone) found.push_back(at->path().lexically_relative(directory));
  }
  if (error) return fail(error_code::log_unavailable, "reading " + directory.string() + ": " + error.message());
  std::sort(found.begin(), found.end());
  return found;
}

result<std::vector<fs::path>> data_files(const fs::path& data_dir) {
  auto all = files_below(data_dir);
  if (!all) return all;
  std::erase_if(*all, [](const fs::path& file) {
    const auto top = *file.begin();
    const auto name = file.filename().string();
    return top == "log" || top == "keys" || file == "session.key" || name.ends_with(".new") || name == "LOCK";
  });
  return all;
}

} // namespace tidings::backup
