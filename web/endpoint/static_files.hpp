#pragma once
// The web app's files, read once at start: no disk in the way of a request, and nothing outside can be named. Pure
// after that. `x.js`, `x.js.br` and `x.js.gz` are one file in three codings.
#include "schemas/errors.hpp"
#include "web/endpoint/http_types.hpp"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tidings::web {

enum class coding { identity, brotli, gzip };

/// The best coding of those there are, by Accept-Encoding (RFC 9110 12.5.3): highest q, then br, gzip, identity.
/// Nothing is acceptable: identity, which a client may still refuse.
coding choose_coding(std::string_view accept_encoding, bool has_brotli, bool has_gzip);
/// Does an If-None-Match field name this entity tag? Weak comparison, `*` matches.
bool names_tag(std::string_view if_none_match, std::string_view tag);
std::string_view content_type(std::string_view path);

class static_files {
public:
  static constexpr std::size_t bytes_max = 64 * 1024 * 1024;

  static_files() = default; ///< no web app
  /// `not_found`: no such folder; `invalid_input`: over `bytes_max` or unreadable.
  static result<static_files> load(const std::string& root);

  bool empty() const { return files_.empty(); }
  /// The key of what answers `path`: itself, its index.html, or its app's index.html for a page of the app
  /// (`/ops/messages/…`). Empty: nothing.
  std::string_view find(std::string_view path) const;
  /// The answer for a key that `find` gave: 200 or 304.
  response answer(std::string_view key, const request& asked) const;

private:
  struct variant {
    std::shared_ptr<const std::string> bytes;
    std::string tag;
  };
  using file = std::array<variant, 3>; ///< by coding; identity is always there
  std::map<std::string, file, std::less<>> files_;
};

} // namespace tidings::web
