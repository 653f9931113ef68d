#pragma once
// What a stream is opened to. `tcp HOST:PORT`: an address of the site, from the broker. `file PRACTICE SIZE NAME`: a
// file of the site for a practice, from the agent. Pure.
#include "schemas/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tidings::edge {

constexpr std::uint64_t file_bytes_max = 64ULL << 20U; ///< a day's appointments of the largest practice are a few MB

struct tcp_place {
  std::string host; ///< lower case, no brackets
  std::uint16_t port = 0;
  bool operator==(const tcp_place&) const = default;
};
struct file_offer {
  practice_id practice;
  std::uint64_t bytes = 0;
  std::string name; ///< one that can stand in a folder: no separators, no leading dot, no control characters
  bool operator==(const file_offer&) const = default;
};
/// Where the broker hands documents over: the agent itself, and nothing on its network (RFC 2606: `invalid` is nobody's
/// name). What is said there: document_user.hpp.
inline const tcp_place documents_place{"documents.invalid", 1};
using target = std::variant<tcp_place, file_offer>;

std::optional<target> read_target(std::string_view text);
std::string text_of(const target& what);

/// `HOST:PORT` or `[v6]:PORT`.
std::optional<tcp_place> read_place(std::string_view text);
std::string text_of(const tcp_place& what);
bool is_file_name(std::string_view name);

/// An agent reaches what its own file lists and nothing else: the same name or address and the same port, letter by
/// letter. Names aren't looked up to compare them.
inline bool allows(const std::vector<tcp_place>& list, const tcp_place& where) {
  for (const auto& one : list)
    if (one == where) return true;
  return false;
}

/// 1 to 63 of a-z, 0-9 and `-`, not first or last.
bool is_agent_name(std::string_view name);

} // namespace tidings::edge
