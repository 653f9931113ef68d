// keys, erase
#include "actors/node/cli/keys.hpp"

#include "actors/key_ring/key_ring.hpp"
#include "actors/key_ring/master_key.hpp"
#include "actors/node/cli/commands.hpp"
#include "actors/node/config/config.hpp"

#include "actors/node/cli/local_door.hpp"
#include "schemas/json.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <iostream>
#include <set>

namespace tidings::cli {

result<sealer_ptr> look_at_keys(const std::string& broker_yaml, const std::string& data_dir) {
  if (broker_yaml.empty()) return fail(error_code::invalid_input, "give --config broker.yaml: it names the master key");
  const auto config = load_broker(broker_yaml);
  if (!config) return fail(error_code::invalid_input, print(config.error().front()));
  const auto master = load_master_key(config->broker.keys.master);
  if (!master) return tl::unexpected(master.error());
  return std::make_shared<key_ring>(master->derived("key ring"),
                                    look_into_key_folder(std::filesystem::path(data_dir) / "keys"),
                                    key_ring_options{.now = system_now});
}

int keys_new_master(const std::string& file) {
  const auto key = new_master_key(file);
  if (!key) {
    std::cerr << key.error().detail << '\n';
    return 1;
  }
  std::cout << "Master key " << key->name() << " is in " << file
            << ".\nKeep a copy away from the data and its backups.\n";
  return 0;
}

namespace {

int complain(const failure& why) {
  std::cerr << why.detail << '\n';
  return 1;
}

result<std::unique_ptr<local_door>> door_of(const std::string& broker_yaml) {
  const auto config = load_broker(broker_yaml);
  if (!config) return fail(error_code::invalid_input, print(config.error().front()));
  return local_door::open(config->broker);
}

int told(const result<std::string>& answer, const std::string& what) {
  if (!answer) return complain(answer.error());
  const bool repeated = answer->find("\"repeated\":true") != answer->npos;
  std::cout << what << (repeated ? " (it was done before)" : "") << ".\n";
  return 0;
}

int change(const std::string& broker_yaml, const std::string& path, const std::string& body, const std::string& what) {
  const auto door = door_of(broker_yaml);
  if (!door) return complain(door.error());
  return told((*door)->post(path, body), what);
}

} // namespace

int keys_status(const std::string& broker_yaml) {
  const auto config = load_broker(broker_yaml);
  if (!config) return complain({error_code::invalid_input, print(config.error().front())});
  const auto master = load_master_key(config->broker.keys.master);
  if (!master) return complain(master.error());
  const auto folder = std::filesystem::path(config->broker.data_dir) / "keys";
  std::set<std::string> names;
  std::error_code none;
  for (const auto& file : std::filesystem::directory_iterator(folder, none))
    if (file.path().extension() == ".unlock") names.insert(file.path().stem().string());
  key_ring ring(master->derived("key ring"), look_into_key_folder(folder), key_ring_options{.now = system_now});
  std::cout << fmt::format("master key {}\n{:<12} {:>10} {:<24} {:>12} {:>8} {:>8}\n", master->name(), "practice",
                           "generation", "since", "uses", "keys", "erased");
  int status = 0;
  for (const auto& name : names) {
    const auto practice = name == "host" ? practice_id::host() : practice_id::parse(name).value_or(practice_id{});
    const auto keys = ring.status(practice);
    if (!keys) {
      status = complain(keys.error());
      continue;
    }
    if (keys->erased)
      std::cout << fmt::format("{:<12} erased\n", name);
    else
      std::cout << fmt::format("{:<12} {:>10} {:<24} {:>12} {:>8} {:>8}\n", name, keys->generation,
                               iso8601(keys->since), keys->uses, keys->keys, keys->erased_keys);
  }
  return status;
}

int keys_rotate(const key_change_arguments& arguments) {
  const auto door = door_of(arguments.broker_yaml);
  if (!door) return complain(door.error());
  std::vector<std::string> practices{arguments.practice};
  if (arguments.practice.empty()) {
    practices.clear();
    const auto listed = (*door)->get("/practices");
    if (!listed) return complain(listed.error());
    boost::json::error_code wrong;
    const auto json = boost::json::parse(*listed, wrong);
    if (wrong || !json.is_object() || !json.get_object().contains("practices"))
      return complain({error_code::refused, "the broker didn't say which practices there are"});
    for (const auto& one : json.get_object().at("practices").as_array())
      if (one.at("id") != "host" && one.at("state") != "draining")
        practices.emplace_back(std::string_view(one.at("id").as_string()));
  }
  int status = 0;
  for (const auto& practice : practices)
    status |= told((*door)->post("/practices/" + practice + "/rotate-keys", "{}"), practice + " seals under new keys");
  return status;
}

int erase_patient(const key_change_arguments& arguments) {
  auto system_id = arguments.system_id;
  if (system_id == "-") std::getline(std::cin, system_id);
  if (arguments.patient.empty() && system_id.empty())
    return complain({error_code::invalid_input, "say who: --id or --system-id"});
  const boost::json::object body = arguments.patient.empty() ? boost::json::object{{"system_id", system_id}}
                                                             : boost::json::object{{"patient", arguments.patient}};
  return change(arguments.broker_yaml, "/practices/" + arguments.practice + "/erase-patient",
                boost::json::serialize(body), "The patient's key is destroyed");
}

int erase_practice(const key_change_arguments& arguments) {
  return change(arguments.broker_yaml, "/practices/" + arguments.practice + "/erase", "{}",
                "All keys of " + arguments.practice + " are destroyed");
}

} // namespace tidings::cli
