#include "actors/node/onboarding/look.hpp"

#include "actors/event_log/replace_file.hpp"
#include "actors/node/config/practice_file.hpp"
#include "actors/node/config/practice_folder.hpp"
#include "actors/node/config/yaml_tree.hpp"
#include "actors/node/doctor/judge.hpp"
#include "actors/node/doctor/look.hpp"
#include "actors/node/doctor/plan.hpp"
#include "actors/node/doctor/report.hpp"
#include "actors/node/onboarding/difference.hpp"
#include "actors/node/onboarding/references.hpp"
#include "schemas/ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace tidings::onboarding {
namespace {

namespace fs = std::filesystem;
using config::node;

/// Where the code stands, whatever else is wrong with the file.
std::string code_in(const node& root) {
  const auto* code = root.find("code");
  const auto practice = code && code->is_text() ? practice_id::parse(code->text) : std::nullopt;
  return practice && !practice->is_host() ? practice->str() : std::string();
}

bool is_within(const fs::path& file, const fs::path& folder) {
  std::error_code failed;
  const auto real = fs::weakly_canonical(file, failed), around = fs::weakly_canonical(folder, failed);
  if (failed) return false;
  const auto inside = real.lexically_relative(around);
  return !inside.empty() && *inside.begin() != ".." && *inside.begin() != ".";
}

using references = std::set<std::pair<std::string, std::string>>;

/// What the files in force name: secrets are each practice's own, other files may be shared.
references known_to(const fs::path& file) {
  references all;
  const auto files = config::list_folder(file.parent_path());
  if (!files) return all;
  for (const auto& each : *files) {
    std::vector<reference> named;
    if (const auto tree = tree_of(each.path, content_of(each.path))) named = references_in(*tree);
    for (const auto& one : named)
      if (one.is_shared() || each.path.filename() == file.filename()) all.emplace(one.kind, one.name);
  }
  return all;
}

/// What of the server nobody there has named yet.
void check_references(const node& fresh, const fs::path& file, config::report& out) {
  const auto wanted = references_in(fresh);
  const auto known = known_to(file);
  const auto folder = file.parent_path().parent_path() / secrets_folder;
  for (const auto& one : wanted) {
    if (known.contains({one.kind, one.name})) continue;
    if (one.kind != "env" && is_within(file.parent_path() / one.name, folder)) continue;
    out.wrong(one.at, "only somebody at the server may name this", fmt::format("`{}: {}`", one.kind, one.name),
              fmt::format("what the file in force names, or something in the folder `{}` beside the practices'",
                          secrets_folder));
  }
}

view::file_finding finding_of(const config_error& one) {
  return {static_cast<view::count>(std::max(one.line, 0)), static_cast<view::count>(std::max(one.column, 0)),
          one.reason, one.found, one.allowed};
}

std::string hex_of(const std::optional<std::string>& hash) {
  std::string out;
  for (const char c : hash.value_or("")) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::vector<std::string> secrets_in(const broker_settings& host, const practice_settings_ptr& of) {
  if (!of) return {};
  const practice_map one{{of->id, of}};
  return doctor::secrets_of({host, one, system_now()});
}

/// Neither the old file's nor the new one's secrets are shown, wherever they stand.
void hide_secrets(looked& what, const surroundings& around) {
  const auto code = practice_id::parse(what.says.practice);
  const auto old = code ? around.in_force.find(*code) : around.in_force.end();
  auto secrets = secrets_in(around.host, old == around.in_force.end() ? nullptr : old->second);
  const auto more = secrets_in(around.host, what.practice);
  secrets.insert(secrets.end(), more.begin(), more.end());
  for (auto& line : what.says.difference)
    for (const auto& secret : secrets)
      for (auto at = line.what.find(secret); at != std::string::npos; at = line.what.find(secret, at))
        line.what.replace(at, secret.size(), "<redacted>"), at += std::string_view("<redacted>").size();
}

} // namespace

std::optional<node> tree_of(const fs::path& file, const std::string& text) {
  config::findings ignored; // told when the file is loaded
  config::report out(file, ignored);
  const auto from = config::given_source(file, text, out);
  return from ? config::parse_yaml(*from, out) : std::nullopt;
}

std::string content_of(const fs::path& file) {
  config::findings ignored;
  config::report out(file, ignored);
  const auto from = config::read_source(file, out);
  return from ? from->text() : std::string();
}

looked look_at(const std::string& yaml, const surroundings& around) {
  looked found;
  const fs::path folder = around.host.practices_dir;
  const auto first = tree_of(folder / "practice.yaml", yaml);
  found.says.practice = first ? code_in(*first) : std::string();
  found.file = folder / ((found.says.practice.empty() ? "practice" : found.says.practice) + ".yaml");
  config::findings told;
  config::report out(found.file, told);
  const auto from = config::given_source(found.file, yaml, out);
  const auto root = from ? tree_of(found.file, from->text()) : std::nullopt;
  std::error_code failed;
  found.says.exists = !found.says.practice.empty() && fs::exists(found.file, failed);
  const auto before = found.says.exists ? content_of(found.file) : std::string();
  if (root) check_references(*root, found.file, out); // what may not be named isn't read either
  if (from && told.errors.empty()) {
    auto practice = config::load_practice_source(*from, around.host, around.in_force, told, around.made);
    found.says.name = practice.name;
    if (told.errors.empty()) found.practice = std::make_shared<const practice_settings>(std::move(practice));
  }
  for (const auto& one : told.errors) found.says.errors.push_back(finding_of(one));
  for (const auto& one : told.warnings) found.says.warnings.push_back(finding_of(one));
  if (found.says.practice.empty()) return found;
  found.says.base = found.says.exists ? hex_of(config::content_hash(found.file)) : std::string();
  if (from) found.says.difference = difference(before, from->text());
  hide_secrets(found, around);
  return found;
}

view::onboarding_doctor examine(const looked& what, const surroundings& around) {
  view::onboarding_doctor all;
  if (!what.practice) return all;
  std::vector<doctor::check> checks;
  doctor::plan_connector(what.practice, checks);
  const auto saw = doctor::look(checks);
  const auto secrets = secrets_in(around.host, what.practice);
  constexpr std::array<const char*, 3> verdicts{"ok", "warn", "fail"};
  for (std::size_t i = 0; i < checks.size(); ++i) {
    auto one = doctor::without(secrets, doctor::judge(checks[i], saw[i], system_now()));
    all.findings.push_back({verdicts.at(static_cast<std::size_t>(one.how)), std::move(one.what), std::move(one.where),
                            std::move(one.found), std::move(one.mend)});
  }
  return all;
}

result<void> apply(const std::string& yaml, const checked_before& as, const surroundings& around) {
  const auto what = look_at(yaml, around);
  if (!what.practice) return fail(error_code::refused, "the file has errors: check it again");
  if (what.says.practice != as.practice) return fail(error_code::refused, "the file is of another practice");
  if (what.says.base != as.base)
    return fail(error_code::refused, "somebody has changed the practice's file meanwhile: check it again");
  return replace_file(what.file, yaml);
}

} // namespace tidings::onboarding
