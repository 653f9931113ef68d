// What the parts of a contract, and of a Notify account, must say together.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"
#include "actors/provider/contract/placeholders.hpp"
#include "actors/provider/notify/token.hpp"
#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::config {

namespace {

using contract::placeholder_names;

/// Where in a request a text stands, and what may be filled in there.
struct checked_part {
  reader* in;
  std::vector<std::string_view> allowed;
  std::vector<std::string>* seen; ///< placeholders that were met

  void operator()(const node& where, const std::string& text) const {
    for (const auto& each : contract::placeholders_in(text)) {
      seen->emplace_back(each.name);
      if (std::find(allowed.begin(), allowed.end(), each.name) != allowed.end()) continue;
      const bool known =
          std::find(placeholder_names.begin(), placeholder_names.end(), each.name) != placeholder_names.end();
      in->wrong(in->inside(where, std::string_view(text).substr(each.at, each.size)),
                known ? "a placeholder that can't stand here" : "an unknown placeholder",
                fmt::format("`(({}))`", each.name), joined(allowed));
    }
  }
};

void check_pairs(const node& map, std::string_view key, const http_pairs& pairs, const checked_part& check) {
  const node* section = map.find(key);
  if (section == nullptr) return;
  for (const auto& [name, text] : pairs)
    if (const node* where = section->find(name)) check(*where, text);
}

/// The placeholders that the request uses.
std::vector<std::string> check_request(reader& in, const node& map, const http_contract_request& ask, bool sends) {
  const std::vector<std::string_view> all(placeholder_names.begin(), placeholder_names.end());
  const std::vector<std::string_view> reference{"reference"};
  std::vector<std::string> seen;
  const checked_part anywhere{&in, sends ? all : reference, &seen};
  // A line's end in a text would begin a header of its own.
  const checked_part in_headers{
      &in, sends ? std::vector<std::string_view>{"to", "to_plus", "to_national", "sender", "reference"} : reference,
      &seen};
  if (const node* url = map.find("url")) anywhere(*url, ask.url);
  if (const node* body = map.find("json")) anywhere(*body, ask.json);
  check_pairs(map, "query", ask.query, anywhere);
  check_pairs(map, "form", ask.form, anywhere);
  check_pairs(map, "headers", ask.headers, in_headers);
  const auto* headers = map.find("headers");
  for (const auto& [name, text] : ask.headers)
    if (name.find_first_of(" :\t\r\n\"") != std::string::npos)
      in.wrong(reader::at(*headers, name), "not a header's name", fmt::format("`{}`", name), "letters, digits and `-`");
  if (!ask.form.empty() && !ask.json.empty())
    in.wrong(reader::at(map, "json"), "two bodies", "form and json", "one of them");
  if (ask.method == "GET" && (!ask.form.empty() || !ask.json.empty()))
    in.wrong(reader::at(map, "method"), "a body with GET", "`GET`", "`POST`, or `query` in place of the body");
  warn_if_unprotected(in, reader::at(map, "url"), ask.url);
  return seen;
}

bool has(const std::vector<std::string>& names, std::initializer_list<std::string_view> any) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& one) { return std::find(any.begin(), any.end(), one) != any.end(); });
}

void check_send(reader& in, const node& map, const http_contract& contract) {
  const node* send = map.find("send");
  if (send == nullptr || contract.send.url.empty())
    return in.wrong(send ? send->at : map.at, "`send.url` is missing", "nothing",
                    "the address that messages are sent to");
  const auto used = check_request(in, *send, contract.send, true);
  if (!has(used, {"to", "to_plus", "to_national"}))
    in.wrong(send->at, "the patient's number is missing", "no such placeholder",
             "`((to))`, `((to_plus))` or `((to_national))`");
  if (!has(used, {"text"})) in.wrong(send->at, "the text is missing", "no such placeholder", "`((text))`");
  if (!has(used, {"reference"}))
    in.doubtful(send->at, "no receipt and no look-up can find a message again", "no `((reference))`",
                "`((reference))` where the provider takes an id of ours");
}

void check_accepted(reader& in, const node& map, const http_contract& contract) {
  if (contract.accepted.empty() && contract.id.empty())
    in.wrong(reader::at(map, "accepted"), "a success by its status alone", "neither `accepted` nor `id`",
             "something that only a success has: a login page or a proxy answers 200 too");
}

void check_look_up(reader& in, const node& map, const http_contract_look_up& what) {
  const node* section = map.find("look_up");
  if (section == nullptr || what.ask.url.empty()) return;
  check_request(in, *section->find("request"), what.ask, false);
  if (what.seen.empty())
    in.wrong(section->at, "`seen` is missing", "nothing", "where a message that the provider has stands in the answer");
  if (!what.never_seen.statuses.empty() && what.never_seen.empty())
    in.wrong(reader::at(*section, "never_seen"), "a proof by its status alone", "`statuses`",
             "a place in the answer too: a wrong address answers 404 as well");
}

void check_auth(reader& in, const node& map, const http_contract_auth& auth) {
  const node* section = map.find("auth");
  if (section == nullptr || auth.type == "none") return;
  const auto needs = [&](std::string_view key) {
    if (section->find(key) == nullptr)
      in.wrong(section->at, fmt::format("`{}` is missing", key), "nothing",
               fmt::format("`type: {}` needs it", auth.type));
  };
  needs("secret");
  if (auth.type == "basic") needs("user");
  if (auth.type == "query" || auth.type == "header") needs("name");
  if (auth.type == "header" && auth.name.find_first_of(" :\t\r\n\"") != std::string::npos)
    in.wrong(reader::at(*section, "name"), "not a header's name", fmt::format("`{}`", auth.name),
             "letters, digits and `-`");
}

void check_webhooks(reader& in, const node& provider, const node& map, const http_contract& contract) {
  const auto& receipt = contract.receipt;
  const bool receipts = !receipt.reference.empty(), replies = !contract.reply.from.empty();
  if (receipts && receipt.status.empty() && receipt.text.empty())
    in.wrong(reader::at(map, "receipt"), "`status` is missing", "nothing",
             "the field that says what became of the message");
  if (replies && contract.reply.text.empty())
    in.wrong(reader::at(map, "reply"), "`text` is missing", "nothing", "the field with the patient's words");
  if (contract.webhooks.auth == "query" && contract.webhooks.name.empty())
    in.wrong(reader::at(map, "webhooks"), "`name` is missing", "nothing", "the parameter that holds webhook_password");
  if (!receipts && !replies) return;
  if (contract.webhooks.auth == "basic" && provider.find("webhook_user") == nullptr)
    in.wrong(provider.at, "`webhook_user` is missing", "nothing", allowed_by({shape::secret}));
  if (provider.find("webhook_password") == nullptr)
    in.wrong(provider.at, "`webhook_password` is missing", "nothing", allowed_by({shape::secret}));
}

} // namespace

void read_contract(reader& in, const node& what, provider_settings& into) {
  const node* map = in.map(what, "a map that describes the provider's HTTP interface");
  if (map == nullptr) return;
  auto contract = std::make_shared<http_contract>();
  in.fill(*map, http_contract_options(), *contract);
  into.contract = std::move(contract);
}

boost::json::object schema_of_contract() { return schema_of(http_contract_options()); }

bool tells_receipt_url(const provider_settings& account) {
  if (!account.contract) return false;
  const auto& send = account.contract->send;
  const auto told = [](const std::string& text) { return text.find("((receipt_url))") != std::string::npos; };
  const auto one_told = [&](const http_pairs& pairs) {
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& one) { return told(one.second); });
  };
  return told(send.url) || told(send.json) || one_told(send.query) || one_told(send.form);
}

void check_contract(reader& in, const node& provider, const provider_settings& account) {
  const node* map = provider.find("contract");
  if (map == nullptr || !account.contract)
    return in.wrong(provider.at, "`contract` is missing", "nothing", "`contract: {send: …, accepted: …}`");
  const auto& contract = *account.contract;
  check_auth(in, *map, contract.auth);
  check_send(in, *map, contract);
  check_accepted(in, *map, contract);
  check_look_up(in, *map, contract.look_up);
  check_webhooks(in, provider, *map, contract);
}

const options<notify_account>& notify_options() {
  using s = notify_account;
  static const options<s> table{
      {"template",
       {.what = shape::text, .low = 0, .high = 36, .may_be_empty = true},
       &s::template_id,
       "The id of a text message template whose whole text is one placeholder."},
      {"placeholder",
       {.what = shape::text, .low = 1, .high = 100},
       &s::placeholder,
       "That placeholder's name, without brackets."},
      {"sms_sender",
       {.what = shape::text, .low = 0, .high = 36, .may_be_empty = true},
       &s::sms_sender_id,
       "The id of one of the service's text message senders. Empty: its usual one."},
  };
  return table;
}

void read_notify(reader& in, const node& what, provider_settings& into) {
  const node* map = in.map(what, "a map of the Notify service's options");
  if (map == nullptr) return;
  auto account = std::make_shared<notify_account>();
  in.fill(*map, notify_options(), *account);
  const auto check_id = [&](std::string_view key, const std::string& id) {
    if (!id.empty() && !uuid::parse(id))
      in.wrong(reader::at(*map, key), "not one of Notify's ids", fmt::format("`{}`", id), "a UUID");
  };
  check_id("template", account->template_id);
  check_id("sms_sender", account->sms_sender_id);
  if (account->placeholder.find_first_of("()") != std::string::npos)
    in.wrong(reader::at(*map, "placeholder"), "not a placeholder's name", fmt::format("`{}`", account->placeholder),
             "its name without brackets");
  into.notify = std::move(account);
}

boost::json::object schema_of_notify() { return schema_of(notify_options()); }

void check_notify(reader& in, const node& provider, provider_settings& account) {
  const node* map = provider.find("notify");
  if (map == nullptr || !account.notify)
    return in.wrong(provider.at, "`notify` is missing", "nothing", "`notify: {template: …}`");
  if (account.notify->template_id.empty())
    in.wrong(map->at, "`template` is missing", "nothing", "the id of a text message template");
  if (provider.find("url") == nullptr) account.url = "https://api.notifications.service.gov.uk";
  warn_if_unprotected(in, reader::at(provider, "url"), account.url);
  const auto& key = account.api_key.reveal();
  if (provider.find("api_key") == nullptr)
    in.wrong(provider.at, "`api_key` is missing", "nothing", allowed_by({shape::secret}));
  else if (!key.empty() && !notify::read_api_key(key))
    in.wrong(reader::at(provider, "api_key"), "not an API key of Notify's", "another text",
             "the key's name, the service's id and the secret, joined by `-`");
  if (provider.find("webhook_password") == nullptr)
    in.doubtful(provider.at, "receipts and replies are not taken", "no webhook_password",
                "the bearer token that Notify's callbacks bring");
}

} // namespace tidings::config
