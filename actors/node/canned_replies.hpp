#pragma once
// Replies that staff may choose from, as the API shows them.
#include "schemas/settings.hpp"

#include <string>

namespace tidings {

/// `{"canned":[{"name","text"}],"alphabet"}` by name; fields stand in the texts as in the practice's file. `alphabet`:
/// `gsm` or `unicode`, of whatever staff of this practice write.
std::string canned_replies_json(const practice_settings& settings);

} // namespace tidings
