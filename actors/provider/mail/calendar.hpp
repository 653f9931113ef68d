#pragma once
// An appointment as an iCalendar text, to go with a mail (RFC 5545; METHOD:PUBLISH, RFC 5546 §3.2.1). Pure.
#include "schemas/effects.hpp"

#include <string>

namespace tidings::mail {

struct calendar_sender {
  std::string name;    ///< the practice's
  std::string address; ///< mails are answered to
};

/// One VEVENT, `\r\n` lines of at most 75 bytes. An entry of the same appointment that was told later replaces it.
std::string calendar(const calendar_entry& what, const calendar_sender& from);

} // namespace tidings::mail
