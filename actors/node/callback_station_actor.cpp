#include "actors/node/callback_station.hpp"

#include "actors/callback/callbacks_actor.hpp"
#include "actors/event_log/replace_file.hpp"
#include "actors/node/broker_bridge_actor.hpp"
#include "actors/node/practice_list.hpp"
#include "actors/provider/http_client.hpp"
#include "schemas/callbacks.hpp"
#include "schemas/json.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

namespace tidings {
namespace {

namespace fs = std::filesystem;
using callback::receiver;

constexpr std::size_t calls_max = 1'000; ///< of all receivers; each has its own window besides
constexpr int restarts_max = 5;          ///< what ends so often has a mistake that another start doesn't mend
constexpr std::array receivers = {receiver::delivery, receiver::received, receiver::own};

/// A file each: `A99001.delivery`.
class file_shelf final : public callback::shelf {
public:
  explicit file_shelf(fs::path folder) : folder_(std::move(folder)) {}

  result<std::optional<std::string>> load(const practice_id& practice, receiver which) override {
    const auto file = path_of(practice, which);
    std::error_code error;
    if (!fs::exists(file, error) && !error) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) return fail(error_code::log_unavailable, "its book " + file.string() + " can't be read");
    return bytes.str();
  }
  result<void> keep(const practice_id& practice, receiver which, std::string_view bytes) override {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) return fail(error_code::log_unavailable, folder_.string() + " can't be made: " + error.message());
    return replace_file(path_of(practice, which), bytes);
  }

private:
  fs::path path_of(const practice_id& practice, receiver which) const {
    return folder_ / (practice.str() + "." + std::string(callback::name_of(which)));
  }
  fs::path folder_;
};

/// The configuration has been checked; what is no network all the same allows nothing.
std::shared_ptr<const dial_rule> rule_of(const callback_host_settings* settings) {
  std::vector<ip_network> also;
  if (settings)
    for (const auto& one : settings->networks)
      if (const auto network = ip_network::parse(one)) also.push_back(*network);
  return std::make_shared<const dial_rule>(std::move(also));
}

http_answer refused(int status, std::string_view code, std::string_view reason) {
  const boost::json::array errors{boost::json::object{{"code", code}, {"reason", reason}, {"field", nullptr}}};
  return {status, boost::json::serialize(boost::json::object{{"errors", errors}})};
}

std::string given(const std::map<std::string, std::string>& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

std::set<std::uint64_t> sequences_of(std::string_view list) {
  std::set<std::uint64_t> out;
  const char* at = list.data();
  const char* const end = list.data() + list.size();
  while (at < end) {
    std::uint64_t one = 0;
    const auto read = std::from_chars(at, end, one);
    if (read.ec == std::errc()) out.insert(one);
    at = read.ptr + 1;
  }
  return out;
}

} // namespace

struct callback_station::impl {
  parts with;
  caf::actor_system* system = nullptr;
  std::shared_ptr<http_client> http;
  std::mutex lock; ///< guards the next three
  callback::callbacks_actor actor;
  bool stopping = false;
  int restarts = 0;

  callback::ports ports_of() const;
  static void start(const std::shared_ptr<impl>& my);
  callback::callbacks_actor handle() {
    const std::lock_guard guard(lock);
    return actor;
  }
};

callback::ports callback_station::impl::ports_of() const {
  return {.http = http,
          .log = [stations = with.stations] { return stations->get().log; },
          .practices =
              [practices = with.practices] {
                std::vector<practice_settings_ptr> all;
                for (const auto& [id, settings] : practices->all()) all.push_back(settings);
                return all;
              },
          .epoch = with.epoch,
          .keys = with.keys,
          .now = with.now,
          .books = std::make_shared<file_shelf>(with.data_dir / "callbacks"),
          .ca_file = with.settings ? with.settings->ca_file : std::string(),
          .say = with.say};
}

/// An actor that ends before it is told to has met a bug of ours: its successor reads its books.
void callback_station::impl::start(const std::shared_ptr<impl>& my) {
  auto fresh = my->system->spawn<caf::detached>(callback::callbacks, my->ports_of());
  {
    const std::lock_guard guard(my->lock);
    if (my->stopping) return caf::anon_send_exit(fresh, caf::exit_reason::user_shutdown);
    my->actor = fresh;
  }
  fresh->attach_functor([weak = std::weak_ptr(my)](const caf::error&) {
    const auto still = weak.lock();
    if (!still) return;
    {
      const std::lock_guard inside(still->lock);
      if (still->stopping) return;
      if (++still->restarts > restarts_max)
        return still->with.say("callbacks ended too often: nobody is told any more");
    }
    still->with.say("callbacks ended and are started again");
    start(still);
  });
}

callback_station::callback_station(caf::actor_system& system, parts with) : impl_(std::make_shared<impl>()) {
  http_client_limits limits;
  limits.response_bytes_max = callback::answer_bytes_max;
  limits.calls_max = calls_max;
  limits.dials = rule_of(with.settings.get());
  impl_->with = std::move(with);
  impl_->system = &system;
  impl_->http = std::make_shared<http_client>(limits);
  impl::start(impl_);
}

callback_station::~callback_station() {
  stop();
  stop_calls();
}

void callback_station::stop() {
  const std::lock_guard guard(impl_->lock);
  impl_->stopping = true;
  if (impl_->actor) caf::anon_send_exit(impl_->actor, caf::exit_reason::user_shutdown);
  impl_->actor = nullptr;
}

void callback_station::stop_calls() { impl_->http->stop(); }

void callback_station::run(const std::string& what, const std::map<std::string, std::string>& parameters,
                           std::function<void(http_answer)> done) {
  const auto once = std::make_shared<answer_once<http_answer>>(
      std::move(done), refused(503, "stopping", "the broker is starting or stopping"));
  const auto actor = impl_->handle();
  if (!actor) return;
  const auto practice = practice_id::parse(given(parameters, "practice"));
  if (what == "GET callbacks") {
    caf::anon_send(actor, callback::question{practice, [once](const view::callbacks& all) {
                                               (*once)({200, boost::json::serialize(to_json(all))});
                                             }});
    return;
  }
  if (!practice) return (*once)(refused(404, "not_found", "no practice here has this ODS code"));
  callback::release order{.practice = *practice,
                          .which = std::nullopt,
                          .sequences = sequences_of(given(parameters, "sequences")),
                          .retry = given(parameters, "retry") == "true",
                          .done = [once](const result<std::size_t>& count) {
                            if (!count) return (*once)(refused(503, "disk_full", count.error().detail));
                            (*once)({200, boost::json::serialize(to_json(view::callback_release{*count}))});
                          }};
  for (const auto one : receivers)
    if (given(parameters, "receiver") == callback::name_of(one)) order.which = one;
  caf::anon_send(actor, std::move(order));
}

} // namespace tidings
