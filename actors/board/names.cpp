#include "actors/board/names.hpp"

#include "schemas/event_codec.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <charconv>
#include <unordered_set>

namespace tidings {
namespace {

struct name_plan {
  view::patient_names page;
  std::vector<std::pair<std::uint32_t, std::string>> rows; ///< where the log has the record, the patient's key
};

name_plan names_from(const practice_row& practice, const std::vector<std::uint64_t>& patients, std::size_t first) {
  name_plan plan;
  plan.page.practice = practice.id.str();
  std::unordered_set<std::uint64_t> seen;
  std::size_t place = 0;
  for (const auto patient : patients) {
    const auto known = practice.quality.patients.find(patient);
    if (known == practice.quality.patients.end() || !seen.insert(patient).second) continue;
    if (place++ < first) continue;
    if (plan.rows.size() == board_names_page_max) {
      plan.page.next = std::to_string(first + board_names_page_max);
      break;
    }
    plan.rows.emplace_back(known->second.sequence, key_text_of(patient));
  }
  return plan;
}

board_answer names_page(const name_plan& plan, const std::vector<log_entry>& entries) {
  std::map<std::uint32_t, patient_details> read;
  for (const auto& entry : entries) {
    if (entry.what.type != patient_updated::type) continue;
    const auto what = decode(entry.what);
    if (const auto* record = what ? std::get_if<patient_updated>(&*what) : nullptr)
      read.emplace(static_cast<std::uint32_t>(entry.sequence), record->what);
  }
  auto page = plan.page;
  for (const auto& [sequence, key] : plan.rows)
    if (const auto found = read.find(sequence); found != read.end())
      page.patients.push_back({found->second.id.value, page.practice, key, whole_name(found->second)});
  return {200, boost::json::serialize(to_json(page))};
}

} // namespace

std::string key_text_of(std::uint64_t hash) { return hash == 0 ? std::string() : fmt::format("{:016x}", hash); }

std::string whole_name(const patient_details& who) {
  auto name = who.first_name.reveal();
  if (!name.empty() && !who.last_name.reveal().empty()) name += ' ';
  return name + who.last_name.reveal();
}

board_result names_answer(const practice_row& practice, const std::vector<std::uint64_t>& patients,
                          const query_parameters& parameters) {
  std::size_t first = 0;
  if (const auto cursor = parameters.find("before"); cursor != parameters.end() && !cursor->second.empty()) {
    const auto end = cursor->second.data() + cursor->second.size();
    const auto got = std::from_chars(cursor->second.data(), end, first);
    if (got.ec != std::errc() || got.ptr != end)
      return board_error(400, "bad_value", "is not a cursor of an earlier answer", "before");
  }
  auto plan = names_from(practice, patients, first);
  std::vector<std::uint32_t> wanted;
  for (const auto& [sequence, key] : plan.rows) wanted.push_back(sequence);
  if (wanted.empty()) return names_page(plan, {});
  return board_wants_log{
      stretches_of(practice.id, std::move(wanted)),
      [plan = std::move(plan)](const std::vector<log_entry>& read) { return names_page(plan, read); }};
}

} // namespace tidings
