// Who is found by what, and what is known of one patient.
#include "actors/practice/channels.hpp"
#include "actors/practice/opt_outs.hpp"
#include "actors/practice/staff/staff.hpp"
#include "schemas/json.hpp"
#include "schemas/patient_views.hpp"

#include <algorithm>
#include <tuple>

namespace tidings::staff {
namespace {

constexpr std::size_t nhs_number_digits = 10;

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

/// Small ASCII letters; others as they are, so that Ŵ finds Ŵ.
std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> all;
  std::string one;
  for (const char c : lower(text)) {
    if (c != ' ' && c != ',' && c != '\t') {
      one += c;
      continue;
    }
    if (!one.empty()) all.push_back(std::exchange(one, {}));
  }
  if (!one.empty()) all.push_back(std::move(one));
  return all;
}

std::string digits_in(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

/// What is typed, read once for all patients.
struct wanted {
  std::string text;               ///< as it was typed
  std::vector<std::string> words; ///< of a name
  std::string nhs_number;         ///< empty: it can't be one
  std::string telephone;          ///< E.164 digits; empty: it can't be one

  explicit wanted(const std::string& typed) : text(typed), words(words_in(typed)) {
    const bool figures = typed.find_first_not_of("0123456789 -+().") == std::string::npos;
    if (auto digits = digits_in(typed); figures && digits.size() == nhs_number_digits) nhs_number = std::move(digits);
    if (figures) telephone = address_on(channel::voice, typed).value_or("");
  }

  bool fits(const patient_details& one) const {
    if (one.system_id.reveal() == text || one.id.value == text) return true;
    if (!nhs_number.empty() && digits_in(one.nhs_number.reveal()) == nhs_number) return true;
    if (!telephone.empty())
      return address_on(channel::voice, one.mobile.reveal()) == telephone ||
             address_on(channel::voice, one.home_phone.reveal()) == telephone;
    return fits_name(one);
  }

private:
  /// Each word begins one of the patient's names.
  bool fits_name(const patient_details& one) const {
    auto names = words_in(one.first_name.reveal());
    for (auto& name : words_in(one.last_name.reveal())) names.push_back(std::move(name));
    return !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& begun) {
      return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name.starts_with(begun); });
    });
  }
};

std::string name_of(const patient_details& one) {
  auto name = one.first_name.reveal();
  if (!name.empty() && !one.last_name.reveal().empty()) name += ' ';
  return name + one.last_name.reveal();
}

/// Theirs that are known, in the order of their start.
std::vector<const appointment_track*> visits_of(const practice_state& state, const patient_id& patient) {
  std::vector<const appointment_track*> all;
  const auto mine = state.appointments_by_patient.find(patient);
  if (mine == state.appointments_by_patient.end()) return all;
  for (const auto& id : mine->second) all.push_back(&state.appointments.at(id));
  std::sort(all.begin(), all.end(), [](const auto* a, const auto* b) { return a->what.starts_at < b->what.starts_at; });
  return all;
}

view::patient_found row_of(const practice_state& state, const patient_details& one, timestamp now) {
  view::patient_found row{.id = one.id.value,
                          .name = name_of(one),
                          .nhs_number = one.nhs_number.reveal(),
                          .mobile = one.mobile.reveal(),
                          .against = std::string(against_any_message(one)),
                          .next_at = {}};
  for (const auto* visit : visits_of(state, one.id))
    if (!row.next_at && visit->stands() && visit->what.starts_at > now) row.next_at = iso8601(visit->what.starts_at);
  return row;
}

decision search(const practice_state& state, const look_at_patients& c, timestamp now) {
  const auto& typed = c.words.reveal();
  if (typed.size() < search_bytes_min || typed.size() > search_bytes_max)
    return refused(error_code::invalid_input, "words: at least two letters of a name, or a whole number");
  const wanted wish(typed);
  std::vector<const patient_details*> found;
  for (const auto& [id, one] : state.patients)
    if (wish.fits(one)) found.push_back(&one);
  const auto limit = std::clamp<std::size_t>(c.limit, 1, found_max);
  const auto shown = std::min(found.size(), limit);
  const auto key = [](const patient_details& one) {
    return std::tuple(lower(one.last_name.reveal()), lower(one.first_name.reveal()), one.id);
  };
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(shown), found.end(),
                    [&](const auto* a, const auto* b) { return key(*a) < key(*b); });
  view::patients_found page{.patients = {}, .more = found.size() > shown};
  found.resize(shown);
  answer said;
  for (const auto* one : found) {
    page.patients.push_back(row_of(state, *one, now));
    said.shown.push_back(one->id.value);
  }
  said.told = secret_text(boost::json::serialize(to_json(page)));
  return {{}, std::move(said)};
}

std::size_t sharing(const practice_state& state, const std::string& address) {
  const auto found = state.patients_by_number.find(address);
  return found == state.patients_by_number.end() ? 0 : found->second.size();
}

view::channel_choice choice_of(const practice_state& state, const practice_settings& settings,
                               const patient_details& one, channel by) {
  view::channel_choice choice{.channel = word(by), .address = {}, .consent = word(consent_for(one, by)), .against = {}};
  if (const auto way = way_to(state, settings, one, by, message_kind::now); !way) choice.against = way.error();
  const auto address = address_of(one, by);
  if (!address) return choice;
  choice.address = *address;
  choice.sharing = sharing(state, *address);
  choice.out = is_opted_out(state, *address, by);
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<message_kind>>([&](auto kind) {
    if (!choice.out && is_opted_out(state, *address, by, kind.value)) choice.out_of.emplace_back(kind.name);
  });
  return choice;
}

view::patient_visit visit_of(const appointment_track& track) {
  const auto& what = track.what;
  return {.id = what.id.value,
          .starts_at = iso8601(what.starts_at),
          .minutes = what.minutes,
          .session = what.session,
          .clinician = what.clinician,
          .site = what.site,
          .status = track.gone ? "gone" : word(what.status),
          .confirmed = track.confirmed,
          .cancelled = track.cancelled};
}

decision card(const practice_state& state, const practice_settings& settings, const patient_id& asked) {
  const auto* one = find_patient(state, asked);
  if (!one) return refused(error_code::not_found, "no patient known here has this id");
  view::patient_card page{.id = one->id.value,
                          .name = name_of(*one),
                          .title = one->title.reveal(),
                          .nhs_number = one->nhs_number.reveal(),
                          .mobile = one->mobile.reveal(),
                          .home_phone = one->home_phone.reveal(),
                          .email = one->email.reveal(),
                          .against = std::string(against_any_message(*one)),
                          .channels = {},
                          .appointments = {}};
  for (const auto by : {channel::sms, channel::email, channel::voice})
    page.channels.push_back(choice_of(state, settings, *one, by));
  for (const auto* visit : visits_of(state, one->id)) page.appointments.push_back(visit_of(*visit));
  answer said{.id = one->id.value};
  said.shown = {one->id.value};
  said.told = secret_text(boost::json::serialize(to_json(page)));
  return {{}, std::move(said)};
}

} // namespace

const patient_details* find_patient(const practice_state& state, const patient_id& asked) {
  auto patient = state.patients.find(asked);
  if (patient == state.patients.end()) patient = state.patients.find(patient_id(state.marks.of_patient(asked.value)));
  return patient == state.patients.end() ? nullptr : &patient->second;
}

decision look_at(const practice_state& state, const practice_settings& settings, const look_at_patients& c,
                 timestamp now) {
  return c.patient.empty() ? search(state, c, now) : card(state, settings, c.patient);
}

} // namespace tidings::staff
