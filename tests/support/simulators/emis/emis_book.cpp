#include "emis/emis_book.hpp"

#include "systmone/population.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::int32_t first_patient = 1001, first_session = 7001;
constexpr std::array<std::string_view, 8> forenames = {"Amira", "Oliver", "Grace", "Samuel",
                                                       "Niamh", "Rajesh", "Siân",  "Dylan"};
constexpr std::array<std::string_view, 7> surnames = {"Okafor", "Smith", "Patel", "O'Brien", "Nowak", "Khan", "Evans"};

std::string synthetic_nhs_number(std::size_t index) {
  // 999 numbers are never issued. One in eleven has no valid check digit, but never two neighbours.
  for (std::size_t digits = index * 2;; ++digits)
    if (auto number = with_check_digit(fmt::format("999{:06}", digits))) return *number;
}

emis_patient make_patient(std::size_t index) {
  emis_patient one;
  one.number = first_patient + static_cast<std::int32_t>(index);
  one.nhs_number = synthetic_nhs_number(index);
  one.title = index % 2 == 0 ? "Mrs" : "Mr";
  one.sex = index % 2 == 0 ? "F" : "M";
  one.first_names = forenames[index % forenames.size()];
  one.family_name = surnames[index % surnames.size()];
  one.birth_date = fmt::format("{:02}/{:02}/{}", 1 + index % 28, 1 + index % 12, 1940 + index % 60);
  one.mobile = fmt::format("07700 900{:03}", index % 1000);
  return one;
}

} // namespace

std::string emis_date(instant at) {
  const auto iso = london_date(at);
  return fmt::format("{}/{}/{}", iso.substr(8, 2), iso.substr(5, 2), iso.substr(0, 4));
}
std::string emis_time(instant at) { return london_text(at).substr(11, 5); }

std::optional<instant> parse_emis_date(std::string_view text) {
  if (text.size() >= 10 && text[2] == '/')
    return parse_london(fmt::format("{}-{}-{}", text.substr(6, 4), text.substr(3, 2), text.substr(0, 2)));
  return text.size() == 10 ? parse_london(text) : std::nullopt;
}

emis_patient* emis_book::patient(std::int32_t number) {
  const auto found = patients.find(number);
  return found == patients.end() ? nullptr : &found->second;
}

emis_slot* emis_book::slot(std::int32_t id) {
  const auto found = slots.find(id);
  return found == slots.end() ? nullptr : &found->second;
}

emis_slot& emis_book::book(std::int32_t who, instant starts_at, std::size_t holder) {
  emis_slot one;
  one.id = next_slot++;
  one.holder = holder % staff.size();
  one.session = first_session + static_cast<std::int32_t>(one.holder);
  one.starts_at = starts_at;
  one.patient =
      who != 0 ? who : std::next(patients.begin(), static_cast<std::ptrdiff_t>(turn++ % patients.size()))->first;
  one.status = "Booked";
  return slots[one.id] = one;
}

emis_slot& emis_book::move(emis_slot& from, instant to) {
  const auto who = std::exchange(from.patient, 0);
  from.status = "Slot Available";
  return book(who, to, from.holder);
}

void emis_book::cancel(emis_slot& what, std::string_view door) {
  what.patient = 0;
  what.status = "Slot Available";
  what.notes.clear();
  what.cancelled_by = door;
}

void emis_book::record(emis_event what, const std::string& today) {
  if (auto* who = patient(what.patient)) who->record_changed = today;
  events.push_back(std::move(what));
}

json::object emis_book::ledger() const {
  json::array booked, filed;
  for (const auto& [id, one] : slots)
    booked.push_back(json::object{{"slot", id},
                                  {"patient", one.patient},
                                  {"nhs_number", one.patient == 0 ? "" : patients.at(one.patient).nhs_number},
                                  {"status", one.status},
                                  {"starts_at", utc_text(one.starts_at)},
                                  {"notes", one.notes},
                                  {"cancel_requests", one.cancel_requests},
                                  {"cancelled_by", one.cancelled_by}});
  for (const auto& one : events)
    filed.push_back(json::object{{"patient", one.patient},
                                 {"consultation", one.consultation_guid},
                                 {"code", one.code},
                                 {"scheme", one.scheme},
                                 {"text", one.text},
                                 {"user", one.user_ref},
                                 {"title", one.title},
                                 {"file", one.file_name},
                                 {"file_bytes", one.file.size()}});
  return {{"slots", std::move(booked)}, {"entries", std::move(filed)}};
}

emis_book make_emis_book(std::string ods, std::size_t patients, std::size_t appointments, instant now) {
  emis_book out;
  out.ods = std::move(ods);
  out.site = "Hilltop Practice";
  out.staff = {{11, 101, "5f9a1c52-1111-4c1e-8a11-000000000011", "JP", "Dr", "Jaya", "Patel"},
               {12, 102, "5f9a1c52-1111-4c1e-8a11-000000000012", "HF", "Dr", "Helen", "Frost"},
               {13, 103, "5f9a1c52-1111-4c1e-8a11-000000000013", "TIDINGS", "", "", "Tidings"}};
  for (std::size_t i = 0; i < std::max<std::size_t>(patients, 1); ++i) {
    auto one = make_patient(i);
    out.patients.emplace(one.number, std::move(one));
  }
  constexpr std::size_t slots_a_day = 48;
  constexpr std::size_t doctors = 2;
  const auto midnight = parse_london(london_date(now)).value_or(now);
  for (std::size_t i = 0; i < appointments; ++i) {
    const auto day = i / slots_a_day, nth = i % slots_a_day;
    // Noon of a day is never an hour off its date, whatever the clocks do.
    const auto date = london_date(midnight + 12h + 24h * static_cast<int>(day + 1));
    const auto nine = parse_london(date + "T09:00:00").value_or(now);
    out.book(0, nine + 10min * static_cast<int>(nth), i % doctors);
  }
  return out;
}

} // namespace tidings::sim
