#include "actors/connector/odbc/microtest_system.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings {
namespace {

using odbc::booking;
using odbc::trouble;

constexpr std::size_t seen_max = 1'000; ///< write-back has one open; a forgotten one is read again

connector_answer answer_of(failure why) {
  connector_answer out;
  out.error = std::move(why);
  return out;
}
connector_answer refused(std::string why) { return answer_of({error_code::refused, std::move(why)}); }

bool same(const booking& a, const booking& b) { return a.what == b.what && a.version == b.version; }

} // namespace

microtest_system::microtest_system(microtest_settings with, wall_clock now)
    : with_(std::move(with)), now_(std::move(now)) {}

// -- connection and schema ----------------------------------------------------------------------

failure microtest_system::failed(const trouble& why, std::string_view doing) {
  const auto told = [&](error_code code, std::string_view how) {
    return failure{code, fmt::format("{} ({}: {})", how, doing, why.detail)};
  };
  switch (why.what) {
  case trouble::kind::gone:
    db_.reset();
    return told(error_code::unreachable, "the connection to the database is lost");
  case trouble::kind::not_let_in:
    return told(error_code::refused,
                "the database doesn't let Tidings in: have the user, the password and its permissions checked");
  case trouble::kind::busy:
    return told(error_code::overloaded, "the database is busy or something is locked in it");
  case trouble::kind::clash:
    return told(error_code::refused, "the database forbids it");
  case trouble::kind::statement:
    db_.reset(); // the schema is looked at again: it has the better words for it
    return told(error_code::not_configured, "the database isn't as the mapping file has it");
  case trouble::kind::other:
    break;
  }
  if (db_ && db_->is_dead()) db_.reset();
  return told(error_code::timed_out, "the database reports an error");
}

result<odbc::connection*> microtest_system::connected() {
  if (db_ && !db_->is_dead()) return db_.get();
  db_.reset();
  odbc::options how;
  how.connection = with_.connection.reveal();
  how.text = with_.mapping.text == "unicode"        ? odbc::text_form::unicode
             : with_.mapping.text == "windows-1252" ? odbc::text_form::windows_1252
                                                    : odbc::text_form::utf8;
  how.connect_timeout = with_.connect_timeout;
  how.statement_timeout = with_.query_timeout;
  how.read_only = !with_.writes;
  auto opened = odbc::connection::open(std::move(how));
  if (!opened) {
    auto why = failed(opened.error(), "connecting");
    // Whatever a driver calls it: there is no connection.
    if (why.code != error_code::refused) why.code = error_code::unreachable;
    return tl::unexpected(std::move(why));
  }
  db_ = std::move(*opened);
  ++connections_;
  for (const auto& sql : with_.mapping.on_connect)
    if (auto done = db_->execute(sql, {}); !done) {
      auto why = failed(done.error(), fmt::format("`on_connect`: {}", sql));
      db_.reset();
      return tl::unexpected(std::move(why));
    }
  if (auto fits = look_at_schema(); !fits) {
    db_.reset();
    return tl::unexpected(fits.error());
  }
  return db_.get();
}

result<odbc::columns> microtest_system::look_at_query(const std::string& name, const std::string& sql,
                                                      const std::map<std::string, std::string>& wanted) {
  const auto found = db_->describe(odbc::read_statement(sql).sql);
  if (!found) {
    const auto doing = fmt::format("looking at the mapping file's `{}`", name);
    return tl::unexpected(failed(found.error(), doing));
  }
  std::vector<std::string> names;
  for (const auto& one : *found) names.push_back(one.name);
  auto at = odbc::columns::find(wanted, names, name);
  if (!at) return at;
  if (const auto start = wanted.find("starts_at"); start != wanted.end())
    for (const auto& one : *found)
      if (one.name == start->second && one.type == odbc::column_type::number)
        return fail(error_code::not_configured,
                    fmt::format("the column `{}` of the query `{}` holds {}, where a date and time is expected",
                                one.name, name, one.type_name));
  return at;
}

result<void> microtest_system::look_at_schema() {
  const auto& m = with_.mapping;
  auto all = look_at_query("appointments", m.appointments, m.appointment_columns);
  if (!all) return tl::unexpected(all.error());
  auto one = look_at_query("appointment", m.appointment, m.appointment_columns);
  if (!one) return tl::unexpected(one.error());
  auto patient = look_at_query("patient", m.patient, m.patient_columns);
  if (!patient) return tl::unexpected(patient.error());
  if (!m.groups.empty()) {
    auto groups = look_at_query("groups", m.groups, m.group_columns);
    if (!groups) return tl::unexpected(groups.error());
    group_at_ = std::move(*groups);
  }
  appointment_at_ = std::move(*all);
  one_at_ = std::move(*one);
  patient_at_ = std::move(*patient);
  if (!with_.writes) return {};
  const std::pair<const char*, const std::string*> statements[] = {{"cancel", &m.cancel},   {"note", &m.note},
                                                                   {"code", &m.code},       {"find_code", &m.find_code},
                                                                   {"consent", &m.consent}, {"book", &m.book}};
  for (const auto& [name, sql] : statements)
    if (!sql->empty())
      if (auto fits = look_at_query(name, *sql, {}); !fits) return tl::unexpected(fits.error());
  return {};
}

result<void> microtest_system::probe() {
  auto db = connected();
  if (!db) return tl::unexpected(db.error());
  return look_at_schema();
}

// -- reading ------------------------------------------------------------------------------------

result<std::vector<odbc::row>> microtest_system::ask(const std::string& name, const std::string& sql,
                                                     const values& given) {
  auto db = connected();
  if (!db) return tl::unexpected(db.error());
  const auto statement = odbc::read_statement(sql);
  std::vector<odbc::cell> in;
  for (const auto& one : statement.names) in.emplace_back(given.contains(one) ? given.at(one) : std::string());
  auto rows = (*db)->query(statement.sql, in);
  if (!rows) return tl::unexpected(failed(rows.error(), fmt::format("the query `{}`", name)));
  return std::move(*rows);
}

result<std::vector<appointment>> microtest_system::read_appointments(timestamp from, timestamp to) {
  const auto& m = with_.mapping;
  const auto rows =
      ask("appointments", m.appointments, {{"from", odbc::print_time(from, m)}, {"to", odbc::print_time(to, m)}});
  if (!rows) return tl::unexpected(rows.error());
  std::vector<appointment> all;
  all.reserve(rows->size());
  for (const auto& row : *rows) {
    auto one = odbc::read_booking(appointment_at_, row, m);
    if (!one) return tl::unexpected(one.error());
    if (one->what.starts_at >= from && one->what.starts_at < to) all.push_back(std::move(one->what));
  }
  std::vector<appointment_id> ids;
  for (const auto& one : all) ids.push_back(one.id);
  std::sort(ids.begin(), ids.end());
  if (std::adjacent_find(ids.begin(), ids.end()) != ids.end())
    return fail(error_code::invalid_input, "two appointments have the same `id`: the query or its `id` is wrong");
  return all;
}

result<patient_details> microtest_system::read_patient(const patient_id& system_id) {
  const auto rows = ask("patient", with_.mapping.patient, {{"patient", system_id.value}});
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return fail(error_code::refused, "there is no such patient");
  if (rows->size() > 1) return fail(error_code::invalid_input, "the query `patient` gives more than one row");
  auto details = odbc::read_details(patient_at_, rows->front(), with_.mapping);
  if (details && details->id != system_id)
    return fail(error_code::invalid_input, "the query `patient` gives another patient than it was asked for");
  return details;
}

clinical_system::group_lists microtest_system::groups() {
  groups_remark_.clear();
  if (with_.mapping.groups.empty()) return {};
  const auto rows = ask("groups", with_.mapping.groups, {});
  auto lists = rows ? odbc::read_groups(group_at_, *rows) : tl::unexpected(rows.error());
  if (!lists) {
    groups_remark_ = fmt::format("the groups can't be read, so they stay as they were: {}", lists.error().detail);
    return {};
  }
  const auto gone = static_cast<std::size_t>(
      std::count_if(groups_told_.begin(), groups_told_.end(), [&](const auto& one) { return !lists->contains(one); }));
  if (gone * 2 > groups_told_.size()) {
    groups_remark_ =
        fmt::format("{} of the {} groups are no longer in the database, so they stay as they were: if that is "
                    "right, save the practice's file anew",
                    gone, groups_told_.size());
    return {};
  }
  for (const auto& one : groups_told_) lists->try_emplace(one); // one that has ended has nobody in it
  for (const auto& [name, members] : *lists) groups_told_.insert(name);
  return *lists;
}

result<std::optional<booking>> microtest_system::read_one(const appointment_id& id) {
  const auto rows = ask("appointment", with_.mapping.appointment, {{"appointment", id.value}});
  if (!rows) return tl::unexpected(rows.error());
  if (rows->empty()) return std::nullopt;
  if (rows->size() > 1) return fail(error_code::invalid_input, "the query `appointment` gives more than one row");
  auto one = odbc::read_booking(one_at_, rows->front(), with_.mapping);
  if (!one) return tl::unexpected(one.error());
  if (one->what.id != id)
    return fail(error_code::invalid_input, "the query `appointment` gives another one than it was asked for");
  return std::move(*one);
}

// -- what is asked by others --------------------------------------------------------------------

connector_answer microtest_system::perform(const connector_request& what) {
  const auto& m = with_.mapping;
  if (const auto* one = std::get_if<read_appointment>(&what)) return read(*one);
  if (const auto* one = std::get_if<find_code>(&what)) return find(*one);
  if (const auto* one = std::get_if<tidings::read_patient>(&what)) {
    auto details = read_patient(one->patient);
    return details ? connector_answer{} : answer_of(details.error());
  }
  if (std::holds_alternative<write_document>(what) || std::holds_alternative<find_document>(what))
    return refused("the mapping file has no place for documents: set `documents: {into: folder}`");
  if (!with_.writes)
    return refused(
        "Tidings may only read this practice's database (`writes: false`): please do it in the clinical system");
  if (const auto* one = std::get_if<write_booking>(&what)) return book(*one);
  const auto operation_time = odbc::print_time(now_(), m);
  if (const auto* one = std::get_if<write_cancel>(&what))
    return write_appointment(one->patient, one->appointment, m.cancel, "cancel", {{"operation_time", operation_time}});
  if (const auto* one = std::get_if<write_note>(&what))
    return write_appointment(one->patient, one->appointment, m.note, "note", {{"text", one->text}});
  if (const auto* one = std::get_if<write_code>(&what)) {
    const auto id = to_text(one->operation);
    auto done = write_once(m.code, "code",
                           {{"operation", id},
                            {"patient", one->patient.value},
                            {"code", one->code},
                            {"text", one->text},
                            {"operation_time", operation_time}});
    if (done.error.code == error_code::none) done.system_uid = id;
    // A key that is there already: is it this very entry?
    if (done.error.code == error_code::refused && !m.find_code.empty())
      if (auto there = find({one->patient, one->operation, {}}); !there.system_uid.empty()) return there;
    return done;
  }
  const auto& yes_no = std::get<write_consent>(what);
  return write_once(m.consent, "consent",
                    {{"patient", yes_no.patient.value}, {"consent", yes_no.yes ? m.consent_yes : m.consent_no}});
}

connector_answer microtest_system::read(const read_appointment& what) {
  auto found = read_one(what.appointment);
  if (!found) return answer_of(found.error());
  if (seen_.size() >= seen_max) seen_.clear();
  seen_.erase(what.appointment);
  connector_answer out;
  if (!*found) return out;
  out.found_appointment = (*found)->what;
  out.notes = (*found)->notes;
  seen_.emplace(what.appointment, std::move(**found));
  return out;
}

connector_answer microtest_system::find(const find_code& what) {
  if (with_.mapping.find_code.empty()) return refused("the mapping file has no `find_code`");
  const auto rows = ask("find_code", with_.mapping.find_code,
                        {{"operation", to_text(what.operation)}, {"patient", what.patient.value}});
  if (!rows) return answer_of(rows.error());
  connector_answer out;
  if (!rows->empty() && !rows->front().empty()) out.system_uid = rows->front().front().value_or("");
  return out;
}

failure microtest_system::guarded(odbc::connection& db, const std::string& sql, std::string_view name,
                                  const values& given, std::string_view when_none) {
  const auto statement = odbc::read_statement(sql);
  std::vector<odbc::cell> in;
  for (const auto& one : statement.names) in.emplace_back(given.contains(one) ? given.at(one) : std::string());
  const auto touched = db.execute(statement.sql, in);
  // Nothing is committed yet, so whatever happened here is undone.
  const auto undone = [&](failure why) {
    if (db_) db.roll_back();
    return why;
  };
  if (!touched) {
    if (touched.error().what == trouble::kind::gone) {
      db_.reset();
      return {error_code::unreachable, "the connection to the database was lost before anything was written"};
    }
    if (touched.error().what != trouble::kind::statement)
      return undone(failed(touched.error(), fmt::format("`{}`", name)));
    db.roll_back();
    return {error_code::refused,
            fmt::format("the database doesn't take the mapping file's `{}` ({})", name, touched.error().detail)};
  }
  if (*touched == 0) return undone({error_code::overloaded, std::string(when_none)});
  if (*touched != 1)
    return undone({error_code::refused,
                   fmt::format("the mapping file's `{}` would have changed {} rows in place of one: nothing was done",
                               name, *touched)});
  if (const auto done = db.commit(); !done) {
    db_.reset();
    return {error_code::outcome_unknown, fmt::format("the answer to COMMIT was lost ({})", done.error().detail)};
  }
  return {};
}

connector_answer microtest_system::write_appointment(const patient_id& patient, const appointment_id& id,
                                                     const std::string& sql, std::string_view name, values given) {
  if (sql.empty()) return refused(fmt::format("the mapping file has no `{}`", name));
  const auto before = seen_.find(id);
  if (before == seen_.end()) return answer_of({error_code::overloaded, "the appointment has to be read first"});
  const auto expected = before->second;
  seen_.erase(before);
  auto db = connected();
  if (!db) return answer_of(db.error());
  if (const auto begun = (*db)->begin(); !begun) return answer_of(failed(begun.error(), "beginning a transaction"));
  const auto mine = connections_;
  const auto now = read_one(id);
  const auto nothing_done = [&](connector_answer out) {
    if (db_) db_->roll_back();
    return out;
  };
  if (!now) return nothing_done(answer_of(now.error()));
  if (!*now) return nothing_done(refused("the appointment is no longer there"));
  if ((*now)->what.patient != patient) return nothing_done(refused("the slot now belongs to another patient"));
  if (!same(**now, expected))
    return nothing_done(answer_of({error_code::overloaded, "the appointment was changed since it was read"}));
  if ((*now)->what.status != appointment_status::booked)
    return nothing_done(refused("the appointment is no longer booked"));
  if (!db_ || connections_ != mine) // another connection has no part in this transaction
    return nothing_done(answer_of({error_code::unreachable, "the connection to the database was lost"}));
  given.emplace("appointment", id.value);
  given.emplace("patient", patient.value);
  given.emplace("version", expected.version);
  return answer_of(guarded(*db_, sql, name, given, "the appointment was changed while it was written"));
}

connector_answer microtest_system::book(const write_booking& what) {
  const auto& id = what.appointment;
  const auto& sql = with_.mapping.book;
  if (sql.empty()) return refused("the mapping file has no `book`");
  const auto before = seen_.find(id);
  if (before == seen_.end()) return answer_of({error_code::overloaded, "the slot has to be read first"});
  const auto expected = before->second;
  seen_.erase(before);
  if (expected.what.status != appointment_status::cancelled)
    return refused("the slot is no longer free in the clinical system");
  auto db = connected();
  if (!db) return answer_of(db.error());
  if (const auto begun = (*db)->begin(); !begun) return answer_of(failed(begun.error(), "beginning a transaction"));
  return answer_of(guarded(**db, sql, "book",
                           {{"appointment", id.value}, {"patient", what.patient.value}, {"version", expected.version}},
                           "the slot was changed since it was read"));
}

connector_answer microtest_system::write_once(const std::string& sql, std::string_view name, const values& given) {
  if (sql.empty()) return refused(fmt::format("the mapping file has no `{}`", name));
  auto db = connected();
  if (!db) return answer_of(db.error());
  if (const auto begun = (*db)->begin(); !begun) return answer_of(failed(begun.error(), "beginning a transaction"));
  auto why = guarded(**db, sql, name, given, "");
  if (why.code == error_code::overloaded && why.detail.empty())
    why = {error_code::refused, fmt::format("the mapping file's `{}` met no row: the patient isn't there", name)};
  return answer_of(std::move(why));
}

} // namespace tidings
