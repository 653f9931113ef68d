#pragma once
#include <string>
#include <string_view>

namespace tidings::mail {

/// One line of `tidings mail explain`: `{"kind":…,"status":…,"text":…,"why":…}`, `status` null when there is none.
std::string explain(std::string_view bytes);

} // namespace tidings::mail
