// The files that templates send along.
#include "schemas/attachments.hpp"

#include "actors/node/config/reader.hpp"
#include "actors/node/config/sections.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace tidings::config {

void check_attachments(reader& in, const node& map, const std::string& folder) {
  for (const auto& [name, one] : map.entries) {
    const node* list = one.is_map() ? one.find("attachments") : nullptr;
    if (list == nullptr) continue;
    if (list->items.size() > attachments_max)
      in.wrong(list->at, "too many attachments", fmt::format("{}", list->items.size()),
               fmt::format("at most {}", attachments_max));
    for (const auto& item : list->items) {
      if (!is_attachment_name(item.text)) {
        in.wrong(item.at, "no name of a PDF file", name_of(item),
                 "letters, digits, spaces, `-`, `_` and `.`, with .pdf at the end");
        continue;
      }
      std::error_code error;
      const auto file = std::filesystem::path(folder) / item.text;
      const auto size = std::filesystem::file_size(file, error);
      if (error || !std::filesystem::is_regular_file(file, error))
        in.wrong(item.at, "an attachment that isn't there", fmt::format("`{}`", file.string()),
                 "a file in attachments_dir");
      else if (size > attachment_bytes_max)
        in.wrong(item.at, "an attachment that is too large", fmt::format("{} bytes", size),
                 fmt::format("at most {} bytes", attachment_bytes_max));
    }
  }
}

} // namespace tidings::config
