#pragma once
// What POST /v2/notifications/sms and /email and a preview may say, checked as GOV.UK Notify's JSON Schemas do. Pure.
#include "schemas/ids.hpp"
#include "web/endpoint/notify/errors.hpp"
#include "web/endpoint/notify/files.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::web::notify {

constexpr std::size_t reference_max = 1'000; ///< characters
constexpr std::size_t fields_max = 100;      ///< of a personalisation
constexpr std::size_t field_name_max = 100;  ///< characters

/// Names to texts: numbers and truths as Python writes them, lists as `a, b and c`, null as missing.
using personalisation = std::map<std::string, std::string>;

struct wanted_sms {
  std::string number; ///< E.164 digits
  uuid::raw template_id{};
  personalisation values;
  std::optional<std::string> reference;
  std::string sender_id; ///< empty: the service's own
};

/// A value that `sanitise_content_for` changed.
struct sanitised_value {
  std::string unsanitised;
  std::string sanitised; ///< without links, its Markdown escaped
};

struct wanted_email {
  std::string address;
  uuid::raw template_id{};
  /// As the mail has them: sanitised ones are without links, but not escaped, since nothing here reads Markdown.
  personalisation values;
  std::map<std::string, sanitised_value> sanitised; ///< by their names in `values`
  std::map<std::string, wanted_file> files;         ///< by the fields in whose places their links stand
  std::string unsubscribe_url;                      ///< empty: none
  std::optional<std::string> reference;
  std::string reply_to_id; ///< empty: the service's own
};

/// @param body every mistake of form is named; the number's is told last
checked<wanted_sms> read_sms(std::string_view body);
/// The same of an e-mail, which may have files.
checked<wanted_email> read_email(std::string_view body);
/// `{"personalisation": {…}}`; nothing at all is well, too.
checked<personalisation> read_preview(std::string_view body);

} // namespace tidings::web::notify
