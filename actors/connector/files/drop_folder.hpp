#pragma once
// The folder that files are put into, and what became of them:
//
//   <folder>/appointments-….csv   put here, whole or as .tmp first
//   <folder>/done/                taken, with the time in front of the name; `in-force.json` says which are in force
//   <folder>/refused/             not taken, each with <name>.errors.csv beside it: line, column, what, how to mend it
//   <folder>/held/                would take too many appointments away: moved back by a person as ….confirmed.csv
//
// Files are moved, never changed. Blocking: for a connector's own thread.
#include "actors/connector/files/csv.hpp"
#include "actors/connector/files/drop_tables.hpp"
#include "schemas/connectors/file_drop.hpp"
#include "schemas/errors.hpp"

#include <filesystem>
#include <map>
#include <optional>

namespace tidings::files {

enum class drop_kind { appointments, patients, groups };

/// What is in force of one kind.
struct in_force {
  std::string file; ///< in done/
  std::string hash; ///< of its bytes
  timestamp taken_at{};
  std::optional<timestamp> made_at; ///< as the file says
  ended_groups ended;               ///< of groups: those that lists before it named
};

struct dropped {
  std::filesystem::path path;
  drop_kind kind = drop_kind::appointments;
  bool confirmed = false;
  std::string bytes;
  std::string hash;
  std::filesystem::file_time_type changed{}; ///< as it was read; touched since, it is left for the next look
};

class drop_folder {
public:
  static constexpr std::uintmax_t file_bytes_max = 64 * 1024 * 1024; ///< 100,000 patients are some 15 MB

  drop_folder(file_drop_settings with, wall_clock now);

  /// Makes the folders that are missing, and tries to write there.
  result<void> open();
  /// Files that are whole, oldest first: those of another program are left alone. One is whole when nobody touched it
  /// for `settle`, or since the last look.
  result<std::vector<dropped>> look();

  /// What was said of each kind when it was last taken.
  result<std::map<drop_kind, in_force>> load() const;
  result<std::string> read_done(const std::string& file) const;

  /// It is in force from now on, and on disk as such before it is moved.
  result<void> take(const dropped& file, std::optional<timestamp> made_at, const std::vector<row_error>& remarks,
                    ended_groups ended = {});
  /// It says nothing new. `renews`: what is in force is what it says, and as of now.
  result<void> set_aside(const dropped& file, bool renews);
  result<void> refuse(const dropped& file, const std::vector<row_error>& errors);
  result<void> hold(const dropped& file, const std::vector<row_error>& errors);
  /// Deletes what has lain for longer than `keep`; never what is in force.
  void tidy() const;

private:
  struct seen {
    std::uintmax_t size = 0;
    std::filesystem::file_time_type changed{};
    bool operator==(const seen&) const = default;
  };
  std::filesystem::path folder(const char* name) const { return std::filesystem::path(with_.folder) / name; }
  std::string stamped(const dropped& file) const;
  result<void> move(const dropped& file, const std::filesystem::path& to) const;
  result<void> report(const std::filesystem::path& beside, const std::vector<row_error>& errors) const;
  result<void> save(const std::map<drop_kind, in_force>& all) const;
  std::optional<drop_kind> kind_of(const std::string& name) const;
  bool is_whole(const std::filesystem::path& file, const seen& now);

  file_drop_settings with_;
  wall_clock now_;
  std::map<std::string, seen> last_look_;
};

} // namespace tidings::files
