#pragma once
// What the page behind a file's link shows. The practice makes it, the endpoint draws it; it says nothing of the
// patient but the file's name.
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <cstdint>
#include <string>

namespace tidings::view {

struct kept_file_page {
  std::string practice; ///< its name
  std::string phone;
  std::string name; ///< the file's
  std::string media_type;
  std::uint32_t size = 0;       ///< bytes
  std::string until;            ///< the day on which it is destroyed, in words
  bool confirm_address = false; ///< whoever fetches it says to which address the e-mail went
  bool wrong_address = false;   ///< they have said another one
  bool fetched = false;         ///< it may be handed out: `message` and `file` say where it is
  std::string message, file;
};
BOOST_DESCRIBE_STRUCT(kept_file_page, (),
                      (practice, phone, name, media_type, size, until, confirm_address, wrong_address, fetched, message,
                       file))

} // namespace tidings::view
