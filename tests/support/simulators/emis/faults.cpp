#include "emis/faults.hpp"

#include "support/json_fields.hpp"

#include <boost/json.hpp>

namespace tidings::sim {

tl::expected<void, std::string> emis_faults::merge(const boost::json::object& from) {
  auto next = *this;
  json_fields fields{from};
  fields.flag("deactivated", next.deactivated);
  fields.flag("tokens_refused", next.tokens_refused);
  fields.flag("own_guids", next.own_guids);
  fields.probability("silence", next.silence);
  fields.probability("drop_before", next.drop_before);
  fields.probability("reset_after_commit", next.reset_after_commit);
  fields.probability("error_after_commit", next.error_after_commit);
  fields.probability("http_500", next.http_500);
  fields.probability("http_429", next.http_429);
  fields.probability("http_302", next.http_302);
  fields.probability("locked", next.locked);
  fields.probability("truncate", next.truncate);
  fields.probability("html_page", next.html_page);
  fields.whole("delay_ms", next.delay_ms);
  fields.whole("expire_after", next.expire_after);
  fields.whole("count", next.count);
  if (auto read = fields.finish(); !read) return read;
  *this = next;
  return {};
}

void emis_faults::struck() {
  if (!count || --*count > 0) return;
  count.reset();
  silence = drop_before = reset_after_commit = error_after_commit = 0;
  http_500 = http_429 = http_302 = locked = truncate = html_page = 0;
}

} // namespace tidings::sim
