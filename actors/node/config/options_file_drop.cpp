// The options of `system: file_drop`. config/practices/A99999.yaml explains them.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "schemas/connectors/file_drop.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr double second = 1'000, hour = 3'600 * second, day = 24 * hour;

const std::vector<std::string_view> appointment_names{"id",      "patient",   "starts_at", "date", "time",  "minutes",
                                                      "session", "clinician", "slot_type", "site", "status"};
const std::vector<std::string_view> patient_names{"id",        "nhs_number", "title",         "first_name",
                                                  "last_name", "mobile",     "email",         "consent",
                                                  "dead",      "deducted",   "email_consent", "voice_consent"};
const std::vector<std::string_view> group_names{"group", "patient", "joined", "left"};

void read_appointment_columns(reader& in, const node& what, file_drop_settings& into) {
  read_columns(in, what, appointment_names, into.appointment_columns);
}
json::object schema_of_appointment_columns() { return schema_of_columns(appointment_names); }
void read_patient_columns(reader& in, const node& what, file_drop_settings& into) {
  read_columns(in, what, patient_names, into.patient_columns);
}
json::object schema_of_patient_columns() { return schema_of_columns(patient_names); }
void read_group_columns(reader& in, const node& what, file_drop_settings& into) {
  read_columns(in, what, group_names, into.group_columns);
}
json::object schema_of_group_columns() { return schema_of_columns(group_names); }
void read_status_words(reader& in, const node& what, file_drop_settings& into) {
  read_statuses(in, what, into.statuses);
}
void read_consent_words(reader& in, const node& what, file_drop_settings& into) {
  read_consents(in, what, into.consents);
}

} // namespace

const options<file_drop_settings>& file_drop_options() {
  using s = file_drop_settings;
  static const rule name{shape::text, 1, 60};
  static const options<s> table{
      {"folder",
       {.what = shape::path, .may_be_empty = true},
       &s::folder,
       "Where files are put. The broker moves them away."},
      {"encoding",
       {.what = shape::one_of, .words = {"utf-8", "windows-1252"}},
       &s::encoding,
       "How the files are written. A byte order mark at the start means UTF-8 whatever stands here."},
      {"separator", {.what = shape::one_of, .words = {",", ";", "tab"}}, &s::separator, "What stands between fields."},
      {"appointments", name, &s::appointments, "What the names of files of appointments begin with."},
      {"patients", name, &s::patients, "What the names of files of patients begin with."},
      {"groups", name, &s::groups, "What the names of files of groups begin with."},
      {"appointment_columns",
       {shape::section},
       custom<s>{read_appointment_columns, schema_of_appointment_columns},
       "What we call a column, and its heading in the file. `date` and `time` may stand in place of `starts_at`."},
      {"patient_columns",
       {shape::section},
       custom<s>{read_patient_columns, schema_of_patient_columns},
       "The same for patients."},
      {"group_columns",
       {shape::section},
       custom<s>{read_group_columns, schema_of_group_columns},
       "The same for groups: `group` (its name), `patient` (the clinical system's own id) and, where the file has "
       "them, the "
       "days `joined` and `left`."},
      {"statuses",
       {shape::section},
       custom<s>{read_status_words, schema_of_statuses},
       "The file's words for what became of an appointment, each with ours. A file with any other word is refused."},
      {"consents",
       {shape::section},
       custom<s>{read_consent_words, schema_of_consents},
       "The file's words for a yes and a no to text messages, e-mails and calls. Any other word counts as a no."},
      {"end_row",
       {shape::boolean},
       &s::end_row,
       "A file of appointments or groups has to end with `END,<number of rows>`, so that one that is cut off is "
       "refused."},
      {"shrink_max_percent",
       {shape::whole, 0, 100},
       &s::shrink_max_percent,
       "A file that takes away more of the appointments to come is held until a person confirms it."},
      {"shrink_free", {shape::whole, 0, 10'000}, &s::shrink_free, "So many may go whatever part of all they are."},
      {"settle",
       {shape::duration, 0, 1 * hour},
       &s::settle,
       "A file that nobody has touched for so long, or between two looks, is taken for whole."},
      {"stale_after",
       {shape::duration, 1 * hour, 30 * day},
       &s::stale_after,
       "Without a new file of appointments for so long the connector isn't up any more."},
      {"keep",
       {shape::duration, 1 * day, 365 * day},
       &s::keep,
       "Files that were taken or refused are deleted after this time; they hold patients' names."},
  };
  return table;
}

void read_file_drop(reader& in, const node& what, connector_settings& into) {
  const node* map = in.map(what, "a map of the folder's options");
  if (map == nullptr) return;
  auto made = std::make_shared<file_drop_settings>();
  in.fill(*map, file_drop_options(), *made);
  const auto& columns = made->appointment_columns;
  const bool timed = columns.contains("starts_at") != (columns.contains("date") && columns.contains("time"));
  if (!columns.contains("id") || !columns.contains("patient") || !timed)
    in.wrong(reader::at(*map, "appointment_columns"), "columns that say too little", "no id, patient or time",
             "id, patient, and either starts_at or both date and time");
  if (!made->patient_columns.contains("id") || !made->patient_columns.contains("mobile"))
    in.wrong(reader::at(*map, "patient_columns"), "columns that say too little", "no id or mobile", "id and mobile");
  if (!made->group_columns.contains("group") || !made->group_columns.contains("patient"))
    in.wrong(reader::at(*map, "group_columns"), "columns that say too little", "no group or patient",
             "group and patient");
  const auto alike = [](const std::string& a, const std::string& b) { return a.starts_with(b) || b.starts_with(a); };
  if (alike(made->appointments, made->patients))
    in.wrong(reader::at(*map, "patients"), "names that can't be told apart", fmt::format("`{}`", made->patients),
             "files of appointments and of patients whose names begin differently");
  if (alike(made->groups, made->appointments) || alike(made->groups, made->patients))
    in.wrong(reader::at(*map, "groups"), "names that can't be told apart", fmt::format("`{}`", made->groups),
             "files of groups whose names begin differently from those of appointments and patients");
  into.file_drop = std::move(made);
}

json::object schema_of_file_drop() { return schema_of(file_drop_options()); }

void check_file_drop(reader& in, const node& connector, const file_drop_settings* given) {
  const node* map = connector.find("file_drop");
  if (map == nullptr || given == nullptr)
    return in.wrong(connector.at, "`file_drop` is missing", "nothing", "`file_drop: {folder: …}`");
  if (given->folder.empty()) in.wrong(map->at, "`folder` is missing", "nothing", "the folder that files are put into");
}

} // namespace tidings::config
