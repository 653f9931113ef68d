#include "web/endpoint/static_files.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <span>

namespace tidings::web {
namespace {
namespace fs = std::filesystem;

constexpr std::size_t at(coding how) { return static_cast<std::size_t>(how); }

/// `q=0.5` -> 500. A missing or unreadable one is 1,000 or 0.
int quality(std::string_view parameters) {
  for (const auto part : split(parameters, ';')) {
    const auto one = trimmed(part);
    if (one.size() < 3 || !same_word(one.substr(0, 2), "q=")) continue;
    double value = 0;
    std::from_chars(one.data() + 2, one.data() + one.size(), value);
    return static_cast<int>(value * 1'000);
  }
  return 1'000;
}

struct wishes {
  int brotli = -1, gzip = -1, identity = -1, any = -1;
};

wishes parse_wishes(std::string_view accept_encoding) {
  wishes found;
  for (const auto part : split(accept_encoding, ',')) {
    const auto semicolon = part.find(';');
    const auto name = trimmed(part.substr(0, semicolon));
    const int q = semicolon == std::string_view::npos ? 1'000 : quality(part.substr(semicolon + 1));
    if (same_word(name, "br")) found.brotli = q;
    if (same_word(name, "gzip") || same_word(name, "x-gzip")) found.gzip = q;
    if (same_word(name, "identity")) found.identity = q;
    if (name == "*") found.any = q;
  }
  return found;
}

std::string entity_tag(std::string_view bytes) {
  const auto sum = sha256(bytes);
  return "\"" + base64url(std::span(sum.data(), 12)) + "\"";
}
} // namespace

coding choose_coding(std::string_view accept_encoding, bool has_brotli, bool has_gzip) {
  const auto wish = parse_wishes(accept_encoding);
  const auto or_any = [&](int q) { return q >= 0 ? q : wish.any; };
  const int brotli = has_brotli ? or_any(wish.brotli) : -1;
  const int gzip = has_gzip ? or_any(wish.gzip) : -1;
  if (brotli > 0 && brotli >= gzip && brotli >= wish.identity) return coding::brotli;
  if (gzip > 0 && gzip >= wish.identity) return coding::gzip;
  return coding::identity;
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  for (const auto part : split(if_none_match, ',')) {
    auto one = trimmed(part);
    if (one == "*") return true;
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == tag) return true;
  }
  return false;
}

std::string_view content_type(std::string_view path) {
  constexpr std::pair<std::string_view, std::string_view> types[] = {
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".json", "application/json"},
      {".map", "application/json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".webmanifest", "application/manifest+json"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  };
  for (const auto& [ending, type] : types)
    if (path.ends_with(ending)) return type;
  return "application/octet-stream";
}

result<static_files> static_files::load(const std::string& root) {
  std::error_code error;
  if (!fs::is_directory(root, error)) return fail(error_code::not_found, "there is no folder " + root);
  std::map<std::string, std::string, std::less<>> read;
  std::size_t total = 0;
  for (fs::recursive_directory_iterator one(root, error), end; one != end && !error; one.increment(error)) {
    if (!one->is_regular_file(error) || one->is_symlink(error)) continue;
    const auto size = one->file_size(error);
    total += error ? 0 : size;
    if (total > bytes_max) return fail(error_code::invalid_input, root + " is over 64 MiB");
    std::string bytes(error ? 0 : size, '\0');
    std::ifstream in(one->path(), std::ios::binary);
    if (error || !in.read(bytes.data(), static_cast<std::streamsize>(size)))
      return fail(error_code::invalid_input, one->path().string() + " can't be read");
    read["/" + one->path().lexically_relative(root).generic_string()] = std::move(bytes);
  }
  if (error) return fail(error_code::invalid_input, root + ": " + error.message());

  static_files files;
  const auto take = [&](const std::string& name) {
    const auto found = read.find(name);
    if (found == read.end()) return variant{};
    auto tag = entity_tag(found->second);
    return variant{std::make_shared<const std::string>(std::move(found->second)), std::move(tag)};
  };
  for (const auto& one : read)
    if (const auto& name = one.first; !name.ends_with(".br") && !name.ends_with(".gz"))
      files.files_[name] = file{take(name), take(name + ".br"), take(name + ".gz")};
  return files;
}

std::string_view static_files::find(std::string_view path) const {
  const auto key_of = [&](std::string_view name) -> std::string_view {
    const auto found = files_.find(name);
    return found == files_.end() ? std::string_view() : std::string_view(found->first);
  };
  if (path.ends_with('/')) {
    if (const auto index = key_of(std::string(path) + "index.html"); !index.empty()) return index;
  } else if (const auto itself = key_of(path); !itself.empty()) {
    return itself;
  }
  // A page of an app, not a file: its last segment has no ending. The app draws it.
  const auto slash = path.find('/', 1);
  const auto last = path.substr(path.rfind('/') + 1);
  if (slash == std::string_view::npos || last.find('.') != std::string_view::npos) return {};
  return key_of(std::string(path.substr(0, slash)) + "/index.html");
}

response static_files::answer(std::string_view key, const request& asked) const {
  const auto& codings = files_.find(key)->second;
  const bool has_brotli = codings[at(coding::brotli)].bytes != nullptr;
  const bool has_gzip = codings[at(coding::gzip)].bytes != nullptr;
  const auto how = choose_coding(asked.field("Accept-Encoding"), has_brotli, has_gzip);
  const auto& chosen = codings[at(how)];
  response out;
  out.set("ETag", chosen.tag);
  if (has_brotli || has_gzip) out.set("Vary", "Accept-Encoding");
  // Names under /assets/ carry a hash of their content; all others may change under the same name.
  const bool hashed = key.find("/assets/") != std::string_view::npos;
  out.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (names_tag(asked.field("If-None-Match"), chosen.tag)) {
    out.status = 304;
    return out;
  }
  out.set("Content-Type", std::string(content_type(key)));
  if (how == coding::brotli) out.set("Content-Encoding", "br");
  if (how == coding::gzip) out.set("Content-Encoding", "gzip");
  out.body = chosen.bytes;
  return out;
}

} // namespace tidings::web
