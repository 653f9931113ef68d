#include "firetext/faults.hpp"

#include "support/json_fields.hpp"

namespace tidings::sim {

void firetext_faults::struck() {
  if (!count || --*count > 0) return;
  const auto delay = delay_ms;
  *this = {};
  delay_ms = delay;
}

tl::expected<void, std::string> firetext_faults::merge(const boost::json::object& from) {
  firetext_faults next = *this;
  json_fields fields{from};
  fields.probability("hang", next.hang);
  fields.probability("http_500", next.http_500);
  fields.probability("http_429", next.http_429);
  fields.probability("html_page", next.html_page);
  fields.whole("code", next.code);
  fields.probability("code_p", next.code_p);
  fields.probability("timeout_after_accept", next.timeout_after_accept);
  fields.probability("reset_after_accept", next.reset_after_accept);
  fields.whole("delay_ms", next.delay_ms);
  fields.probability("early_receipt", next.early_receipt);
  fields.probability("duplicate_receipt", next.duplicate_receipt);
  fields.probability("lose_receipt", next.lose_receipt);
  fields.probability("pending_first", next.pending_first);
  fields.probability("reorder", next.reorder);
  fields.whole("count", next.count);
  if (auto read = fields.finish(); !read) return read;
  if (next.code > 11) return tl::unexpected(std::string{"code must be 0 to 11"});
  *this = next;
  return {};
}

} // namespace tidings::sim
