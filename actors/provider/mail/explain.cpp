#include "actors/provider/mail/explain.hpp"

#include "actors/provider/mail/mail.hpp"

#include <boost/json.hpp>

namespace tidings::mail {

std::string explain(std::string_view bytes) {
  const auto it = read(bytes);
  boost::json::object out{{"kind", name_of(it.what)}, {"status", nullptr}, {"text", it.text}, {"why", it.why}};
  if (!it.status.empty()) out["status"] = it.status;
  return boost::json::serialize(out);
}

} // namespace tidings::mail
