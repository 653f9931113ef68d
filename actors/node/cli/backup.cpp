// backup, restore
#include "actors/backup/erased.hpp"
#include "actors/backup/store.hpp"
#include "actors/key_ring/master_key.hpp"
#include "actors/node/cli/commands.hpp"
#include "actors/node/cli/local_door.hpp"
#include "actors/node/cli/progress_bar.hpp"
#include "actors/node/config/config.hpp"
#include "actors/node/made_keys_file.hpp"
#include "schemas/json.hpp"

#include <fmt/format.h>

#include <iostream>
#include <thread>

namespace tidings::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds look_every{300};

int complain(const failure& why) {
  std::cerr << why.detail << '\n';
  return 1;
}

std::optional<broker_settings> settings_of(const std::string& broker_yaml) {
  auto config = load_broker(broker_yaml);
  if (config) return std::move(config->broker);
  for (const auto& error : config.error()) std::cerr << print(error) << '\n';
  return std::nullopt;
}

/// The master key of --master, else of the configuration.
result<backup::store_options> store_of(const backup_arguments& arguments) {
  master_key_source from{.file = arguments.master, .env = {}, .command = {}};
  if (from.file.empty()) {
    const auto settings = settings_of(arguments.broker_yaml);
    if (!settings) return fail(error_code::not_configured, "give the master key's file with --master, or --config");
    from = settings->keys.master;
  }
  const auto key = load_master_key(from);
  if (!key) return tl::unexpected<failure>(key.error());
  return backup::store_options{arguments.folder, key->derived("backup")};
}

result<std::unique_ptr<local_door>> door_of(const backup_arguments& arguments) {
  const auto settings = settings_of(arguments.broker_yaml);
  if (!settings) return fail(error_code::not_configured, "no broker is configured by " + arguments.broker_yaml);
  return local_door::open(*settings);
}

result<json::value> read(const result<std::string>& answer) {
  if (!answer) return tl::unexpected<failure>(answer.error());
  boost::system::error_code error;
  auto value = json::parse(*answer, error);
  if (error) return fail(error_code::outcome_unknown, "the broker's answer can't be read");
  return value;
}

std::uint64_t number_in(const json::value& of, std::string_view name) {
  const auto* found = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return found && found->is_number() ? found->to_number<std::uint64_t>() : 0;
}
std::string text_in(const json::value& of, std::string_view name) {
  const auto* found = of.is_object() ? of.get_object().if_contains(name) : nullptr;
  return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

void print_line(std::uint64_t number, const std::string& at, std::uint64_t epoch, std::uint64_t bytes,
                std::uint64_t added, std::uint64_t records, std::uint64_t practices) {
  std::cout << fmt::format("{:>6}  {:<24}  epoch {:<3}  {:>9}  {:>9} added  {:>10} records of {} practices\n", number,
                           at, epoch, print_bytes(bytes), print_bytes(added), records, practices);
}

} // namespace

int backup_now(const backup_arguments& arguments) {
  const auto door = door_of(arguments);
  if (!door) return complain(door.error());
  const auto asked = read((*door)->post("/backups", {}));
  if (!asked) return complain(asked.error());
  const auto request = number_in(*asked, "request");
  progress_bar bar;
  for (;;) {
    const auto now = read((*door)->get("/backups"));
    if (!now) return complain(now.error());
    if (number_in(*now, "requests_done") >= request) {
      if (const auto why = text_in(*now, "last_failure"); !why.empty()) return complain({error_code::refused, why});
      const auto& list = now->at("list").as_array();
      if (list.empty()) return complain({error_code::not_found, "the broker lists no backup"});
      const auto& last = list.back();
      print_line(number_in(last, "number"), text_in(last, "at"), number_in(last, "epoch"), number_in(last, "bytes"),
                 number_in(last, "added"), number_in(last, "records"), number_in(last, "practices"));
      return 0;
    }
    bar.show(text_in(*now, "doing"), number_in(*now, "done"), 0);
    std::this_thread::sleep_for(look_every);
  }
}

int backup_list(const backup_arguments& arguments) {
  const auto from = store_of(arguments);
  if (!from) return complain(from.error());
  const auto all = backup::store(*from).list();
  if (!all) return complain(all.error());
  if (all->backups.empty()) return complain({error_code::not_found, "there are no backups in " + arguments.folder});
  for (const auto& one : all->backups)
    print_line(one.number, iso8601(one.at), one.epoch, one.bytes, one.added, one.records, one.practices);
  return 0;
}

int backup_verify(const backup_arguments& arguments) {
  const auto from = store_of(arguments);
  if (!from) return complain(from.error());
  result<backup::complaints> wrong;
  {
    progress_bar bar;
    wrong = backup::store(*from).verify(
        arguments.number == 0 ? std::nullopt : std::optional(arguments.number),
        [&](std::string_view doing, std::uint64_t done, std::uint64_t total) { bar.show(doing, done, total); });
  }
  if (!wrong) return complain(wrong.error());
  for (const auto& one : *wrong) std::cout << "DAMAGED  " << one << '\n';
  if (wrong->empty()) std::cout << "Every file is what was written, and every log ends where it ended.\n";
  return wrong->empty() ? 0 : 1;
}

int restore(const backup_arguments& arguments) {
  const auto from = store_of(arguments);
  if (!from) return complain(from.error());
  result<log_epoch> restored;
  {
    progress_bar bar;
    restored = backup::store(*from).restore(
        arguments.number == 0 ? std::nullopt : std::optional(arguments.number), arguments.to, system_now(),
        [&](std::string_view doing, std::uint64_t done, std::uint64_t total) { bar.show(doing, done, total); });
  }
  if (!restored) return complain(restored.error());
  const auto erased = backup::erased_after(std::filesystem::path(arguments.to) / "keys", restored->backed_up_at);
  if (!erased) return complain(erased.error());
  if (erased->patients + erased->practices > 0)
    std::cout << fmt::format(
        "Erased since this backup: patients {}, practices {}. Their data can't be read in it, and the "
        "broker forgets them\nagain when it starts.\n",
        erased->patients, erased->practices);
  const auto keys = read_made_keys(std::filesystem::path(arguments.to) / "api_keys");
  if (!keys)
    std::cout << keys.error().detail << ": no key of a program that was made in the browser is in force.\n";
  else if (const auto count = unrevoked(*keys); count > 0)
    std::cout << fmt::format("Keys of programs that were made in the browser: {}. One that was revoked since the "
                             "backup would be in force again,\n"
                             "so none lets anybody in before a person has confirmed it (page API keys).\n",
                             count);
  std::cout << fmt::format(
      "Backup {} of {} is in {}, in epoch {}.\n"
      "Set data_dir to it and start the broker. It sends and writes nothing yet: messages that may have\n"
      "gone out since the backup are looked up at their providers. When the old broker is certainly\n"
      "off and the dashboard shows what you expect: tidings restore release\n",
      restored->backup, iso8601(restored->backed_up_at), arguments.to, restored->number);
  return 0;
}

int restore_release(const backup_arguments& arguments) {
  const auto door = door_of(arguments);
  if (!door) return complain(door.error());
  const auto said = read((*door)->post(
      "/restore/release" + (arguments.practice.empty() ? std::string() : "?practice=" + arguments.practice), {}));
  if (!said) return complain(said.error());
  const auto& released = said->at("released").as_array();
  const auto& others = said->at("not_released").as_array();
  std::cout << released.size() << (released.size() == 1 ? " practice is" : " practices are") << " released.\n";
  for (const auto& one : others)
    std::cerr << text_in(one, "practice") << " is not released: " << text_in(one, "reason") << '\n';
  return others.empty() ? 0 : 1;
}

} // namespace tidings::cli
