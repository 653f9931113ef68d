#include "actors/node/templates/shelf.hpp"

#include "actors/event_log/replace_file.hpp"
#include "actors/node/templates/book_json.hpp"

#include <fstream>
#include <sstream>

namespace tidings::templates {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view ending = ".json";

/// Whose book a file is; nothing: no book's name.
std::optional<practice_id> owner_of(const fs::path& file) {
  if (file.extension() != ending) return std::nullopt;
  const auto name = file.stem().string();
  return name == "host" ? std::optional(practice_id::host()) : practice_id::parse(name);
}

std::string name_of(const practice_id& owner) { return owner.is_host() ? "host" : owner.str(); }

} // namespace

std::shared_ptr<shelf> shelf::open(fs::path folder, wall_clock now, const std::function<void(std::string)>& say) {
  std::error_code error;
  fs::create_directories(folder, error); // a failure is told by the first template that can't be written
  return look(std::move(folder), std::move(now), say);
}

std::shared_ptr<shelf> shelf::look(fs::path folder, wall_clock now, const std::function<void(std::string)>& say) {
  std::shared_ptr<shelf> made(new shelf(std::move(folder), std::move(now)));
  std::error_code error;
  for (fs::directory_iterator at(made->folder_, error), end; !error && at != end; at.increment(error))
    made->read(at->path(), say);
  made->readable_ = !error || error == std::errc::no_such_file_or_directory;
  return made;
}

made_templates shelf::made_for(const practice_id& practice) const {
  const std::lock_guard guard(lock_);
  made_templates out;
  out.readable = readable_ && !damaged_.contains(practice) && !damaged_.contains(practice_id::host());
  for (const auto& [id, one] : book_of(practice).entries) {
    if (one.is_in_force())
      out.all.emplace(id, made_template{made_state::in_force, templates::in_force(one, false)});
    else
      out.all.emplace(id, made_template{one.versions.empty() ? made_state::draft : made_state::retired, {}});
  }
  for (const auto& [id, one] : book_of(practice_id::host()).entries) {
    if (one.is_in_force())
      out.all.emplace(id, made_template{made_state::in_force, templates::in_force(one, true)});
    else if (!one.versions.empty()) // what the host only drafts is its own matter
      out.all.emplace(id, made_template{made_state::retired, {}});
  }
  return out;
}

void shelf::read(const fs::path& file, const std::function<void(std::string)>& say) {
  const auto owner = owner_of(file);
  if (!owner) return;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  auto found = in ? parse_book(text.str()) : fail(error_code::log_damaged, "it can't be read");
  if (found) {
    books_[*owner] = std::move(*found);
    return;
  }
  damaged_[*owner] = found.error().detail;
  say("templates made in the browser: " + file.string() + ": " + found.error().detail +
      ": none of them is in force, put the file of a backup in its place and start the broker again");
}

const book& shelf::book_of(const practice_id& owner) const {
  static const book empty;
  const auto found = books_.find(owner);
  return found == books_.end() ? empty : found->second;
}

practice_settings_ptr shelf::with_templates(const practice_settings_ptr& of_files) const {
  if (!of_files || of_files->id.is_host()) return of_files;
  const std::lock_guard guard(lock_);
  const auto& own = book_of(of_files->id).entries;
  const auto& shared = book_of(practice_id::host()).entries;
  if (own.empty() && shared.empty()) return of_files;
  auto whole = std::make_shared<practice_settings>(*of_files);
  for (const auto& [id, one] : own) // emplace: a file's template stays
    if (one.is_in_force()) whole->templates.emplace(id, in_force(one, false));
  for (const auto& [id, one] : shared)
    if (one.is_in_force()) whole->templates.emplace(id, in_force(one, true));
  return whole;
}

std::vector<std::string> shelf::clashes(const practice_settings& of_files) const {
  const std::lock_guard guard(lock_);
  std::vector<std::string> lines;
  for (const auto& [id, one] : book_of(of_files.id).entries)
    if (one.is_in_force() && of_files.templates.contains(id))
      lines.push_back("template " + id.value + " of " + of_files.id.str() +
                      " stands in a file and was made in the browser: the file's is in force; retire the other in the "
                      "browser, or give the file's another name");
  return lines;
}

std::string shelf::clash_with_others(const practice_id& owner, const template_id& id) const {
  if (!owner.is_host())
    return book_of(practice_id::host()).entries.contains(id)
               ? "the host has a template " + id.value + " for all practices: choose another id"
               : std::string();
  for (const auto& [practice, all] : books_)
    if (!practice.is_host() && all.entries.contains(id))
      return "practice " + practice.str() + " has a template " + id.value + " of its own: choose another id";
  return {};
}

result<outcome> shelf::carry_out(const practice_id& owner, const wish& asked) {
  const std::lock_guard guard(lock_);
  if (const auto damage = damaged_.find(owner); damage != damaged_.end())
    return fail(error_code::log_unavailable, "the templates made here can't be read: the broker's log says why");
  auto clash = asked.clash.empty() ? clash_with_others(owner, asked.what.id) : asked.clash;
  auto all = book_of(owner);
  auto done = moved(all, asked.what, {asked.user, now_(), asked.may_approve_own, std::move(clash)});
  if (!done || asked.only_tried) return done;
  if (auto kept = replace_file(folder_ / (name_of(owner) + std::string(ending)), print(all)); !kept)
    return tl::unexpected(kept.error());
  books_[owner] = std::move(all);
  return done;
}

result<book> shelf::of(const practice_id& owner) const {
  const std::lock_guard guard(lock_);
  if (const auto damage = damaged_.find(owner); damage != damaged_.end())
    return fail(error_code::log_damaged, damage->second);
  return book_of(owner);
}

} // namespace tidings::templates
