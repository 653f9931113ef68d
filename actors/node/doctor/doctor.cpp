#include "actors/node/doctor/doctor.hpp"

#include "actors/node/config/config.hpp"
#include "actors/node/config/practice_folder.hpp"
#include "actors/node/doctor/judge.hpp"
#include "actors/node/doctor/look.hpp"
#include "actors/node/doctor/plan.hpp"
#include "actors/node/doctor/report.hpp"
#include "actors/node/templates/shelf.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::doctor {
namespace {

constexpr std::string_view check_config = "`tidings check-config` says the same, with what is allowed";

std::string place_of_error(const config_error& what) {
  return what.line > 0 ? fmt::format("{}:{}:{}", what.file, what.line, what.column) : what.file;
}

void tell(const std::vector<config_error>& errors, verdict how, std::vector<finding>& into) {
  for (const auto& one : errors)
    into.push_back({how, "configuration", place_of_error(one), one.reason,
                    one.allowed.empty() ? std::string(check_config) : "allowed: " + one.allowed});
}

/// The practices that load, whatever is wrong with others: each of those is told.
practice_map load_practices(const broker_settings& broker, std::vector<finding>& told) {
  practice_map all;
  auto files = config::list_folder(broker.practices_dir);
  if (!files) {
    told.push_back(
        {verdict::fail, "configuration", broker.practices_dir, "the folder can't be read", files.error().detail});
    return all;
  }
  std::sort(files->begin(), files->end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  const auto made = [shelf = templates::shelf::look(std::filesystem::path(broker.data_dir) / "templates")](
                        const practice_id& practice) { return shelf->made_for(practice); };
  for (const auto& file : *files) {
    std::vector<config_error> warnings;
    auto practice = load_practice(file.path, broker, all, &warnings, made);
    tell(warnings, verdict::warn, told);
    if (practice)
      all.emplace((*practice)->id, std::move(*practice));
    else
      tell(practice.error(), verdict::fail, told);
  }
  return all;
}

} // namespace

std::vector<finding> examine(const std::filesystem::path& broker_yaml, const std::string& only) {
  std::vector<finding> all;
  const auto host = load_broker(broker_yaml);
  if (!host) {
    tell(host.error(), verdict::fail, all);
    return all;
  }
  tell(host->warnings, verdict::warn, all);
  const auto practices = load_practices(host->broker, all);
  plan_input of{host->broker, practices, system_now(), practice_id::parse(only)};
  if (!only.empty() && (!of.only || !practices.contains(*of.only)))
    all.push_back({verdict::fail, "configuration", host->broker.practices_dir,
                   "no practice `" + only + "` loads from it",
                   "give the ODS code of a practice that has a file there"});
  if (std::none_of(all.begin(), all.end(), [](const auto& one) { return one.how == verdict::fail; }))
    all.insert(all.begin(), {verdict::ok,
                             "configuration",
                             broker_yaml.string(),
                             fmt::format("loads: {} practices, {} providers, {} templates", practices.size(),
                                         host->broker.providers.size(), host->broker.templates.size()),
                             {}});

  const auto checks = plan(of);
  const auto saw = look(checks);
  std::vector<millis> ahead;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    all.push_back(judge(checks[i], saw[i], of.now));
    const auto* peer = std::get_if<peer_seen>(&saw[i]);
    if (peer && peer->clock_ahead) ahead.push_back(*peer->clock_ahead);
  }
  all.push_back(judge_clock(std::move(ahead)));
  const auto secrets = secrets_of(of);
  for (auto& one : all) one = without(secrets, std::move(one));
  return all;
}

} // namespace tidings::doctor
