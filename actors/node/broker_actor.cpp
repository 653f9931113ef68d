// The composition root: what runs, on which ports, on which thread.
#include "actors/backup/keeper.hpp"
#include "actors/board/board_actor.hpp"
#include "actors/connector/tcp_wire.hpp"
#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/event_log/event_log_actor.hpp"
#include "actors/event_log/live_log.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/key_ring/key_ring.hpp"
#include "actors/key_ring/master_key.hpp"
#include "actors/node/agent_sites.hpp"
#include "actors/node/alert_start.hpp"
#include "actors/node/audit/anchor_actor.hpp"
#include "actors/node/audit/ship.hpp"
#include "actors/node/broker.hpp"
#include "actors/node/broker_bridge.hpp"
#include "actors/node/callback_station.hpp"
#include "actors/node/config/openapi_json.hpp"
#include "actors/node/config/shared_templates.hpp"
#include "actors/node/connector_start.hpp"
#include "actors/node/connector_test_actor.hpp"
#include "actors/node/groups_record.hpp"
#include "actors/node/host_orders.hpp"
#include "actors/node/late_feed.hpp"
#include "actors/node/onboarding_actor.hpp"
#include "actors/node/root_actor.hpp"
#include "actors/node/supervision/calm_clock.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "actors/node/supervision/practices_actor.hpp"
#include "actors/node/supervision/providers_actor.hpp"
#include "actors/node/templates/orders.hpp"
#include "actors/node/watchdog.hpp"
#include "actors/provider/firetext_poll/firetext_actor.hpp"
#include "actors/provider/http_client.hpp"
#include "actors/provider/http_providers.hpp"
#include "actors/provider/nhsmail/mail_client.hpp"
#include "actors/provider/nhsmail/nhsmail_actor.hpp"
#include "actors/provider/provider_actor.hpp"
#include "actors/provider/smpp/book_file.hpp"
#include "actors/provider/smpp/smpp_actor.hpp"
#include "actors/provider/smpp/tcp_links.hpp"
#include "actors/write_back/write_back_actor.hpp"
#include "web/endpoint/server.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>

namespace tidings {
namespace {

/// Messages an actor handles before another gets its turn: CAF's default is "all of them", which starves the rest.
constexpr std::size_t messages_in_a_row = 100;

struct actor_config : caf::actor_system_config {
  actor_config() {
    set("scheduler.policy", caf::atom("sharing")); // a condition variable: next to nothing when idle
    set("scheduler.max-threads", std::max<std::size_t>(2, std::thread::hardware_concurrency()));
    set("scheduler.max-throughput", messages_in_a_row);
    set("logger.verbosity", caf::atom("quiet"));
  }
};

struct ports {
  std::shared_ptr<http_client> http = std::make_shared<http_client>();
  std::shared_ptr<nhsmail::mail_client> mail; ///< null: no account needs its threads
  std::shared_ptr<smpp::tcp_links> links;     ///< null: no account needs its thread
  std::shared_ptr<tcp_wire> wire = std::make_shared<tcp_wire>();
  std::shared_ptr<file_device_store> devices = std::make_shared<file_device_store>();
  std::shared_ptr<system_threads> systems = std::make_shared<system_threads>();
  std::shared_ptr<live_log> live = std::make_shared<live_log>(); ///< where backups find the log
  std::shared_ptr<backup::keeper> keeper;
  nhsmail_ports nhsmail; ///< how mailboxes reach the practices
  smpp_ports smpp;       ///< how message centres do
  firetext_ports polled; ///< how FireText does where it is asked
  sealer_ptr keys;
  std::shared_ptr<site_port> sites; ///< practices' sites by their agents
};

result<sealer_ptr> open_keys(const broker_settings& settings, const master_key& master) {
  auto store = open_key_folder(std::filesystem::path(settings.data_dir) / "keys");
  if (!store) return tl::unexpected(store.error());
  auto ring =
      std::make_shared<key_ring>(master.derived("key ring"), std::move(*store), key_ring_options{.now = system_now});
  // The host's own keys are tried at once, so that a wrong master key stops the start with its reason.
  if (const auto tried = ring->marker_of(practice_id::host()); !tried) return tl::unexpected(tried.error());
  return ring;
}

using tallies = std::map<station, tally>;
using anchor_keeper_ptr = std::shared_ptr<audit::anchor_keeper>;

/// Null when the configuration wants none.
result<anchor_keeper_ptr> open_anchor(const broker_settings& host, std::function<void(std::string)> say) {
  const auto& settings = host.audit;
  if (settings.anchor.empty()) return anchor_keeper_ptr();
  const auto command_limit = host.shutdown_limit / 3; // the last line is handed on while the broker stops
  auto file = audit::anchor_file::open(settings.anchor);
  if (!file) return tl::unexpected(file.error());
  audit::anchor_keeper::shipper hand_on;
  if (!settings.command.empty())
    hand_on = [command = settings.command, command_limit](const std::string& lines) {
      return audit::ship(command, lines, command_limit);
    };
  return std::make_shared<audit::anchor_keeper>(std::move(*file), system_now, std::move(hand_on), std::move(say));
}

result<event_log_actor> start_log(caf::scheduled_actor& by, const broker_settings& settings,
                                  const std::shared_ptr<std::atomic<bool>>& tables_damaged,
                                  const anchor_keeper_ptr& anchor, const ports& with, const tally& handled) {
  auto engine = open_rocksdb({.directory = std::filesystem::path(settings.data_dir) / "log",
                              .tables_damaged = tables_damaged,
                              .live = with.live});
  if (!engine) return tl::unexpected(engine.error());
  event_log_options options;
  options.keeper = log_keeper(by);
  options.handled = handled;
  if (anchor) options.on_end = [anchor](const std::vector<stream_end>& ends) { anchor->keep(ends); };
  return by.spawn<caf::detached>(event_log, std::shared_ptr<log_engine>(std::move(*engine)), std::move(options));
}

/// Opened once before anything else, so that a damaged or foreign log stops the start with its reason. A forerunner
/// that was killed holds its files until its last thread is gone: that is waited for.
result<void> try_log(const broker_settings& settings) {
  constexpr int tries_max = 100;
  constexpr std::chrono::milliseconds between{100};
  for (int tries = 1;; ++tries) {
    const auto opened = open_rocksdb({.directory = std::filesystem::path(settings.data_dir) / "log"});
    if (opened) return {};
    const bool in_use = opened.error().detail.find("another broker") != std::string::npos;
    if (!in_use || tries == tries_max) return tl::unexpected(opened.error());
    std::this_thread::sleep_for(between);
  }
}

provider_actor start_provider(caf::scheduled_actor& by, const provider_settings& account, const ports& with) {
  if (account.type == "null") return by.spawn(null_provider, account);
  if (account.type == "nhsmail") return by.spawn(nhsmail_provider, account, with.nhsmail);
  // On a thread of its own: it waits for the disk.
  if (account.type == "smpp") return by.spawn<caf::detached>(smpp_provider, account, with.smpp);
  if (account.type == "firetext" && account.poll_every > millis(0))
    return by.spawn<caf::detached>(firetext_provider, account, with.polled);
  return by.spawn(http_account, http_account_parts{account.id, make_http_provider(account), with.http, system_now});
}

station_factories factories(const broker_settings& settings, const ports& with, std::shared_ptr<live_feed> feed,
                            anchor_keeper_ptr anchor, const tallies& handled, const wall_clock& now) {
  station_factories start;
  start.log = [&settings, &with, damaged = std::make_shared<std::atomic<bool>>(false), anchor = std::move(anchor),
               count = handled.at(station::log)](caf::scheduled_actor& by) {
    return start_log(by, settings, damaged, anchor, with, count);
  };
  start.board = [feed, &with](caf::scheduled_actor& by, event_log_actor log) {
    // Detached: folding and keeping a large practice takes long, and those who send must not wait for who looks.
    return by.spawn<caf::detached>(board, std::move(log), feed, wall_clock(system_now), std::string(TIDINGS_VERSION),
                                   with.keys);
  };
  start.dispatcher = [&settings, now, count = handled.at(station::dispatcher)](caf::scheduled_actor& by) {
    return by.spawn(dispatcher, dispatcher_options{now, settings.providers, count, settings.budget_pence_a_day, true});
  };
  start.write_back = [now, count = handled.at(station::write_back)](caf::scheduled_actor& by) {
    return by.spawn(write_back, write_back_options(now, count));
  };
  start.providers = [&settings, &with, now](caf::scheduled_actor& by) {
    return by.spawn(providers_supervisor,
                    providers_options{now,
                                      settings.providers,
                                      [&with](caf::scheduled_actor& parent, const provider_settings& account) {
                                        return start_provider(parent, account, with);
                                      },
                                      {}});
  };
  start.connectors = [&with, now](caf::scheduled_actor& by) {
    const connector_ports ports{with.wire, with.devices, with.systems, with.keys, now, with.sites};
    return by.spawn(connectors_supervisor,
                    connectors_options{now, connector_starter(ports), {}, hand_over_starter(ports)});
  };
  start.practices = [&settings, &with, now](caf::scheduled_actor& by) {
    return by.spawn(practices_supervisor, practices_options{now,
                                                            settings.passivate_after,
                                                            with.keys,
                                                            static_cast<std::size_t>(settings.queue_max),
                                                            {},
                                                            [keeper = with.keeper] { return keeper->epoch(); },
                                                            true});
  };
  return start;
}

practice_settings_ptr host_settings() {
  practice_settings host;
  host.id = practice_id::host();
  host.name = "This host";
  return std::make_shared<const practice_settings>(std::move(host));
}

/// Backups, and whose log this is. Fails when another broker has taken it over.
result<std::shared_ptr<backup::keeper>> make_keeper(const broker_settings& settings, const master_key& master,
                                                    std::shared_ptr<live_log> log,
                                                    const std::function<void(std::string)>& say,
                                                    const std::function<void()>& end) {
  const std::filesystem::path data_dir = settings.data_dir;
  const auto epoch = claim_epoch(data_dir / "log");
  if (!epoch) return tl::unexpected(epoch.error());
  auto keeper = std::make_shared<backup::keeper>(backup::keeper_options{
      .settings = settings.backup,
      .key = master.derived("backup"),
      .data_dir = data_dir,
      .log = std::move(log),
      .epoch = *epoch,
      .say = say,
      .on_taken_over = [end](const std::string&) { end(); },
  });
  if (auto mine = keeper->check_claim(); !mine) return tl::unexpected(mine.error());
  if (!epoch->released)
    say("this log was restored from backup " + std::to_string(epoch->backup) +
        ": nothing is sent until `tidings restore release`");
  return keeper;
}

/// What a mailbox says goes the way of what comes by webhook, and is answered when it is on disk.
nhsmail_ports mailbox_ports(std::shared_ptr<nhsmail::mail_port> mail, broker_port& bridge,
                            std::shared_ptr<const practice_list> practices,
                            std::shared_ptr<const station_directory> stations, std::function<void(std::string)> say) {
  return {.mail = std::move(mail),
          .now = system_now,
          .tell =
              [&bridge](practice_id practice, command what, std::function<void(answer)> done) {
                bridge.tell(practice, std::move(what), nullptr, std::move(done));
              },
          .not_ready = [&bridge] { return bridge.not_ready(); },
          .practices_of = [practices](const provider_id& id) { return practices->practices_of(id); },
          .say = std::move(say),
          .show =
              [stations](actor_report what) {
                const auto now = stations->get();
                if (now.stations && now.stations->board) caf::anon_send(now.stations->board, std::move(what));
              }};
}

/// What a message centre says goes the same way.
smpp_ports message_centre_ports(std::shared_ptr<smpp::link_port> links, const std::string& data_dir,
                                std::shared_ptr<const practice_list> practices, const nhsmail_ports& mailbox) {
  return {.links = std::move(links),
          .book_of =
              [folder = std::filesystem::path(data_dir) / "smpp"](const provider_id& id) {
                return std::shared_ptr<smpp::book_port>(smpp::book_in(folder / id.value));
              },
          .now = mailbox.now,
          .tell = mailbox.tell,
          .not_ready = mailbox.not_ready,
          .practices_of = mailbox.practices_of,
          .practice_of_number = [practices](std::string_view digits) { return practices->practice_of_number(digits); },
          .say = mailbox.say,
          .show = mailbox.show};
}

/// And so does what FireText is asked for.
firetext_ports poll_ports(std::shared_ptr<http_port> http, const std::string& data_dir, const smpp_ports& centre) {
  return {.http = std::move(http),
          .lines_of =
              [folder = std::filesystem::path(data_dir) / "firetext"](const provider_id& id) {
                return std::shared_ptr<smpp::book_port>(smpp::book_in(folder / id.value));
              },
          .now = centre.now,
          .tell = centre.tell,
          .not_ready = centre.not_ready,
          .practice_of_number = centre.practice_of_number,
          .say = centre.say,
          .show = centre.show};
}

/// Templates that are made in the browser; what is in force of them goes into the practices' settings.
std::shared_ptr<const templates::orders> template_orders(const broker_settings& settings,
                                                         std::shared_ptr<templates::shelf> kept,
                                                         std::shared_ptr<practice_list> practices, wall_clock now) {
  templates::orders::parts parts{
      .kept = std::move(kept),
      .of_files = [practices](const practice_id& practice) { return practices->of_file(practice); },
      .all_files =
          [practices] {
            std::vector<practice_settings_ptr> all;
            for (auto& [id, one] : practices->of_files()) all.push_back(one);
            return all;
          },
      .folder = [folder = settings.templates_dir,
                 files = settings.attachments_dir]() -> std::optional<templates::orders::file_templates> {
        auto all = load_shared_templates(folder, files);
        return all ? std::optional(std::move(*all)) : std::nullopt;
      },
      .changed = [practices](const practice_id& owner) { practices->refresh(owner); },
      .pence_per_segment = {},
      .host_may_approve_own = settings.templates_self_approval,
      .now = std::move(now)};
  for (const auto& one : settings.providers) parts.pence_per_segment[one.id] = one.pence_per_segment;
  return std::make_shared<const templates::orders>(std::move(parts));
}

/// What operators and practices ask of callbacks, programs' keys and templates.
backup_orders::other_orders other_orders(std::shared_ptr<callback_station> callbacks, std::shared_ptr<made_keys> keys,
                                         std::shared_ptr<const templates::orders> texts,
                                         std::shared_ptr<const practice_list> practices) {
  return [callbacks = std::move(callbacks), keys = std::move(keys), texts = std::move(texts),
          practices = std::move(practices)](const std::string& what, const std::map<std::string, std::string>& with,
                                            std::function<void(http_answer)> done) {
    if (what.find(" templates") != std::string::npos) return done(texts->run(what, with));
    if (what.find(" api-keys") == std::string::npos) return callbacks->run(what, with, std::move(done));
    const auto named = with.find("practice");
    const auto practice = named == with.end() ? std::nullopt : practice_id::parse(named->second);
    const auto all = practices->all();
    const auto found = practice ? all.find(*practice) : all.end();
    done(answer_about_keys(keys.get(), found == all.end() ? nullptr : found->second, what, with));
  };
}

/// What is changed in a file has nobody's name: the audit trail has it under the file's.
void keep_on_record(broker_port& bridge, std::vector<std::string> changes, std::function<void(result<void>)> done) {
  audit_mark mark;
  mark.request = random_id<request_id>();
  mark.user = "host";
  mark.action = "FILE practice_groups";
  mark.objects = std::move(changes);
  bridge.tell(practice_id::host(), keep_audit_entry{}, std::make_shared<const audit_mark>(std::move(mark)),
              [done = std::move(done)](const answer& said) {
                done(said.accepted ? result<void>() : fail(said.refusal, said.reason));
              });
}

bool has_account_of(const broker_settings& settings, std::string_view type) {
  const auto& accounts = settings.providers;
  return std::any_of(accounts.begin(), accounts.end(), [&](const auto& one) { return one.type == type; });
}

} // namespace

struct broker::impl {
  broker_settings settings;
  std::function<void(std::string)> say;
  ports outside;
  actor_config actors;
  std::unique_ptr<caf::actor_system> system = std::make_unique<caf::actor_system>(actors);
  std::shared_ptr<station_directory> stations = std::make_shared<station_directory>();
  std::shared_ptr<practice_list> practices = std::make_shared<practice_list>();
  std::shared_ptr<late_feed> feed = std::make_shared<late_feed>();
  std::unique_ptr<stoppable_broker_port> bridge;
  std::shared_ptr<alert::keeper> alerts; ///< null: none are wanted
  std::unique_ptr<endpoint> door;
  std::shared_ptr<callback_station> callbacks;
  root_actor root_handle;
  onboarding_actor watcher;
  connector_test_actor tests;
  audit::anchor_actor anchor;
  int port = 0;
  bool stopped = false;
};

broker::broker(std::unique_ptr<impl> all) : impl_(std::move(all)) {}

result<std::unique_ptr<broker>> broker::start(loaded_broker config, std::function<void(std::string)> say,
                                              std::function<void()> end) {
  auto all = std::make_unique<impl>();
  all->settings = std::move(config.broker);
  all->say = std::move(say);
  auto& settings = all->settings;
  std::error_code failed;
  std::filesystem::create_directories(settings.data_dir, failed);
  if (failed)
    return fail(error_code::not_configured, "data_dir " + settings.data_dir + " can't be made: " + failed.message());
  const auto master = load_master_key(settings.keys.master);
  if (!master) return tl::unexpected(master.error());
  auto keys = session_keys::load_or_create((std::filesystem::path(settings.data_dir) / "session.key").string());
  if (!keys) return tl::unexpected(keys.error());
  if (auto tried = try_log(settings); !tried) return tl::unexpected(tried.error());
  auto sealing = open_keys(settings, *master); // now that no other broker is at work in this directory
  if (!sealing) return tl::unexpected(sealing.error());
  all->outside.keys = std::move(*sealing);
  auto anchors = open_anchor(settings, all->say);
  if (!anchors) return tl::unexpected(anchors.error());

  auto keeper = make_keeper(settings, *master, all->outside.live, all->say, end);
  if (!keeper) return tl::unexpected(keeper.error());
  all->outside.keeper = std::move(*keeper);

  auto& system = *all->system;
  const tallies handled{{station::log, {}}, {station::dispatcher, {}}, {station::write_back, {}}};
  all->tests = system.spawn(connector_tests, all->stations);
  // One for all stations; the root looks at it each second, so that no step goes unnoticed.
  const auto now = calmed(system_now, [] { return std::chrono::steady_clock::now(); });
  all->callbacks = std::make_shared<callback_station>(
      system, callback_station::parts{.data_dir = settings.data_dir,
                                      .settings = settings.callbacks,
                                      .stations = all->stations,
                                      .practices = all->practices,
                                      .epoch = [keeper = all->outside.keeper] { return keeper->epoch(); },
                                      .keys = all->outside.keys,
                                      .now = now,
                                      .say = all->say});
  auto own_keys = made_keys::open(std::filesystem::path(settings.data_dir) / "api_keys", all->outside.keys, now,
                                  all->outside.keeper->epoch().number);
  if (!own_keys)
    all->say("no keys of programs but those of the practices' files are in force: " + own_keys.error().detail);
  all->practices->add_keys(own_keys.value_or(nullptr));
  const auto shelf = templates::shelf::open(std::filesystem::path(settings.data_dir) / "templates", now, all->say);
  all->practices->add_templates(shelf);
  const auto orders =
      make_host_orders({settings, all->outside.keeper, all->practices, connector_tester(all->tests),
                        other_orders(all->callbacks, own_keys.value_or(nullptr),
                                     template_orders(settings, shelf, all->practices, now), all->practices),
                        all->outside.http, all->say});
  all->bridge = make_broker_bridge(system, all->stations, all->practices, orders, all->outside.keys);
  all->alerts = make_alerts(settings, *all->bridge, all->say);
  orders->set(all->alerts);
  if (has_account_of(settings, "nhsmail")) all->outside.mail = std::make_shared<nhsmail::mail_client>();
  if (has_account_of(settings, "smpp")) all->outside.links = std::make_shared<smpp::tcp_links>();
  all->outside.nhsmail = mailbox_ports(all->outside.mail, *all->bridge, all->practices, all->stations, all->say);
  all->outside.smpp = message_centre_ports(all->outside.links, settings.data_dir, all->practices, all->outside.nhsmail);
  all->outside.polled = poll_ports(all->outside.http, settings.data_dir, all->outside.smpp);
  auto desk = web::edge::office::open(std::filesystem::path(settings.data_dir) / "edge", system_now);
  if (!desk) all->say("no agents are let in: " + desk.error().detail); // the practices without one go on
  all->outside.sites = std::make_shared<agent_sites>(desk.value_or(nullptr), desk ? "" : desk.error().detail);
  all->root_handle = system.spawn(
      root, root_options{.start = factories(settings, all->outside, all->feed, *anchors, handled, now),
                         .now = now,
                         .directory = all->stations,
                         .on_failure = all->say,
                         .drain_limit = settings.shutdown_limit * 4 / 10, // the endpoint has taken up to half of it
                         .handled = handled});
  if (*anchors)
    all->anchor = system.spawn<caf::detached>(audit::anchor,
                                              audit::anchor_options{all->stations, *anchors, settings.audit.every});
  caf::anon_send(all->root_handle, settings_changed{host_settings()});
  const auto groups = config.groups;
  endpoint_parts parts{
      .settings = settings.endpoint,
      .accounts = webhook_accounts_of(settings.providers),
      .keys = std::move(*keys),
      .reason_needed = settings.audit.reason_needed,
      .description = json_of_yaml(openapi_yaml()).value_or(std::string()), // a test reads it
      .log = all->say,
      .edges = desk.value_or(nullptr),
      .groups = std::move(config.groups),
      .edge_folder = [practices = all->practices](const practice_id& practice, const std::string& agent) {
        return hand_over_folder(*practices, practice, agent);
      }};
  all->door = std::make_unique<endpoint>(std::move(parts), *all->bridge);
  all->feed->set(&all->door->feed());
  auto made = std::unique_ptr<broker>(new broker(std::move(all)));
  auto port = made->impl_->door->start();
  if (!port) return tl::unexpected(port.error());
  made->impl_->port = *port;
  made->impl_->outside.keeper->start();
  if (made->impl_->alerts) made->impl_->alerts->start();
  const auto on_record = groups_record::open(
      std::filesystem::path(made->impl_->settings.data_dir) / "practice_groups.json",
      [bridge = made->impl_->bridge.get()](std::vector<std::string> changes, std::function<void(result<void>)> done) {
        keep_on_record(*bridge, std::move(changes), std::move(done));
      },
      made->impl_->say);
  on_record->begin(groups);
  made->impl_->watcher = system.spawn(
      onboarding, onboarding_options{made->impl_->settings, made->impl_->practices, made->impl_->root_handle,
                                     made->impl_->say, std::move(config.file), groups,
                                     [door = made->impl_->door.get(), on_record](const practice_groups& fresh,
                                                                                 const std::vector<std::string>&) {
                                       door->set_groups(fresh);
                                       on_record->in_force(fresh);
                                     },
                                     [stations = made->impl_->stations, on_record] {
                                       if (stations->get().stations)
                                         on_record->again(); // else there is nobody who keeps entries
                                     }});
  made->impl_->practices->tell_refreshed(
      [watcher = made->impl_->watcher] { caf::anon_send(watcher, caf::flush_atom::value); });
  return made;
}

broker::~broker() { stop(); }

int broker::port() const { return impl_->port; }

result<void> broker::reload_certificate() { return impl_->door->reload_certificate(); }

void broker::stop() {
  auto& all = *impl_;
  if (std::exchange(all.stopped, true)) return;
  const watchdog limit(all.settings.shutdown_limit, all.say);
  all.practices->tell_refreshed(nullptr); // its actor is about to end
  if (all.outside.keeper) all.outside.keeper->stop();
  if (all.alerts) all.alerts->stop();
  if (all.door) all.door->stop(all.settings.shutdown_limit / 2);
  all.feed->set(nullptr);
  if (all.watcher) caf::anon_send_exit(all.watcher, caf::exit_reason::user_shutdown);
  if (all.bridge) all.bridge->stop();
  if (all.callbacks) all.callbacks->stop();
  if (all.tests) caf::anon_send_exit(all.tests, caf::exit_reason::user_shutdown);
  if (all.root_handle) caf::anon_send_exit(all.root_handle, caf::exit_reason::user_shutdown);
  if (all.anchor) caf::anon_send_exit(all.anchor, caf::exit_reason::user_shutdown);
  all.watcher = nullptr;
  all.anchor = nullptr;
  all.root_handle = nullptr;
  all.stations->set({});
  all.system->await_all_actors_done();
  all.outside.http->stop();
  if (all.callbacks) all.callbacks->stop_calls();
  if (all.outside.mail) all.outside.mail->stop();
  if (all.outside.links) all.outside.links->stop();
  all.outside.wire->stop();
  // A clinical system that hangs is left behind: write-back has been told that the outcome isn't known.
  all.outside.systems->stop(all.settings.shutdown_limit / 10);
  all.door.reset();
  all.bridge.reset();
  all.callbacks.reset();
  all.tests = nullptr;
  all.system.reset();
}

} // namespace tidings
