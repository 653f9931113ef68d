#pragma once
// One mail, read.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::mail {

enum class kind {
  reply,      ///< a person's words
  bounce,     ///< it was not, or not yet, delivered: RFC 3464 reports and the free-form ones
  auto_reply, ///< a machine answers: out of office, acknowledgement, challenge
  receipt,    ///< it was delivered or displayed: RFC 3464 `delivered`, RFC 8098, a gateway's own form
  other       ///< newsletters, notices, mail that no person wrote to us
};
std::string_view name_of(kind which);

struct reading {
  kind what = kind::other;
  /// Of a bounce: the enhanced status code (RFC 3463), e.g. `5.1.1`; `4.…` is not yet for good. Of a receipt: the same,
  /// or the disposition, e.g. `displayed`. Empty otherwise.
  std::string status;
  std::string text; ///< the sender's own words, UTF-8, without quotations and signatures; of a reply only
  std::string why;  ///< in plain English
  /// Of a bounce or receipt: nothing else is to come. False: delayed, or handed on.
  bool for_good = true;

  std::string from;       ///< address only
  std::string subject;    ///< decoded
  std::string message_id; ///< without brackets
  std::string answers;    ///< In-Reply-To, without brackets, or the last of References
  std::string about;      ///< of a bounce or receipt: the recipient it speaks of, if it says
  /// Message-IDs that it answers, reports on or brings back, the likeliest first.
  std::vector<std::string> mentions;
  /// Message-IDs of what came before it, oldest first: References, and In-Reply-To where those lack it.
  std::vector<std::string> thread;
  int attachments = 0;                 ///< parts that are no text of the mail itself
  std::optional<std::int64_t> date_ms; ///< of its Date header
};

/// Larger ones are `other`, unread: NHSmail's own limit is 35 MB, and no answer needs more than this.
constexpr std::size_t mail_bytes_max = 16U << 20;

/// Reads any bytes: what isn't a mail is `other`. Takes under a second for `mail_bytes_max`.
reading read(std::string_view bytes);

} // namespace tidings::mail
