#pragma once
// The body of POST /messages/bulk: one message to many, told apart by references of the asker's own. Pure.
#include "web/endpoint/bodies.hpp"

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace tidings::web {

constexpr std::size_t bulk_recipients_max = 100; ///< as many as fit into a body of 64 KiB with 600 bytes each
constexpr std::size_t bulk_key_max = 120;        ///< characters; with a reference still a key of one message
constexpr std::size_t bulk_reference_max = 64;   ///< characters, printable ASCII

struct bulk_recipient {
  std::string reference;
  tl::expected<accept_message, std::vector<api_error>> what; ///< or what is wrong with this one alone
};

struct wanted_bulk {
  practice_id practice;
  std::vector<bulk_recipient> recipients; ///< in the order given; no reference twice
};

/// A mistake in what all share, or in a reference, fails the whole; any other is its recipient's. A message's id comes
/// of practice, key and reference, never of its place in the list: a list that is asked for again in another order, or
/// with more in it, sends nothing twice and leaves nobody out.
tl::expected<wanted_bulk, std::vector<api_error>>
read_wanted_bulk(std::string_view body, std::string_view idempotency_key, std::string_view user,
                 const std::function<bool(const practice_id&)>& knows);

} // namespace tidings::web
