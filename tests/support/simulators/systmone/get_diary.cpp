#include "systmone/functions.hpp"

#include <algorithm>
#include <vector>

namespace tidings::sim {
namespace {

struct diary_query {
  std::optional<instant> from, until;
  std::vector<std::string_view> user_names, site_names;

  bool wants(const practice_book& book, const appointment& one) const {
    if (from && one.starts_at < *from) return false;
    if (until && one.starts_at > *until) return false;
    if (!user_names.empty() && std::ranges::find(user_names, one.user_name) == user_names.end()) return false;
    return site_names.empty() || std::ranges::find(site_names, book.site) != site_names.end();
  }
};

tl::expected<diary_query, function_error> read_query(pugi::xml_node parameters) {
  diary_query query;
  for (const auto& [name, bound] : {std::pair{"MinDateTime", &query.from}, std::pair{"MaxDateTime", &query.until}}) {
    const std::string_view text = parameters.child_value(name);
    if (text.empty()) continue;
    *bound = parse_london(text);
    if (!*bound) return tl::unexpected(function_error{std::string{name} + " is not a date and time"});
  }
  for (const auto node : parameters.children("UserName")) query.user_names.emplace_back(node.child_value());
  for (const auto node : parameters.children("SiteName")) query.site_names.emplace_back(node.child_value());
  return query;
}

void append_appointment(pugi::xml_node result, const practice_book& book, const appointment& one, bool without_uid) {
  auto out = result.append_child("Appointment");
  if (!without_uid) {
    append_text(out, "AppointmentUID", one.uid);
    append_text(out, "Status", one.status);
    append_text(out, "Comments", one.comments.empty() ? "" : one.comments.back());
  }
  auto clinic = out.append_child("Clinic");
  append_text(clinic, "UserName", one.user_name);
  append_text(clinic, "SiteName", book.site);
  append_text(clinic, "ClinicType", one.session);
  auto slot = clinic.append_child("Slot");
  append_text(slot, "SlotType", one.slot_type);
  append_text(slot, "DateTimeStart", london_text(one.starts_at));
  append_text(slot, "Duration", std::to_string(one.minutes));
}

void append_basics(pugi::xml_node result, const patient& one) {
  auto out = result.append_child("Demographics");
  append_text(out, "Title", one.title);
  append_text(out, "FirstName", one.first_name);
  append_text(out, "MiddleNames", "");
  append_text(out, "Surname", one.surname);
  append_text(out, "DateOfBirth", one.date_of_birth);
  append_text(out, "Sex", one.sex);
}

} // namespace

// One Result per patient, with all their appointments in it ("This element will be repeated for each patient
// included").
function_result get_diary(practice_book& book, const function_request& request, const function_rules& rules,
                          instant now) {
  const auto query = read_query(request.parameters);
  if (!query) return tl::unexpected(query.error());
  pugi::xml_document out;
  const bool only_visits = request.parameters.child("Visits") && !request.parameters.child("Appointments");
  if (only_visits) return out; // home visits aren't simulated
  std::vector<const appointment*> wanted;
  for (const auto& [uid, one] : book.appointments()) {
    if (one.starts_at < now || !query->wants(book, one)) continue; // "up-coming"
    if (rules.hide_cancelled && is_cancelled(one.status)) continue;
    wanted.push_back(&one);
  }
  std::ranges::stable_sort(wanted, {}, [](const appointment* one) {
    return std::pair{one->nhs_number, one->starts_at};
  });
  pugi::xml_node result;
  std::string_view current;
  for (const auto* one : wanted) {
    if (one->nhs_number != current) {
      const auto* who = book.find_patient(one->nhs_number);
      if (who == nullptr) continue;
      current = one->nhs_number;
      result = out.append_child("Result");
      append_identity(result, *who);
      append_basics(result, *who);
    }
    append_appointment(result, book, *one, rules.diary_without_uid);
  }
  return out;
}

} // namespace tidings::sim
