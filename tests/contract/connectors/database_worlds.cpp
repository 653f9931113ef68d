// The Microtest connector over two engines: PostgreSQL through psqlODBC, and SQLite. Staff are a second process. What
// is asked is config/microtest.yaml, read as a practice's configuration is.
#include "actors/connector/odbc/microtest_system.hpp"
#include "actors/connector/text_bytes.hpp"
#include "tests/contract/connectors/commit_loser.hpp"
#include "tests/contract/connectors/postgresql.hpp"
#include "tests/contract/connectors/world.hpp"
#include "tests/core/config_workspace.hpp"

#include <date/date.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <regex>

namespace tidings::test {
namespace {

using testing_config::replaced;

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}
const std::filesystem::path project = TIDINGS_SOURCE_DIR;

microtest_settings settings_by(const std::string& mapping) {
  const testing_config::workspace here;
  here.write("microtest.yaml", mapping);
  here.write(
      "practices/A99001.yaml",
      replaced(testing_config::good_practice, "  systmone:\n    port: 41001\n    api_key: {file: ../key}\n",
               "  system: microtest\n  microtest:\n    connection: {file: ../key}\n    mapping: ../microtest.yaml\n"
               "    writes: true\n"));
  const auto loaded = here.load();
  EXPECT_TRUE(loaded.has_value()) << ::testing::PrintToString(here.errors());
  return loaded ? *loaded->practices.begin()->second->connector.microtest : microtest_settings();
}

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

// In March before the clocks change: local time is UTC.
std::string local(timestamp at) {
  return date::format("%Y-%m-%d %H:%M:%S", std::chrono::floor<std::chrono::seconds>(at));
}

/// What both engines have in common.
class database_world : public clinical_world {
public:
  std::unique_ptr<clinical_system> connect(bool writes) override {
    auto with = settings_;
    with.connection = secret_text(connection());
    with.writes = writes;
    with.query_timeout = std::chrono::seconds(20);
    return std::make_unique<microtest_system>(with);
  }
  void book(const seat& what) override {
    run(fmt::format(
        "INSERT INTO appointments (appt_id, patient_id, starts_at, session, clinician, slot_type, site) VALUES "
        "({}, {}, '{}', 'GP Surgery', 'Dr Jay', 'Routine', 'Main')",
        what.id, what.patient, local(what.starts_at)));
  }
  void move(int id, timestamp to) override { change(id, fmt::format("starts_at = '{}'", local(to))); }
  bool give_to(int id, int patient) override { return change(id, fmt::format("patient_id = {}", patient)), true; }
  void cancel(int id) override { change(id, "status = 'C'"); }
  bool rebook(int id, int patient) override {
    return change(id, fmt::format("status = 'B', patient_id = {}", patient)), true;
  }
  void annotate(int id, const std::string& text) override { change(id, "notes = " + sql_text(text)); }
  bool empty_group(const std::string& name) override {
    run(fmt::format(
        "DELETE FROM group_members WHERE group_id = (SELECT group_id FROM patient_groups WHERE name = '{}')", name));
    return true;
  }
  void drop_groups() { run("DELETE FROM group_members; DELETE FROM patient_groups"); }
  void ring(int patient, const std::string& mobile) override {
    run(fmt::format("UPDATE patients SET mobile = '{}' WHERE patient_id = {}", mobile, patient));
  }
  void remove(int id) override { run(fmt::format("DELETE FROM appointments WHERE appt_id = {}", id)); }
  bool is_booked(int id) override {
    return run(fmt::format("SELECT status FROM appointments WHERE appt_id = {}", id)) == "B";
  }
  std::string notes(int id) override {
    return run(fmt::format("SELECT notes FROM appointments WHERE appt_id = {}", id));
  }
  int entries() override { return std::stoi(run("SELECT count(*) FROM coded_entries")); }

protected:
  explicit database_world(microtest_settings settings) : settings_(std::move(settings)) {}
  void fill() {
    for (const auto& one : people)
      run(fmt::format(
          "INSERT INTO patients (patient_id, nhs_number, title, forename, surname, mobile, sms_consent) VALUES "
          "({}, '{}', '{}', {}, {}, '{}', {})",
          one.id, one.nhs_number, one.title, stored(one.first_name), sql_text(one.last_name), one.mobile,
          *one.consent ? sql_text(one.consent) : "NULL"));
    run("INSERT INTO patient_groups (group_id, name) VALUES (1, 'flu'), (2, 'asthma')");
    run("INSERT INTO group_members (group_id, patient_id) VALUES (1, 1), (1, 3), (2, 2)");
  }
  /// A name as SQL, in the database's own alphabet.
  virtual std::string stored(std::string_view name) const { return sql_text(name); }
  /// In a second process.
  virtual std::string run(const std::string& sql) = 0;
  virtual std::string connection() const = 0;

private:
  void change(int id, const std::string& what) {
    run(fmt::format("UPDATE appointments SET {}, row_ver = row_ver + 1 WHERE appt_id = {}", what, id));
  }
  microtest_settings settings_;
};

postgresql& server() {
  static postgresql one; // its start takes seconds; each world has a database of its own
  return one;
}

class postgresql_world final : public database_world {
public:
  postgresql_world() : database_world(settings_by(content(project / "config/microtest.yaml"))) {
    static int count = 0;
    name_ = "practice_" + std::to_string(++count);
    server().run("postgres", "CREATE DATABASE " + name_);
    run(content(project / "tests/support/simulators/microtest/schema.sql"));
    server().run("postgres", "DO $$BEGIN CREATE ROLE staff LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END$$");
    run("GRANT ALL ON ALL TABLES IN SCHEMA public TO staff; GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO staff");
    fill();
  }
  ~postgresql_world() override {
    locker_.reset();
    server().run("postgres", "ALTER ROLE staff LOGIN");
  }
  void expect(fault what) override {
    if (what == fault::lost_commit)
      between_ = std::make_unique<commit_loser>(static_cast<std::uint16_t>(server().port()));
  }
  bool strike(fault what) override {
    switch (what) {
    case fault::stopped:
      server().stop();
      return true;
    case fault::not_let_in:
      server().run("postgres", "ALTER ROLE staff NOLOGIN");
      server().run("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'staff'");
      return true;
    case fault::lock_held:
      locker_ =
          server().session(name_, "BEGIN; LOCK TABLE appointments IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)");
      for (int i = 0;
           i < 500 && run("SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE "
                          "c.relname = 'appointments' AND l.granted AND l.mode = 'AccessExclusiveLock'") != "1";
           ++i)
        ::poll(nullptr, 0, 20);
      return true;
    case fault::schema_drift:
      run("ALTER TABLE appointments RENAME COLUMN clinician TO seen_by");
      return true;
    case fault::cut_off:
      server().run("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'staff'");
      return true;
    case fault::lost_commit:
      if (between_) between_->lose_the_next_commit();
      return between_ != nullptr;
    }
    return false;
  }
  void mend(fault what) override {
    if (what == fault::stopped) server().start();
    if (what == fault::not_let_in) server().run("postgres", "ALTER ROLE staff LOGIN");
    if (what == fault::lock_held) {
      locker_.reset();
      run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> "
          "pg_backend_pid()");
    }
    if (what == fault::schema_drift) run("ALTER TABLE appointments RENAME COLUMN seen_by TO clinician");
  }

private:
  std::string run(const std::string& sql) override { return server().run(name_, sql); }
  std::string connection() const override {
    return fmt::format("Driver={{PostgreSQL Unicode}};Server=127.0.0.1;Port={};Database={};UID=staff;PWD=x",
                       between_ ? int(between_->port()) : server().port(), name_);
  }
  std::string name_;
  std::unique_ptr<commit_loser> between_;
  std::unique_ptr<program> locker_;
};

std::string sqlite_mapping() {
  // The same statements: SQLite's times are text, and it needs no casts.
  auto text =
      std::regex_replace(content(project / "config/microtest.yaml"), std::regex(R"(CAST\((:\w+) AS \w+\))"), "$1");
  return std::regex_replace(text, std::regex("\non_connect: [^\n]*"), "");
}

class sqlite_world final : public database_world {
public:
  static bool exists() {
    return std::filesystem::exists("/usr/bin/sqlite3") &&
           std::filesystem::exists("/usr/lib/x86_64-linux-gnu/odbc/libsqlite3odbc.so");
  }
  /// @param windows_1252 all text in it is bytes of that
  explicit sqlite_world(bool windows_1252 = false)
      : database_world(settings_by(sqlite_mapping() + (windows_1252 ? "\ntext: windows-1252\n" : ""))),
        windows_1252_(windows_1252) {
    run(content(project / "tests/support/simulators/microtest/schema_sqlite.sql"));
    fill();
  }
  bool strike(fault what) override {
    switch (what) {
    case fault::lock_held:
      locker_ =
          std::make_unique<program>(std::vector<std::string>{"/bin/sh", "-c",
                                                             "(echo 'BEGIN EXCLUSIVE;'; echo '.shell touch " + mark() +
                                                                 "'; cat " + pipe() + ") | /usr/bin/sqlite3 " + file()},
                                    log());
      for (int i = 0; i < 500 && !std::filesystem::exists(mark()); ++i) ::poll(nullptr, 0, 20);
      return true;
    case fault::schema_drift:
      run("ALTER TABLE appointments RENAME COLUMN clinician TO seen_by");
      return true;
    default:
      return false; // it is a file: nothing listens, and it knows no users
    }
  }
  void mend(fault what) override {
    if (what == fault::lock_held) {
      ::close(::open(pipe().c_str(), O_WRONLY)); // its end ends the session
      locker_->wait();
      std::filesystem::remove(mark());
    }
    if (what == fault::schema_drift) run("ALTER TABLE appointments RENAME COLUMN seen_by TO clinician");
  }

private:
  std::string stored(std::string_view name) const override {
    if (!windows_1252_) return sql_text(name);
    std::string hex;
    for (const char c : windows_1252_of(name)) hex += fmt::format("{:02X}", static_cast<unsigned char>(c));
    return "CAST(X'" + hex + "' AS TEXT)";
  }
  std::string file() const { return (home_.path / "practice.db").string(); }
  std::string log() const { return (home_.path / "log").string(); }
  std::string mark() const { return (home_.path / "locked").string(); }
  std::string pipe() const {
    const auto path = (home_.path / "pipe").string();
    ::mkfifo(path.c_str(), 0600);
    return path;
  }
  std::string run(const std::string& sql) override {
    const auto out = (home_.path / "out").string();
    std::filesystem::remove(out);
    program tool({"/usr/bin/sqlite3", "-batch", "-cmd", ".timeout 10000", file(), ' ' + sql},
                 out); // an argument that begins with -- is an option
    EXPECT_EQ(tool.wait(), 0) << sql << '\n' << content(out);
    auto text = content(out);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  std::string connection() const override { return "Driver={SQLite3};Database=" + file() + ";Timeout=300"; }

  temporary_directory home_;
  bool windows_1252_;
  std::unique_ptr<program> locker_;
};

TEST(a_databases_groups, stay_as_they_were_when_most_of_them_are_gone_at_once) {
  if (!sqlite_world::exists()) GTEST_SKIP() << "SQLite or its ODBC driver is not installed";
  sqlite_world world;
  const auto system = world.connect(true);
  EXPECT_EQ(system->groups().size(), 2U);
  EXPECT_EQ(system->remark(), "");
  world.drop_groups();
  EXPECT_TRUE(system->groups().empty()) << "none is told, so each stays as it was";
  EXPECT_THAT(system->remark(), ::testing::StartsWith("2 of the 2 groups are no longer in the database"));
  EXPECT_TRUE(world.connect(true)->groups().empty());
}

// Not every driver speaks UTF-16, and old databases hold the bytes of their clients.
TEST(a_database_of_windows_1252, is_read_and_written_in_its_own_alphabet) {
  if (!sqlite_world::exists()) GTEST_SKIP() << "SQLite or its ODBC driver is not installed";
  sqlite_world world(true);
  const auto system = world.connect(true);
  const auto who = system->read_patient(world.who(1));
  ASSERT_TRUE(who.has_value()) << who.error().detail;
  EXPECT_EQ(who->first_name.reveal(), "Zo\xC3\xAB");
  world.book({11, 1, world.hour(0)});
  system->perform(read_appointment{world.who(1), world.which(11)});
  const write_note note{world.who(1), world.which(11), "Zo\xC3\xAB owes 5 \xE2\x82\xAC"};
  EXPECT_EQ(system->perform(note).error, failure());
  EXPECT_EQ(world.notes(11), "Zo\xEB owes 5 \x80");
  EXPECT_EQ(system->perform(read_appointment{world.who(1), world.which(11)}).notes, note.text);
}

} // namespace

std::unique_ptr<clinical_world> make_postgresql_world() {
  const bool driver = std::filesystem::exists("/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so");
  return driver && postgresql::exists() ? std::make_unique<postgresql_world>() : nullptr;
}
std::unique_ptr<clinical_world> make_sqlite_world() {
  return sqlite_world::exists() ? std::make_unique<sqlite_world>() : nullptr;
}

} // namespace tidings::test
