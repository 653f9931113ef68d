#include "actors/node/config/yaml_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace tidings::config {

namespace {

/// Bytes of the character at the start of `text`; 0 when it isn't one of UTF-8 (RFC 3629) or YAML doesn't print it
/// (§5.1).
std::size_t character_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return (first >= 0x20 && first != 0x7F) || first == '\n' || first == '\r' || first == '\t' ? 1 : 0;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return tail(1) ? 2 : 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = first == 0xED && byte(1) >= 0xA0;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first > 0xF4 || (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) >= 0x90)) return 0;
  return tail(1) && tail(2) && tail(3) ? 4 : 0;
}

bool is_printable_utf8(std::string_view text, report& out) {
  place at{1, 1};
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t size = character_size(text.substr(i));
    if (size == 0) {
      out.wrong(at, "not readable as text", fmt::format("byte 0x{:02x}", static_cast<unsigned char>(text[i])),
                "UTF-8 without control characters");
      return false;
    }
    at = text[i] == '\n' ? place{at.line + 1, 1} : place{at.line, at.column + static_cast<int>(size)};
    i += size;
  }
  return true;
}

} // namespace

source::source(std::filesystem::path file, std::string text)
    : file_(std::move(file)), text_(std::move(text)), lines_{0} {
  for (std::size_t end = text_.find('\n'); end != std::string::npos; end = text_.find('\n', end + 1))
    lines_.push_back(end + 1);
}

std::size_t source::offset_of(place at) const {
  const auto line = std::min(static_cast<std::size_t>(std::max(at.line, 1)), lines_.size()) - 1;
  return std::min(lines_[line] + static_cast<std::size_t>(std::max(at.column, 1) - 1), text_.size());
}

place source::place_of(std::size_t offset) const {
  const auto line = std::upper_bound(lines_.begin(), lines_.end(), offset) - lines_.begin();
  return {static_cast<int>(line), static_cast<int>(offset - lines_[static_cast<std::size_t>(line - 1)]) + 1};
}

std::optional<source> read_source(const std::filesystem::path& file, report& out) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::is_regular_file(status)) {
    out.wrong({}, "can't be read", std::filesystem::exists(status) ? "something that is no file" : "no such file",
              "a readable file");
    return std::nullopt;
  }
  std::ifstream in(file, std::ios::binary);
  std::string text(file_bytes_max + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) {
    out.wrong({}, "can't be read", "a file that can't be opened", "a readable file");
    return std::nullopt;
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return given_source(file, std::move(text), out);
}

std::optional<source> given_source(const std::filesystem::path& file, std::string text, report& out) {
  if (text.size() > file_bytes_max) {
    out.wrong({}, "too big", fmt::format("more than {} bytes", file_bytes_max),
              fmt::format("at most {} bytes", file_bytes_max));
    return std::nullopt;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3); // some editors put a byte order mark
  if (!is_printable_utf8(text, out)) return std::nullopt;
  return source(file, std::move(text));
}

} // namespace tidings::config
