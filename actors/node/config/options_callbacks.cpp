// The options of `callbacks:`, a practice's and the host's. config/practices/A99999.yaml and config/broker.yaml explain
// them at length.
#include "actors/node/config/callback_sections.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/provider/dial_rule.hpp"
#include "schemas/callbacks.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {
namespace {

namespace json = boost::json;

constexpr std::size_t bearer_min = 10; ///< GOV.UK Notify's own least
constexpr std::size_t secret_min = 32; ///< as many bytes as the signature has
constexpr std::size_t secret_max = 1'000;

const rule optional_url{.what = shape::url, .may_be_empty = true};
const rule optional_secret{.what = shape::secret, .may_be_empty = true};

const options<callback_receiver>& receiver_options() {
  using s = callback_receiver;
  static const options<s> table{
      {"url", optional_url, &s::url, "Where it is posted to, https. Empty: nowhere."},
      {"bearer_token", optional_secret, &s::bearer_token,
       "What the receiver knows us by, at least 10 characters: `Authorization: Bearer …`."},
  };
  return table;
}

const options<signed_receiver>& signed_options() {
  using s = signed_receiver;
  static const options<s> table{
      {"url", optional_url, &s::url, "Where it is posted to, https. Empty: nowhere."},
      {"secret", optional_secret, &s::secret, "What bodies are signed with, at least 32 characters."},
      {"secret_before", optional_secret, &s::secret_before,
       "While the secret is exchanged: bodies are signed with this one too."},
      {"messages", {shape::boolean}, &s::messages, "Tell what becomes of messages."},
      {"replies", {shape::boolean}, &s::replies, "Tell what patients texted, with number and words."},
      {"all_messages",
       {shape::boolean},
       &s::all_messages,
       "Also of messages that no program sent by the GOV.UK Notify API: reminders, staff's own."},
  };
  return table;
}

/// Patients' numbers and words leave by these addresses: never in plain sight, never with a password in the address.
void check_url(reader& in, const node& map, const std::string& url) {
  if (url.empty()) return;
  if (!url.starts_with("https://"))
    in.wrong(reader::at(map, "url"), "a callback over a connection that anybody can read", "`http://`", "`https://…`");
  const auto authority = url.substr(0, url.find('/', url.find("://") + 3));
  if (authority.find('@') != std::string::npos)
    in.wrong(reader::at(map, "url"), "a password in an address", "`@`", "an address without; a token of its own");
}

void check_secret(reader& in, const node& map, std::string_view key, const secret_text& given, std::size_t least,
                  bool needed) {
  const auto& text = given.reveal();
  if (text.empty()) {
    if (needed)
      in.wrong(reader::at(map, key), fmt::format("`{}` is missing", key), "nothing",
               fmt::format("at least {} characters", least));
    return;
  }
  const bool fits = text.size() >= least && text.size() <= secret_max &&
                    std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7f'; });
  if (!fits)
    in.wrong(reader::at(map, key), "a secret that can't be used", "another text",
             fmt::format("{} to {} characters without spaces", least, secret_max));
}

void read_receiver(reader& in, const node& what, callback_receiver& into) {
  const node* map = in.map(what, "a map of `url` and `bearer_token`");
  if (map == nullptr) return;
  in.fill(*map, receiver_options(), into);
  check_url(in, *map, into.url);
  check_secret(in, *map, "bearer_token", into.bearer_token, bearer_min, !into.url.empty());
}

void read_delivery(reader& in, const node& what, callback_settings& into) { read_receiver(in, what, into.delivery); }
void read_received(reader& in, const node& what, callback_settings& into) { read_receiver(in, what, into.received); }
json::object schema_of_receiver() { return schema_of(receiver_options()); }

void read_signed(reader& in, const node& what, callback_settings& into) {
  const node* map = in.map(what, "a map of `url`, `secret` and what is told");
  if (map == nullptr) return;
  auto& own = into.own;
  in.fill(*map, signed_options(), own);
  check_url(in, *map, own.url);
  check_secret(in, *map, "secret", own.secret, secret_min, !own.url.empty());
  check_secret(in, *map, "secret_before", own.secret_before, secret_min, false);
  if (!own.url.empty() && !own.messages && !own.replies)
    in.doubtful(map->at, "a receiver that is told nothing", "neither `messages` nor `replies`", "one of them");
}
json::object schema_of_signed() { return schema_of(signed_options()); }

const options<callback_settings>& callback_options() {
  using s = callback_settings;
  static const options<s> table{
      {"delivery",
       {shape::section},
       custom<s>{read_delivery, schema_of_receiver},
       "GOV.UK Notify's delivery receipts, of messages that programs sent by its API."},
      {"received", {shape::section}, custom<s>{read_received, schema_of_receiver}, "GOV.UK Notify's received texts."},
      {"signed",
       {shape::section},
       custom<s>{read_signed, schema_of_signed},
       "Our own: every step of a message in its order, each body signed, tried for hours."},
  };
  return table;
}

const options<callback_host_settings>& host_callback_options() {
  using s = callback_host_settings;
  static const options<s> table{
      {"networks",
       {shape::text, 3, 50},
       &s::networks,
       "Networks that aren't public and may be called all the same, such as 10.20.0.0/16."},
      {"ca_file",
       {.what = shape::path, .may_be_empty = true},
       &s::ca_file,
       "Certificates to trust in place of the system's, PEM. Empty: the system's."},
  };
  return table;
}

} // namespace

void read_callbacks(reader& in, const node& what, practice_settings& into) {
  const node* map = in.map(what, "a map of `delivery`, `received` and `signed`");
  if (map == nullptr) return;
  auto made = std::make_shared<callback_settings>();
  in.fill(*map, callback_options(), *made);
  into.callbacks = std::move(made);
}
json::object schema_of_callbacks() { return schema_of(callback_options()); }

void read_host_callbacks(reader& in, const node& what, broker_settings& into) {
  const node* map = in.map(what, "a map of `networks` and `ca_file`");
  if (map == nullptr) return;
  auto made = std::make_shared<callback_host_settings>();
  in.fill(*map, host_callback_options(), *made);
  const node* list = map->find("networks");
  for (const auto& one : made->networks) {
    if (ip_network::parse(one)) continue;
    const auto item =
        std::find_if(list->items.begin(), list->items.end(), [&](const node& each) { return each.text == one; });
    in.wrong(item == list->items.end() ? list->at : item->at, "not a network", fmt::format("`{}`", one),
             "a network such as 10.20.0.0/16 or fd00::/8, all bits behind its own 0");
  }
  into.callbacks = std::move(made);
}
json::object schema_of_host_callbacks() { return schema_of(host_callback_options()); }

} // namespace tidings::config
