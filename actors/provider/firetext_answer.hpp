#pragma once
// The JSON that FireText answers with.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::firetext {

struct report_row {
  std::string reference; ///< empty: not told
  std::string status;    ///< FireText's word
  std::optional<timestamp> updated_at;
};

struct json_answer {
  int code = 0;
  /// Of a delivery report. Nothing when the answer has none and doesn't say that there are none.
  std::optional<std::vector<report_row>> rows;
};

/// `{"code":0,"description":"…","responseData":1[,"data":[…]]}`; numbers may stand in quotes. The failure's detail
/// holds nothing of the text.
result<json_answer> read_answer(std::string_view body);

/// One text that a patient sent, as `receivedmessages` lists it.
struct received_row {
  std::string id; ///< FireText's own; empty: not told
  std::string from, to, text;
  std::string at; ///< as it was written
};
struct received_answer {
  int code = 0;
  std::vector<received_row> rows;
};
/// A whole page or none: fails when one row isn't as documented, so that no poll takes half a list for all of it.
result<received_answer> read_received(std::string_view body);

/// A delivery report's word as a receipt's status. `Unconfirmed` and words not in the documentation: nothing.
std::optional<receipt_status> status_of(std::string_view word);

} // namespace tidings::firetext
