#include "systmone/functions.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tidings::sim {
namespace {

constexpr std::array<const char*, 6> supported = {"GetFunctions",        "PatientSearch", "GetPatientRecord",
                                                  "UpdatePatientRecord", "GetDiary",      "ExitClient"};

function_result get_functions() {
  pugi::xml_document out;
  for (const char* name : supported) {
    auto one = out.append_child("SupportedFunction");
    append_text(one, "Function", name);
    append_text(one, "Version", "1.0");
  }
  return out;
}

std::string letters(std::string_view text, int (*keep)(int)) {
  std::string out;
  for (const char letter : text)
    if (const auto byte = static_cast<unsigned char>(letter); keep(byte) != 0)
      out += static_cast<char>(std::tolower(byte));
  return out;
}

bool contains(std::string_view whole, std::string_view part, int (*keep)(int)) {
  return letters(whole, keep).find(letters(part, keep)) != std::string::npos;
}

} // namespace

tl::expected<patient*, function_error> identify(practice_book& book, pugi::xml_node parameters) {
  const auto identity = parameters.child("Identity");
  std::string_view number = identity.child_value("NhsNumber");
  if (number.empty()) number = identity.child_value("NHSNumber");
  if (number.empty()) return tl::unexpected(function_error{"A patient must be identified"});
  auto* found = book.find_patient(number);
  if (found == nullptr) return tl::unexpected(function_error{"The patient could not be found"});
  return found;
}

void append_identity(pugi::xml_node parent, const patient& one) {
  auto identity = parent.append_child("Identity");
  append_text(identity, "NHSNumber", one.nhs_number);
  append_text(identity, "StrategicReportingIdentifier", std::to_string(one.reporting_id));
}

void append_address(pugi::xml_node parent, const patient& one) {
  auto address = parent.append_child("Address");
  append_text(address, "HouseName", "");
  append_text(address, "HouseNumber", one.house_number);
  append_text(address, "Road", one.road);
  append_text(address, "Locality", "");
  append_text(address, "Town", one.town);
  append_text(address, "County", "");
  append_text(address, "Postcode", one.postcode);
}

function_result patient_search(practice_book& book, const function_request& request) {
  static constexpr std::array names = {"FirstName", "Surname", "DateOfBirth", "PostCode", "Telephone", "Gender"};
  std::array<std::string_view, names.size()> want;
  std::ranges::transform(names, want.begin(), [&](const char* name) { return request.parameters.child_value(name); });
  if (std::ranges::count_if(want, [](auto text) { return !text.empty(); }) < 2)
    return tl::unexpected(function_error{"At least two search parameters must be specified"});
  pugi::xml_document out;
  for (const auto& one : book.patients()) {
    const bool matches =
        contains(one.first_name, want[0], std::isprint) && contains(one.surname, want[1], std::isprint) &&
        (want[2].empty() || want[2].substr(0, 10) == one.date_of_birth) &&
        contains(one.postcode, want[3], std::isalnum) &&
        (contains(one.mobile, want[4], std::isdigit) || contains(one.home_telephone, want[4], std::isdigit)) &&
        (want[5].empty() || want[5] == one.sex);
    if (!matches) continue;
    auto result = out.append_child("Result");
    append_identity(result, one);
    append_text(result, "FirstName", one.first_name);
    append_text(result, "Surname", one.surname);
    append_text(result, "DateOfBirth", one.date_of_birth);
    append_text(result, "Sex", one.sex);
    append_text(result, "Telephone", one.mobile.empty() ? one.home_telephone : one.mobile);
    append_address(result, one);
  }
  return out;
}

bool is_full_record(const function_request& request, instant now) {
  if (request.function != "GetPatientRecord") return false;
  const auto filter = request.parameters.child("Filter");
  const auto children = filter.children();
  const bool only_demographics =
      children.begin() != children.end() && std::ranges::all_of(children, [](pugi::xml_node node) {
        return std::string_view{node.name()} == "Demographics";
      });
  if (only_demographics) return false;
  const auto today = london_date(now);
  const auto day = [&](const char* name) { return std::string_view{filter.child_value(name)}.substr(0, 10); };
  return day("MinEntryDate") != today || day("MaxEntryDate") != today;
}

function_result carry_out(practice_book& book, const function_request& request, const function_rules& rules,
                          instant now) {
  if (std::ranges::find(supported, request.function, [](const char* name) { return std::string_view{name}; }) ==
      supported.end())
    return tl::unexpected(function_error{"Unknown function " + request.function});
  if (request.version != "1.0" && request.version != "1")
    return tl::unexpected(function_error{"Function version " + request.version + " is not supported"});
  if (request.function == "GetFunctions") return get_functions();
  if (request.function == "GetDiary") return get_diary(book, request, rules, now);
  if (request.function == "GetPatientRecord") return get_patient_record(book, request, rules, now);
  if (request.function == "UpdatePatientRecord") return update_patient_record(book, request, rules, now);
  if (request.function == "PatientSearch") return patient_search(book, request);
  return pugi::xml_document{}; // ExitClient has nothing to say
}

} // namespace tidings::sim
