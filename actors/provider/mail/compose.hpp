#pragma once
// A mail of ours, as bytes.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidings::mail {

struct attachment {
  std::string name; ///< as the reader sees it, e.g. `letter.pdf`
  std::string type; ///< `application/pdf`
  std::string bytes;
  std::vector<std::pair<std::string, std::string>> parameters{}; ///< of the type: `method`, `PUBLISH`
};

struct draft {
  std::string from_name;  ///< may be empty
  std::string from, to;   ///< addresses only
  std::string subject;    ///< UTF-8
  std::string text;       ///< UTF-8, `\n` lines
  std::string message_id; ///< without brackets
  timestamp date{};
  std::vector<attachment> attachments;
  bool for_people = false; ///< always UTF-8: no gateway makes an SMS of it
  /// Of an answer: Message-IDs without brackets, blanks between them, oldest first; the last is the mail it answers.
  std::string thread{};
  /// Where the reader's mail program may ask for no more of these (RFC 8058): `is_unsubscribe_url`, else it is left
  /// out.
  std::string unsubscribe_url{};
};

/// The mail with CRLF lines, ready for SMTP's DATA but for the dots. The same draft gives the same bytes. It says that
/// a machine wrote it (RFC 3834), so that answering machines keep silent.
result<std::string> compose(const draft& what);

} // namespace tidings::mail
