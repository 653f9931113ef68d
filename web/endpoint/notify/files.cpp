#include "web/endpoint/notify/files.hpp"

#include "web/endpoint/text.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace tidings::web::notify {
namespace {
namespace json = boost::json;

struct file_kind {
  std::string_view extension; ///< lower case, without the dot
  std::string_view media_type;
  std::string_view begins_with; ///< its first bytes; empty: text
};
/// PDF, pictures and office documents begin with what tells them apart; the rest is text in UTF-8.
constexpr std::array file_kinds = {
    file_kind{"csv", "text/csv; charset=utf-8", ""},
    file_kind{"doc", "application/msword", "\xd0\xcf\x11\xe0"},
    file_kind{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04"},
    file_kind{"jpeg", "image/jpeg", "\xff\xd8\xff"},
    file_kind{"jpg", "image/jpeg", "\xff\xd8\xff"},
    file_kind{"json", "application/json", ""},
    file_kind{"odt", "application/vnd.oasis.opendocument.text", "PK\x03\x04"},
    file_kind{"pdf", "application/pdf", "%PDF-"},
    file_kind{"png", "image/png", "\x89PNG\r\n\x1a\n"},
    file_kind{"rtf", "text/rtf", "{\\rtf"},
    file_kind{"txt", "text/plain; charset=utf-8", ""},
    file_kind{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK\x03\x04"},
};

constexpr std::string_view keys[] = {"file", "filename", "is_csv", "confirm_email_before_download", "retention_period"};
constexpr std::size_t said_max = 40; ///< bytes of a wrong value that are said back

using reason = tl::unexpected<fault>;
reason invalid_file(std::string why) { return reason(fault{"ValidationError", std::move(why)}); }
reason bad_file(std::string why) { return reason(fault{"BadRequestError", std::move(why)}); }

const json::value* given_in(const json::object& from, std::string_view name) {
  const auto* found = from.if_contains(name);
  return found && !found->is_null() ? found : nullptr;
}

std::string said(const json::value& value) {
  const auto text = value.is_string() ? std::string(std::string_view(value.get_string())) : json::serialize(value);
  return text.substr(0, said_max);
}

const file_kind* kind_called(std::string_view extension) {
  const auto found = std::find_if(std::begin(file_kinds), std::end(file_kinds),
                                  [&](const file_kind& one) { return same_word(one.extension, extension); });
  return found == std::end(file_kinds) ? nullptr : found;
}

bool is_text(std::string_view bytes) { return is_utf8(bytes) && bytes.find('\0') == std::string_view::npos; }

bool is_of(const file_kind& kind, std::string_view bytes) {
  return kind.begins_with.empty() ? is_text(bytes) : bytes.starts_with(kind.begins_with);
}

/// Of a file without a name. Office documents begin alike: they need one.
const file_kind* kind_of(std::string_view bytes) {
  for (const auto* name : {"pdf", "png", "jpg", "rtf"})
    if (const auto* kind = kind_called(name); is_of(*kind, bytes)) return kind;
  for (const auto& one : file_kinds)
    if (!one.begins_with.empty() && bytes.starts_with(one.begins_with)) return nullptr;
  return is_text(bytes) ? kind_called("txt") : nullptr;
}

std::string supported() {
  std::string list;
  for (const auto& one : file_kinds) list.append(list.empty() ? "'" : ", '").append(one.extension).append("'");
  return list;
}

/// `1 week` to `78 weeks`.
std::optional<int> weeks_in(const json::value& value) {
  if (!value.is_string()) return std::nullopt;
  std::string_view text = value.get_string();
  int weeks = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), weeks);
  if (read.ec != std::errc() || weeks < 1 || weeks > kept_file_weeks_max) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return text == " weeks" || text == " week" ? std::optional(weeks) : std::nullopt;
}

/// A name that a file may be saved under on any machine.
std::string against_name(std::string_view name) {
  if (characters(name) > kept_file_name_max) return "`filename` cannot be longer than 100 characters";
  const auto is_odd = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '/' || c == '\\'; };
  if (std::any_of(name.begin(), name.end(), is_odd)) return "`filename` cannot have a path or control characters";
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size())
    return "`filename` must end with a file extension. For example, filename.csv";
  return {};
}

/// Its name and kind, from what was said of it or what it looks like.
tl::expected<wanted_file, fault> named(const json::object& given, wanted_file file) {
  const auto* name = given_in(given, "filename");
  const auto* csv = given_in(given, "is_csv");
  if (name && csv) return invalid_file("filename and is_csv are mutually exclusive");
  if (csv && !csv->is_bool()) return invalid_file("is_csv is not of type boolean");
  const file_kind* kind = nullptr;
  if (name) {
    if (!name->is_string()) return invalid_file("filename is not of type string");
    file.name = name->get_string();
    if (auto why = against_name(file.name); !why.empty()) return invalid_file(std::move(why));
    const auto extension = std::string_view(file.name).substr(file.name.rfind('.') + 1);
    kind = kind_called(extension);
    if (!kind)
      return bad_file("Unsupported file type '" + std::string(extension.substr(0, said_max)) +
                      "'. Supported types are: " + supported());
    if (!is_of(*kind, file.bytes)) return bad_file("The file is not what its name says");
  } else {
    kind = csv && csv->get_bool() ? kind_called("csv") : kind_of(file.bytes);
    if (!kind || !is_of(*kind, file.bytes))
      return bad_file("Unsupported file type: give its filename. Supported types are: " + supported());
    file.name = "file." + std::string(kind->extension);
  }
  file.media_type = kind->media_type;
  return file;
}

} // namespace

tl::expected<wanted_file, fault> read_file(const json::object& given) {
  for (const auto& [key, value] : given)
    if (std::find(std::begin(keys), std::end(keys), key) == std::end(keys))
      return invalid_file("personalisation has a file with an additional property (" +
                          std::string(key.substr(0, said_max)) + " was unexpected)");
  const auto* content = given_in(given, "file");
  if (!content || !content->is_string())
    return invalid_file("personalisation has something that is no text and no file");
  auto bytes = from_base64(content->get_string());
  if (!bytes) return bad_file("The file is not in base64");
  if (bytes->empty()) return bad_file("The file is empty");
  if (bytes->size() > kept_file_bytes_max) return bad_file("File is larger than 2MB");
  wanted_file file;
  file.bytes = std::move(*bytes);
  if (const auto* period = given_in(given, "retention_period")) {
    const auto weeks = weeks_in(*period);
    if (!weeks)
      return invalid_file("Unsupported value for retention_period '" + said(*period) +
                          "'. Supported periods are from 1 to 78 weeks.");
    file.weeks = *weeks;
  }
  if (const auto* confirm = given_in(given, "confirm_email_before_download")) {
    if (!confirm->is_bool())
      return invalid_file("Unsupported value for confirm_email_before_download: '" + said(*confirm) +
                          "'. Use a boolean true or false value.");
    file.confirm_address = confirm->get_bool();
  }
  return named(given, std::move(file));
}

std::string file_link(std::string_view root, std::string_view practice, std::string_view secret) {
  return std::string(root).append("f/").append(practice).append("/").append(secret);
}

} // namespace tidings::web::notify
