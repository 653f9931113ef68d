#include "systmone/faults.hpp"

#include "support/json_fields.hpp"

namespace tidings::sim {

namespace {

constexpr std::int64_t padding_kb_max = 65536;

} // namespace

void systmone_faults::struck() {
  if (!count || --*count > 0) return;
  silence = drop_before = reset_after_commit = record_in_use = truncate = duplicate = 0;
  count.reset();
}

tl::expected<void, std::string> systmone_faults::merge(const boost::json::object& from) {
  systmone_faults next = *this;
  json_fields fields{from};
  fields.skip("ods");
  fields.flag("logged_out", next.logged_out);
  fields.flag("deactivated", next.deactivated);
  fields.flag("pretty", next.pretty);
  fields.probability("silence", next.silence);
  fields.probability("drop_before", next.drop_before);
  fields.probability("reset_after_commit", next.reset_after_commit);
  fields.probability("record_in_use", next.record_in_use);
  fields.probability("truncate", next.truncate);
  fields.probability("duplicate", next.duplicate);
  fields.whole("delay_ms", next.delay_ms);
  fields.whole("padding_kb", next.padding_kb);
  fields.whole("count", next.count);
  if (auto read = fields.finish(); !read) return read;
  if (next.padding_kb > padding_kb_max) return tl::unexpected(std::string{"padding_kb must be 65536 at most"});
  *this = next;
  return {};
}

} // namespace tidings::sim
