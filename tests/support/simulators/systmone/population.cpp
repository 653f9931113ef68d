#include "systmone/population.hpp"

#include "support/dice.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

constexpr std::size_t mobile_range = 1000;
constexpr double family_share = 0.02, landline_only_share = 0.03, no_consent_share = 0.03, unasked_consent_share = 0.05;
/// One clinician's day has 57 slots of ten minutes; fewer patients each leaves staff room to move people.
constexpr std::size_t patients_per_clinician = 25;
constexpr std::size_t clinicians_min = 4;
constexpr std::size_t patients_per_practice_max = 5000;

struct forename {
  std::string_view name, sex;
};

constexpr std::array forenames = {
    forename{"Amira", "F"},  forename{"Oliver", "M"}, forename{"Grace", "F"},   forename{"Samuel", "M"},
    forename{"Niamh", "F"},  forename{"Rajesh", "M"}, forename{"Zofia", "F"},   forename{"Dylan", "M"},
    forename{"Mei", "F"},    forename{"Kwame", "M"},  forename{"Eleanor", "F"}, forename{"Tomasz", "M"},
    forename{"Siân", "F"},   forename{"Hassan", "M"}, forename{"Ivy", "F"},     forename{"Callum", "M"},
    forename{"Priya", "F"},  forename{"Arthur", "M"}, forename{"Chloé", "F"},   forename{"Mohammed", "M"},
    forename{"Doreen", "F"}, forename{"Ewan", "M"},   forename{"Fatima", "F"},  forename{"George", "M"}};
constexpr std::array<std::string_view, 26> surnames = {
    "Okafor",   "Smith", "Patel",    "Jones",   "Nowak",   "Williams", "Khan",    "Brown",          "O'Brien",
    "Evans",    "Begum", "Thompson", "Hughes",  "Ahmed",   "Clarke",   "Singh",   "Walker",         "MacDonald",
    "Kowalski", "Wood",  "Ali",      "Roberts", "Hussain", "Green",    "Adeyemi", "Llewellyn-Price"};
constexpr std::array<std::string_view, 8> roads = {"Mill Lane",     "Station Road", "Church Street", "Orchard Close",
                                                   "Victoria Road", "The Green",    "Bath Road",     "Canal Walk"};
constexpr std::array<std::string_view, 6> towns = {"Bath", "Swindon", "Keynsham", "Melksham", "Radstock", "Corsham"};
constexpr std::array<std::string_view, 8> sites = {"Riverside Surgery",    "Hilltop Practice",     "Mill Lane Surgery",
                                                   "Station Road Surgery", "The Orchard Practice", "Canal View Surgery",
                                                   "Abbey Gate Practice",  "Bridge House Surgery"};

struct staff_name {
  std::string_view first, last;
};
constexpr std::array staff_names = {staff_name{"Jaya", "Patel"},  staff_name{"Drew", "Marsh"},
                                    staff_name{"Helen", "Frost"}, staff_name{"Chidi", "Eze"},
                                    staff_name{"Anna", "Lewis"},  staff_name{"Imran", "Malik"},
                                    staff_name{"Bethan", "Pugh"}, staff_name{"Owen", "Hart"},
                                    staff_name{"Ruth", "Carey"},  staff_name{"Stefan", "Zielski"}};

/// A fixed shuffle of 0..999 so that neighbours in the list don't have neighbouring numbers.
std::size_t shuffled(std::uint64_t seed, std::size_t index) {
  // 1000 and the step share no factor, so every number is met once.
  static constexpr std::array<std::size_t, 4> steps = {387, 617, 773, 901};
  dice throws{seed, {"mobiles"}};
  const auto step = throws.pick(steps);
  return (throws.below(mobile_range) + index * step) % mobile_range;
}

std::string nhs_number(std::size_t index) {
  // 999 numbers are never issued to patients. One in eleven has no valid check digit, but never two neighbours: each
  // patient owns two candidates and takes the first valid one.
  for (std::size_t digits = index * 2;; ++digits)
    if (auto number = with_check_digit(fmt::format("999{:06}", digits % 1000000))) return *number;
}

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

patient make_patient(const practice_book& book, std::uint64_t seed, practice_place place, std::size_t in_practice) {
  const auto index = place.index * patients_per_practice_max + in_practice;
  dice throws{seed, {"patient", std::to_string(index)}};
  const auto& forename = throws.pick(forenames);
  patient one;
  one.nhs_number = nhs_number(index);
  one.reporting_id = 100001 + index;
  one.first_name = forename.name;
  one.sex = forename.sex;
  one.title = one.sex == "M" ? "Mr" : (throws.chance(0.5) ? "Mrs" : "Ms");
  one.surname = throws.pick(surnames);
  const auto year = throws.between(1931, 2006);
  const auto month = throws.between(1, 12);
  one.date_of_birth = fmt::format("{:04}-{:02}-{:02}", year, month, throws.between(1, 28));
  one.house_number = std::to_string(throws.between(1, 180));
  one.road = throws.pick(roads);
  one.town = throws.pick(towns);
  one.postcode = fmt::format("BA{} {}ZZ", throws.between(1, 15), throws.between(1, 9));
  one.usual_gp = book.clinicians[throws.below(book.clinicians.size())].user_name;

  const double consent = throws.unit();
  one.sms_consent = consent < no_consent_share ? "No" : consent < no_consent_share + unasked_consent_share ? "" : "Yes";
  // Ofcom's drama range for Bristol: 0117 496 0000-0999.
  if (throws.chance(0.5)) one.home_telephone = fmt::format("0117 496 {:04}", throws.below(1000));
  const double kind = throws.unit();
  if (kind < landline_only_share) {
    if (one.home_telephone.empty()) one.home_telephone = "0117 496 0000";
  } else if (kind < landline_only_share + family_share && in_practice > 0 && !book.patients().back().mobile.empty()) {
    const auto& relative = book.patients().back();
    one.mobile = relative.mobile;
    one.surname = relative.surname;
    one.house_number = relative.house_number;
    one.road = relative.road;
    one.town = relative.town;
    one.postcode = relative.postcode;
  } else {
    one.mobile = fmt::format("07700 900{:03}", shuffled(seed, in_practice * place.of + place.index));
  }
  return one;
}

void employ(practice_book& book, std::uint64_t seed, std::size_t count) {
  dice throws{seed, {"staff", book.ods}};
  const auto offset = throws.below(staff_names.size());
  book.site = sites[(throws.below(sites.size()))];
  for (std::size_t i = book.clinicians.size(); i < count; ++i) {
    const auto& name = staff_names[(offset + i) % staff_names.size()];
    const auto round = i / staff_names.size();
    auto login = lower(name.first.substr(0, 1)) + lower(name.last) + (round == 0 ? "" : std::to_string(round + 1));
    book.clinicians.push_back({std::move(login), std::string{name.first}, std::string{name.last}});
  }
}

} // namespace

std::optional<std::string> with_check_digit(std::string_view nine_digits) {
  int sum = 0;
  for (std::size_t i = 0; i < 9; ++i) sum += (nine_digits[i] - '0') * static_cast<int>(10 - i);
  const int check = (11 - sum % 11) % 11;
  if (check == 10) return std::nullopt;
  return std::string{nine_digits} + static_cast<char>('0' + check);
}

void populate(practice_book& book, std::uint64_t seed, practice_place place, std::size_t count) {
  count = std::min(count, patients_per_practice_max);
  employ(book, seed, std::max(clinicians_min, (count + patients_per_clinician - 1) / patients_per_clinician));
  for (std::size_t i = book.patients().size(); i < count; ++i) book.add(make_patient(book, seed, place, i));
}

} // namespace tidings::sim
