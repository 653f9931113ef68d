#pragma once
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace tidings::sim {

/// Reads the known fields of one JSON object into variables; fields that are absent leave theirs alone. An unknown or
/// mistyped field is an error, so that a misspelt fault in a test doesn't silently do nothing.
class json_fields {
public:
  explicit json_fields(const boost::json::object& from) : from_{from} {}

  void skip(std::string_view name) { known_.emplace(name); }
  void flag(std::string_view name, bool& out);
  /// 0 to 1; `true` is 1 and `false` 0.
  void probability(std::string_view name, double& out);
  void whole(std::string_view name, std::int64_t& out);
  /// `null` clears it.
  void whole(std::string_view name, std::optional<std::int64_t>& out);
  void text(std::string_view name, std::string& out);

  tl::expected<void, std::string> finish() const;

private:
  const boost::json::value* take(std::string_view name);
  void complain(std::string_view name, std::string_view wanted);

  const boost::json::object& from_;
  std::set<std::string, std::less<>> known_;
  std::string problem_;
};

/// Parses an object; anything else is an error sentence. An empty text is an empty object.
tl::expected<boost::json::object, std::string> parse_object(std::string_view);

} // namespace tidings::sim
