// `keys:` of broker.yaml.
#include "actors/key_ring/master_key.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr std::string_view sources = "one of `{file: PATH}`, `{env: NAME}` and `{command: COMMAND}`";

void read_master(reader& in, const node& what, key_settings& into) {
  const node* map = in.map(what, sources);
  if (map == nullptr) return;
  static const options<master_key_source> table{
      {"file", {shape::path}, &master_key_source::file, ""},
      {"env", {.what = shape::text, .low = 1, .high = 128}, &master_key_source::env, ""},
      {"command", {.what = shape::text, .low = 1, .high = 1'024}, &master_key_source::command, ""},
  };
  in.fill(*map, table, into.master);
  if (map->entries.size() != 1) {
    in.wrong(map->at, "not one source of the master key", fmt::format("{} entries", map->entries.size()),
             std::string(sources));
    return;
  }
  // A command may ask a device for the key, and a variable may be set for the broker alone: those are tried at its
  // start.
  std::error_code error;
  if (into.master.file.empty()) return;
  if (!std::filesystem::exists(into.master.file, error)) {
    in.doubtful(map->entries.front().value.at, "the master key isn't there", fmt::format("`{}`", into.master.file),
                fmt::format("a file, once the broker starts: `tidings keys new-master {}`", into.master.file));
    return;
  }
  if (const auto key = load_master_key(into.master); !key)
    in.wrong(map->entries.front().value.at, key.error().detail, fmt::format("`{}`", into.master.file),
             "a file of mode 0600 as `tidings keys new-master` makes it");
}

json::object schema_of_master() {
  const auto one = [](std::string_view key, std::string_view doc) {
    return json::object{{"type", "object"},
                        {"additionalProperties", false},
                        {"required", json::array{json::string(key)}},
                        {"properties", json::object{{key, {{"type", "string"}, {"description", doc}}}}}};
  };
  return {{"anyOf",
           {one("file", "A file of mode 0600 with the key; a relative path starts at this file's folder."),
            one("env", "The environment variable that holds the key."),
            one("command", "A command for /bin/sh that prints the key within 30 s, e.g. one that asks a vault.")}}};
}

} // namespace

const options<key_settings>& key_options() {
  using s = key_settings;
  static const options<s> table{
      {"master",
       {.what = shape::section, .required = true},
       custom<s>{read_master, schema_of_master},
       "Where the master key comes from. Whoever loses it loses everything that is sealed; never kept with the data."},
  };
  return table;
}

void read_keys(reader& in, const node& what, broker_settings& into) {
  if (const node* map = in.map(what, "a map of the keys' options")) in.fill(*map, key_options(), into.keys);
}

} // namespace tidings::config
