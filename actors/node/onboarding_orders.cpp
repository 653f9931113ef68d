#include "actors/node/onboarding_orders.hpp"

#include "actors/node/config/shared_templates.hpp"
#include "actors/node/onboarding/section_edit.hpp"
#include "schemas/json.hpp"

namespace tidings {
namespace {

namespace json = boost::json;

std::string given_in(const std::map<std::string, std::string>& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

http_answer said(int status, const json::value& body) { return {status, json::serialize(body)}; }

http_answer refused(int status, std::string_view code, const std::string& reason) {
  const json::array errors{json::object{{"code", code}, {"reason", reason}, {"field", nullptr}}};
  return said(status, json::object{{"errors", errors}});
}

int status_of(error_code code) {
  if (code == error_code::refused) return 409;
  return code == error_code::disk_full ? 507 : 503;
}

http_answer answer_to(const std::string& what, const std::map<std::string, std::string>& parameters,
                      const onboarding::surroundings& around) {
  const auto yaml = given_in(parameters, "yaml");
  if (what == "POST onboarding/check") return said(200, to_json(onboarding::look_at(yaml, around).says));
  if (what == "POST onboarding/doctor") {
    const auto seen = onboarding::look_at(yaml, around);
    if (!seen.practice) return refused(409, "refused", "the file has errors: check it again");
    return said(200, to_json(onboarding::examine(seen, around)));
  }
  if (what != "POST onboarding/apply") return refused(404, "not_found", "there is no such order");
  const auto applied =
      onboarding::apply(yaml, {given_in(parameters, "practice"), given_in(parameters, "base")}, around);
  if (!applied) return refused(status_of(applied.error().code), "refused", applied.error().detail);
  return said(200, json::object{{"applied", true}});
}

json::array rows_of(const std::vector<onboarding::section_change>& changes) {
  json::array all;
  for (const auto& one : changes)
    all.emplace_back(json::object{{"number", one.number},
                                  {"at", iso8601(one.at)},
                                  {"by", one.by},
                                  {"section", one.section},
                                  {"before", one.before}});
  return all;
}

http_answer sections_answer(const practice_id& practice, onboarding::section_history& history,
                            const onboarding::surroundings& around) {
  auto all = onboarding::sections_of(practice, around);
  if (!all) return refused(409, "refused", "the practice's file can't be read as it is: an operator has to mend it");
  const auto changes = history.of(practice);
  (*all)["history"] = changes ? rows_of(*changes) : json::array();
  (*all)["history_failure"] = changes ? std::string() : changes.error().detail;
  return said(200, *all);
}

http_answer answer_about_sections(const std::string& what, const std::map<std::string, std::string>& parameters,
                                  onboarding::section_history& history, const onboarding::surroundings& around) {
  const auto practice = practice_id::parse(given_in(parameters, "practice"));
  if (!practice || !around.in_force.contains(*practice))
    return refused(404, "not_found", "no practice here has this ODS code");
  if (what == "GET practice-sections") return sections_answer(*practice, history, around);
  const onboarding::section_wish wish{*practice, given_in(parameters, "section"), given_in(parameters, "text"),
                                      given_in(parameters, "base")};
  if (what == "POST practice-sections/check") return said(200, to_json(onboarding::look_at_section(wish, around).says));
  if (what != "POST practice-sections/apply") return refused(404, "not_found", "there is no such order");
  const auto applied = onboarding::apply_section(wish, given_in(parameters, "by"), system_now(), history, around);
  if (!applied) return refused(status_of(applied.error().code), "refused", applied.error().detail);
  return said(200, json::object{{"applied", true}});
}

} // namespace

/// As it was at the start, with the templates that all practices share now.
broker_settings onboarding_orders::host_of_the_moment() const {
  auto host = host_;
  if (auto shared = load_shared_templates(host.templates_dir, host.attachments_dir))
    host.templates = std::move(*shared);
  return host;
}

void onboarding_orders::run(const std::string& what, const std::map<std::string, std::string>& parameters,
                            audit_mark_ptr by, broker_port& through, std::function<void(http_answer)> done) {
  const bool is_about_sections = what.find(" practice-sections") != std::string::npos;
  if (!is_about_sections && !what.starts_with("POST onboarding/"))
    return others_->run(what, parameters, std::move(by), through, std::move(done));
  const bool examines = what == "POST onboarding/doctor";
  const bool taken = (examines ? doctors_ : files_).run([this, what, parameters, is_about_sections, done] {
    const auto host = host_of_the_moment();
    const auto in_force = practices_->all();
    const onboarding::surroundings around{host, in_force, practices_->made()};
    done(is_about_sections ? answer_about_sections(what, parameters, history_, around)
                           : answer_to(what, parameters, around));
  });
  if (!taken) done(refused(429, "overloaded", "too many checks are under way"));
}

} // namespace tidings
