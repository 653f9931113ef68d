#include "actors/node/config/sections.hpp"

#include "actors/node/config/conversations.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/values.hpp"
#include "actors/practice/personalise.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace tidings::config {

namespace {

/// What a reminder knows about its patient, appointment and practice (actors/practice/reminders.cpp fills them in).
constexpr std::array<std::string_view, 10> fields{
    "title",     "first_name", "last_name", "appointment_date", "appointment_time",
    "clinician", "session",    "site",      "practice_name",    "practice_phone"};

void check_placeholders(reader& in, const node& body, std::string_view text, const std::vector<std::string>& brought) {
  std::vector<std::string_view> known(fields.begin(), fields.end());
  known.insert(known.end(), brought.begin(), brought.end());
  for (const auto& each : placeholders(text)) {
    const bool is_known = std::any_of(known.begin(), known.end(), [&](std::string_view field) {
      return placeholder_key(field) == placeholder_key(each.name);
    });
    if (is_known) continue;
    const auto meant = nearest(each.name, known);
    in.wrong(in.inside(body, text.substr(each.at, each.size)), "an unknown placeholder",
             fmt::format("`(({}))`", each.name),
             (meant.empty() ? std::string() : fmt::format("did you mean `(({}))`? One of ", meant)) + joined(known));
  }
}

/// The name under which something stands in a map.
bool check_name(reader& in, const node& key) {
  if (is_short_name(key.text) && (key.quoted || !is_yaml_word(key.text))) return true;
  in.wrong(key.at, "not a name", name_of(key), allowed_by({shape::short_name}));
  return false;
}

bool is_loopback(std::string_view url) {
  const std::string_view rest = url.substr(url.find("//") + 2);
  const std::string_view host = rest.substr(0, rest.find_first_of(":/"));
  const bool ipv4 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return ipv4 || host == "localhost" || rest.starts_with("[::1]");
}

void check_mail(reader& in, const node& provider) {
  const node* mail = provider.find("mail");
  if (mail == nullptr)
    return in.wrong(provider.at, "`mail` is missing", "nothing", "`mail: {address: …, password: {env: NAME}}`");
  if (mail->find("address") == nullptr)
    in.wrong(mail->at, "`address` is missing", "nothing", allowed_by({shape::mail_address}));
  if (mail->find("password") == nullptr)
    in.wrong(mail->at, "`password` is missing", "nothing", allowed_by({shape::secret}));
}

/// A poll is two calls and one for each message that awaits its receipt: more often than this it would be an attack.
constexpr millis poll_every_min{5'000};

void check_poll(reader& in, const node& map, const provider_settings& provider) {
  if (provider.poll_every == millis(0)) return;
  const auto at = reader::at(map, "poll_every");
  if (provider.type != "firetext")
    in.wrong(at, "receipts are not asked of this type", print_duration(provider.poll_every), "`type: firetext`, or 0s");
  else if (provider.poll_every < poll_every_min)
    in.wrong(at, "too often", print_duration(provider.poll_every),
             fmt::format("at least {}, or 0s", print_duration(poll_every_min)));
}

void check_provider(reader& in, const node& map, provider_settings& provider) {
  check_poll(in, map, provider);
  if (provider.type == "nhsmail") check_mail(in, map);
  if (provider.type == "smpp") check_smpp(in, map, provider.smpp.get());
  if (provider.type != "smpp" && map.find("smpp") != nullptr)
    in.doubtful(reader::at(map, "smpp"), "an SMPP account that isn't used", fmt::format("`type: {}`", provider.type),
                "`type: smpp`, or no `smpp`");
  if (provider.type == "http") check_contract(in, map, provider);
  if (provider.type == "notify") check_notify(in, map, provider);
  if (provider.type == "voice") check_voice(in, map, provider);
  if (provider.type != "nhsmail" && map.find("mail") != nullptr)
    in.doubtful(reader::at(map, "mail"), "a mail account that isn't used", fmt::format("`type: {}`", provider.type),
                "`type: nhsmail`, or no `mail`");
  for (const std::string_view part : {"contract", "notify", "voice"})
    if (map.find(part) != nullptr && provider.type != (part == "contract" ? "http" : part))
      in.doubtful(reader::at(map, part), fmt::format("`{}` isn't used", part), fmt::format("`type: {}`", provider.type),
                  "another type, or nothing here");
  if (provider.type != "firetext") return;
  for (const std::string_view key : {"api_key", "webhook_user", "webhook_password"})
    if (map.find(key) == nullptr)
      in.wrong(map.at, fmt::format("`{}` is missing", key), "nothing", allowed_by({shape::secret}));
  warn_if_unprotected(in, reader::at(map, "url"), provider.url);
}

/// Of those that are told with each message where to post receipts.
bool takes_receipt_url(const provider_settings& provider) {
  return provider.type == "firetext" || provider.type == "voice" ||
         (provider.type == "http" && tells_receipt_url(provider));
}

void check_earlier_titles(reader& in, const node& map, const template_settings& one) {
  if (one.earlier_titles.size() > one.earlier.size())
    in.wrong(reader::at(map, "earlier_titles"), "more titles than versions before",
             fmt::format("{} titles", one.earlier_titles.size()),
             fmt::format("at most {}, one for each body in `earlier`", one.earlier.size()));
}

} // namespace

bool is_protected(const std::string& url) { return !url.starts_with("http://") || is_loopback(url); }

void warn_if_unprotected(reader& in, place at, const std::string& url) {
  if (!is_protected(url))
    in.doubtful(at, "patients' words would travel unprotected", fmt::format("`{}`", url),
                "an address that starts with https://");
}

bool is_reminder_field(std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [key = placeholder_key(name)](std::string_view field) { return placeholder_key(field) == key; });
}

void warn_if_absent(reader& in, const node& map, std::string_view key, const std::string& path) {
  std::error_code error;
  if (!path.empty() && !std::filesystem::exists(path, error))
    in.doubtful(reader::at(map, key), fmt::format("`{}` isn't there", key), fmt::format("`{}`", path),
                "a file, once the broker starts");
}

void complete_receipt_urls(reader& in, const node& root, broker_settings& broker) {
  const auto& door = broker.endpoint;
  std::string base = door.public_url;
  if (base.empty() && door.port != 0) base = fmt::format("https://{}:{}", door.address, door.port);
  while (base.ends_with('/')) base.pop_back();
  for (auto& provider : broker.providers) {
    if (!takes_receipt_url(provider) || !provider.receipt_url.empty()) continue;
    if (!base.empty())
      provider.receipt_url = fmt::format("{}/webhooks/{}/{}/receipt", base, provider.type, provider.id.value);
    else if (const node* providers = root.find("providers"))
      in.doubtful(reader::at(*providers, provider.id.value), "delivery receipts are not asked for", "no receipt_url",
                  "a receipt_url, or a public_url or port of the endpoint that it can be made from");
  }
}

void allow_links(broker_settings& broker) {
  auto base = broker.endpoint.public_url;
  while (base.ends_with('/')) base.pop_back();
  if (!base.empty()) change(broker.conversations, [&](auto& all) { all.public_url = base; });
}

void check_api_key(reader& in, const node& map, const api_key_settings& key,
                   const std::vector<api_key_settings>& others) {
  const auto& secret = key.secret.reveal();
  const place at = reader::at(map, "secret");
  if (!secret.empty() && !uuid::parse(secret)) // never shown
    in.wrong(at, "a secret that is no UUID", "text of another form",
             "a UUID, as `uuidgen --random` makes: clients cut the key by its length");
  for (const auto& other : others) {
    if (other.name == key.name && !key.name.empty())
      in.wrong(reader::at(map, "name"), "a key's name given twice", fmt::format("`{}`", key.name), "each name once");
    if (!secret.empty() && other.secret == key.secret)
      in.wrong(at, "the secret of another key", fmt::format("that of `{}`", other.name), "a secret of its own");
  }
  const bool team = key.type == api_key_type::team;
  if (team && key.guests.empty())
    in.doubtful(map.at, "a team key that can send to nobody", "no `guests`", "the numbers it may send to");
  if (!team && !key.guests.empty())
    in.wrong(reader::at(map, "guests"), "guests of a key that isn't a team's",
             fmt::format("`type: {}`", boost::describe::enum_to_string(key.type, "")), "`type: team`, or no `guests`");
}

void read_providers(reader& in, const node& what, broker_settings& into) {
  const node* map = in.map(what, "a map of providers, `name: {type: firetext, …}`");
  if (map == nullptr) return;
  if (map->entries.empty()) in.wrong(map->at, "no providers", "an empty map", "at least one provider");
  for (const auto& [key, value] : map->entries) {
    const bool named = check_name(in, key);
    provider_settings provider;
    const node* options = in.map(value, "a map of the provider's options");
    if (options == nullptr) continue;
    in.fill(*options, provider_options(), provider);
    check_provider(in, *options, provider);
    warn_if_absent(in, *options, "ca_file", provider.ca_file);
    provider.id = provider_id(key.text);
    if (named) into.providers.push_back(std::move(provider));
  }
}

void read_templates(reader& in, const node& map, std::map<template_id, template_settings>& into) {
  for (const auto& [key, value] : map.entries) {
    const bool named = check_name(in, key);
    const node* options = in.map(value, "a map with the template's `body`");
    if (options == nullptr) continue;
    template_settings one{template_id(key.text), {}};
    in.fill(*options, template_options(), one);
    if (const node* body = options->find("body")) check_placeholders(in, *body, one.body, one.fields);
    if (const node* subject = options->find("subject")) check_placeholders(in, *subject, one.subject, one.fields);
    check_earlier_titles(in, *options, one);
    if (named) into.insert_or_assign(one.id, std::move(one));
  }
}

} // namespace tidings::config
