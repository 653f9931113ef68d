#include "systmone/book_json.hpp"

#include <boost/json.hpp>

namespace tidings::sim {
namespace {

namespace json = boost::json;

/// Bumped when a field of the state changes meaning; an older file is refused rather than guessed at.
constexpr std::int64_t state_version = 1;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

json::object counts(const std::map<std::string, std::uint64_t>& from) {
  json::object out;
  for (const auto& [name, count] : from) out[name] = count;
  return out;
}

json::object state_of(const practice_service& one) {
  json::array appointments;
  for (const auto& [uid, booked] : one.book.appointments()) appointments.push_back(json::value_from(booked));
  return {{"patients", json::value_from(one.book.patients())},
          {"appointments", std::move(appointments)},
          {"entries", json::value_from(one.book.entries)},
          {"tasks", json::value_from(one.book.tasks)},
          {"consents", json::value_from(one.book.consents)},
          {"devices", json::value_from(one.devices)},
          {"planned_bookings", one.book.planned_bookings},
          {"uids_given", one.book.uids_given()},
          {"requests", counts(one.requests)},
          {"refusals", counts(one.refusals)}};
}

void restore(practice_service& into, const json::object& from) {
  for (auto& one : json::value_to<std::vector<patient>>(from.at("patients"))) into.book.add(std::move(one));
  for (auto& one : json::value_to<std::vector<appointment>>(from.at("appointments"))) into.book.restore(std::move(one));
  into.book.entries = json::value_to<std::vector<coded_entry>>(from.at("entries"));
  into.book.tasks = json::value_to<std::vector<staff_task>>(from.at("tasks"));
  into.book.consents = json::value_to<std::vector<consent_change>>(from.at("consents"));
  into.devices = json::value_to<device_register>(from.at("devices"));
  into.book.planned_bookings = from.at("planned_bookings").to_number<std::uint64_t>();
  into.book.resume_uids(from.at("uids_given").to_number<std::uint64_t>());
  into.requests = json::value_to<std::map<std::string, std::uint64_t>>(from.at("requests"));
  into.refusals = json::value_to<std::map<std::string, std::uint64_t>>(from.at("refusals"));
}

} // namespace

std::string write_state(const service_map& services) {
  json::object practices;
  for (const auto& [ods, one] : services) practices[ods] = state_of(*one);
  return json::serialize(json::object{{"version", state_version}, {"practices", std::move(practices)}});
}

tl::expected<void, std::string> read_state(std::string_view text, service_map& services) {
  try {
    const auto root = json::parse(view(text));
    if (root.at("version").to_number<std::int64_t>() != state_version)
      return tl::unexpected(std::string{"the state file is of another version"});
    for (const auto& [ods, from] : root.at("practices").as_object())
      if (const auto found = services.find(std::string_view{ods.data(), ods.size()}); found != services.end())
        restore(*found->second, from.as_object());
    return {};
  } catch (const std::exception& problem) { // Boost.JSON reports what doesn't fit by throwing
    return tl::unexpected(std::string{"the state file cannot be read: "} + problem.what());
  }
}

json::object ledger_of(const practice_service& one) {
  json::array appointments;
  std::map<std::string, std::string> names;
  for (const auto& person : one.book.patients()) names[person.nhs_number] = person.first_name + " " + person.surname;
  for (const auto& [uid, booked] : one.book.appointments()) {
    auto row = json::value_from(booked).as_object();
    row["patient"] = names[booked.nhs_number];
    row["starts_at_local"] = london_text(booked.starts_at);
    row.erase("staff_edit_at");
    appointments.push_back(std::move(row));
  }
  return {{"ods", one.book.ods},
          {"appointments", std::move(appointments)},
          {"coded_entries", json::value_from(one.book.entries)},
          {"consents", json::value_from(one.book.consents)},
          {"tasks", json::value_from(one.book.tasks)},
          {"requests", counts(one.requests)},
          {"refusals", counts(one.refusals)},
          {"throttled", one.limits().held_back()},
          {"device_pending", one.devices.is_pending}};
}

json::array patients_of(const practice_book& book) {
  auto out = json::value_from(book.patients()).as_array();
  for (auto& row : out) row.as_object()["ods"] = book.ods;
  return out;
}

json::array audit_of(const practice_service& one) {
  json::array out;
  for (const auto& line : one.audit)
    out.push_back({{"ods", one.book.ods},
                   {"at", utc_text(line.at)},
                   {"function", line.function},
                   {"request_uid", line.request_uid},
                   {"nhs_number", line.nhs_number},
                   {"outcome", line.outcome}});
  return out;
}

} // namespace tidings::sim
