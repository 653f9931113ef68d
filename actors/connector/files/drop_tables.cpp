#include "actors/connector/files/drop_tables.hpp"

#include "actors/connector/london.hpp"
#include "actors/connector/text_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

namespace tidings::files {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF", end_word = "END";
constexpr std::string_view time_forms = "write it as 2026-03-30 09:10 or 30/03/2026 09:10";

// Without a mark for the end of the day: the day's own midnight.
std::optional<timestamp> read_day_or_time(std::string_view text) {
  std::string written(text);
  const auto digit = [&](std::size_t at) { return at < written.size() && written[at] >= '0' && written[at] <= '9'; };
  if (written.size() >= 10 && written[2] == '/' && written[5] == '/' && digit(0) && digit(3) && digit(6))
    written = written.substr(6, 4) + "-" + written.substr(3, 2) + "-" + written.substr(0, 2) + written.substr(10);
  if (written.size() > 10 && written[10] == ' ') written[10] = 'T';
  if (written.size() == 16) written += ":00";
  const auto at = london::read(written);
  return at ? std::optional(*at) : std::nullopt;
}

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  return from == text.npos ? std::string() : std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

/// A file's records below its headings.
class table {
public:
  table(std::string_view bytes, const file_drop_settings& how, const std::map<std::string, std::string>& columns,
        std::vector<row_error>& errors)
      : columns_(&columns), errors_(&errors) {
    load(bytes, how);
  }
  void load(std::string_view bytes, const file_drop_settings& how) {
    std::string text(bytes);
    if (text.starts_with(byte_order_mark))
      text.erase(0, byte_order_mark.size());
    else if (how.encoding == "windows-1252")
      text = utf8_of_windows_1252(text);
    if (!is_utf8(text)) return wrong(0, "", "the file isn't UTF-8", "save it as UTF-8, or set `encoding`");
    auto csv = read_csv(text, how.separator == "tab" ? '\t' : how.separator.front());
    for (auto& one : csv.errors) errors_->push_back(std::move(one));
    if (!errors_->empty()) return;
    if (!csv.ends_with_line)
      return wrong(csv.records.empty() ? 0 : csv.records.back().line, "", "the last line isn't complete",
                   "end each line; is the file cut off?");
    if (csv.records.empty()) return wrong(0, "", "the file is empty", "write the headings as its first line");
    headings(csv.records.front());
    csv.records.erase(csv.records.begin());
    records_ = std::move(csv.records);
  }

  std::vector<csv_record>& records() { return records_; }
  const std::vector<csv_record>& records() const { return records_; }
  std::size_t width() const { return width_; }

  std::string text(const csv_record& row, const std::string& name) const {
    const auto at = at_.find(name);
    return at == at_.end() || at->second >= row.fields.size() ? std::string() : trimmed(row.fields[at->second]);
  }
  /// Of one row; `name` is ours, the report has the file's own.
  void wrong(int line, const std::string& name, std::string what, std::string mend) {
    const auto column = columns_->find(name);
    errors_->push_back({line, column == columns_->end() ? name : column->second, std::move(what), std::move(mend)});
  }

private:
  void headings(const csv_record& row) {
    width_ = row.fields.size();
    for (const auto& [name, heading] : *columns_) {
      const auto at = std::find_if(row.fields.begin(), row.fields.end(),
                                   [&, wanted = heading](const std::string& one) { return trimmed(one) == wanted; });
      if (at == row.fields.end())
        wrong(row.line, name, fmt::format("the heading `{}` is missing", heading),
              "have the export write it, or correct the columns in the practice's file");
      else
        at_[name] = static_cast<std::size_t>(at - row.fields.begin());
    }
  }

  const std::map<std::string, std::string>* columns_;
  std::vector<row_error>* errors_;
  std::map<std::string, std::size_t> at_;
  std::vector<csv_record> records_;
  std::size_t width_ = 0;
};

/// Nobody is written to because of a word that nobody explained.
consent consent_in(table& rows, const csv_record& row, const std::string& name, const file_drop_settings& how) {
  const auto word = rows.text(row, name);
  if (const auto known = how.consents.find(word); known != how.consents.end()) return known->second;
  if (word.empty()) return consent::unknown;
  rows.wrong(row.line, name, "a word that isn't known: taken for a no", "add it to `consents`");
  return consent::no;
}

/// Takes the end row off.
class end_of_file {
public:
  timestamp from{}, to{};
  std::optional<timestamp> made_at;

  end_of_file(table& rows, const file_drop_settings& how) {
    auto& all = rows.records();
    if (all.empty() || trimmed(all.back().fields.front()) != end_word) {
      if (how.end_row)
        rows.wrong(0, "", "the end row is missing",
                   "end the file with `END,<number of rows>`: without it nobody can see whether the file is cut off");
      return;
    }
    const auto last = std::move(all.back());
    all.pop_back();
    const auto cell = [&](std::size_t at) {
      return at < last.fields.size() ? trimmed(last.fields[at]) : std::string();
    };
    if (cell(1) != std::to_string(all.size()))
      rows.wrong(last.line, "", fmt::format("the end row doesn't count {} rows", all.size()),
                 "is the file cut off, or are there lines in it that belong to nothing?");
    if (!cell(2).empty() || !cell(3).empty()) {
      const auto first = read_day_or_time(cell(2)), last_day = read_day_or_time(cell(3));
      if (!first || !last_day || *last_day < *first)
        rows.wrong(last.line, "", "the end row's first and last day can't be read", "write them as 2026-03-30");
      else
        from = london::midnight(*first), to = london::midnight(*last_day, 1), states_window = true;
    }
    if (!cell(4).empty()) {
      made_at = read_day_or_time(cell(4));
      if (!made_at) rows.wrong(last.line, "", "when the file was made can't be read", std::string(time_forms));
    }
  }
  bool states_window = false;
};

std::optional<appointment> read_row(table& rows, const csv_record& row, const file_drop_settings& how) {
  appointment one;
  const auto bad = [&](const char* name, std::string what, std::string mend) {
    rows.wrong(row.line, name, std::move(what), std::move(mend));
    return std::nullopt;
  };
  if (row.fields.size() != rows.width())
    return bad("", fmt::format("{} fields in place of {}", row.fields.size(), rows.width()),
               "put fields that hold the separator into quotation marks");
  one.id = appointment_id(rows.text(row, "id"));
  if (one.id.empty()) return bad("id", "empty", "each appointment needs the clinical system's own id");
  one.patient = patient_id(rows.text(row, "patient"));
  if (one.patient.empty()) return bad("patient", "empty", "leave out slots that nobody has booked");
  const bool in_two = how.appointment_columns.contains("date");
  const auto time = in_two ? rows.text(row, "date") + " " + rows.text(row, "time") : rows.text(row, "starts_at");
  const auto starts_at = read_day_or_time(time);
  if (!starts_at || time.size() < 12)
    return bad(in_two ? "date" : "starts_at", "not a date and time", std::string(time_forms));
  one.starts_at = *starts_at;
  if (const auto minutes = rows.text(row, "minutes"); !minutes.empty()) {
    const auto* const end = minutes.data() + minutes.size();
    if (std::from_chars(minutes.data(), end, one.minutes).ptr != end)
      return bad("minutes", "not a whole number", "write the length in minutes");
  }
  one.session = rows.text(row, "session");
  one.clinician = rows.text(row, "clinician");
  one.slot_type = rows.text(row, "slot_type");
  one.site = rows.text(row, "site");
  if (how.appointment_columns.contains("status")) {
    const auto word = how.statuses.find(rows.text(row, "status"));
    if (word == how.statuses.end())
      return bad("status", "a word that isn't known", "add it to `statuses` in the practice's file");
    one.status = word->second;
  }
  return one;
}

bool is_yes(const std::string& word) {
  return word == "1" || word == "yes" || word == "Yes" || word == "Y" || word == "y" || word == "true";
}

} // namespace

appointments_table read_appointments(std::string_view bytes, const file_drop_settings& how) {
  appointments_table out;
  table rows(bytes, how, how.appointment_columns, out.errors);
  if (!out.errors.empty()) return out;
  const end_of_file end(rows, how);
  out.from = end.from;
  out.to = end.to;
  out.made_at = end.made_at;
  std::set<appointment_id> ids;
  for (const auto& row : rows.records()) {
    auto one = read_row(rows, row, how);
    if (!one) continue;
    if (!ids.insert(one->id).second)
      rows.wrong(row.line, "id", "an id that stands in the file twice", "each appointment once");
    if (end.states_window && (one->starts_at < out.from || one->starts_at >= out.to))
      rows.wrong(row.line, "starts_at", "outside of the days that the end row states", "correct the end row's days");
    out.rows.push_back(std::move(*one));
  }
  if (end.states_window || out.rows.empty()) return out;
  // No day is claimed beyond what is seen: behind the last row there may have been more.
  const auto [first, last] =
      std::minmax_element(out.rows.begin(), out.rows.end(),
                          [](const appointment& a, const appointment& b) { return a.starts_at < b.starts_at; });
  out.from = first->starts_at;
  out.to = last->starts_at + millis(1);
  return out;
}

patients_table read_patients(std::string_view bytes, const file_drop_settings& how) {
  patients_table out;
  table rows(bytes, how, how.patient_columns, out.errors);
  if (!out.errors.empty()) {
    out.errors.insert(out.errors.begin(), {0, "", "no patient was taken from this file", "see the lines below"});
    return out;
  }
  for (const auto& row : rows.records()) {
    if (trimmed(row.fields.front()) == end_word) continue;
    patient_details one;
    one.id = patient_id(rows.text(row, "id"));
    if (row.fields.size() != rows.width())
      rows.wrong(row.line, "", fmt::format("{} fields in place of {}", row.fields.size(), rows.width()),
                 "put fields that hold the separator into quotation marks");
    else if (one.id.empty())
      rows.wrong(row.line, "id", "empty", "each patient needs the clinical system's own id");
    else if (out.rows.contains(one.id))
      rows.wrong(row.line, "id", "an id that stands in the file twice", "each patient once");
    else {
      one.nhs_number = secret_text(rows.text(row, "nhs_number"));
      one.title = secret_text(rows.text(row, "title"));
      one.first_name = secret_text(rows.text(row, "first_name"));
      one.last_name = secret_text(rows.text(row, "last_name"));
      one.mobile = secret_text(rows.text(row, "mobile"));
      one.email = secret_text(rows.text(row, "email"));
      one.dead = is_yes(rows.text(row, "dead"));
      one.deducted = is_yes(rows.text(row, "deducted"));
      one.sms_consent = consent_in(rows, row, "consent", how);
      one.email_consent = consent_in(rows, row, "email_consent", how);
      one.voice_consent = consent_in(rows, row, "voice_consent", how);
      out.rows.emplace(one.id, std::move(one));
    }
  }
  return out;
}

groups_table read_groups(std::string_view bytes, const file_drop_settings& how) {
  constexpr std::size_t name_max = 100; ///< characters; what is longer is no name but a mistake
  groups_table out;
  table rows(bytes, how, how.group_columns, out.errors);
  if (!out.errors.empty()) return out;
  const end_of_file end(rows, how);
  out.made_at = end.made_at;
  for (const auto& row : rows.records()) {
    group_row one{rows.text(row, "group"), patient_id(rows.text(row, "patient")), {}, {}};
    const auto day = [&](const char* name) -> std::optional<timestamp> {
      const auto text = rows.text(row, name);
      if (text.empty()) return std::nullopt;
      const auto at = read_day_or_time(text);
      if (!at) rows.wrong(row.line, name, "not a date", "write it as 2026-03-30 or 30/03/2026");
      return at;
    };
    if (row.fields.size() != rows.width())
      rows.wrong(row.line, "", fmt::format("{} fields in place of {}", row.fields.size(), rows.width()),
                 "put fields that hold the separator into quotation marks");
    else if (one.group.empty())
      rows.wrong(row.line, "group", "empty", "each row needs the group's name");
    else if (one.group.size() > name_max)
      rows.wrong(row.line, "group", fmt::format("longer than {} characters", name_max),
                 "give the group a shorter name");
    else if (one.patient.empty())
      rows.wrong(row.line, "patient", "empty", "each row needs the clinical system's own id of the patient");
    else {
      one.joined = day("joined");
      one.left = day("left");
      if (one.joined && one.left && *one.left < *one.joined)
        rows.wrong(row.line, "left", "before the day of `joined`", "correct one of the two days");
      out.rows.push_back(std::move(one));
    }
  }
  return out;
}

std::map<std::string, std::set<patient_id>> members_at(const std::vector<group_row>& rows, timestamp now) {
  std::map<std::string, std::set<patient_id>> out;
  for (const auto& row : rows) {
    auto& members = out[row.group];
    if ((!row.joined || *row.joined <= now) && (!row.left || *row.left > now)) members.insert(row.patient);
  }
  return out;
}

shrinkage shrinkage_of(const std::vector<appointment>& before, const appointments_table& now, timestamp today) {
  std::set<appointment_id> there;
  for (const auto& one : now.rows)
    if (one.status != appointment_status::cancelled) there.insert(one.id);
  shrinkage out;
  for (const auto& one : before) {
    if (one.status != appointment_status::booked || one.starts_at < std::max(today, now.from) ||
        one.starts_at >= now.to)
      continue;
    ++out.of;
    if (!there.contains(one.id)) ++out.gone;
  }
  return out;
}

bool is_too_much(const shrinkage& what, const file_drop_settings& how) {
  if (what.gone <= static_cast<std::size_t>(how.shrink_free)) return false;
  return what.gone * 100 > what.of * static_cast<std::size_t>(how.shrink_max_percent);
}

namespace {
std::set<std::string> names_in(const std::vector<group_row>& rows) {
  std::set<std::string> names;
  for (const auto& row : rows) names.insert(row.group);
  return names;
}
} // namespace

shrinkage groups_gone(const std::vector<group_row>& before, const std::vector<group_row>& now) {
  const auto had = names_in(before), has = names_in(now);
  shrinkage out;
  out.of = had.size();
  for (const auto& name : had)
    if (!has.contains(name)) ++out.gone;
  return out;
}

bool is_too_much(const shrinkage& groups) { return groups.gone * 2 > groups.of; }

ended_groups ended_after(const ended_groups& known, const std::vector<group_row>& before,
                         const std::vector<group_row>& now, timestamp at, millis keep) {
  auto out = known;
  for (const auto& name : names_in(before)) out[name] = at;
  for (const auto& name : names_in(now)) out.erase(name);
  std::erase_if(out, [&](const auto& one) { return one.second + keep < at; });
  return out;
}

} // namespace tidings::files
