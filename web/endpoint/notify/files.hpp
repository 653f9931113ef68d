#pragma once
// Files in a personalisation, as GOV.UK Notify takes them (`send a file by email`): what they may be, and the link that
// stands in the e-mail in their place. Pure.
#include "schemas/kept_files.hpp"
#include "web/endpoint/notify/errors.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace tidings::web::notify {

struct wanted_file {
  std::string name; ///< as it will be saved
  std::string_view media_type;
  std::string bytes;
  int weeks = kept_file_weeks;
  bool confirm_address = true;
};

/// `{"file": base64, "filename", "is_csv", "confirm_email_before_download", "retention_period"}`; null is as good as
/// not given. The reason never repeats what is in the file.
tl::expected<wanted_file, fault> read_file(const boost::json::object& given);

/// `<public_url>/f/<practice>/<secret>`
std::string file_link(std::string_view root, std::string_view practice, std::string_view secret);

} // namespace tidings::web::notify
