// The options of `system: microtest`, and of the mapping file that it names. config/practices/A99999.yaml and
// config/microtest.yaml explain them.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "schemas/connectors/microtest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr double second = 1'000, minute = 60 * second;

const std::vector<std::string_view> appointment_names{
    "id", "patient", "starts_at", "minutes", "session", "clinician", "slot_type", "site", "status", "notes", "version"};
const std::vector<std::string_view> patient_names{"id",        "nhs_number", "title",         "first_name",
                                                  "last_name", "mobile",     "email",         "consent",
                                                  "dead",      "deducted",   "email_consent", "voice_consent"};
const std::vector<std::string_view> group_names{"group", "patient"};

void read_appointment_columns(reader& in, const node& what, microtest_mapping& into) {
  read_columns(in, what, appointment_names, into.appointment_columns);
}
json::object schema_of_appointment_columns() { return schema_of_columns(appointment_names); }
void read_patient_columns(reader& in, const node& what, microtest_mapping& into) {
  read_columns(in, what, patient_names, into.patient_columns);
}
json::object schema_of_patient_columns() { return schema_of_columns(patient_names); }
void read_group_columns(reader& in, const node& what, microtest_mapping& into) {
  read_columns(in, what, group_names, into.group_columns);
}
json::object schema_of_group_columns() { return schema_of_columns(group_names); }
void read_status_words(reader& in, const node& what, microtest_mapping& into) {
  read_statuses(in, what, into.statuses);
}
void read_consent_words(reader& in, const node& what, microtest_mapping& into) {
  read_consents(in, what, into.consents);
}

rule statement() { return {.what = shape::body, .low = 0, .high = 8'000, .may_be_empty = true}; }

/// What a mapping file must say as a whole.
class mapping_check {
public:
  mapping_check(reader& in, const node& root, const microtest_mapping& mapping)
      : in_(&in), root_(&root), mapping_(&mapping) {}

  void all(bool writes) const {
    uses("appointments", mapping_->appointments, {":from", ":to"});
    uses("appointment", mapping_->appointment, {":appointment"});
    uses("patient", mapping_->patient, {":patient"});
    maps("appointment_columns", mapping_->appointment_columns, {"id", "patient", "starts_at"});
    maps("patient_columns", mapping_->patient_columns, {"id", "mobile"});
    if (!mapping_->groups.empty()) maps("group_columns", mapping_->group_columns, {"group", "patient"});
    if (mapping_->appointment_columns.contains("status") && mapping_->statuses.empty())
      in_->wrong(root_->at, "`statuses` is missing", "a column `status`", "what each of its words means");
    if (!mapping_->statuses.empty() && !mapping_->appointment_columns.contains("status"))
      in_->wrong(reader::at(*root_, "statuses"), "`statuses` without a column", "no `status` in `appointment_columns`",
                 "the column that these words stand in");
    if (!writes) return;
    // Without the version that was read, what staff changed meanwhile would be written over.
    const bool writes_appointments = !mapping_->cancel.empty() || !mapping_->note.empty() || !mapping_->book.empty();
    if (writes_appointments) maps("appointment_columns", mapping_->appointment_columns, {"version", "status"});
    for (const auto& [key, sql] : {std::pair{"cancel", &mapping_->cancel}, std::pair{"note", &mapping_->note}})
      if (!sql->empty()) uses(key, *sql, {":appointment", ":version"});
    if (!mapping_->book.empty()) uses("book", mapping_->book, {":appointment", ":version", ":patient"});
    if (!mapping_->code.empty()) {
      uses("code", mapping_->code, {":operation", ":patient", ":code"});
      uses("find_code", mapping_->find_code, {":operation"});
    }
    if (!mapping_->consent.empty()) uses("consent", mapping_->consent, {":patient", ":consent"});
  }

private:
  void uses(std::string_view key, const std::string& sql, std::initializer_list<std::string_view> names) const {
    if (sql.empty())
      return in_->wrong(root_->at, fmt::format("`{}` is missing", key), "nothing",
                        "a statement; see config/microtest.yaml");
    if (std::any_of(sql.begin(), sql.end(), [](char c) { return c < 0 || c == '?'; }))
      in_->wrong(reader::at(*root_, key), "a statement with `?` or letters beyond ASCII", name(key),
                 "`:name` for values");
    for (const auto one : names)
      if (sql.find(one) == sql.npos)
        in_->wrong(reader::at(*root_, key), fmt::format("`{}` doesn't use `{}`", key, one), name(key),
                   fmt::format("a statement with `{}`", one));
  }
  void maps(std::string_view key, const std::map<std::string, std::string>& columns,
            std::initializer_list<const char*> names) const {
    for (const auto* one : names)
      if (!columns.contains(one))
        in_->wrong(reader::at(*root_, key), fmt::format("`{}` has no `{}`", key, one), name(key),
                   fmt::format("`{}: its column`", one));
  }
  static std::string name(std::string_view key) { return fmt::format("`{}`", key); }

  reader* in_;
  const node* root_;
  const microtest_mapping* mapping_;
};

void read_mapping_file(reader& in, const node& map, microtest_settings& into) {
  report out(into.mapping_file, in.out().into());
  const auto text = read_source(into.mapping_file, out);
  const auto root = text ? parse_yaml(*text, out) : std::nullopt;
  if (root) {
    reader other(*text, out);
    other.fill(*root, microtest_mapping_options(), into.mapping);
    if (out.errors() == 0) mapping_check(other, *root, into.mapping).all(into.writes);
  }
  if (out.errors() > 0) // named here too, as this is the file that isn't taken
    in.wrong(reader::at(map, "mapping"), "a mapping file with mistakes", fmt::format("`{}`", into.mapping_file),
             "a mapping file such as config/microtest.yaml");
}

} // namespace

const options<microtest_mapping>& microtest_mapping_options() {
  using s = microtest_mapping;
  static const options<s> table{
      {"times",
       {.what = shape::one_of, .words = {"local", "utc"}},
       &s::times,
       "How the database keeps times: local (Europe/London) or utc."},
      {"text",
       {.what = shape::one_of, .words = {"unicode", "utf-8", "windows-1252"}},
       &s::text,
       "How the driver gives text: unicode (UTF-16), or bytes that are utf-8 or windows-1252."},
      {"on_connect", statement(), &s::on_connect, "Statements that each connection begins with."},
      {"appointments", statement(), &s::appointments,
       "Everything from :from to :to. What isn't in it is taken for gone."},
      {"appointment", statement(), &s::appointment, "One of them, by :appointment, whatever became of it."},
      {"appointment_columns",
       {shape::section},
       custom<s>{read_appointment_columns, schema_of_appointment_columns},
       "What we call a column, and what these two queries call it."},
      {"statuses",
       {shape::section},
       custom<s>{read_status_words, schema_of_statuses},
       "The database's words for what became of an appointment. Any other word stops the reading."},
      {"patient", statement(), &s::patient, "One patient, by :patient."},
      {"patient_columns",
       {shape::section},
       custom<s>{read_patient_columns, schema_of_patient_columns},
       "What we call a column, and what this query calls it."},
      {"consents",
       {shape::section},
       custom<s>{read_consent_words, schema_of_consents},
       "The database's words for a yes and a no to text messages, e-mails and calls. Any other word counts as a no."},
      {"groups", statement(), &s::groups, "Every member of every group of patients. Empty: no groups are read."},
      {"group_columns",
       {shape::section},
       custom<s>{read_group_columns, schema_of_group_columns},
       "What we call a column, and what this query calls it."},
      {"cancel", statement(), &s::cancel, "Cancels :appointment if it still is of :version."},
      {"note", statement(), &s::note, "Makes :text the notes of :appointment if it still is of :version."},
      {"code", statement(), &s::code, "Files :code for :patient under the mark :operation, which is unique."},
      {"find_code", statement(), &s::find_code, "The id of the entry with the mark :operation."},
      {"consent", statement(), &s::consent, "Writes :consent for :patient."},
      {"consent_yes", {.what = shape::text, .low = 1, .high = 40}, &s::consent_yes, "What :consent is for a yes."},
      {"consent_no", {.what = shape::text, .low = 1, .high = 40}, &s::consent_no, "What :consent is for a no."},
      {"book", statement(), &s::book,
       "Gives the row :appointment, a slot that is free, to :patient if it still is of :version."},
  };
  return table;
}

const options<microtest_settings>& microtest_options() {
  using s = microtest_settings;
  static const options<s> table{
      {"connection",
       {.what = shape::secret, .may_be_empty = true},
       &s::connection,
       "An ODBC connection string, such as Driver={PostgreSQL Unicode};Server=…;Database=…;UID=…;PWD=…"},
      {"mapping",
       {.what = shape::path, .may_be_empty = true},
       &s::mapping_file,
       "The mapping file: what is asked of the database. config/microtest.yaml is an example."},
      {"writes",
       {shape::boolean},
       &s::writes,
       "Write into the database what the mapping file has statements for. Its supplier has to agree to that."},
      {"connect_timeout",
       {shape::duration, 1 * second, 1 * minute},
       &s::connect_timeout,
       "A connection has to stand within this time."},
      {"query_timeout",
       {shape::duration, 1 * second, 100 * second},
       &s::query_timeout,
       "A statement has to be through within this time."},
  };
  return table;
}

void read_microtest(reader& in, const node& what, connector_settings& into) {
  const node* map = in.map(what, "a map of the database's options");
  if (map == nullptr) return;
  auto made = std::make_shared<microtest_settings>();
  made->mapping_file.clear();
  in.fill(*map, microtest_options(), *made);
  if (!made->mapping_file.empty()) read_mapping_file(in, *map, *made);
  into.microtest = std::move(made);
}

json::object schema_of_microtest() { return schema_of(microtest_options()); }

void check_microtest(reader& in, const node& connector, const microtest_settings* given) {
  const node* map = connector.find("microtest");
  if (map == nullptr || given == nullptr)
    return in.wrong(connector.at, "`microtest` is missing", "nothing",
                    "`microtest: {connection: {env: NAME}, mapping: ../microtest.yaml}`");
  if (map->find("connection") == nullptr)
    in.wrong(map->at, "`connection` is missing", "nothing", allowed_by({shape::secret}));
  if (given->mapping_file.empty())
    in.wrong(map->at, "`mapping` is missing", "nothing", "a mapping file such as config/microtest.yaml");
}

} // namespace tidings::config
