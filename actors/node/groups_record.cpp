#include "actors/node/groups_record.hpp"

#include "actors/event_log/replace_file.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <optional>
#include <sstream>

namespace tidings {
namespace {

namespace json = boost::json;

std::string print(const practice_groups& groups) {
  json::object all;
  for (const auto& [name, practices] : groups) {
    json::array codes;
    for (const auto& one : practices) codes.emplace_back(one.str());
    all.emplace(name, std::move(codes));
  }
  return json::serialize(all);
}

std::optional<practice_groups> parse(const std::string& text) {
  json::error_code failed;
  const auto read = json::parse(text, failed);
  if (failed || !read.is_object()) return std::nullopt;
  practice_groups groups;
  for (const auto& [name, codes] : read.get_object()) {
    if (!codes.is_array()) return std::nullopt;
    auto& group = groups[std::string(name)];
    for (const auto& code : codes.get_array()) {
      const auto id = code.is_string() ? practice_id::parse(std::string_view(code.get_string())) : std::nullopt;
      if (!id) return std::nullopt;
      group.insert(*id);
    }
  }
  return groups;
}

} // namespace

std::shared_ptr<groups_record> groups_record::open(std::filesystem::path file, keep on_record,
                                                   std::function<void(std::string)> say) {
  std::shared_ptr<groups_record> made(new groups_record(std::move(file), std::move(on_record), std::move(say)));
  std::ifstream in(made->file_, std::ios::binary);
  if (!in) return made;
  std::ostringstream text;
  text << in.rdbuf();
  if (auto known = parse(text.str()))
    made->known_ = std::move(*known);
  else
    made->say_("what was last known of the groups of practices can't be read: all of them are put on record anew");
  made->now_ = made->known_;
  return made;
}

void groups_record::begin(const practice_groups& groups) {
  const std::lock_guard guard(lock_);
  now_ = groups;
}

void groups_record::in_force(const practice_groups& groups) {
  begin(groups);
  again();
}

void groups_record::again() {
  practice_groups told;
  std::vector<std::string> changes;
  {
    const std::lock_guard guard(lock_);
    if (under_way_) return;
    changes = changes_between(known_, now_);
    if (changes.empty()) return;
    under_way_ = true;
    told = now_;
  }
  keep_(std::move(changes), [self = shared_from_this(), told](const result<void>& how) { self->kept(told, how); });
}

// The entry first: a stop in between puts it on record twice, never not at all.
void groups_record::kept(const practice_groups& told, const result<void>& how) {
  const std::lock_guard guard(lock_);
  under_way_ = false;
  auto done = how;
  if (done) {
    known_ = told;
    done = replace_file(file_, print(told));
  }
  const auto why = done ? std::string() : done.error().detail;
  if (!why.empty() && why != said_)
    say_("the change of groups of practices is not on record yet, and is tried again: " + why);
  said_ = why;
}

} // namespace tidings
