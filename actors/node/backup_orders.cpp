#include "actors/node/backup_orders.hpp"

#include "actors/node/canned_replies.hpp"
#include "actors/node/config/shared_templates.hpp"
#include "schemas/json.hpp"
#include "schemas/views.hpp"

#include <atomic>

namespace tidings {
namespace {

namespace json = boost::json;

std::optional<std::string> moment(timestamp at) {
  return at == timestamp{} ? std::nullopt : std::optional(iso8601(at));
}

http_answer said(int status, const json::value& body) { return {status, json::serialize(body)}; }

http_answer refused(int status, std::string_view code, const std::string& reason) {
  const json::array errors{json::object{{"code", code}, {"reason", reason}, {"field", nullptr}}};
  return said(status, json::object{{"errors", errors}});
}

int status_of(error_code code) {
  switch (code) {
  case error_code::refused:
  case error_code::not_configured:
    return 409;
  case error_code::disk_full:
    return 507;
  default:
    return 503;
  }
}

http_answer failed(const failure& why) {
  return refused(status_of(why.code), boost::describe::enum_to_string(why.code, ""), why.detail);
}

view::backup row_of(const backup::catalog_line& one) {
  return {one.number, iso8601(one.at), one.epoch, one.bytes, one.added, one.records, one.practices, one.took_ms};
}

/// Answers of several practices, told when the last one is there.
struct collected {
  std::mutex lock;
  std::size_t open = 0;
  json::array released, not_released;
  std::function<void(http_answer)> done;

  void add(const practice_id& practice, const answer& one) {
    const std::lock_guard guard(lock);
    if (one.accepted)
      released.emplace_back(practice.str());
    else
      not_released.emplace_back(json::object{{"practice", practice.str()}, {"reason", one.reason}});
    if (--open == 0) done(said(200, json::object{{"released", released}, {"not_released", not_released}}));
  }
};

} // namespace

void backup_orders::run(const std::string& what, const std::map<std::string, std::string>& parameters,
                        audit_mark_ptr by, broker_port& through, std::function<void(http_answer)> done) {
  if (what == "GET backups") return done(list());
  if (what == "POST backups") return done(take());
  if (what == "GET canned-replies") return done(canned(parameters));
  if (what == "GET send-options" || what == "GET practice-settings" || what == "POST reply-readings")
    return done(in_force(what, parameters));
  if (what == "POST connectors/test") return test(parameters, std::move(done));
  const auto about = [&](std::string_view subject) { return what.find(subject) != std::string::npos; };
  if (about(" callbacks") || about(" api-keys") || about(" templates"))
    return others_(what, parameters, std::move(done));
  if (what != "POST restore/release") return done(refused(404, "not_found", "there is no such order"));
  std::vector<practice_id> which;
  if (const auto named = parameters.find("practice"); named != parameters.end()) {
    const auto practice =
        named->second == "host" ? std::optional(practice_id::host()) : practice_id::parse(named->second);
    if (!practice || (!practice->is_host() && !practices_->knows(*practice)))
      return done(refused(404, "not_found", "no practice here has this ODS code"));
    which.push_back(*practice);
  } else {
    which.push_back(practice_id::host());
    for (const auto& [practice, settings] : practices_->all()) which.push_back(practice);
  }
  release(std::move(which), by, through, std::move(done));
}

http_answer backup_orders::list() const {
  const auto now = keeper_->status();
  const auto epoch = keeper_->epoch();
  view::backups all;
  all.configured = now.configured;
  all.state = now.state;
  all.doing = now.doing;
  all.done = now.done;
  all.last_failure = now.last_failure;
  if (now.next_at) all.next_at = moment(*now.next_at);
  all.requests_done = now.requests_done;
  all.epoch = epoch.number;
  all.released = epoch.released;
  all.restored_from = epoch.backup;
  all.backed_up_at = moment(epoch.backed_up_at);
  all.restored_at = moment(epoch.restored_at);
  for (const auto& one : now.backups) all.list.push_back(row_of(one));
  return said(200, to_json(all));
}

http_answer backup_orders::canned(const std::map<std::string, std::string>& parameters) const {
  const auto named = parameters.find("practice");
  const auto practice = named == parameters.end() ? std::nullopt : practice_id::parse(named->second);
  const auto all = practices_->all();
  const auto found = practice ? all.find(*practice) : all.end();
  if (found == all.end()) return refused(404, "not_found", "no practice here has this ODS code");
  return {200, canned_replies_json(*found->second)};
}

/// Templates that all practices share are read anew: they may have changed since the start.
http_answer backup_orders::in_force(const std::string& what,
                                    const std::map<std::string, std::string>& parameters) const {
  const auto given = [&](const char* name) {
    const auto found = parameters.find(name);
    return found == parameters.end() ? std::string() : found->second;
  };
  const auto practice = practice_id::parse(given("practice"));
  const auto all = practices_->all();
  const auto found = practice ? all.find(*practice) : all.end();
  if (found == all.end()) return refused(404, "not_found", "no practice here has this ODS code");
  const auto& settings = *found->second;
  const auto now = std::chrono::floor<millis>(std::chrono::system_clock::now());
  if (what == "POST reply-readings") {
    auto reading = reply_reading_json(settings, given("text"), given("context"), now);
    return reading ? http_answer{200, std::move(*reading)}
                   : refused(400, "bad_value", "context: there is no such question");
  }
  staff_surroundings around;
  if (!settings.sms_route.empty())
    if (const auto price = host_.pence_per_segment.find(settings.sms_route.front());
        price != host_.pence_per_segment.end())
      around.pence_per_segment = price->second;
  if (what == "GET send-options") return {200, send_options_json(settings, around)};
  const auto shared = load_shared_templates(host_.templates_dir, host_.attachments_dir);
  if (shared) around.shared = &*shared;
  return {200, practice_settings_json(settings, around, now)};
}

void backup_orders::test(const std::map<std::string, std::string>& parameters,
                         std::function<void(http_answer)> done) const {
  const auto named = parameters.find("practice");
  const auto practice = named == parameters.end() ? std::nullopt : practice_id::parse(named->second);
  if (!practice || !practices_->knows(*practice))
    return done(refused(404, "not_found", "no practice here has this ODS code"));
  test_(*practice, std::move(done));
}

http_answer backup_orders::take() const {
  const auto asked = keeper_->ask();
  if (!asked) return failed(asked.error());
  return said(202, json::object{{"request", *asked}});
}

/// First nobody else may speak any more, then the practices may.
void backup_orders::release(std::vector<practice_id> which, const audit_mark_ptr& by, broker_port& through,
                            std::function<void(http_answer)> done) const {
  if (const auto taken = keeper_->take_over(); !taken) return done(failed(taken.error()));
  const auto all = std::make_shared<collected>();
  all->open = which.size();
  all->done = std::move(done);
  for (const auto& practice : which)
    through.tell(practice, release_epoch{by ? by->user : std::string()}, by,
                 [all, practice](answer one) { all->add(practice, one); });
}

} // namespace tidings
