#pragma once
// A mail's headers and the parts that matter, decoded.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::mail {

using fields = std::multimap<std::string, std::string>; ///< lower-case name, unfolded and decoded value

struct opened {
  fields headers;
  std::string from;             ///< address, lower case
  std::string content_type;     ///< `type/subtype` of the whole, lower case
  std::string report_type;      ///< of multipart/report, lower case
  std::string text;             ///< the first text/plain body, UTF-8, `\n` lines
  std::string html;             ///< the first text/html body, UTF-8
  std::string returned_text;    ///< all text of a report, for bounces that say it in words only
  std::vector<fields> delivery; ///< groups of message/delivery-status (RFC 3464)
  fields disposition;           ///< message/disposition-notification (RFC 8098)
  bool has_delivery = false, has_disposition = false;
  /// Message-IDs of mails that this one speaks of: it answers them, reports on them, or brings them back.
  std::vector<std::string> mentions;
  int attachments = 0;                 ///< parts that are no text of the mail itself
  std::optional<std::int64_t> date_ms; ///< of its Date header
  bool readable = false;               ///< false: not a mail

  /// The first value of a header, or nothing.
  std::string_view header(std::string_view lower_case_name) const;
  bool has(std::string_view lower_case_name) const;
};

/// Parts deeper than this, or beyond this many, are not looked at.
constexpr int depth_max = 20;
constexpr int parts_max = 200;
/// References beyond this many are not kept.
constexpr std::size_t mentions_max = 50;
/// Of each text, this much is read: nobody's own words are longer.
constexpr std::size_t text_bytes_max = 256U << 10;

opened open(std::string_view bytes);

} // namespace tidings::mail
