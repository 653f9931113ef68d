#include "actors/connector/files/file_drop_system.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>

namespace tidings {

using files::drop_kind;

file_drop_system::file_drop_system(file_drop_settings with, wall_clock now)
    : with_(std::move(with)), now_(std::move(now)), folder_(with_, now_) {}

result<void> file_drop_system::probe() {
  if (auto open = folder_.open(); !open) return open;
  return loaded_ ? result<void>() : load();
}

// What was in force when the broker last ran.
result<void> file_drop_system::load() {
  auto force = folder_.load();
  if (!force) return tl::unexpected(force.error());
  const auto bytes_of = [&](drop_kind kind) -> std::optional<std::string> {
    const auto one = force->find(kind);
    if (one == force->end()) return std::nullopt;
    auto bytes = folder_.read_done(one->second.file);
    if (bytes) return std::move(*bytes);
    force->erase(one); // then it is waited for the next one, and nothing is taken for gone
    return std::nullopt;
  };
  if (const auto bytes = bytes_of(drop_kind::appointments)) {
    auto table = files::read_appointments(*bytes, with_);
    if (table.errors.empty())
      appointments_ = std::move(table);
    else
      force->erase(drop_kind::appointments); // other columns than when it was taken
  }
  if (const auto bytes = bytes_of(drop_kind::patients)) patients_ = files::read_patients(*bytes, with_).rows;
  if (const auto bytes = bytes_of(drop_kind::groups)) {
    auto table = files::read_groups(*bytes, with_);
    if (table.errors.empty())
      groups_ = std::move(table.rows);
    else
      force->erase(drop_kind::groups);
  }
  force_ = std::move(*force);
  loaded_ = true;
  return {};
}

result<void> file_drop_system::take_appointments(const files::dropped& file) {
  const auto name = file.path.filename().string();
  auto table = files::read_appointments(file.bytes, with_);
  if (!table.errors.empty()) {
    complaint_ = fmt::format("{} was not taken: {}. See refused/ for each line", name, table.errors.front().what);
    return folder_.refuse(file, table.errors);
  }
  const auto before = force_.find(drop_kind::appointments);
  if (before != force_.end() && table.made_at && before->second.made_at && *table.made_at < *before->second.made_at)
    return folder_.set_aside(file, false); // older than what is in force
  if (appointments_ && !file.confirmed) {
    const auto less = files::shrinkage_of(appointments_->rows, table, now_());
    if (files::is_too_much(less, with_)) {
      complaint_ =
          fmt::format("{} would take away {} of {} appointments to come, so it is in held/. If that is right, move "
                      "it back with a name that ends in .confirmed.csv",
                      name, less.gone, less.of);
      return folder_.hold(file, {{0, "", complaint_, "confirm it, or put a complete file into the folder"}});
    }
  }
  if (auto taken = folder_.take(file, table.made_at, {}); !taken) return taken;
  appointments_ = std::move(table);
  complaint_.clear();
  return {};
}

result<void> file_drop_system::take_patients(const files::dropped& file) {
  auto table = files::read_patients(file.bytes, with_);
  if (table.rows.empty()) return folder_.refuse(file, table.errors);
  if (auto taken = folder_.take(file, std::nullopt, table.errors); !taken) return taken;
  patients_ = std::move(table.rows);
  return {};
}

// A file that is wrong anywhere changes nothing: the groups stay as the last good one said. Nor does one that is rather
// a wrong export than the practice's wish, until a person says so.
result<void> file_drop_system::take_groups(const files::dropped& file) {
  const auto name = file.path.filename().string();
  auto table = files::read_groups(file.bytes, with_);
  if (!table.errors.empty()) {
    groups_remark_ = fmt::format("{} was not taken: {}. See refused/ for each line; the groups stay as they were", name,
                                 table.errors.front().what);
    return folder_.refuse(file, table.errors);
  }
  const auto before = force_.find(drop_kind::groups);
  if (before != force_.end() && table.made_at && before->second.made_at && *table.made_at < *before->second.made_at)
    return folder_.set_aside(file, false);
  if (const auto less = files::groups_gone(groups_, table.rows); files::is_too_much(less) && !file.confirmed) {
    groups_remark_ =
        fmt::format("{} doesn't name {} of the {} groups any more, so it is in held/ and they stay as they "
                    "were. If nobody is in them, move it back with a name that ends in .confirmed.csv",
                    name, less.gone, less.of);
    return folder_.hold(file, {{0, "", groups_remark_, "confirm it, or put a complete file into the folder"}});
  }
  const auto known = before == force_.end() ? files::ended_groups() : before->second.ended;
  auto ended = files::ended_after(known, groups_, table.rows, now_(), with_.keep);
  if (auto taken = folder_.take(file, table.made_at, {}, std::move(ended)); !taken) return taken;
  groups_ = std::move(table.rows);
  groups_remark_.clear();
  return {};
}

result<void> file_drop_system::take_all() {
  auto found = folder_.look();
  if (!found) return tl::unexpected(found.error());
  for (const auto& file : *found) {
    const auto known = force_.find(file.kind);
    const bool same = known != force_.end() && known->second.hash == file.hash;
    auto done = same                                   ? folder_.set_aside(file, true)
                : file.kind == drop_kind::appointments ? take_appointments(file)
                : file.kind == drop_kind::groups       ? take_groups(file)
                                                       : take_patients(file);
    if (!done) return done;
    if (same && file.kind == drop_kind::appointments) complaint_.clear();
    if (same && file.kind == drop_kind::groups) groups_remark_.clear();
    auto force = folder_.load();
    if (!force) return tl::unexpected(force.error());
    force_ = std::move(*force);
  }
  folder_.tidy();
  return {};
}

result<std::vector<appointment>> file_drop_system::read_appointments(timestamp from, timestamp to) {
  if (!loaded_)
    if (auto ready = probe(); !ready) return tl::unexpected(ready.error());
  if (auto taken = take_all(); !taken) return tl::unexpected(taken.error());
  if (!complaint_.empty()) return fail(error_code::invalid_input, complaint_);
  if (!appointments_)
    return fail(error_code::timed_out,
                fmt::format("no file of appointments has come yet: put one into {}", with_.folder));
  if (const auto since = force_.at(drop_kind::appointments).taken_at; since + with_.stale_after < now_())
    return fail(error_code::timed_out,
                fmt::format("the last file of appointments came on {}: see why there is no newer one",
                            date::format("%d %B at %H:%M UTC", std::chrono::floor<std::chrono::minutes>(since))));
  std::vector<appointment> rows;
  for (const auto& one : appointments_->rows)
    if (one.starts_at >= from && one.starts_at < to) rows.push_back(one);
  return rows;
}

clinical_system::window file_drop_system::window_read(timestamp from, timestamp to) const {
  if (!appointments_) return {from, from};
  return {std::max(from, appointments_->from), std::min(to, appointments_->to)};
}

result<patient_details> file_drop_system::read_patient(const patient_id& system_id) {
  const auto found = patients_.find(system_id);
  if (found == patients_.end()) return fail(error_code::refused, "there is no such patient in the file of patients");
  return found->second;
}

// A group that the list doesn't name any more is told too, for as long as it may not have been heard.
clinical_system::group_lists file_drop_system::groups() {
  auto lists = files::members_at(groups_, now_());
  if (const auto force = force_.find(drop_kind::groups); force != force_.end())
    for (const auto& [name, at] : force->second.ended) lists.try_emplace(name);
  return lists;
}

connector_answer file_drop_system::perform(const connector_request& what) {
  connector_answer out;
  if (const auto* one = std::get_if<tidings::read_patient>(&what)) {
    if (auto found = read_patient(one->patient); !found) out.error = found.error();
    return out;
  }
  out.error = {error_code::refused,
               "this practice's appointments come as files, which can't be written back: please do "
               "it in the clinical system"};
  return out;
}

} // namespace tidings
