#include "actors/provider/nhsmail/attachment_files.hpp"

#include "schemas/attachments.hpp"

#include <filesystem>
#include <fstream>

namespace tidings::nhsmail {

result<std::vector<mail::attachment>> read_attachments(const std::string& folder, std::span<const std::string> names) {
  std::vector<mail::attachment> out;
  for (const auto& name : names) {
    if (!is_attachment_name(name)) return fail(error_code::not_configured, "an attachment's name is no PDF file's");
    std::ifstream file(std::filesystem::path(folder) / name, std::ios::binary);
    std::string bytes(attachment_bytes_max + 1, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    if (bytes.empty() || bytes.size() > attachment_bytes_max)
      return fail(error_code::not_configured,
                  "the attachment " + name + " is missing, empty or too large: check attachments_dir");
    out.push_back({name, "application/pdf", std::move(bytes)});
  }
  return out;
}

} // namespace tidings::nhsmail
