#include "actors/connector/files/drop_folder.hpp"

#include "schemas/ids.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <date/date.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace tidings::files {
namespace fs = std::filesystem;
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 5> unfinished{".tmp", ".part", ".partial", ".filepart", ".crdownload"};
constexpr std::string_view confirmed_ending = ".confirmed.csv", state_file = "in-force.json";

std::string_view word_of(drop_kind kind) {
  if (kind == drop_kind::groups) return "groups";
  return kind == drop_kind::appointments ? "appointments" : "patients";
}

result<std::string> content(const fs::path& file, std::uintmax_t most) {
  std::error_code failed;
  const auto size = fs::file_size(file, failed);
  if (failed) return fail(error_code::not_found, fmt::format("{}: {}", file.string(), failed.message()));
  if (size > most)
    return fail(error_code::invalid_input, fmt::format("{} is larger than {} bytes", file.string(), most));
  std::string bytes(size, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!in || static_cast<std::uintmax_t>(in.gcount()) != size)
    return fail(error_code::unreachable, fmt::format("{} can't be read", file.string()));
  return bytes;
}

/// Whole or not at all, and on disk when this returns.
result<void> write_whole(const fs::path& file, const std::string& bytes) {
  const auto draft = file.string() + ".tmp";
  const int out = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
  const auto no = [&] { return fail(error_code::disk_full, fmt::format("{} can't be written", file.string())); };
  if (out < 0) return no();
  const bool written = ::write(out, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  const bool synced = ::fsync(out) == 0;
  ::close(out);
  if (!written || !synced || ::rename(draft.c_str(), file.c_str()) != 0) return no();
  const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) {
    ::fsync(folder);
    ::close(folder);
  }
  return {};
}

/// In front of the names in done/ and refused/.
std::string stamp(timestamp at) { return date::format("%Y%m%dT%H%M%S", std::chrono::floor<std::chrono::seconds>(at)); }

timestamp time_of(fs::file_time_type at) { return std::chrono::floor<millis>(std::chrono::file_clock::to_sys(at)); }

} // namespace

drop_folder::drop_folder(file_drop_settings with, wall_clock now) : with_(std::move(with)), now_(std::move(now)) {}

result<void> drop_folder::open() {
  std::error_code failed;
  if (!fs::is_directory(with_.folder, failed))
    return fail(error_code::not_configured,
                fmt::format("the folder {} isn't there: make it, or correct `folder` in the "
                            "practice's file",
                            with_.folder));
  for (const auto* part : {"done", "refused", "held"}) {
    fs::create_directories(folder(part), failed);
    if (failed || ::access(folder(part).c_str(), W_OK) != 0)
      return fail(error_code::not_configured,
                  fmt::format("{} can't be written to: Tidings moves there what it has read, so its user needs write "
                              "permission",
                              folder(part).string()));
  }
  return {};
}

std::optional<drop_kind> drop_folder::kind_of(const std::string& name) const {
  if (name.empty() || name.front() == '.' || name.ends_with('~')) return std::nullopt;
  for (const auto ending : unfinished)
    if (name.ends_with(ending)) return std::nullopt;
  if (!name.ends_with(".csv") && !name.ends_with(".CSV") && !name.ends_with(".txt")) return std::nullopt;
  if (name.starts_with(with_.appointments)) return drop_kind::appointments;
  if (name.starts_with(with_.patients)) return drop_kind::patients;
  if (name.starts_with(with_.groups)) return drop_kind::groups;
  return std::nullopt;
}

bool drop_folder::is_whole(const fs::path& file, const seen& now) {
  const auto before = last_look_.find(file.filename().string());
  if (before != last_look_.end() && before->second == now) return true;
  return time_of(now.changed) + with_.settle <= now_();
}

result<std::vector<dropped>> drop_folder::look() {
  std::error_code failed;
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::map<std::string, seen> looked;
  for (fs::directory_iterator at(with_.folder, failed), end; !failed && at != end; at.increment(failed)) {
    const auto name = at->path().filename().string();
    std::error_code gone; // somebody may take it away meanwhile
    if (!kind_of(name) || fs::is_symlink(at->symlink_status(gone)) || !at->is_regular_file(gone)) continue;
    const seen now{at->file_size(gone), at->last_write_time(gone)};
    if (gone) continue;
    if (is_whole(at->path(), now)) found.emplace_back(now.changed, at->path());
    looked.emplace(name, now);
  }
  if (failed)
    return fail(error_code::unreachable,
                fmt::format("the folder {} can't be read: {}", with_.folder, failed.message()));
  last_look_ = std::move(looked);
  std::sort(found.begin(), found.end());
  std::vector<dropped> all;
  for (auto& [changed, path] : found) {
    auto bytes = content(path, file_bytes_max);
    if (!bytes) return tl::unexpected(bytes.error());
    dropped one{
        path,   *kind_of(path.filename().string()), path.string().ends_with(confirmed_ending), std::move(*bytes), {},
        changed};
    one.hash = uuid::print(uuid::from_name("file drop", one.bytes));
    all.push_back(std::move(one));
  }
  return all;
}

result<std::map<drop_kind, in_force>> drop_folder::load() const {
  const auto file = folder("done") / state_file;
  std::error_code failed;
  std::map<drop_kind, in_force> all;
  if (!fs::exists(file, failed)) return all;
  constexpr std::uintmax_t state_bytes_max = 1024 * 1024; // thousands of ended groups
  const auto bytes = content(file, state_bytes_max);
  if (!bytes) return tl::unexpected(bytes.error());
  boost::system::error_code wrong;
  const auto value = json::parse(*bytes, wrong);
  const auto bad = [&] {
    return fail(
        error_code::not_configured,
        fmt::format("{} can't be read; delete it, and put the newest files into the folder again", file.string()));
  };
  if (wrong || !value.is_object()) return bad();
  for (const auto kind : {drop_kind::appointments, drop_kind::patients, drop_kind::groups}) {
    const auto* one = value.get_object().if_contains(word_of(kind));
    if (one == nullptr) continue;
    const auto* map = one->if_object();
    const auto* name = map ? map->if_contains("file") : nullptr;
    const auto* hash = map ? map->if_contains("hash") : nullptr;
    const auto* taken = map ? map->if_contains("taken_at") : nullptr;
    if (!name || !name->is_string() || !hash || !hash->is_string() || !taken || !taken->is_int64()) return bad();
    auto& to = all[kind];
    to.file = std::string(name->get_string());
    to.hash = std::string(hash->get_string());
    to.taken_at = from_ms(taken->get_int64());
    if (const auto* made = map->if_contains("made_at"); made && made->is_int64())
      to.made_at = from_ms(made->get_int64());
    const auto* ended = map->if_contains("ended");
    if (ended && !ended->is_object()) return bad();
    if (!ended) continue;
    for (const auto& group : ended->get_object())
      if (group.value().is_int64()) to.ended.emplace(group.key(), from_ms(group.value().get_int64()));
  }
  return all;
}

result<void> drop_folder::save(const std::map<drop_kind, in_force>& all) const {
  json::object value;
  for (const auto& [kind, one] : all) {
    json::object map{{"file", one.file}, {"hash", one.hash}, {"taken_at", to_ms(one.taken_at)}};
    if (one.made_at) map["made_at"] = to_ms(*one.made_at);
    if (!one.ended.empty()) {
      json::object ended;
      for (const auto& [group, at] : one.ended) ended[group] = to_ms(at);
      map["ended"] = std::move(ended);
    }
    value[word_of(kind)] = std::move(map);
  }
  return write_whole(folder("done") / state_file, json::serialize(value) + '\n');
}

result<std::string> drop_folder::read_done(const std::string& file) const {
  return content(folder("done") / file, file_bytes_max);
}

std::string drop_folder::stamped(const dropped& file) const {
  const auto name = file.path.filename().string();
  auto made = stamp(now_()) + "-" + name;
  // Two of one name within a second: neither takes the other's place.
  const auto is_taken = [&] { return fs::exists(folder("done") / made) || fs::exists(folder("refused") / made); };
  for (int number = 2; is_taken(); ++number) made = fmt::format("{}-{}-{}", stamp(now_()), number, name);
  return made;
}

result<void> drop_folder::move(const dropped& file, const fs::path& to) const {
  std::error_code failed;
  if (fs::last_write_time(file.path, failed) != file.changed) return {}; // somebody wrote it anew meanwhile
  fs::rename(file.path, to, failed);
  if (failed)
    return fail(error_code::not_configured,
                fmt::format("{} can't be moved to {}: {}", file.path.string(), to.string(), failed.message()));
  return {};
}

result<void> drop_folder::report(const fs::path& beside, const std::vector<row_error>& errors) const {
  if (errors.empty()) return {};
  std::string text = "line,column,what is wrong,how to mend it\r\n";
  for (const auto& one : errors)
    text += fmt::format("{},{},{},{}\r\n", one.line == 0 ? std::string() : std::to_string(one.line),
                        csv_field(one.column), csv_field(one.what), csv_field(one.mend));
  return write_whole(beside.string() + ".errors.csv", text);
}

result<void> drop_folder::take(const dropped& file, std::optional<timestamp> made_at,
                               const std::vector<row_error>& remarks, ended_groups ended) {
  auto all = load();
  if (!all) return tl::unexpected(all.error());
  const auto name = stamped(file);
  // A copy is in done/ before anything says that it is in force; the one that was dropped goes last. A crash between
  // leaves a file that is taken once more and says nothing new.
  if (auto kept = write_whole(folder("done") / name, file.bytes); !kept) return kept;
  if (auto told = report(folder("done") / name, remarks); !told) return told;
  (*all)[file.kind] = {name, file.hash, now_(), made_at, std::move(ended)};
  if (auto saved = save(*all); !saved) return saved;
  std::error_code failed;
  if (fs::last_write_time(file.path, failed) != file.changed) return {}; // somebody wrote it anew meanwhile
  fs::remove(file.path, failed);
  if (failed)
    return fail(error_code::not_configured,
                fmt::format("{} can't be taken out of the folder: {}", file.path.string(), failed.message()));
  return {};
}

result<void> drop_folder::set_aside(const dropped& file, bool renews) {
  if (renews) {
    auto all = load();
    if (!all) return tl::unexpected(all.error());
    (*all)[file.kind].taken_at = now_();
    if (auto saved = save(*all); !saved) return saved;
  }
  return move(file, folder("done") / stamped(file));
}

result<void> drop_folder::refuse(const dropped& file, const std::vector<row_error>& errors) {
  const auto to = folder("refused") / stamped(file);
  if (auto told = report(to, errors); !told) return told;
  return move(file, to);
}

result<void> drop_folder::hold(const dropped& file, const std::vector<row_error>& errors) {
  const auto to = folder("held") / file.path.filename();
  if (auto told = report(to, errors); !told) return told;
  return move(file, to);
}

void drop_folder::tidy() const {
  const auto force = load();
  if (!force) return;
  const auto oldest = stamp(now_() - with_.keep);
  std::vector<fs::path> old;
  for (const auto* part : {"done", "refused"}) {
    std::error_code failed;
    for (fs::directory_iterator at(folder(part), failed), end; !failed && at != end; at.increment(failed)) {
      const auto name = at->path().filename().string();
      const bool needed = name == state_file || std::any_of(force->begin(), force->end(),
                                                            [&](const auto& one) { return one.second.file == name; });
      // By the time in front of its name: a file keeps its own age when it is moved.
      if (!needed && name.size() > oldest.size() && name.substr(0, oldest.size()) < oldest) old.push_back(at->path());
    }
  }
  for (const auto& file : old) {
    std::error_code ignored; // the next time then
    fs::remove(file, ignored);
  }
}

} // namespace tidings::files
