#include "actors/alert/keeper.hpp"

#include "actors/alert/figures.hpp"
#include "schemas/json.hpp"

#include <boost/json.hpp>

namespace tidings::alert {
namespace {

constexpr millis wait_step{100}; ///< between two looks whether the broker ends

/// An answer that comes once, on any thread, perhaps after whoever asked has gone.
template <class Answer> struct promised {
  std::mutex lock;
  std::condition_variable there;
  std::optional<Answer> what;

  void set(Answer one) {
    const std::lock_guard guard(lock);
    what = std::move(one);
    there.notify_all();
  }
  /// Nothing: it didn't come in time, or `over` says that nobody wants it any more.
  std::optional<Answer> wait(const std::atomic<bool>& over) {
    std::unique_lock guard(lock);
    for (auto left = answer_patience / wait_step; left > 0 && !what && !over; --left)
      there.wait_for(guard, wait_step, [this] { return what.has_value(); });
    return what;
  }
};

bool is_starting(const std::string& overview) {
  boost::system::error_code wrong;
  const auto parsed = boost::json::parse(overview, wrong);
  const auto* page = wrong ? nullptr : parsed.if_object();
  const auto* row = page ? page->if_contains("overview") : nullptr;
  const auto* state = row && row->is_object() ? row->get_object().if_contains("state") : nullptr;
  return !state || !state->is_string() || state->get_string() == "starting";
}

view::alert view_of(const one& what) {
  return {.id = id_of(what.which),
          .measure = boost::describe::enum_to_string(what.which.measure, ""),
          .subject = what.which.subject,
          .what = what.said,
          .since = iso8601(what.since),
          .acknowledged = what.acknowledged,
          .by = what.by,
          .note = what.note};
}

} // namespace

keeper::keeper(keeper_options options)
    : options_(std::move(options)), watch_(limits_of(options_.settings), options_.settings.repeat_every) {}

keeper::~keeper() { stop(); }

void keeper::start() {
  thread_ = std::thread([this] { run(); });
}

void keeper::stop() {
  {
    const std::lock_guard guard(lock_);
    stopping_ = true;
    wake_.notify_all();
  }
  if (options_.to) options_.to->stop();
  if (thread_.joinable()) thread_.join();
}

void keeper::run() {
  std::unique_lock guard(lock_);
  while (!stopping_) {
    guard.unlock();
    step();
    guard.lock();
    wake_.wait_for(guard, options_.settings.look_every, [this] { return stopping_.load(); });
  }
}

void keeper::say(std::string line) const {
  if (options_.say) options_.say(std::move(line));
}

std::optional<http_answer> keeper::ask(const std::string& resource, std::map<std::string, std::string> parameters) {
  const auto answer = std::make_shared<promised<http_answer>>();
  options_.broker.ask(resource, std::move(parameters), [answer](http_answer said) { answer->set(std::move(said)); });
  auto said = answer->wait(stopping_);
  return said && said->status == 200 ? said : std::nullopt;
}

std::optional<http_answer> keeper::order(const std::string& what) {
  const auto answer = std::make_shared<promised<http_answer>>();
  options_.broker.operate(what, {}, nullptr, [answer](http_answer said) { answer->set(std::move(said)); });
  auto said = answer->wait(stopping_);
  return said && said->status == 200 ? said : std::nullopt;
}

/// What fired when the broker ended, and what happened before. False: the log isn't read yet.
bool keeper::restore() {
  const auto overview = ask("overview");
  if (!overview || is_starting(overview->body)) return false;
  std::vector<view::alert_line> lines;
  std::map<std::string, std::string> query{{"practice", "host"}, {"limit", "500"}};
  for (std::size_t page = 0; page < trail_pages_max; ++page) {
    const auto said = ask("audit", query);
    auto found = said ? lines_in(said->body) : std::nullopt;
    if (!found) return false;
    std::move(found->lines.begin(), found->lines.end(), std::back_inserter(lines));
    if (found->next.empty()) break;
    query["before"] = found->next;
  }
  const std::lock_guard guard(lock_);
  for (auto& each : firing_in(lines)) watch_.restore(std::move(each));
  for (auto& line : lines)
    if (history_.size() < history_max) history_.push_back(std::move(line));
  restored_ = true;
  return true;
}

std::optional<sources> keeper::look(timestamp now) {
  const auto connectors = ask("connectors"), queues = ask("queues"), practices = ask("practices");
  const auto backups = order("GET backups");
  if (!connectors || !queues || !practices || !backups) return std::nullopt;
  sources all{connectors->body, queues->body, practices->body, backups->body, {}, {}, {}};
  if (!first_look_) first_look_ = now;
  all.looked_since = *first_look_;
  if (options_.certificate_days) all.certificate_days = options_.certificate_days();
  if (options_.disk_percent) all.disk_percent = options_.disk_percent();
  return all;
}

void keeper::keep(const notice& what, timestamp now) {
  const auto answer = std::make_shared<promised<tidings::answer>>();
  options_.broker.tell(practice_id::host(), keep_audit_entry{}, std::make_shared<const audit_mark>(mark_of(what, now)),
                       [answer](tidings::answer said) { answer->set(std::move(said)); });
  const auto said = answer->wait(stopping_);
  if (!said || !said->accepted) say("an alert is not on record: " + (said ? said->reason : "no answer"));
  const std::lock_guard guard(lock_);
  history_.push_front(line_of(what, now));
  if (history_.size() > history_max) history_.pop_back();
  if (untold_.size() >= untold_max) untold_.pop_front();
  untold_.push_back({what, !options_.settings.mail.host.empty(), !options_.settings.webhook.url.empty(), now});
}

void keeper::deliver(timestamp now) {
  std::deque<untold> left;
  {
    const std::lock_guard guard(lock_);
    left.swap(untold_);
  }
  std::string failure;
  bool tried = false, mail_works = true, post_works = true;
  const auto still_untold = [&](const result<void>& done, bool& works) {
    tried = true;
    works = done.has_value();
    if (!works) failure = done.error().detail;
    return !works;
  };
  for (auto& each : left) {
    if (stopping_) break;
    if (now < each.try_at) continue;
    each.try_at = now + untold_retry;
    // A way that failed once fails the next one, too: many notices must not each wait for a server that hangs.
    if (each.mail && mail_works) each.mail = still_untold(options_.to->mail(each.what, now), mail_works);
    if (each.post && post_works) each.post = still_untold(options_.to->post(each.what, now), post_works);
  }
  std::erase_if(left, [](const untold& each) { return !each.mail && !each.post; });
  const std::lock_guard guard(lock_);
  if (!failure.empty() && failure != last_failure_) say("an alert was not told: " + failure);
  if (tried) last_failure_ = failure;
  untold_.insert(untold_.begin(), std::make_move_iterator(left.begin()), std::make_move_iterator(left.end()));
}

void keeper::step() {
  const auto now = options_.now();
  bool restored = false;
  {
    const std::lock_guard guard(lock_);
    restored = restored_;
  }
  const auto all = restored || restore() ? look(now) : std::nullopt;
  const auto figures = all ? figures_of(*all, now) : std::nullopt;
  std::vector<notice> notices;
  {
    const std::lock_guard guard(lock_);
    watching_ = figures.has_value();
    if (figures) notices = watch_.look(*figures, now);
  }
  for (const auto& each : notices) keep(each, now);
  deliver(now);
}

view::alerts keeper::page() const {
  const std::lock_guard guard(lock_);
  view::alerts all{.configured = true, .watching = watching_};
  for (const auto& address : options_.settings.mail.to) {
    if (!all.mail_to.empty()) all.mail_to += ", ";
    all.mail_to += address;
  }
  if (options_.settings.mail.host.empty()) all.mail_to.clear();
  all.webhook =
      options_.settings.webhook.url.substr(0, options_.settings.webhook.url.find('?')); // a query may be a secret
  all.last_failure = last_failure_;
  all.untold = untold_.size();
  for (const auto& each : watch_.firing()) all.firing.push_back(view_of(each));
  all.history.assign(history_.begin(), history_.end());
  return all;
}

bool keeper::acknowledge(const std::string& id, const std::string& by, const std::string& note) {
  const std::lock_guard guard(lock_);
  const auto found = watch_.acknowledge(id, by, note);
  if (!found) return false;
  history_.push_front({.at = iso8601(options_.now()),
                       .id = id,
                       .measure = boost::describe::enum_to_string(found->which.measure, ""),
                       .subject = found->which.subject,
                       .turn = "acknowledged",
                       .what = note,
                       .by = by});
  if (history_.size() > history_max) history_.pop_back();
  return true;
}

} // namespace tidings::alert
