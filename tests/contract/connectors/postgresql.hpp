#pragma once
// A PostgreSQL of a test's own: its own data directory, a free port of loopback, nobody's rights.
#include "tests/contract/connectors/process.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <sys/stat.h>

namespace tidings::test {

class postgresql {
public:
  static constexpr const char* programs = "/usr/lib/postgresql/15/bin/";
  static bool exists() { return std::filesystem::exists(std::string(programs) + "initdb"); }

  postgresql() {
    ::chmod(home_.path.c_str(), 0755);
    make(data());
    (void)!::chown(home_.path.c_str(), owner_.user, owner_.group);
    program first({programs + std::string("initdb"), "-D", data(), "-A", "trust", "-U", "tidings", "-E", "UTF8",
                   "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
                  log(), owner_);
    EXPECT_EQ(first.wait(), 0) << said();
    start();
  }

  int port() const { return port_; }
  void start() {
    server_.emplace(std::vector<std::string>{programs + std::string("postgres"), "-D", data(), "-p",
                                             std::to_string(port_), "-k", home_.path.string(), "-c",
                                             "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c",
                                             "max_connections=20"},
                    log(), owner_);
    for (int tries = 0; tries < 300; ++tries) {
      program ready({programs + std::string("pg_isready"), "-q", "-h", "127.0.0.1", "-p", std::to_string(port_)},
                    log());
      if (ready.wait() == 0) return;
      ::poll(nullptr, 0, 100);
    }
    ADD_FAILURE() << "PostgreSQL didn't start: " << said();
  }
  /// At once, as when somebody pulls its plug.
  void stop() { server_->stop(SIGQUIT); }

  /// Runs SQL in a process of its own. @return what it printed, without headings
  std::string run(const std::string& database, const std::string& sql) const {
    const auto out = (home_.path / "out").string();
    std::filesystem::remove(out);
    program psql({programs + std::string("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1",
                  "-p", std::to_string(port_), "-U", "tidings", "-d", database, "-c", sql},
                 out);
    EXPECT_EQ(psql.wait(), 0) << sql << '\n' << content(out);
    auto text = content(out);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
  }
  /// A session that stays until it is stopped: for locks.
  std::unique_ptr<program> session(const std::string& database, const std::string& sql) const {
    return std::make_unique<program>(std::vector<std::string>{programs + std::string("psql"), "-X", "-h", "127.0.0.1",
                                                              "-p", std::to_string(port_), "-U", "tidings", "-d",
                                                              database, "-c", sql},
                                     log());
  }
  std::string said() const { return content(log()); }

private:
  static std::string content(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  std::string data() const { return (home_.path / "data").string(); }
  std::string log() const { return (home_.path / "log").string(); }
  void make(const std::string& folder) const {
    std::filesystem::create_directories(folder);
    ::chmod(folder.c_str(), 0700);
    (void)!::chown(folder.c_str(), owner_.user, owner_.group);
  }

  temporary_directory home_;
  owner owner_ = owner::nobody();
  int port_ = dead_port();
  std::optional<program> server_;
};

} // namespace tidings::test
