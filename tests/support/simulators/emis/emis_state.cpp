// What a practice's EMIS had when it ended, for the next start.
#include "emis/emis_book.hpp"

#include <boost/json.hpp>

namespace tidings::sim {
namespace {

namespace json = boost::json;

/// Bumped when a field of the state changes meaning; an older file is refused rather than guessed at.
constexpr std::int64_t state_version = 1;

template <class Row> json::array rows_of(const std::map<std::int32_t, Row>& from) {
  json::array out;
  for (const auto& [number, one] : from) out.push_back(json::value_from(one));
  return out;
}

} // namespace

std::string write_state(const emis_book& book) {
  return json::serialize(json::object{{"version", state_version},
                                      {"ods", book.ods},
                                      {"site", book.site},
                                      {"staff", json::value_from(book.staff)},
                                      {"patients", rows_of(book.patients)},
                                      {"slots", rows_of(book.slots)},
                                      {"events", json::value_from(book.events)},
                                      {"next_slot", book.next_slot},
                                      {"turn", book.turn}});
}

tl::expected<emis_book, std::string> read_emis_state(std::string_view text, std::string_view ods) {
  try {
    const auto root = json::parse({text.data(), text.size()});
    if (root.at("version").to_number<std::int64_t>() != state_version)
      return tl::unexpected(std::string{"the state file is of another version"});
    emis_book out;
    out.ods = json::value_to<std::string>(root.at("ods"));
    if (out.ods != ods) return tl::unexpected("the state file is of " + out.ods);
    out.site = json::value_to<std::string>(root.at("site"));
    out.staff = json::value_to<std::vector<emis_person>>(root.at("staff"));
    for (auto& one : json::value_to<std::vector<emis_patient>>(root.at("patients"))) {
      const auto number = one.number;
      out.patients.emplace(number, std::move(one));
    }
    for (auto& one : json::value_to<std::vector<emis_slot>>(root.at("slots"))) {
      const auto id = one.id;
      out.slots.emplace(id, std::move(one));
    }
    out.events = json::value_to<std::vector<emis_event>>(root.at("events"));
    out.next_slot = root.at("next_slot").to_number<std::int32_t>();
    out.turn = root.at("turn").to_number<std::uint64_t>();
    return out;
  } catch (const std::exception& problem) { // Boost.JSON reports what doesn't fit by throwing
    return tl::unexpected(std::string{"the state file cannot be read: "} + problem.what());
  }
}

} // namespace tidings::sim
