#pragma once
// What a delivery receipt says (SMPP 3.4 appendix B and §5.2.28, §5.3.2). Its text is everybody's own, so it is read
// leniently and never trusted beyond the id it names.
#include "actors/provider/smpp/pdu.hpp"
#include "schemas/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::smpp {

/// One message id may be written in two ways.
enum class id_writing : std::uint8_t {
  as_given,    ///< answers and receipts write it alike
  hex_answer,  ///< hexadecimal in the answer to a message, decimal in its receipt's text
  hex_receipt, ///< the other way round
};
/// As the configuration says it; anything else is `as_given`.
id_writing id_writing_of(std::string_view word);

struct receipt {
  std::string id_parameter; ///< receipted_message_id; empty when it isn't there
  std::string id_text;      ///< behind `id:`
  receipt_status status = receipt_status::pending;
  std::string code; ///< e.g. `UNDELIV/034`: letters, digits, `_`, `/` and `-` only
};

/// Fails with `invalid_input` when it names no message or no state.
result<receipt> read_receipt(const short_message& what);

/// ENROUTE, ACCEPTD and UNKNOWN say nothing final. DELETED and REJECTD can only be permanent: nobody tries again.
std::optional<receipt_status> status_of_word(std::string_view stat);
std::optional<receipt_status> status_of_state(std::uint8_t message_state);

/// A message id as a key. Decimal and hexadecimal writings of one number have the same one where `ids` says that both
/// are used; everything that is no number under 2^64 stays as it is. Ids are opaque: `0012` and `12` differ when both
/// sides write them alike.
std::string key_of_answer(std::string_view id, id_writing ids);
/// The keys that a receipt may mean, most likely first: receipted_message_id repeats the answer's own writing, the text
/// may use the other one.
std::vector<std::string> keys_of(const receipt& what, id_writing ids);

} // namespace tidings::smpp
