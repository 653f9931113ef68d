// The options of an agent's own file, and of `connector.edge`. config/edge.yaml and config/practices/A99999.yaml
// explain them.
#include "actors/node/config/edge_file.hpp"

#include "actors/connector/odbc/connection_string.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "schemas/connectors/emis.hpp"
#include "schemas/connectors/fhir.hpp"
#include "schemas/connectors/microtest.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

using edge::agent_settings;
using edge::outbox_settings;

constexpr std::size_t places_max = 64; ///< a practice has one or two
const rule place_rule{shape::text, 3, 260};

void read_allow(reader& in, const node& what, agent_settings& into) {
  for (const auto& [item, value] : in.items(what, place_rule)) {
    const auto place = edge::read_place(std::get<std::string>(value));
    if (place)
      into.allow.push_back(*place);
    else
      in.wrong(item->at, "not an address", fmt::format("`{}`", std::get<std::string>(value)),
               "HOST:PORT, such as 127.0.0.1:40700 or [fd00::7]:5432");
  }
  if (into.allow.size() > places_max)
    in.wrong(what.at, "too many addresses", std::to_string(into.allow.size()), fmt::format("at most {}", places_max));
}
json::object schema_of_allow() {
  return {{"type", "array"}, {"items", schema_of(place_rule)}, {"uniqueItems", true}, {"default", json::array()}};
}

void read_practice(reader& in, const node& what, outbox_settings& into) {
  const auto text = in.scalar(what, {shape::text, 1, 100});
  if (!text) return;
  const auto code = practice_id::parse(std::get<std::string>(*text));
  if (code)
    into.practice = *code;
  else
    in.wrong(what.at, "not an ODS code", fmt::format("`{}`", std::get<std::string>(*text)),
             "3 to 12 capital letters and digits, such as A81001");
}
json::object schema_of_practice() { return {{"type", "string"}, {"pattern", "^[A-Z0-9]{3,12}$"}}; }

void read_folders(reader& in, const node& what, std::vector<outbox_settings>& into) {
  const node* list = in.list(what, "a list of folders, each with its practice");
  if (list == nullptr) return;
  for (const auto& item : list->items) {
    auto& one = into.emplace_back();
    if (const node* map = in.map(item, "a practice and a folder")) in.fill(*map, outbox_options(), one);
  }
}
void read_hand_over(reader& in, const node& what, agent_settings& into) { read_folders(in, what, into.outboxes); }
void read_documents(reader& in, const node& what, agent_settings& into) { read_folders(in, what, into.documents); }
json::object schema_of_hand_over() { return {{"type", "array"}, {"items", schema_of(outbox_options())}}; }

} // namespace

const options<outbox_settings>& outbox_options() {
  using s = outbox_settings;
  static const options<s> table{
      {"practice",
       {.what = shape::section, .required = true},
       custom<s>{read_practice, schema_of_practice},
       "The ODS code of the practice that the files are for."},
      {"folder", {.what = shape::path, .required = true}, &s::folder, "The folder."},
  };
  return table;
}

const options<agent_settings>& edge_options() {
  using s = agent_settings;
  static const options<s> table{
      {"broker", {.what = shape::url, .required = true}, &s::broker, "The broker's public_url, https."},
      {"folder", {shape::path}, &s::folder, "Where the agent's key and certificate are kept, its owner's alone."},
      {"ca_file",
       {.what = shape::path, .may_be_empty = true},
       &s::ca_file,
       "Certificates to trust, PEM. Empty: the system's."},
      {"proxy", {.what = shape::url, .may_be_empty = true}, &s::proxy, "An HTTP proxy on the way out. Empty: none."},
      {"allow",
       {shape::section},
       custom<s>{read_allow, schema_of_allow},
       "What the broker may reach here, HOST:PORT each, as the practice's file at the broker writes it. Nothing else."},
      {"hand_over",
       {shape::section},
       custom<s>{read_hand_over, schema_of_hand_over},
       "Folders whose files go up to the broker."},
      {"documents",
       {shape::section},
       custom<s>{read_documents, schema_of_hand_over},
       "Folders where documents for the record are left for the practice's import."},
  };
  return table;
}

void check_edge(reader& in, const node& connector, const connector_settings& given) {
  if (given.edge.empty()) return;
  const auto at = reader::at(connector, "edge");
  if (!edge::is_agent_name(given.edge))
    in.wrong(at, "not an agent's name", fmt::format("`{}`", given.edge),
             "1 to 63 of a-z, 0-9 and `-`, as it was given its code");
  const bool emis_proxy = given.system == "emis" && given.emis && !given.emis->proxy.empty();
  if (emis_proxy || (given.fhir && !given.fhir->proxy.empty()))
    in.wrong(at, "an agent and a proxy", "`proxy` of `emis` or `fhir`",
             "one of them: with an agent HTTP goes by it, straight to the host");
  if (given.system == "microtest" && given.microtest && !odbc::place_in(given.microtest->connection.reveal()))
    in.wrong(at, "an agent for a database without an address", "a connection without Server= or Port=",
             "both in `microtest: {connection: …}`, as the agent's `allow` has them");
}

} // namespace tidings::config

namespace tidings {

tl::expected<edge::agent_settings, std::vector<config_error>> load_edge(const std::filesystem::path& file) {
  config::findings found;
  edge::agent_settings settings;
  config::report out(file, found);
  const auto text = config::read_source(file, out);
  const auto root = text ? config::parse_yaml(*text, out) : std::nullopt;
  if (root) {
    config::reader in(*text, out);
    in.fill(*root, config::edge_options(), settings);
    if (!settings.broker.empty() && !settings.broker.starts_with("https://"))
      in.wrong(config::reader::at(*root, "broker"), "a broker without TLS", fmt::format("`{}`", settings.broker),
               "an address that starts with https://");
  }
  if (!found.errors.empty()) return tl::make_unexpected(std::move(found.errors));
  return settings;
}

} // namespace tidings
