#include "actors/connector/odbc/mapped_rows.hpp"

#include "actors/connector/london.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tidings::odbc {
namespace {

// Databases differ in how they write names.
std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == text.npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(' ') - from + 1)); // CHAR(n) is filled up
}

bool is_yes(const std::string& word) {
  constexpr std::array<std::string_view, 6> yes{"1", "t", "true", "y", "yes", "-1"};
  return std::find(yes.begin(), yes.end(), lower(word)) != yes.end();
}

/// Nobody is written to because of a word that nobody explained.
consent consent_by(const std::string& word, const microtest_mapping& mapping) {
  if (const auto known = mapping.consents.find(word); known != mapping.consents.end()) return known->second;
  return word.empty() ? consent::unknown : consent::no;
}

tl::unexpected<failure> no_good(std::string_view column, std::string_view why) {
  return fail(error_code::invalid_input, fmt::format("a row whose `{}` {}", column, why));
}

} // namespace

result<columns> columns::find(const std::map<std::string, std::string>& wanted, const std::vector<std::string>& found,
                              std::string_view of_what) {
  columns out;
  for (const auto& [name, column] : wanted) {
    const auto sought = lower(column);
    const auto at =
        std::find_if(found.begin(), found.end(), [&](const std::string& one) { return lower(one) == sought; });
    if (at == found.end())
      return fail(
          error_code::not_configured,
          fmt::format("the column `{}` ({}) is missing from the query `{}`; it gives: {}. Has the database been "
                      "upgraded? Correct the mapping file",
                      column, name, of_what, fmt::join(found, ", ")));
    out.at_[name] = static_cast<std::size_t>(at - found.begin());
  }
  return out;
}

std::string columns::text(const cells& row, const std::string& name) const {
  const auto found = at_.find(name);
  if (found == at_.end() || found->second >= row.size() || !row[found->second]) return {};
  return trimmed(*row[found->second]);
}

result<timestamp> read_time(std::string_view text, const microtest_mapping& mapping) {
  constexpr std::size_t to_the_minute = 16;
  std::string written(text.substr(0, text.find_first_of("+Z")));
  if (written.size() > 10 && written[10] == ' ') written[10] = 'T';
  if (written.size() == to_the_minute) written += ":00";
  if (written.size() == 10) return fail(error_code::invalid_input, "a date without time");
  if (mapping.times == "local") return london::read(written);
  // The same form, without London's clock changes.
  const auto local = london::read(written);
  if (!local) return local;
  std::tm parts{};
  if (::strptime(written.c_str(), "%Y-%m-%dT%H:%M:%S", &parts) == nullptr)
    return fail(error_code::invalid_input, "not a date and time");
  return from_ms(static_cast<std::int64_t>(::timegm(&parts)) * 1'000);
}

std::string print_time(timestamp at, const microtest_mapping& mapping) {
  auto text = mapping.times == "local"
                  ? london::print(at)
                  : date::format("%Y-%m-%dT%H:%M:%S", std::chrono::floor<std::chrono::seconds>(at));
  text[10] = ' ';
  return text;
}

result<booking> read_booking(const columns& at, const cells& row, const microtest_mapping& mapping) {
  booking out;
  out.what.id = appointment_id(at.text(row, "id"));
  out.what.patient = patient_id(at.text(row, "patient"));
  if (out.what.id.empty()) return no_good("id", "is empty");
  if (out.what.patient.empty()) return no_good("patient", "is empty: leave such rows out in the query");
  const auto starts_at = read_time(at.text(row, "starts_at"), mapping);
  if (!starts_at) return no_good("starts_at", "is no date and time");
  out.what.starts_at = *starts_at;
  const auto minutes = at.text(row, "minutes");
  const auto* const end = minutes.data() + minutes.size();
  std::uint32_t whole = 0;
  if (!minutes.empty() && std::from_chars(minutes.data(), end, whole).ptr == minutes.data())
    return no_good("minutes", "is no number");
  out.what.minutes = whole;
  out.what.session = at.text(row, "session");
  out.what.clinician = at.text(row, "clinician");
  out.what.slot_type = at.text(row, "slot_type");
  out.what.site = at.text(row, "site");
  out.notes = at.text(row, "notes");
  out.version = at.text(row, "version");
  const auto word = at.text(row, "status");
  if (const auto status = mapping.statuses.find(word); status != mapping.statuses.end())
    out.what.status = status->second;
  else if (!mapping.statuses.empty())
    return fail(
        error_code::invalid_input,
        fmt::format("an appointment has the status `{}`, which the mapping file doesn't know: add it to `statuses`",
                    word.substr(0, 40)));
  return out;
}

result<patient_details> read_details(const columns& at, const cells& row, const microtest_mapping& mapping) {
  patient_details out;
  out.id = patient_id(at.text(row, "id"));
  if (out.id.empty()) return no_good("id", "is empty");
  out.nhs_number = secret_text(at.text(row, "nhs_number"));
  out.title = secret_text(at.text(row, "title"));
  out.first_name = secret_text(at.text(row, "first_name"));
  out.last_name = secret_text(at.text(row, "last_name"));
  out.mobile = secret_text(at.text(row, "mobile"));
  out.email = secret_text(at.text(row, "email"));
  out.dead = is_yes(at.text(row, "dead"));
  out.deducted = is_yes(at.text(row, "deducted"));
  out.sms_consent = consent_by(at.text(row, "consent"), mapping);
  out.email_consent = consent_by(at.text(row, "email_consent"), mapping);
  out.voice_consent = consent_by(at.text(row, "voice_consent"), mapping);
  return out;
}

result<std::map<std::string, std::set<patient_id>>> read_groups(const columns& at, const std::vector<cells>& rows) {
  std::map<std::string, std::set<patient_id>> out;
  for (const auto& row : rows) {
    auto name = at.text(row, "group");
    if (name.empty()) return no_good("group", "is empty");
    auto& members = out[std::move(name)];
    if (auto who = at.text(row, "patient"); !who.empty()) members.insert(patient_id(std::move(who)));
  }
  return out;
}

} // namespace tidings::odbc
