#pragma once
// Files that a program sends along with an e-mail, and that its reader fetches by a link. What they may be, and for how
// long they are kept. The rules are GOV.UK Notify's (`send a file by email`).
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace tidings {

constexpr std::size_t kept_file_bytes_max = 2U * 1024 * 1024; ///< of one, as Notify takes it
constexpr std::size_t kept_files_max = 5;                     ///< of one e-mail
constexpr std::size_t kept_file_name_max = 100;               ///< characters
constexpr int kept_file_weeks = 26, kept_file_weeks_max = 78; ///< for so long, unless the program says otherwise
/// A link that is followed again and again isn't a reader's any more; each time is an event of the practice's.
constexpr std::uint32_t kept_file_openings_max = 100;

/// What stands for a file in a link; from a source of random bytes, 160 bits of them.
constexpr std::size_t kept_file_secret_bytes = 20;

/// One that goes with a message.
struct file_to_keep {
  secret_text secret; ///< what its link ends with
  secret_text name;   ///< as it is saved, e.g. `letter.pdf`
  std::string media_type;
  secret_text bytes;
  timestamp until{};           ///< then it is destroyed
  bool confirm_address = true; ///< whoever opens the link says to which address the e-mail went
  bool operator==(const file_to_keep&) const = default;
};
BOOST_DESCRIBE_STRUCT(file_to_keep, (), (secret, name, media_type, bytes, until, confirm_address))

} // namespace tidings
