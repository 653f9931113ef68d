#pragma once
#include "gateway/notify_dialect.hpp"

#include <string>

namespace tidings::sim {

/// Why an Authorization header lets nobody in: the status and Notify's own sentence. An empty sentence: it does.
struct token_verdict {
  unsigned status = 200;
  std::string message;
};
token_verdict check_token(const notify_service&, std::string_view authorization, instant now);

} // namespace tidings::sim
